"""Kept forecasts beside each other and beside what was realised: what did we say in March?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, QuerySet, Sum

from config.shared.periods import ONE_DAY, Period, month_of
from contracts.models.cost_basis import counted
from reports.forecast.engine import months_from
from reports.models import ForecastFigure, ForecastSnapshot
from reports.overruns.figures import NIL


class Said(NamedTuple):
    """What two kept forecasts say of one month or place; None where one does not reach it."""

    name: Any
    then: Decimal | None
    later: Decimal | None
    realised: Decimal

    @property
    def moved(self) -> Decimal | None:
        """By how much the later forecast lies higher; below zero when lower."""
        if self.then is None or self.later is None:
            return None
        return self.later - self.then


@dataclass(frozen=True)
class Comparison:
    """A kept forecast, a later one where there is one, and what was realised by now.

    `figures` and `months` are what the reader may see; five queries.
    """

    then: ForecastSnapshot
    later: ForecastSnapshot | None
    figures: QuerySet[ForecastFigure]
    months: QuerySet[Any]
    on: date

    @cached_property
    def by_month(self) -> list[Said]:
        """Every month that one of the two reaches, also without a cost."""
        then, later = self._by_month(self.then), self._by_month(self.later)
        return [
            Said(month, then.get(month), later.get(month), self._realised.get(month, NIL))
            for month in sorted({*then, *later})
        ]

    @cached_property
    def by_year(self) -> list[Said]:
        """The years of which both see every month."""
        whole = [reach(each) for each in (self.then, self.later) if each]
        years = range(
            max(period.first.year for period in whole),
            min((period.last + ONE_DAY).year for period in whole),
        )
        return [self._of_year(year) for year in years]

    def by_place(self, year: int) -> list[tuple[tuple[int, str, str], Said]]:
        """Of one year: by id of the gemeente, route and kind of cost."""
        then, later = self._by_place(self.then, year), self._by_place(self.later, year)
        return [
            (place, Said(place, then[place], later[place] if self.later else None, NIL))
            for place in sorted({*then, *later})
            if then[place] or later[place]
        ]

    def _of_year(self, year: int) -> Said:
        months = [said for said in self.by_month if said.name.year == year]
        later = sum((said.later or NIL for said in months), NIL)
        return Said(
            year,
            sum((said.then or NIL for said in months), NIL),
            later if self.later else None,
            sum((said.realised for said in months), NIL),
        )

    def _by_month(self, snapshot: ForecastSnapshot | None) -> dict[date, Decimal]:
        if snapshot is None:
            return {}
        amounts = dict(self._sums(snapshot, "month"))
        return {month: amounts.get(month, NIL) for month in reach(snapshot).months()}

    def _by_place(
        self, snapshot: ForecastSnapshot | None, year: int
    ) -> dict[tuple[int, str, str], Decimal]:
        found: dict[tuple[int, str, str], Decimal] = defaultdict(lambda: NIL)
        if snapshot is None:
            return found
        names = ("gemeente_id", "route", "cost_type")
        for *place, amount in self._sums(snapshot, *names, month__year=year):
            found[place[0], place[1], place[2]] += amount
        return found

    def _sums(self, snapshot: ForecastSnapshot, *names: str, **narrowed: Any) -> QuerySet[Any]:
        rows = self.figures.filter(snapshot=snapshot, **narrowed).order_by()
        whole = Sum(F("realised") + F("committed") + F("expected"))
        return rows.values_list(*names).annotate(amount=whole)

    @cached_property
    def _realised(self) -> dict[date, Decimal]:
        """Whole months that have passed."""
        rows = self.months.filter(region=self.then.region_id, month__lt=self.on.replace(day=1))
        return dict(rows.order_by().values_list("month").annotate(cost=Sum(counted())))


def reach(snapshot: ForecastSnapshot) -> Period:
    """From January of the year in which it was kept, as far as forecasts look ahead."""
    day = snapshot.taken_on
    return Period(date(day.year, 1, 1), month_of(months_from(day)[-1]).last)
