"""Arithmetic of seats and ceilings: exact numbers, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from config.shared.money import share_out
from contracts.enums import CapacityCounts

ATTENTION_AT, WARNING_AT, ALARM_AT = 70, 85, 95
"""Per cents of a contract's maximum value at which its meter changes (domain.md 9, F54)."""


@dataclass(frozen=True, slots=True)
class SeatUse:
    """How many seats were contracted and what became of them."""

    contracted: int
    used: int
    held: int
    waiting: int = 0

    @property
    def free(self) -> int:
        """Seats left; below zero when more were given out than contracted."""
        return self.contracted - self.used - self.held

    def __add__(self, other: "SeatUse") -> "SeatUse":
        return SeatUse(
            self.contracted + other.contracted,
            self.used + other.used,
            self.held + other.held,
            self.waiting + other.waiting,
        )


def total_use(uses: Iterable[SeatUse]) -> SeatUse:
    """All of `uses` together; nothing contracted when there are none."""
    return sum(uses, SeatUse(0, 0, 0))


class CountingLine(Protocol):
    """A capacity line, from the database or from a sheet; `covers` takes its kind of day."""

    @property
    def counts(self) -> str: ...

    @property
    def route(self) -> str: ...

    @property
    def place(self) -> str: ...

    def covers(self, day: Any) -> bool: ...


Line = TypeVar("Line", bound=CountingLine)


def paired(line: Line, lines: Iterable[Line], day: object) -> tuple[Line, Line | None]:
    """On which lines someone counts who begins on `day` on `line`: the main one and the intake's.

    A contract may count places and intake of one route and place at once (`lines` are all of it):
    then the line of the places is the main one, and both must have room.
    """
    others = [
        other
        for other in lines
        if other.counts != line.counts
        and (other.route, other.place) == (line.route, line.place)
        and other.covers(day)
    ]
    if not others:
        return line, None
    return (line, others[0]) if line.counts == CapacityCounts.PLACES else (others[0], line)


def spread_seats(number: int, weights: Sequence[Decimal | int]) -> list[int]:
    """Divide whole seats over weights (inhabitants, per cents) by largest remainder, to `number`.

    Equal parts where nothing has weight. ValueError without weights.
    """
    fair = list(weights) if any(weights) else [1] * len(weights)
    # share_out divides cents, so a seat stands for a cent.
    return [int(part.scaleb(2)) for part in share_out(Decimal(number).scaleb(-2), fair)]


@dataclass(frozen=True, slots=True)
class ValueMeter:
    """How much of a contract's maximum value has been spent or committed, in euro."""

    spent: Decimal
    maximum: Decimal

    @property
    def percentage(self) -> int:
        """Whole per cents, rounded down; 100 for any spending under a maximum of nought."""
        if not self.maximum:
            return 100 if self.spent else 0
        return int(100 * self.spent // self.maximum)

    @property
    def shown(self) -> int:
        """The percentage as a bar can show it: never past the end."""
        return min(self.percentage, 100)

    @property
    def left(self) -> Decimal:
        """Euros to go; below zero when the maximum has been passed."""
        return self.maximum - self.spent

    @property
    def tone(self) -> str:
        """The hue of the meter, as badges name them."""
        if self.percentage >= ALARM_AT:
            return "wrong"
        return "attention" if self.percentage >= WARNING_AT else "neutral"
