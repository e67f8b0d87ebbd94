"""What the overrun report reads: budgets and sums, never one row a placement."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Self

from django.db.models import QuerySet, Sum

from accounts.models import Gemeente, Region, User
from config.shared.periods import month_start, year_of
from contracts.models import CostLine, CostMonth
from reports.models import BudgetLine
from reports.overruns.figures import NIL, Bucket, MonthSum, Plan

_ORIGIN = ("contract__region", "gemeente", "route", "contract")


@dataclass(frozen=True, slots=True)
class Sources:
    """The budgets and costs that a reader may add up."""

    budgets: QuerySet[BudgetLine]
    months: QuerySet[CostMonth]
    lines: QuerySet[CostLine]

    @classmethod
    def of_user(cls, user: User) -> Self:
        """What `user` may see: the region's, or the single gemeente's own."""
        return cls(
            BudgetLine.objects.visible_to(user),
            CostMonth.objects.visible_to(user),
            CostLine.objects.visible_to(user),
        )

    @classmethod
    def of_region(cls, region: Region | None) -> Self:
        """One region's, or all regions' where None."""
        everything = cls(BudgetLine.objects.all(), CostMonth.objects.all(), CostLine.objects.all())
        if region is None:
            return everything
        return cls(
            everything.budgets.filter(region=region),
            everything.months.filter(contract__region=region),
            everything.lines.filter(contract__region=region),
        )

    def narrowed(self, *, route: str = "", gemeente: Gemeente | None = None) -> Self:
        """Only one route and one gemeente, where given."""
        asked = {"route": route, "gemeente": gemeente}
        wanted = {name: value for name, value in asked.items() if value}
        return replace(
            self,
            budgets=self.budgets.filter(**wanted),
            months=self.months.filter(**wanted),
            lines=self.lines.filter(**wanted),
        )

    def years(self) -> set[int]:
        """Every year with a budget or a cost."""
        budgeted = self.budgets.order_by().values_list("year", flat=True).distinct()
        costed = self.months.order_by().values_list("month__year", flat=True).distinct()
        return {*budgeted, *costed}

    def plans(self, year: int) -> Iterator[Plan]:
        """The budget lines of the year, the oldest first."""
        for line in self.budgets.filter(year=year).order_by("pk"):
            yield Plan(
                Bucket(line.region_id, line.gemeente_id, line.route, line.contract_id),
                line.amount,
                line.planned_heads,
                line.planned_units_per_head,
                line.planned_unit_price,
            )

    def sums(self, year: int, on: date) -> Iterator[MonthSum]:
        """The costs that fall due in the year, per contract, gemeente, route and month.

        Whole months come from their summary; of the month of `on`, the lines say what is due.
        """
        current = self._due_this_month(on)
        period = year_of(year)
        found = self.months.filter(month__range=(period.first, period.last)).order_by()
        sums = found.values_list(*_ORIGIN, "month").annotate(Sum("amount"), Sum("heads"))
        for *origin, month, amount, heads in sums:
            bucket = Bucket(*origin)
            due = current.get(bucket, NIL) if month == month_start(on) else amount
            yield MonthSum(bucket, month, amount, due if month <= on else NIL, heads)

    def _due_this_month(self, on: date) -> dict[Bucket, Decimal]:
        found = self.lines.filter(due_on__range=(month_start(on), on)).order_by()
        sums = found.values_list(*_ORIGIN).annotate(Sum("amount"))
        return {Bucket(*origin): amount for *origin, amount in sums}
