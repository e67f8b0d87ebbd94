"""What placements, groups and bookings cost, line by line, and summed by month."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import all_or_none, in_order, one_of
from contracts.enums import BOOKED, CostKind, CostType, TariffUnit
from contracts.models.contracts import Contract
from contracts.models.cost_entries import CostEntry
from contracts.models.groups import CourseGroup
from contracts.models.placements import Placement
from contracts.models.tariffs import Tariff
from providers.enums import LearningRoute


class CostQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The region's, and the single gemeente's own; a provider has its contract instead."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))


class CostLine(models.Model):
    """One euro amount with one origin, written by the ledger alone.

    The origin is a placement (of a share of a group's price, `group` says which group), a cost
    that was booked (`entry`), or a `group` that ran without learners; of the last two each
    gemeente has its own line. `part` tells lines of one origin and kind apart: the moment of an
    instalment, the name of a fee, the event of a settlement.

    `due_on` decides whether it is realised on a day, and its month is the month in which the line
    is booked. `service_month` is the month that it is about; a correction of a closed month is
    booked later. `corrects` is the line that a correction takes back (`is_reversal`) or replaces.
    A line of a month that is not closed keeps its id only while it stays due: what must last
    names a line of a closed month.
    """

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="cost_lines",
        verbose_name=_("region"),
        db_index=False,  # cost_line_of_region has it first
    )
    placement = models.ForeignKey(
        Placement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_lines",
        db_index=False,  # cost_line_once_per_placement has it first
        verbose_name=_("placement"),
    )
    entry = models.ForeignKey(
        CostEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_lines",
        db_index=False,  # cost_line_of_entry holds the few that have one
        verbose_name=_("booked cost"),
    )
    group = models.ForeignKey(
        CourseGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_lines",
        db_index=False,  # cost_line_of_group holds the few that have one
        verbose_name=_("group"),
    )
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_lines",
        db_index=False,  # cost_line_by_due_day has it first
        verbose_name=_("contract"),
    )
    tariff = models.ForeignKey(
        Tariff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_lines",
        verbose_name=_("tariff"),
    )
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="cost_lines", verbose_name=_("gemeente")
    )
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind)
    part = models.CharField(_("part"), max_length=100, blank=True)
    unit = models.CharField(_("unit"), max_length=12, choices=TariffUnit, blank=True)
    quantity = models.DecimalField(_("number of units"), max_digits=14, decimal_places=6)
    service_month = models.DateField(_("service month"))
    first_on = models.DateField(_("first service day"))
    last_on = models.DateField(_("last service day"))
    due_on = models.DateField(_("due"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        db_index=False,  # cost_line_correcting holds the few that do
        verbose_name=_("corrects"),
    )
    is_reversal = models.BooleanField(_("takes back"), default=False, db_default=False)

    objects = CostQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost line")
        verbose_name_plural = _("cost lines")
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=(
                    "placement",
                    "kind",
                    "part",
                    "service_month",
                    "is_reversal",
                    "corrects",
                ),
                condition=Q(placement__isnull=False),
                nulls_distinct=False,
                name="cost_line_once_per_placement",
            ),
            models.UniqueConstraint(
                fields=(
                    "entry",
                    "group",
                    "gemeente",
                    "kind",
                    "part",
                    "service_month",
                    "is_reversal",
                    "corrects",
                ),
                condition=Q(placement__isnull=True),
                nulls_distinct=False,
                name="cost_line_once_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(placement__isnull=False, entry__isnull=True)
                | Q(placement__isnull=True, entry__isnull=False, group__isnull=True)
                | Q(placement__isnull=True, entry__isnull=True, group__isnull=False),
                name="cost_line_has_one_origin",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, tariff__isnull=True, unit="")
                | Q(
                    entry__isnull=True,
                    tariff__isnull=False,
                    contract__isnull=False,
                    unit__in=TariffUnit.values,
                ),
                name="cost_line_names_its_tariff",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, kind__in=BOOKED)
                | (Q(entry__isnull=True) & ~Q(kind__in=BOOKED)),
                name="cost_line_kind_fits_origin",
            ),
            models.CheckConstraint(
                condition=Q(is_reversal=False) | Q(corrects__isnull=False),
                name="cost_line_reversal_names_line",
            ),
            models.CheckConstraint(
                condition=Q(service_month__day=1), name="cost_line_service_month_begins"
            ),
            in_order("cost_line", "first_on", "last_on"),
            one_of("cost_line", "kind", CostKind.values),
            one_of("cost_line", "route", ["", *LearningRoute.values]),
        )
        indexes = (
            models.Index(
                fields=("contract", "gemeente", "route", "due_on"), name="cost_line_by_due_day"
            ),
            models.Index(fields=("region", "due_on", "id"), name="cost_line_of_region"),
            models.Index(
                fields=("group",), condition=Q(group__isnull=False), name="cost_line_of_group"
            ),
            models.Index(
                fields=("entry",), condition=Q(entry__isnull=False), name="cost_line_of_entry"
            ),
            models.Index(
                fields=("corrects",),
                condition=Q(corrects__isnull=False),
                name="cost_line_correcting",
            ),
            models.Index(
                fields=("region", "due_on"),
                condition=Q(contract__isnull=True),
                name="cost_line_without_contract",
            ),
        )

    def __str__(self) -> str:
        return f"{self.origin}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:costline-detail", args=[self.pk])

    @property
    def origin(self) -> Placement | CourseGroup | CostEntry:
        """What it is for."""
        found = self.placement or self.entry or self.group
        assert found is not None  # noqa: S101 - cost_line_has_one_origin
        return found


class CostMonth(models.Model):
    """The lines of one kind and unit that fall due in one month, summed by where they belong.

    `heads` are the placements whose first line of the calendar year falls in this month, so that
    the months of a year add up to the learners that cost money in it. `quantity` counts units.
    `due_by_day` has for each day of the month, the 31st at last, what is due by then.

    The `earned_*` say the same by the days of service that lines pay for, and are empty where the
    region goes by the day a cost falls due (`CostBasis`); `cost_basis.counted` reads either.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="cost_months")
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_months",
        db_index=False,  # cost_month_once has it first
    )
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="cost_months")
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind)
    cost_type = models.CharField(
        _("cost type"),
        max_length=20,
        choices=CostType,
        default=CostType.LEARNING_ROUTES,
        db_default=CostType.LEARNING_ROUTES,
    )
    unit = models.CharField(_("unit"), max_length=12, choices=TariffUnit, blank=True)
    month = models.DateField(_("month"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    due_by_day = ArrayField(models.DecimalField(max_digits=14, decimal_places=2), size=31)
    quantity = models.DecimalField(_("number of units"), max_digits=16, decimal_places=6, default=0)
    lines = models.PositiveIntegerField(_("lines"))
    heads = models.PositiveIntegerField(_("learners"))
    earned_amount = models.DecimalField(
        _("earned"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    earned_by_day = ArrayField(
        models.DecimalField(max_digits=14, decimal_places=2), size=31, null=True, blank=True
    )
    earned_quantity = models.DecimalField(
        _("units earned"), max_digits=16, decimal_places=6, null=True, blank=True
    )
    earned_heads = models.PositiveIntegerField(_("learners taught"), null=True, blank=True)

    objects = CostQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost by month")
        verbose_name_plural = _("costs by month")
        ordering = ("month", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=(
                    "contract",
                    "gemeente",
                    "route",
                    "kind",
                    "cost_type",
                    "unit",
                    "month",
                    "region",
                ),
                nulls_distinct=False,
                name="cost_month_once",
            ),
            one_of("cost_month", "cost_type", CostType.values),
            models.CheckConstraint(
                condition=all_or_none(
                    "earned_amount", "earned_by_day", "earned_quantity", "earned_heads"
                ),
                name="cost_month_earned_complete",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month} {self.amount}"


class MonthClosingQuerySet(models.QuerySet["MonthClosing"]):
    def visible_to(self, user: User) -> "MonthClosingQuerySet":
        """The region's; a provider sees that its months are closed."""
        ours = Q(region__in=regions_of(user)) | Q(provider__in=providers_of(user))
        return self.filter(contract__in=Contract.objects.filter(ours))


class MonthClosing(models.Model):
    """A month of a contract whose lines stand for good; `month` is its first day.

    Months close in order: up to the newest of a contract every month is closed. What changes
    afterwards is booked in the first open month. `kept_at` is told by the clock of the database,
    which dates the former versions of rows too: between the two lies what was known.
    """

    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        related_name="month_closings",
        db_index=False,  # month_closing_once has it first
        verbose_name=_("contract"),
    )
    month = models.DateField(_("month"))
    closed_at = models.DateTimeField(_("closed"))
    closed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("closed by")
    )
    kept_at = models.DateTimeField(_("kept"), db_default=Now(), editable=False)

    objects = MonthClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        ordering = ("contract", "-month")
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "month"),
                name="month_closing_once",
                violation_error_message=_("This month is already closed."),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="month_closing_month_begins"),
        )

    def __str__(self) -> str:
        return f"{self.contract.reference} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return self.contract.get_absolute_url()
