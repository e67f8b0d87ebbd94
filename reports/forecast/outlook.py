"""What the coming years cost by month: realised, committed and expected, for page and file."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from django.db.models import Q, Sum

from accounts.models import Region
from config.shared.periods import Period, month_of
from reports.forecast.engine import months_from
from reports.overruns.bases import with_basis
from reports.overruns.expected import Expectation
from reports.overruns.figures import NIL, Bucket, ExpectedSum, Figures, MonthSum, total
from reports.overruns.sources import Sources
from reports.overruns.words import overrun_text


class Line(NamedTuple):
    """The figures of one month of what is budgeted together."""

    bucket: Bucket
    month: date
    figures: Figures


class YearLine(NamedTuple):
    """One year: the budget as it stands today, and what the year costs."""

    year: int
    figures: Figures

    @property
    def difference(self) -> str:
        """The overrun or underspend, in words."""
        return overrun_text(self.figures.overrun)


class PlaceLine(NamedTuple):
    """What one gemeente pays for one subject in each of the years."""

    gemeente_id: int
    route: str
    cost_type: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True)
class ForecastOutlook:
    """From January of the year of `on` to `months` after it. A cost counts by the basis of its
    region.

    Seven queries, however many placements.
    """

    sources: Sources
    on: date
    months: int
    limits_seats: bool = False
    """Whether who is expected begins only when a contracted seat is free."""

    @property
    def period(self) -> Period:
        """The days that are shown."""
        return Period(
            date(self.on.year, 1, 1), month_of(months_from(self.on, self.months)[-1]).last
        )

    @cached_property
    def expectation(self) -> Expectation:
        """Who is still to come, and whom gemeenten planned beside them."""
        return Expectation(self.sources, self.on, self.period.years(), self.limits_seats)

    @cached_property
    def expected(self) -> list[ExpectedSum]:
        """What is expected in the period."""
        return [
            part
            for year in self.period.years()
            for part in self.expectation.of_year(year, self._sums[year])
            if part.month <= self.period.last
        ]

    @cached_property
    def _sums(self) -> dict[int, list[MonthSum]]:
        """Of whole years: who has a cost late in the last one is known in it."""
        years = self.period.years()
        found: dict[int, list[MonthSum]] = {year: [] for year in years}
        whole = Period(self.period.first, date(years[-1], 12, 31))
        for cost in self.sources.sums_of(whole, self.on):
            found[cost.month.year].append(cost)
        return found

    @cached_property
    def lines(self) -> list[Line]:
        """Every bucket and month with a cost."""
        found: defaultdict[tuple[Bucket, date], Figures] = defaultdict(Figures)
        for cost in chain.from_iterable(self._sums.values()):
            if cost.month <= self.period.last:
                due = Figures(realised=cost.realised, committed=cost.amount - cost.realised)
                found[cost.bucket, cost.month] += due
        for part in self.expected:
            found[part.bucket, part.month] += Figures(expected=part.amount)
        return [Line(bucket, month, figures) for (bucket, month), figures in found.items()]

    @cached_property
    def by_month(self) -> list[tuple[date, Figures]]:
        """Every month of the period, also without a cost."""
        found: defaultdict[date, list[Figures]] = defaultdict(list)
        for line in self.lines:
            found[line.month].append(line.figures)
        return [(month, total(found[month])) for month in self.period.months()]

    @cached_property
    def by_year(self) -> list[YearLine]:
        """Whole years only: of the last one the forecast may see but a part."""
        return [
            YearLine(
                year,
                total(figures for month, figures in self.by_month if month.year == year)
                + Figures(budget=self._budget(year)),
            )
            for year in self.years
        ]

    @property
    def years(self) -> list[int]:
        """The years of which every month is shown."""
        last = self.period.last
        return [year for year in self.period.years() if date(year, 12, 31) <= last]

    @cached_property
    def places(self) -> list[PlaceLine]:
        """By gemeente, route and kind of cost; in no particular order."""
        found: defaultdict[tuple[int, str, str], dict[int, Decimal]] = defaultdict(dict)
        for line in self.lines:
            bucket = line.bucket
            amounts = found[bucket.gemeente_id, bucket.route, bucket.cost_type]
            year = line.month.year
            amounts[year] = amounts.get(year, NIL) + line.figures.forecast
        return [
            PlaceLine(*place, tuple(amounts.get(year, NIL) for year in self.years))
            for place, amounts in found.items()
        ]

    @cached_property
    def unpriced(self) -> int:
        """Learners who begin in the period where no price is known: they are in no amount."""
        first, last = months_from(self.on)[0], self.period.last
        cells = self.sources.expected.order_by().values("region", "gemeente", "route", "contract")
        heads = Sum("heads", filter=Q(month__range=(first, last)))
        without = cells.annotate(units=Sum("quantity"), learners=heads).filter(units=0)
        return sum(row["learners"] or 0 for row in without)

    @cached_property
    def regions(self) -> list[Region]:
        """Whose costs these are, each with their basis; one query."""
        return list(with_basis(line.bucket.region_id for line in self.lines).values())

    @property
    def total(self) -> Figures:
        """Everything in the period."""
        return total(figures for _month, figures in self.by_month)

    def _budget(self, year: int) -> Decimal:
        return sum((plan.amount for plan in self.expectation.plans[year]), NIL)
