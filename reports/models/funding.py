"""Money that comes in: streams, what each brings in a year, and who gets which part of it."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import AllocationKeyVersion, Gemeente, Region, User
from config.shared.constraints import one_of
from contracts.enums import CostType
from reports.enums.budgets import Recurrence
from reports.enums.funding import (
    FundingStage,
    FundingTarget,
    StreamKind,
)

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

FIRST_YEAR, LAST_YEAR = 2021, 2100
"""2021: the preparation for the Wet inburgering 2021 was funded before it came into force."""
YEARS = (MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))


class FundingStreamQuerySet(models.QuerySet["FundingStream"]):
    def visible_to(self, user: User) -> "FundingStreamQuerySet":
        """Those of the regions `user` acts for, and of the regions of a single gemeente."""
        return self.filter(region__in=Region.objects.visible_to(user))

    def kept_by(self, user: User) -> "FundingStreamQuerySet":
        """Those of the regions `user` acts for; a single gemeente only sees them."""
        return self.filter(region__in=regions_of(user))


class FundingStream(models.Model):
    """One source of money of a region: what it is meant for, and by whom it is paid.

    `preset` is the code of the national stream from which it was taken over, empty for a stream of
    the region's own.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="funding_streams", verbose_name=_("region")
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind of funding"), max_length=30, choices=StreamKind)
    cost_types = ArrayField(
        models.CharField(max_length=20, choices=CostType), verbose_name=_("meant for")
    )
    recurrence = models.CharField(_("structural or incidental"), max_length=10, choices=Recurrence)
    includes_vat = models.BooleanField(_("amounts include VAT"), default=False)
    payer = models.CharField(_("paid by"), max_length=120)
    target = models.CharField(_("paid to"), max_length=10, choices=FundingTarget)
    source = models.TextField(_("source"))
    preset = models.CharField(_("taken over from"), max_length=40, blank=True)

    objects = FundingStreamQuerySet.as_manager()

    if TYPE_CHECKING:
        years: RelatedManager["StreamYear"]

    class Meta:
        verbose_name = _("funding stream")
        verbose_name_plural = _("funding streams")
        ordering = ("region", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "name"),
                name="funding_stream_name_once",
                violation_error_message=_("There is already a funding stream with this name."),
            ),
            models.UniqueConstraint(
                fields=("region", "preset"),
                condition=~Q(preset=""),
                name="funding_stream_preset_once",
                violation_error_message=_("This stream was already taken over."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="funding_stream_names_its_source",
                violation_error_message=_("A funding stream names its source."),
            ),
            models.CheckConstraint(
                condition=Q(cost_types__len__gt=0, cost_types__contained_by=CostType.values),
                name="funding_stream_has_a_purpose",
                violation_error_message=_("Say what the money is meant for."),
            ),
            one_of("funding_stream", "kind", StreamKind.values),
            one_of("funding_stream", "recurrence", Recurrence.values),
            one_of("funding_stream", "target", FundingTarget.values),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:fundingstream-detail", args=[self.pk])

    @property
    def purposes(self) -> list[str]:
        """What it is meant for, in words."""
        return [str(CostType(code).label) for code in self.cost_types]


class StreamYearQuerySet(models.QuerySet["StreamYear"]):
    def visible_to(self, user: User) -> "StreamYearQuerySet":
        return self.filter(stream__in=FundingStream.objects.visible_to(user))

    def known_on(self, day: date) -> "StreamYearQuerySet":
        """Of each stream and year the one version that stood on `day`, the last made by then."""
        return (
            self.filter(known_on__lte=day)
            .order_by("stream_id", "year", "-known_on", "-number")
            .distinct("stream_id", "year")
        )


class StreamYear(models.Model):
    """What a stream brings a region in a year, as known from `known_on` until a later version.

    `amount` is the whole of the year, not a step from the version before; below zero when more
    is taken back than given. A version never changes. `key_version` is what divided it; None when
    the parts were given by hand.
    """

    stream = models.ForeignKey(
        FundingStream, models.PROTECT, related_name="years", verbose_name=_("funding stream")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    number = models.PositiveSmallIntegerField(_("version"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    stage = models.CharField(_("funding stage"), max_length=12, choices=FundingStage)
    known_on = models.DateField(_("known from"))
    source = models.TextField(_("source"))
    key_version = models.ForeignKey(
        AllocationKeyVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stream_years",
        verbose_name=_("divided by"),
    )
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = StreamYearQuerySet.as_manager()

    if TYPE_CHECKING:
        shares: RelatedManager["StreamShare"]

    class Meta:
        verbose_name = _("year of a funding stream")
        verbose_name_plural = _("years of funding streams")
        ordering = ("-year", "stream__name", "-number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("stream", "year", "number"), name="stream_year_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="stream_year_counts_from_one"),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="stream_year_names_its_source",
                violation_error_message=_("An amount names its source."),
            ),
            one_of("stream_year", "stage", FundingStage.values),
        )

    def __str__(self) -> str:
        return f"{self.stream} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("reports:streamyear-detail", args=[self.pk])


class StreamShareQuerySet(models.QuerySet["StreamShare"]):
    def visible_to(self, user: User) -> "StreamShareQuerySet":
        """The region's, and the single gemeente's own."""
        ours = Q(stream_year__stream__region__in=regions_of(user))
        return self.filter(ours | Q(gemeente__in=gemeenten_of(user)))

    def known_on(self, day: date) -> "StreamShareQuerySet":
        """Of the versions that stood on `day`."""
        return self.filter(stream_year__in=StreamYear.objects.known_on(day).values("pk"))


class StreamShare(models.Model):
    """One gemeente's part in a year of a stream; the parts add up to its amount, by trigger."""

    stream_year = models.ForeignKey(StreamYear, models.PROTECT, related_name="shares")
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="stream_shares", verbose_name=_("gemeente")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    objects = StreamShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a gemeente")
        verbose_name_plural = _("parts of gemeenten")
        ordering = ("stream_year", "gemeente__name")
        constraints = (
            models.UniqueConstraint(
                fields=("stream_year", "gemeente"),
                name="stream_share_once",
                violation_error_message=_("This gemeente already has a part."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.gemeente}: {self.amount}"
