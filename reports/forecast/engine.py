"""The forecast as arithmetic: who begins where and when, times what each of them costs by month.

Whole cents as int64 throughout, so that sums are exact; no database and no clock. Reports and
scenarios use the same functions: a scenario adds one axis in front of the months, a draw each.

    matrix = cost_matrix(prices, months)  # {kind: [begins in month, cost in month]}
    spend(starts, matrix[kind])  # cents by month, for [months] or [draws, months]
    forecast(months=..., starts=..., prices=..., running=...)  # the whole, by cell and kind
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from config.shared.periods import add_months, month_start
from reports.forecast.curves import Price, together

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


class Key(NamedTuple):
    """A cell and a kind of cost (CostKind)."""

    cell: Cell
    kind: str


@dataclass(frozen=True)
class Forecast:
    """Cents by cell, kind and month: of `running` placements, and `expected` of who begins yet."""

    months: tuple[date, ...]
    running: Mapping[Key, Cents]
    expected: Mapping[Key, Cents]

    def total(self) -> Cents:
        """Both together, by month."""
        return _sum([*self.running.values(), *self.expected.values()], len(self.months))

    def by(self, part: str, *fields: str) -> dict[tuple[Any, ...], Cents]:
        """`part` (running or expected) summed by fields of the cell, or by "kind"."""
        found: dict[tuple[Any, ...], Cents] = defaultdict(lambda: nothing(len(self.months)))
        for key, amounts in getattr(self, part).items():
            place = {**key.cell._asdict(), "kind": key.kind}
            name = tuple(place[field] for field in fields)
            found[name] = found[name] + amounts
        return dict(found)


def months_from(day: date, number: int = HORIZON) -> tuple[date, ...]:
    """The month of `day` and those after it, `number` in all."""
    return tuple(add_months(month_start(day), offset) for offset in range(number))


def nothing(months: int) -> Cents:
    """No cost, in so many months."""
    return np.zeros(months, dtype=np.int64)


def cost_matrix(prices: Sequence[Price], months: Sequence[date]) -> dict[str, Cents]:
    """By kind: cents in each month (column) for one learner who begins in each month (row).

    `prices` are the tariffs that one learner costs at once. What falls after the last of `months`
    is left out.
    """
    size = len(months)
    matrix: dict[str, Cents] = {}
    for begins, month in enumerate(months):
        for kind, amounts in together(price.curve(month) for price in prices).items():
            row = matrix.setdefault(kind, np.zeros((size, size), dtype=np.int64))[begins]
            known = amounts[: size - begins]
            row[begins : begins + len(known)] = known
    return matrix


def spend(starts: Learners, matrix: Cents) -> Cents:
    """Cents by month for who begins by month; `starts` may have axes in front of its months."""
    return starts @ matrix


def forecast(
    *,
    months: Sequence[date],
    starts: Mapping[Cell, Learners],
    prices: Mapping[Cell, Sequence[Price]],
    running: Mapping[Key, Cents],
) -> Forecast:
    """What the months will cost.

    `starts` are the learners who begin yet, `running` the cents of placements that fall due in
    these months. A cell without a price costs nothing: see `unpriced`.
    """
    expected: dict[Key, Cents] = {}
    matrices: dict[tuple[Price, ...], dict[str, Cents]] = {}
    for cell, learners in starts.items():
        chosen = tuple(prices.get(cell, ()))
        if chosen not in matrices:
            matrices[chosen] = cost_matrix(chosen, months)
        for kind, matrix in matrices[chosen].items():
            expected[Key(cell, kind)] = spend(learners, matrix)
    return Forecast(tuple(months), dict(running), expected)


def unpriced(starts: Mapping[Cell, Learners], prices: Mapping[Cell, Sequence[Price]]) -> int:
    """Learners who begin where no price is known at all."""
    return sum(int(found.sum()) for cell, found in starts.items() if not prices.get(cell))


def euros(amount: int | np.integer) -> Decimal:
    """Whole cents as euro with two decimals."""
    return Decimal(int(amount)).scaleb(-2)


def whole_cents(amount: Decimal) -> int:
    """Euro as whole cents. Raises ValueError for parts of a cent."""
    found = amount.scaleb(2)
    if found != int(found):
        raise ValueError(f"{amount} is not a whole number of cents.")
    return int(found)


def _sum(parts: Iterable[Cents], months: int) -> Cents:
    return sum(parts, nothing(months))
