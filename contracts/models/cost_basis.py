"""Which basis of realised costs a region reports by, and how sums by month are read by it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, TruncMonth
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.constraints import one_of
from config.shared.periods import ONE_DAY, Period
from contracts.enums import RealisedBasis


class CostBasisQuerySet(models.QuerySet["CostBasis"]):
    def visible_to(self, user: User) -> "CostBasisQuerySet":
        return self.filter(region__in=regions_of(user))


class CostBasis(models.Model):
    """What makes a cost of a region count; without a row the day that it falls due.

    The months of a region by days of service also keep what is earned in them: who changes the
    basis has them summed anew.
    """

    region = models.OneToOneField(
        Region, models.PROTECT, related_name="cost_basis", verbose_name=_("region")
    )
    basis = models.CharField(_("a cost counts on"), max_length=8, choices=RealisedBasis)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CostBasisQuerySet.as_manager()

    class Meta:
        verbose_name = _("basis of costs")
        verbose_name_plural = _("bases of costs")
        constraints = (one_of("cost_basis", "basis", RealisedBasis.values),)

    def __str__(self) -> str:
        return f"{self.region}: {self.get_basis_display()}"


def basis_of(region: Region) -> RealisedBasis:
    """By what the region reports; a query, unless `cost_basis` was selected with the region."""
    try:
        return RealisedBasis(region.cost_basis.basis)
    except CostBasis.DoesNotExist:
        return RealisedBasis.DUE


class EarnedBy(Func):
    """What a CostLine has earned of its amount by the end of a day, evenly over its service."""

    function = "contracts_earned_by"
    output_field = models.DecimalField(max_digits=14, decimal_places=2)

    def __init__(self, on: date) -> None:
        days = ("first_on", "last_on", "due_on", "service_month")
        super().__init__(F("amount"), Value(2), *map(F, days), Value(on))


def counted_of_lines(
    lines: "QuerySet[Any]", period: Period, served: Collection[int]
) -> "QuerySet[Any]":
    """The cost lines that count in the period, with what then counts of each as `counts`.

    `served` are the ids of regions that go by days of service.
    """
    if not served:
        due = lines.filter(due_on__range=(period.first, period.last))
        return due.annotate(counts=F("amount"))
    late = Case(When(GreaterThan(TruncMonth("due_on"), F("service_month")), then=F("due_on")))
    days = {"opens": Greatest("first_on", late), "closes": Greatest("last_on", late)}
    teaches = Q(region__in=served, opens__lte=period.last, closes__gte=period.first)
    falls_due = ~Q(region__in=served) & Q(due_on__range=(period.first, period.last))
    earned = EarnedBy(period.last) - EarnedBy(period.first - ONE_DAY)
    counts = Case(When(region__in=served, then=earned), default=F("amount"))
    return lines.alias(**days).filter(teaches | falls_due).annotate(counts=counts)


def counted(name: str = "amount") -> Coalesce:
    """Of a CostMonth its `amount`, `quantity` or `heads` by the basis of its region."""
    return Coalesce(f"earned_{name}", name)


def counted_by(day: int) -> Coalesce:
    """Of a CostMonth what counts up to and including this day of the month (1 to 31)."""
    return Coalesce(f"earned_by_day__{day - 1}", f"due_by_day__{day - 1}")
