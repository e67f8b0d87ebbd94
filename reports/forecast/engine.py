"""The forecast as arithmetic: who begins where and when, times what each of them costs by month.

Whole cents as int64 throughout, so that sums are exact; no database and no clock. Reports and
scenarios use the same functions: a scenario adds one axis in front of the months, a draw each.

    matrices_of(prices, months)[kind].cents  # [begins in month, falls due in month]
    spend(starts, matrix)  # cents by month, of starts [months] or [draws, months]
    forecast(months=..., starts=..., prices=...)  # the whole, by cell, kind and unit
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from config.shared.periods import add_months, month_start
from reports.forecast.curves import Price

HORIZON = 48
"""Months that a forecast looks ahead, the first included."""

Cents = NDArray[np.int64]
"""Whole cents; the last axis is the month."""
Learners = NDArray[np.int64]
"""Learners who begin; the last axis is the month."""


class Cell(NamedTuple):
    """Where a cost lands. Without a contract: nobody was contracted yet for who begins then."""

    region_id: int
    gemeente_id: int
    route: str
    contract_id: int | None


class Kind(NamedTuple):
    """A kind of cost (CostKind) and the unit of the tariff (TariffUnit) that makes it."""

    kind: str
    unit: str


class Key(NamedTuple):
    """Where a cost lands, and what kind it is."""

    cell: Cell
    kind: str
    unit: str


class Row(NamedTuple):
    """By month: cents, units of the tariff in millionths, and learners who begin."""

    cents: Cents
    units: Cents
    learners: Learners


@dataclass(frozen=True)
class Forecast:
    """What those who begin in `months` will cost in them, by cell, kind and unit."""

    months: tuple[date, ...]
    rows: Mapping[Key, Row]

    def total(self) -> Cents:
        """Everything together, by month."""
        return sum((row.cents for row in self.rows.values()), nothing(len(self.months)))

    def by(self, *fields: str) -> dict[tuple[Any, ...], Cents]:
        """Cents by month, summed by fields of the cell, or by "kind" or "unit"."""
        found: dict[tuple[Any, ...], Cents] = {}
        for key, row in self.rows.items():
            place = {**key.cell._asdict(), "kind": key.kind, "unit": key.unit}
            name = tuple(place[field] for field in fields)
            found[name] = found.get(name, 0) + row.cents
        return found


def months_from(day: date, number: int = HORIZON) -> tuple[date, ...]:
    """The month of `day` and those after it, `number` in all."""
    return tuple(add_months(month_start(day), offset) for offset in range(number))


def nothing(months: int) -> Cents:
    """No cost, in so many months."""
    return np.zeros(months, dtype=np.int64)


@dataclass(frozen=True)
class Matrices:
    """For one learner who begins in each month (row): by month (column) the cents, and the units
    of the tariff in millionths.
    """

    cents: Cents
    units: Cents


def matrices_of(prices: Sequence[Price], months: Sequence[date]) -> dict[Kind, Matrices]:
    """By kind and unit, for who begins on the first day of one of `months`.

    `prices` are the tariffs that one learner costs at once: that of the lessons, and fees. What
    falls after the last of `months` is left out.
    """
    found: dict[Kind, Matrices] = {}
    for price in prices:
        kind = Kind(price.kind, price.unit)
        matrices = found.setdefault(kind, Matrices(_square(months), _square(months)))
        for begins, month in enumerate(months):
            curve = price.curve(month)
            _add(matrices.cents[begins, begins:], curve.cents)
            _add(matrices.units[begins, begins:], curve.units)
    return found


def spend(starts: Learners, matrix: Cents) -> Cents:
    """Cents (or units) by month for who begins by month; `starts` may have axes before its months,
    a draw each.
    """
    return starts @ matrix


def forecast(
    *,
    months: Sequence[date],
    starts: Mapping[Cell, Learners],
    prices: Mapping[Cell, Sequence[Price]],
) -> Forecast:
    """What those who begin in `months` will cost in them.

    A cell without a price costs nothing. Equal prices are worked out once.
    """
    rows: dict[Key, Row] = {}
    known: dict[tuple[Price, ...], dict[Kind, Matrices]] = {}
    for cell, learners in starts.items():
        chosen = tuple(prices.get(cell, ()))
        if chosen not in known:
            known[chosen] = matrices_of(chosen, months)
        for kind, matrices in known[chosen].items():
            row = Row(spend(learners, matrices.cents), spend(learners, matrices.units), learners)
            rows[Key(cell, *kind)] = row
    return Forecast(tuple(months), rows)


def hours_to_come(present: Learners, price: Price, months: Sequence[date]) -> tuple[Cents, Cents]:
    """Cents and units by month of learners who are taught in whole months at a price per hour."""
    each = [price.month_of_hours(month) for month in months]
    cents = present * np.array([part.cents[0] for part in each], dtype=np.int64)
    return cents, present * np.array([part.units[0] for part in each], dtype=np.int64)


def euros(amount: int) -> Decimal:
    """Whole cents as euro with two decimals."""
    return Decimal(int(amount)).scaleb(-2)


def _square(months: Sequence[date]) -> Cents:
    return np.zeros((len(months), len(months)), dtype=np.int64)


def _add(row: Cents, amounts: Sequence[int]) -> None:
    """Add amounts to the months that there are."""
    known = amounts[: len(row)]
    row[: len(known)] += np.array(known, dtype=np.int64)
