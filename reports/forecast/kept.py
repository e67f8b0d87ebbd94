"""Kept forecasts beside each other and beside what was realised: what did we say in March?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, QuerySet, Sum

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
        """Every month that one of the two reaches."""
        then, later = self._by_month(self.then), self._by_month(self.later)
        realised = self._realised
        return [
            Said(month, then.get(month), later.get(month), realised.get(month, NIL))
            for month in sorted({*then, *later})
        ]

    @cached_property
    def by_year(self) -> list[Said]:
        """Months added up; a year in which one of the two sees nothing has no figure of it."""
        years = sorted({said.name.year for said in self.by_month})
        return [self._of_year(year) for year in years]

    def by_place(self, year: int) -> list[tuple[tuple[int, str, str], Said]]:
        """Of one year: by id of the gemeente, route and kind of cost."""
        then, later = self._by_place(self.then, year), self._by_place(self.later, year)
        return [
            (place, Said(place, then.get(place, NIL), later.get(place, NIL), NIL))
            for place in sorted({*then, *later})
        ]

    def _of_year(self, year: int) -> Said:
        months = [said for said in self.by_month if said.name.year == year]
        then = [said.then for said in months if said.then is not None]
        later = [said.later for said in months if said.later is not None]
        return Said(
            year,
            sum(then, NIL) if then else None,
            sum(later, NIL) if later else None,
            sum((said.realised for said in months), NIL),
        )

    def _by_month(self, snapshot: ForecastSnapshot | None) -> dict[date, Decimal]:
        return dict(self._sums(snapshot, "month")) if snapshot else {}

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
        return dict(rows.order_by().values_list("month").annotate(Sum("amount")))
