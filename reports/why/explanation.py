"""An overrun explained: one row for each budgeted whole and unit, each with its parts.

Parts are reckoned per gemeente and row; a line, a gemeente or any other selection is the sum of its
rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Self

from config.shared.money import cents
from reports.enums.why import OverrunPart
from reports.overruns import OverrunReport
from reports.overruns.figures import NIL, Bucket
from reports.why.gathering import Gathered, RowKey, gather
from reports.why.split import Facts, in_cents, split


@dataclass(frozen=True, slots=True)
class Row:
    """One row with what explains it. The parts add up to forecast less budget, to the cent.

    `heads_in_all` are the learners of the gemeente, planned and forecast, over all its rows.
    """

    key: RowKey
    budget: Decimal
    plan: Facts
    forecast: Facts
    booked: Decimal
    heads_in_all: tuple[int, int]
    parts: Mapping[OverrunPart, Decimal]

    @property
    def overrun(self) -> Decimal:
        """Above zero is a disadvantage (nadeel)."""
        return sum(self.parts.values(), NIL)

    @property
    def forecast_amount(self) -> Decimal:
        """What the year will cost, booked costs included."""
        return self.budget + self.overrun


@dataclass(frozen=True)
class Explanation:
    """The rows of a selection, and what they are together."""

    year: int
    on: date
    rows: tuple[Row, ...]

    @property
    def parts(self) -> dict[OverrunPart, Decimal]:
        """Every part in its order, added up over the rows."""
        return {
            part: sum((row.parts.get(part, NIL) for row in self.rows), NIL) for part in OverrunPart
        }

    @property
    def budget(self) -> Decimal:
        """Of the day, decided changes included."""
        return sum((row.budget for row in self.rows), NIL)

    @property
    def forecast(self) -> Decimal:
        """Realised, committed and expected together."""
        return sum((row.forecast_amount for row in self.rows), NIL)

    @property
    def overrun(self) -> Decimal:
        """Forecast less budget: above zero is a disadvantage (nadeel)."""
        return self.forecast - self.budget

    def where(self, wanted: Callable[[Row], bool]) -> Self:
        """Only the rows that are wanted; their parts stay what they are."""
        return type(self)(self.year, self.on, tuple(row for row in self.rows if wanted(row)))


def explain(report: OverrunReport) -> Explanation:
    """Why the forecast of a report differs from the budget; the parts add up to its overrun.

    The report has to hold all routes of each gemeente: the number of learners is over all of them.
    Makes the same few queries however many placements there are.
    """
    found = gather(report)
    return Explanation(report.year, report.on, tuple(_row(found, key) for key in found.keys))


def _row(found: Gathered, key: RowKey) -> Row:
    return row_of(
        key,
        budget=found.budgets[key],
        plan=found.plans[key],
        forecast=found.forecasts[key],
        booked=found.booked[key],
        heads_in_all=(found.planned[key.place], found.coming[key.place]),
    )


def row_of(
    key: RowKey,
    *,
    budget: Decimal,
    plan: Facts,
    forecast: Facts,
    booked: Fraction,
    heads_in_all: tuple[int, int],
) -> Row:
    """The row with its parts, in whole cents; budget and forecast are whole cents themselves."""
    planned, coming = heads_in_all
    parts = split(
        plan,
        forecast,
        planned_in_all=planned,
        forecast_in_all=coming,
        is_of_group=key.is_of_group,
    )
    parts[OverrunPart.UNSUBSTANTIATED] = plan.value - Fraction(budget)
    parts[OverrunPart.ENTRIES] = booked
    ordered = {part: parts[part] for part in OverrunPart}
    return Row(key, budget, plan, forecast, cents(booked), heads_in_all, in_cents(ordered))


def parts_by_bucket(report: OverrunReport) -> dict[Bucket, dict[OverrunPart, Decimal]]:
    """The parts of each row of a report, which add up to its overrun."""
    found = {row.bucket: dict.fromkeys(OverrunPart, NIL) for row in report.rows}
    for row in explain(report).rows:
        sums = found[row.key.bucket]
        for part, amount in row.parts.items():
            sums[part] += amount
    return found
