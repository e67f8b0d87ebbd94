"""Changes of the register that wait for a region's consent."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import User
from config.shared.constraints import one_of, stamped
from providers.enums import ChangeStatus, ProviderKind, RegisterField, RegisterSource
from providers.models.organisations import Provider


class ProviderChangeQuerySet(models.QuerySet["ProviderChange"]):
    def visible_to(self, user: User) -> "ProviderChangeQuerySet":
        """The own organisation's, and those of providers in a region that one acts for."""
        return self.filter(
            Q(provider__in=providers_of(user))
            | Q(provider__admissions__region__in=regions_of(user))
        ).distinct()

    def open(self) -> "ProviderChangeQuerySet":
        """Those on which nobody decided."""
        return self.filter(status=ChangeStatus.OPEN)


class ProviderChange(models.Model):
    """One fact that is to change from a day: what stood there and what is proposed.

    `before` is what stood there when it was proposed. `author` is empty when DUO's list says so.
    For the end of a recognition, `after` is its last day in ISO form.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="changes", verbose_name=_("provider")
    )
    field = models.CharField(_("fact"), max_length=12, choices=RegisterField)
    before = models.CharField(_("now"), max_length=160, blank=True)
    after = models.CharField(_("proposed"), max_length=160, blank=True)
    effective_on = models.DateField(_("from"))
    source = models.CharField(_("source"), max_length=10, choices=RegisterSource)
    reason = models.CharField(_("explanation"), max_length=400, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ChangeStatus, default=ChangeStatus.OPEN
    )
    created_at = models.DateTimeField(_("proposed at"))
    author = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(_("in the register"), null=True, blank=True)

    objects = ProviderChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ("-created_at", "-pk")
        constraints = (
            one_of("provider_change", "field", RegisterField.values),
            one_of("provider_change", "source", RegisterSource.values),
            one_of("provider_change", "status", ChangeStatus.values),
            stamped("provider_change", "decided"),
            models.UniqueConstraint(
                fields=("provider", "field"),
                condition=Q(status=ChangeStatus.OPEN),
                name="provider_change_one_open_a_field",
                violation_error_message=_("A change of this fact already waits for a decision."),
            ),
            models.CheckConstraint(
                condition=Q(source=RegisterSource.DUO) | Q(author__isnull=False),
                name="provider_change_has_author",
                violation_error_message=_("Somebody proposes a change."),
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(status=ChangeStatus.ACCEPTED),
                name="provider_change_applied_is_accepted",
                violation_error_message=_("Only an accepted change enters the register."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider}: {self.get_field_display()}"

    def get_absolute_url(self) -> str:
        return reverse("providers:providerchange-detail", args=[self.pk])

    def in_words(self, value: str) -> str:
        """`before` or `after` as a person reads it; empty when nothing stands there."""
        if self.field == RegisterField.KIND and value:
            return str(ProviderKind(value).label)
        return value

    @property
    def last_on(self) -> date | None:
        """The last day that is proposed for a recognition; None for another fact."""
        ends = (RegisterField.QUALITY_MARK_ENDS, RegisterField.TST_ENDS)
        return date.fromisoformat(self.after) if self.field in ends else None
