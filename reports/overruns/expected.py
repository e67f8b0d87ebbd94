"""What is expected of a year: who is known to come, and whom a gemeente planned beside them.

One decision for whatever looks ahead: report, explanation, signals, texts, forecast, commitments
and scenarios.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple, Self

from config.shared.money import share_out
from config.shared.periods import Period, month_of, month_start, year_of
from reports.forecast.engine import months_from
from reports.overruns.figures import (
    NIL,
    Basis,
    Bucket,
    ExpectedSum,
    MonthSum,
    Place,
    Plan,
    Reckoned,
    bucket_of,
)
from reports.overruns.sources import Sources


class Missing(NamedTuple):
    """Of one budget line: how many of the planned learners nobody knows yet."""

    plan: Plan
    heads: int


@dataclass(frozen=True)
class Expectation:
    """What is expected in `years` of those that `sources` may read, as known on `on`.

    Who is known to come (agreed, waiting, or in an intake forecast) costs what was last reckoned.
    Where a gemeente gave no intake forecast for what is left of a year, its plan fills up: whom it
    planned and nobody knows yet costs what was planned. Five queries, however many years.

    With `limits_seats` who is expected begins only when a contracted seat is free; who is planned
    is left as it is.
    """

    sources: Sources
    on: date
    years: Sequence[int]
    limits_seats: bool = False

    @classmethod
    def ahead(cls, sources: Sources, on: date) -> Self:
        """Over every year that a forecast of `on` sees a part of."""
        return cls(sources, on, range(on.year, months_from(on)[-1].year + 1))

    @cached_property
    def plans(self) -> dict[int, list[Plan]]:
        """The budget lines of each year as on the day, the oldest first."""
        found: dict[int, list[Plan]] = {year: [] for year in self.years}
        for year, plan in self.sources.plans_of(self.years, self.on):
            found[year].append(plan)
        return found

    @cached_property
    def reckoned(self) -> list[Reckoned]:
        """The last reckoning from the month of `on` on, up to the end of the last year."""
        last = year_of(max(self.years)).last
        return list(self.sources.reckoned(Period(month_start(self.on), max(last, self.on))))

    @property
    def to_come(self) -> list[ExpectedSum]:
        """Of all years together, from the month of `on` as far as forecasts look ahead."""
        first, last = month_start(self.on), month_of(months_from(self.on)[-1]).last
        parts = (part for year in self.years for part in self.of_year(year))
        return [part for part in parts if first <= part.month <= last]

    def of_year(self, year: int, sums: Iterable[MonthSum] | None = None) -> list[ExpectedSum]:
        """Every month in which something is expected; `sums` are the costs of the year, if they
        were read already.
        """
        known = [
            ExpectedSum(row.origin, row.month, row.seated if self.limits_seats else row.amount)
            for row in self.reckoned
            if row.month.year == year
        ]
        return [*filter(attrgetter("amount"), known), *self._by_plan(year, sums)]

    def missing(self, year: int, sums: Iterable[MonthSum] | None = None) -> list[Missing]:
        """The budget lines whose planned learners are not all known; none once the year is over."""
        if year < self.on.year:
            return []
        placed = self._placed[year] if sums is None else placed_of(sums)
        heads = placed + coming_heads(self.reckoned, year)
        return missing_of(self.plans[year], heads, self._given[year])

    def _by_plan(self, year: int, sums: Iterable[MonthSum] | None) -> list[ExpectedSum]:
        months = [month for month in year_of(year).months() if month >= month_start(self.on)]
        return [part for each in self.missing(year, sums) for part in spread(each, months)]

    @cached_property
    def _given(self) -> dict[int, set[Place]]:
        """Where an intake forecast was given for what is left of each year."""
        found: dict[int, set[Place]] = {year: set() for year in self.years}
        for year, place in self.sources.given(self.years, self.on):
            found[year].add(place)
        return found

    @cached_property
    def _placed(self) -> dict[int, Counter[Bucket]]:
        found: dict[int, Counter[Bucket]] = {year: Counter() for year in self.years}
        for year, origin, heads in self.sources.placed(self.years):
            found[year][origin] = heads
        return found


def placed_of(sums: Iterable[MonthSum]) -> Counter[Bucket]:
    """Learners with a cost in the year of these sums, by where it comes from."""
    found: Counter[Bucket] = Counter()
    for each in sums:
        found[each.bucket] += each.heads
    return found


def coming_heads(reckoned: Iterable[Reckoned], year: int) -> Counter[Bucket]:
    """Learners without cost lines for whom something falls due in `year`, by where it will.

    Who pays two tariffs, as lessons and a fee, counts once. Of a later year, who begins before it
    is taken to be taught in it too.
    """
    heads: Counter[tuple[Bucket, str]] = Counter()
    costs: defaultdict[tuple[Bucket, str], Decimal] = defaultdict(lambda: NIL)
    for row in reckoned:
        if row.month.year <= year:
            heads[row.origin, row.unit] += row.heads
        if row.month.year == year:
            costs[row.origin, row.unit] += row.amount
    found: Counter[Bucket] = Counter()
    for (origin, unit), number in heads.items():
        if costs[origin, unit] > 0:
            found[origin] = max(found[origin], number)
    return found


def missing_of(
    plans: Sequence[Plan], heads: Mapping[Bucket, int], given: Collection[Place]
) -> list[Missing]:
    """Whom the plans have and nobody knows, where no forecast was `given`.

    Learners who are known, by where they are, fill the lines of the budget that pays for them in
    turn.
    """
    budgeted = {plan.bucket for plan in plans}
    left: Counter[Bucket] = Counter()
    for origin, number in heads.items():
        left[bucket_of(origin, budgeted)] += number
    found = []
    for plan in plans:
        taken = min(plan.heads, left[plan.bucket])
        left[plan.bucket] -= taken
        if plan.heads > taken and plan.bucket.place not in given:
            found.append(Missing(plan, plan.heads - taken))
    return found


def spread(missing: Missing, months: Sequence[date]) -> list[ExpectedSum]:
    """What they would cost by the plan, evenly over the months, without a rest."""
    if not months:
        return []
    plan, heads = missing
    shares = share_out(plan.cost_of(heads), [1] * len(months))
    return [
        ExpectedSum(plan.bucket, month, share, Basis.PLAN)
        for month, share in zip(months, shares, strict=True)
    ]
