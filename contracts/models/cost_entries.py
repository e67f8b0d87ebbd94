"""Costs that a person books: those without a placement, and occasions for a fee."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import AllocationKeyVersion, Gemeente, Region, User
from config.shared.constraints import in_order, not_negative, one_of, stamped
from config.shared.display import money
from config.shared.identifiers import validate_no_personal_number
from config.shared.versions import keeps_versions
from contracts.enums import BOOKED, CostKind, CostType, Rhythm
from contracts.models.contracts import Contract
from contracts.models.placements import Placement
from providers.enums import LearningRoute


class CostEntryQuerySet(models.QuerySet["CostEntry"]):
    def visible_to(self, user: User) -> "CostEntryQuerySet":
        """The region's, and those of which the single gemeente bears a share."""
        shared = CostEntryShare.objects.filter(gemeente__in=gemeenten_of(user)).values("entry")
        return self.filter(Q(region__in=regions_of(user)) | Q(pk__in=shared))

    def standing(self) -> "CostEntryQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class CostEntry(models.Model):
    """A cost that follows from no placement: guidance, interpreters, licences; or a credit.

    `amount` is in euro excl. VAT and `vat_rate` in per cent; what is exempt names its ground
    instead. The shares of the gemeenten add up to the amount; by `key` where one divided it. An
    entry is never changed: a wrong one is withdrawn, and booked anew.

    With a rhythm the whole amount falls due each time from `due_on` up to and including
    `repeats_until`, for days of service that move along; `ended_on` is the last day that counts
    when a person stopped it earlier.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="cost_entries", verbose_name=_("region")
    )
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_entries",
        verbose_name=_("contract"),
    )
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute, blank=True)
    cost_type = models.CharField(_("cost type"), max_length=20, choices=CostType)
    kind = models.CharField(
        _("kind"), max_length=12, choices=[(kind.value, kind.label) for kind in BOOKED]
    )
    due_on = models.DateField(_("due"))
    first_on = models.DateField(_("first service day"))
    last_on = models.DateField(_("last service day"))
    description = models.CharField(
        _("description"), max_length=200, validators=[validate_no_personal_number]
    )
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, validators=[validate_no_personal_number]
    )
    amount = models.DecimalField(_("amount excl. VAT"), max_digits=12, decimal_places=2)
    vat_rate = models.DecimalField(
        _("VAT (%)"), max_digits=5, decimal_places=2, default=Decimal(0), db_default=Decimal(0)
    )
    vat_exemption = models.CharField(_("ground of the VAT exemption"), max_length=200, blank=True)
    key = models.ForeignKey(
        AllocationKeyVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("allocation key"),
    )
    rhythm = models.CharField(
        _("falls due"), max_length=9, choices=Rhythm, default=Rhythm.ONCE, db_default=Rhythm.ONCE
    )
    repeats_until = models.DateField(_("repeats until"), null=True, blank=True)
    ended_on = models.DateField(_("stopped from the day after"), null=True, blank=True)
    ended_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stopped by"),
    )
    recorded_at = models.DateTimeField(_("booked"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("booked by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    objects = CostEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("booked cost")
        verbose_name_plural = _("booked costs")
        ordering = ("-due_on", "-pk")
        constraints = (
            one_of("cost_entry", "kind", list(BOOKED)),
            one_of("cost_entry", "cost_type", CostType.values),
            one_of("cost_entry", "route", ["", *LearningRoute.values]),
            in_order("cost_entry", "first_on", "last_on"),
            not_negative("cost_entry", "vat_rate"),
            stamped("cost_entry", "withdrawn"),
            stamped("cost_entry", "ended"),
            one_of("cost_entry", "rhythm", Rhythm.values),
            in_order("cost_entry", "due_on", "repeats_until"),
            models.CheckConstraint(
                condition=Q(rhythm=Rhythm.ONCE, repeats_until__isnull=True)
                | (~Q(rhythm=Rhythm.ONCE) & Q(repeats_until__isnull=False)),
                name="cost_entry_rhythm_has_end",
                violation_error_message=_("Only what comes back has a last day."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True)
                | Q(ended_on__lt=F("repeats_until"), ended_at__isnull=False),
                name="cost_entry_ends_before_its_last_day",
                violation_error_message=_("It is stopped before the day until which it repeats."),
            ),
            models.CheckConstraint(
                condition=Q(kind=CostKind.CREDIT, amount__lt=0)
                | (Q(kind=CostKind.ENTRY) & ~Q(amount=0)),
                name="cost_entry_amount_fits_kind",
                violation_error_message=_("A cost is not nought; a credit is below nought."),
            ),
            models.CheckConstraint(
                condition=Q(vat_exemption="") | Q(vat_rate=0),
                name="cost_entry_exempt_has_no_rate",
                violation_error_message=_("What is exempt from VAT has no rate."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.description} {money(self.amount)}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:costentry-detail", args=[self.pk])

    @property
    def can_be_stopped(self) -> bool:
        """Whether it comes back and nobody ended that."""
        comes_back = self.rhythm != Rhythm.ONCE
        return comes_back and self.ended_at is None and self.withdrawn_at is None


class CostEntryShareQuerySet(models.QuerySet["CostEntryShare"]):
    def visible_to(self, user: User) -> "CostEntryShareQuerySet":
        """The region's, and the single gemeente's own."""
        return self.filter(
            Q(entry__region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user))
        )


class CostEntryShare(models.Model):
    """What one gemeente bears of a booked cost; the shares are the amount together."""

    entry = models.ForeignKey(CostEntry, models.PROTECT, related_name="shares")
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="+", verbose_name=_("gemeente")
    )
    amount = models.DecimalField(_("amount excl. VAT"), max_digits=12, decimal_places=2)

    objects = CostEntryShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a booked cost")
        verbose_name_plural = _("shares of booked costs")
        ordering = ("entry", "gemeente__name")
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "gemeente"),
                name="cost_entry_share_once",
                violation_error_message=_("This gemeente already has a share."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.gemeente}: {money(self.amount)}"


class FeeOccasionQuerySet(models.QuerySet["FeeOccasion"]):
    def visible_to(self, user: User) -> "FeeOccasionQuerySet":
        return self.filter(placement__in=Placement.objects.visible_to(user))


@keeps_versions("FeeOccasionVersion")
class FeeOccasion(models.Model):
    """One time that a fee fell due for a learner, such as an examination; `name` is the tariff's.

    The price is that of the fee of the same name and route on the day.
    """

    placement = models.ForeignKey(
        Placement,
        models.PROTECT,
        related_name="fee_occasions",
        db_index=False,  # fee_occasion_once has it first
        verbose_name=_("placement"),
    )
    name = models.CharField(_("fee for"), max_length=80)
    on = models.DateField(_("day"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = FeeOccasionQuerySet.as_manager()

    class Meta:
        verbose_name = _("occasion for a fee")
        verbose_name_plural = _("occasions for a fee")
        ordering = ("placement", "on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("placement", "name", "on"),
                name="fee_occasion_once",
                violation_error_message=_("This fee was already recorded on this day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.placement}: {self.name} {self.on}"
