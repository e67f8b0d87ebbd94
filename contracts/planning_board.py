"""The planning board as rows of places and columns of months; no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from config.shared.periods import Period, add_months, month_start

if TYPE_CHECKING:
    from contracts.models import CourseGroup

MONTHS = 6
CARDS_IN_A_CELL = 4
"""Groups of one place and month on the board; the list has them all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The groups that start in one place in one month."""

    month: date
    groups: Sequence["CourseGroup"]
    count: int

    @property
    def last_on(self) -> date:
        """The last day of the month."""
        return add_months(self.month, 1).replace(day=1) - date.resolution

    @property
    def left_out(self) -> int:
        """Groups that the board has no room for."""
        return self.count - len(self.groups)


@dataclass(frozen=True, slots=True)
class Row:
    """One place, with a cell for each month."""

    place: str
    cells: Sequence[Cell]


def window(since: date) -> Period:
    """The months of a board that begins with the month of `since`."""
    first = month_start(since)
    return Period(first, add_months(first, MONTHS) - date.resolution)


def rows_of(
    groups: Iterable["CourseGroup"],
    counts: Mapping[tuple[str, date], int],
    *,
    places: Sequence[str],
    months: Sequence[date],
) -> list[Row]:
    """Lay `groups` out; `counts` says how many there are at a place in a month, shown or not."""
    found: dict[tuple[str, date], list[CourseGroup]] = {}
    for group in groups:
        found.setdefault((group.line.place, month_start(group.first_on)), []).append(group)

    def cell(place: str, month: date) -> Cell:
        return Cell(month, found.get((place, month), []), counts.get((place, month), 0))

    return [Row(place, [cell(place, month) for month in months]) for place in places]
