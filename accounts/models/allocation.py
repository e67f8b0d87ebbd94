"""Allocation keys: how a region divides seats and money over its gemeenten, version by version."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.allocation import WHOLE
from accounts.enums import KeyBasis
from accounts.models.people import User
from accounts.models.places import Gemeente, Region
from config.shared.constraints import one_of

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class AllocationKeyQuerySet(models.QuerySet["AllocationKey"]):
    def visible_to(self, user: User) -> "AllocationKeyQuerySet":
        """Those of the regions `user` acts for, and of the regions of a single gemeente."""
        gemeenten = Q(region__memberships_of_gemeenten__gemeente__in=gemeenten_of(user))
        return self.filter(Q(region__in=regions_of(user)) | gemeenten).distinct()

    def kept_by(self, user: User) -> "AllocationKeyQuerySet":
        """Those of the regions `user` acts for; a single gemeente only sees a key."""
        return self.filter(region__in=regions_of(user))

    def with_since(self, on: date) -> "AllocationKeyQuerySet":
        """Annotate `since`: the day from which the version of `on` holds; None before the first."""
        versions = AllocationKeyVersion.objects.filter(key=OuterRef("pk"), first_on__lte=on)
        newest = versions.order_by("-first_on").values("first_on")[:1]
        return self.annotate(since=Subquery(newest))


class AllocationKey(models.Model):
    """A named way to divide over the gemeenten of a region; its versions have the percentages."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="allocation_keys", verbose_name=_("region")
    )
    name = models.CharField(_("name"), max_length=120)
    basis = models.CharField(_("divides by"), max_length=20, choices=KeyBasis)
    fixed_percentage = models.DecimalField(
        _("fixed part (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_(
            "Only for a key with a fixed and a variable part: this part is divided by "
            "inhabitants, the rest by placements."
        ),
    )
    description = models.TextField(_("description"), blank=True)

    objects = AllocationKeyQuerySet.as_manager()

    if TYPE_CHECKING:
        versions: RelatedManager["AllocationKeyVersion"]

    class Meta:
        verbose_name = _("allocation key")
        verbose_name_plural = _("allocation keys")
        ordering = ("region", "name")
        constraints = (
            one_of("allocation_key", "basis", KeyBasis.values),
            models.UniqueConstraint(
                fields=("region", "name"),
                name="allocation_key_name_once",
                violation_error_message=_("There is already an allocation key with this name."),
            ),
            models.CheckConstraint(
                condition=Q(
                    basis=KeyBasis.FIXED_VARIABLE,
                    fixed_percentage__isnull=False,
                    fixed_percentage__gte=0,
                    fixed_percentage__lte=WHOLE,
                )
                | (~Q(basis=KeyBasis.FIXED_VARIABLE) & Q(fixed_percentage__isnull=True)),
                name="allocation_key_fixed_part_fits",
                violation_error_message=_(
                    "Give the fixed part, from 0 to 100 per cent, for a key with a fixed and a "
                    "variable part, and for no other key."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:allocationkey-detail", args=[self.pk])

    def version_on(self, day: date) -> "AllocationKeyVersion | None":
        """The version that holds on `day`; of two from the same day the later one. None before the
        first.
        """
        return self.versions.filter(first_on__lte=day).order_by("-first_on", "-number").first()


class AllocationKeyVersionQuerySet(models.QuerySet["AllocationKeyVersion"]):
    def visible_to(self, user: User) -> "AllocationKeyVersionQuerySet":
        return self.filter(key__in=AllocationKey.objects.visible_to(user))


class AllocationKeyVersion(models.Model):
    """The percentages of a key from a day on; never changed, only followed by another version."""

    key = models.ForeignKey(AllocationKey, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    first_on = models.DateField(_("from"))
    reason = models.TextField(_("reason"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))

    objects = AllocationKeyVersionQuerySet.as_manager()

    if TYPE_CHECKING:
        shares: RelatedManager["AllocationShare"]

    class Meta:
        verbose_name = _("version of an allocation key")
        verbose_name_plural = _("versions of allocation keys")
        ordering = ("key", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("key", "number"), name="allocation_key_version_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="allocation_key_version_counts_from_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} - {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:allocationkeyversion-detail", args=[self.pk])

    @cached_property
    def _percentages(self) -> dict[int, Decimal]:
        return dict(self.shares.values_list("gemeente_id", "percentage"))

    def percentages(self) -> dict[int, Decimal]:
        """Per cent by id of the gemeente, in the order of their names; together exactly 100."""
        return dict(self._percentages)


class AllocationShareQuerySet(models.QuerySet["AllocationShare"]):
    def visible_to(self, user: User) -> "AllocationShareQuerySet":
        return self.filter(version__in=AllocationKeyVersion.objects.visible_to(user))


class AllocationShare(models.Model):
    """One gemeente's part in a version, in per cent; a version's parts are 100 together."""

    version = models.ForeignKey(AllocationKeyVersion, models.PROTECT, related_name="shares")
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="+", verbose_name=_("gemeente")
    )
    percentage = models.DecimalField(_("share (%)"), max_digits=9, decimal_places=6)

    objects = AllocationShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share in an allocation key")
        verbose_name_plural = _("shares in allocation keys")
        ordering = ("version", "gemeente__name")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "gemeente"),
                name="allocation_share_once",
                violation_error_message=_("This gemeente already has a share."),
            ),
            models.CheckConstraint(
                condition=Q(percentage__gte=0, percentage__lte=WHOLE),
                name="allocation_share_from_nought_to_whole",
                violation_error_message=_("A share lies between 0 and 100 per cent."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.gemeente}: {self.percentage}%"
