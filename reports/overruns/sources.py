"""What the overrun report reads: budgets and sums, never one row a placement."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from django.db.models import QuerySet, Sum

from accounts.models import Gemeente, Region, User
from config.shared.periods import Period, month_start, year_of
from contracts.models import CostLine, CostMonth, IntakeForecast
from contracts.models.cost_basis import counted, counted_by
from reports.models import BudgetLine, ExpectedCost
from reports.overruns.figures import NIL, Bucket, MonthSum, Place, Plan, Reckoned

ORIGIN = ("region", "gemeente", "route", "contract")
"""With the kind of cost the fields of a Bucket."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The budgets, costs and expectations that a reader may add up."""

    budgets: QuerySet[BudgetLine]
    months: QuerySet[CostMonth]
    lines: QuerySet[CostLine]
    expected: QuerySet[ExpectedCost]
    intake: QuerySet[IntakeForecast]

    @classmethod
    def of_user(cls, user: User) -> Self:
        """What `user` may see: the region's, or the single gemeente's own."""
        return cls(*(model._default_manager.visible_to(user) for model in _MODELS))

    @classmethod
    def of_region(cls, region: Region | None) -> Self:
        """One region's, or all regions' where None."""
        asked = {} if region is None else {"region": region}
        return cls(*(model._default_manager.filter(**asked) for model in _MODELS))

    def narrowed(self, *, route: str = "", gemeente: Gemeente | None = None) -> Self:
        """Only one route and one gemeente, where given."""
        asked = {"route": route, "gemeente": gemeente}
        wanted = {name: value for name, value in asked.items() if value}
        found = {part.name: getattr(self, part.name).filter(**wanted) for part in fields(self)}
        return replace(self, **found)

    def years(self) -> set[int]:
        """Every year with a budget or a cost."""
        budgeted = self.budgets.order_by().values_list("year", flat=True).distinct()
        costed = self.months.order_by().values_list("month__year", flat=True).distinct()
        return {*budgeted, *costed}

    def plans(self, year: int, on: date) -> Iterator[Plan]:
        """The budget lines of the year with the changes decided by `on`, the oldest first."""
        return (plan for _year, plan in self.plans_of([year], on))

    def plans_of(self, years: Iterable[int], on: date) -> Iterator[tuple[int, Plan]]:
        """The budget lines of several years, each with its year."""
        lines: Any = self.budgets.filter(year__in=list(years))
        for line in lines.with_changes_by(on).order_by("pk"):
            yield line.year, _plan_of(line, on)

    def sums(self, year: int, on: date) -> Iterator[MonthSum]:
        """The costs that count in the year; see `sums_of`."""
        return self.sums_of(year_of(year), on)

    def sums_of(self, period: Period, on: date) -> Iterator[MonthSum]:
        """The costs that count in months of the period, by where they belong and month."""
        found = self.months.filter(month__range=(period.first, period.last)).order_by()
        sums = found.values_list(*ORIGIN, "cost_type", "month").annotate(
            cost=Sum(counted()), by_now=Sum(counted_by(on.day)), learners=Sum(counted("heads"))
        )
        for *origin, month, amount, by_now, heads in sums:
            realised = by_now if month == month_start(on) else amount
            yield MonthSum(Bucket(*origin), month, amount, realised if month <= on else NIL, heads)

    def placed(self, years: Iterable[int]) -> Iterator[tuple[int, Bucket, int]]:
        """Learners with a cost in each of the years, by where it comes from."""
        found = self.months.filter(month__year__in=list(years)).order_by()
        heads = found.values_list("month__year", *ORIGIN, "cost_type").annotate(
            learners=Sum(counted("heads"))
        )
        for year, *origin, number in heads.filter(learners__gt=0):
            yield year, Bucket(*origin), number

    def reckoned(self, period: Period) -> Iterator[Reckoned]:
        """What was last reckoned for learners without cost lines, by month of the period."""
        found = self.expected.filter(month__range=(period.first, period.last)).order_by()
        sums = found.values_list(*ORIGIN, "unit", "month").annotate(
            Sum("amount"), Sum("quantity"), Sum("heads"), Sum("seated_amount")
        )
        for *origin, unit, month, amount, units, heads, seated in sums:
            yield Reckoned(Bucket(*origin), unit, month, amount, units, heads, seated)

    def given(self, years: Iterable[int], on: date) -> Iterator[tuple[int, Place]]:
        """Where an intake forecast was given for what is left of each of the years."""
        found = self.intake.filter(month__gte=month_start(on), month__year__in=list(years))
        places = found.order_by().values_list("month__year", *ORIGIN[:3]).distinct()
        for year, *place in places:
            yield year, Place(*place)


def _plan_of(line: BudgetLine, on: date) -> Plan:
    plan = line.as_on(on)
    return Plan(
        Bucket(line.region_id, line.gemeente_id, line.route, line.contract_id, line.cost_type),
        plan.amount,
        plan.planned_heads,
        plan.planned_units_per_head,
        plan.planned_unit_price,
        plan.planned_heads_per_group,
        original=line.amount,
        unit=line.planned_unit,
        settlements=plan.planned_settlements,
    )


_MODELS: tuple[Any, ...] = (BudgetLine, CostMonth, CostLine, ExpectedCost, IntakeForecast)
"""Where the parts of Sources come from, in their order."""
