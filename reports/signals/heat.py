"""Which part of its budget each gemeente has used on each route by the end of each month."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.shared.periods import year_of
from reports.overruns import Figures, OverrunReport, ReportRow
from reports.overruns.figures import NIL, total

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class MonthUse:
    """What has counted, or will have, from January up to and including `month`."""

    month: date
    used: Decimal
    budget: Decimal

    @property
    def over(self) -> Decimal:
        """Euro above the budget of the year; nought while it holds."""
        return max(self.used - self.budget, NIL)

    @property
    def percentage(self) -> Decimal | None:
        """Of the budget of the year; None without a budget."""
        return self.used * WHOLE / self.budget if self.budget else None


@dataclass(frozen=True, slots=True)
class PlaceUse:
    """One gemeente and route (or kind of cost), all its contracts together."""

    gemeente_id: int
    gemeente: str
    route: str
    subject: str
    months: tuple[MonthUse, ...]

    @property
    def name(self) -> str:
        """Waterveen, onderwijsroute."""
        return f"{self.gemeente}, {self.subject}"


def uses_of(report: OverrunReport) -> Iterator[PlaceUse]:
    """Each gemeente and route with a budget or a cost, in the order of the report."""
    places: defaultdict[tuple[int, str, str, str], list[ReportRow]] = defaultdict(list)
    for row in report.rows:
        gemeente = row.gemeente
        places[gemeente.pk, gemeente.name, row.bucket.route, row.subject].append(row)
    for (pk, name, route, subject), rows in places.items():
        months = tuple(_months(rows, report.year))
        if any(use.used or use.budget for use in months):
            yield PlaceUse(pk, name, route, subject, months)


def _months(rows: list[ReportRow], year: int) -> Iterator[MonthUse]:
    budget = sum((row.figures.budget for row in rows), NIL)
    used = NIL
    for month in year_of(year).months():
        used += total(row.by_month.get(month, Figures()) for row in rows).forecast
        yield MonthUse(month, used, budget)
