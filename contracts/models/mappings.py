"""What a provider's own headers mean, as a person once said."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of
from accounts.models import User
from providers.models import Provider


class ColumnMappingQuerySet(models.QuerySet["ColumnMapping"]):
    def visible_to(self, user: User) -> "ColumnMappingQuerySet":
        """Those of the providers that `user` acts for: a school names its columns as it likes."""
        return self.filter(provider__in=providers_of(user))


class ColumnMapping(models.Model):
    """A header of a provider's sheets and the column it stands for; none: it is passed over."""

    provider = models.ForeignKey(
        Provider,
        models.CASCADE,
        related_name="column_mappings",
        verbose_name=_("provider"),
        db_index=False,
    )
    sheet = models.CharField(_("sheet"), max_length=40)
    header = models.CharField(_("header in the file"), max_length=200)
    spelling = models.CharField(_("compared as"), max_length=200)
    """The header as `config.shared.columns.key_of` leaves it: without case, spaces and marks."""
    column = models.CharField(_("column"), max_length=60, blank=True)
    mapped_at = models.DateTimeField(_("mapped"))
    mapped_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("mapped by")
    )

    objects = ColumnMappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("remembered header")
        verbose_name_plural = _("remembered headers")
        ordering = ("header", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "sheet", "spelling"),
                name="column_mapping_once_per_header",
                violation_error_message=_("This header has been given a meaning already."),
            ),
        )

    def __str__(self) -> str:
        return self.header

    def get_absolute_url(self) -> str:
        return reverse("contracts:columnmapping-forget", args=[self.pk])
