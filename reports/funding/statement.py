"""What a gemeente got, used and paid in a year: the settlement with its region. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from accounts.models import Gemeente
from reports.enums.funding import FundingStage, FundingTarget, StreamKind
from reports.funding.covering import NIL, Covered, Purse, added, cover


@dataclass(frozen=True, slots=True)
class Stream:
    """What the statement says of a stream."""

    pk: int
    name: str
    payer: str
    target: FundingTarget
    purposes: frozenset[str]
    kind: StreamKind


@dataclass(frozen=True, slots=True)
class Granted:
    """A gemeente's part in one version of a stream's year."""

    stream: int
    gemeente: int
    number: int
    known_on: date
    stage: FundingStage
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StreamPart:
    """A stream in the statement of one gemeente: first told, now, used and left, in euro."""

    stream: Stream
    stage: FundingStage
    first: Decimal
    amount: Decimal
    used: Decimal

    @property
    def corrected(self) -> Decimal:
        """What later versions added; below zero they took it back."""
        return self.amount - self.first

    @property
    def left(self) -> Decimal:
        return self.amount - self.used


@dataclass(frozen=True, slots=True)
class Paid:
    """What went between a gemeente and its region about the year."""

    to_region: Decimal = NIL
    from_region: Decimal = NIL


@dataclass(frozen=True)
class Statement:
    """One gemeente in one year; `costs` are euro by kind of cost, paid by the region."""

    gemeente: Gemeente
    year: int
    parts: tuple[StreamPart, ...]
    costs: Mapping[str, Decimal]
    covered: Covered
    paid: Paid

    @property
    def funding(self) -> Decimal:
        return sum((part.amount for part in self.parts), NIL)

    @property
    def corrected(self) -> Decimal:
        return sum((part.corrected for part in self.parts), NIL)

    @property
    def cost(self) -> Decimal:
        return sum(self.costs.values(), NIL)

    @property
    def used(self) -> Decimal:
        return sum(self.covered.used.values(), NIL)

    @property
    def left(self) -> Decimal:
        return sum(self.covered.left.values(), NIL)

    @property
    def own_means(self) -> Decimal:
        """Cost that no stream covers."""
        return sum(self.covered.open_cost.values(), NIL)

    @property
    def held_by_region(self) -> Decimal:
        """The gemeente's part in streams that the region receives for all."""
        held = (part for part in self.parts if part.stream.target == FundingTarget.REGION)
        return sum((part.amount for part in held), NIL)

    @property
    def still_to_pay(self) -> Decimal:
        """Euro that the gemeente still owes the region; below zero the region owes it."""
        return self.cost - self.held_by_region - self.paid.to_region + self.paid.from_region


def standing(rows: Iterable[Granted]) -> dict[tuple[int, int], tuple[Granted, Granted]]:
    """By stream and gemeente the first part told and the part as it stands now.

    A gemeente that a later version leaves out stands at nothing in it.
    """
    newest: dict[int, tuple[date, int]] = {}
    by_place: dict[tuple[int, int], list[Granted]] = {}
    for row in rows:
        newest[row.stream] = max(newest.get(row.stream, (date.min, 0)), (row.known_on, row.number))
        by_place.setdefault((row.stream, row.gemeente), []).append(row)
    found = {}
    for (stream, gemeente), told in by_place.items():
        first = min(told, key=lambda row: row.number)
        last = max(told, key=lambda row: (row.known_on, row.number))
        if (last.known_on, last.number) != newest[stream]:
            last = Granted(stream, gemeente, last.number, last.known_on, last.stage, NIL)
        found[stream, gemeente] = (first, last)
    return found


@dataclass(frozen=True)
class Settlement:
    """The statements of a region's gemeenten in one year."""

    year: int
    streams: Mapping[int, Stream]
    statements: Sequence[Statement]

    @cached_property
    def together(self) -> Covered:
        """Which stream paid which kind of cost, all gemeenten together."""
        return added([statement.covered for statement in self.statements])

    def total(self, name: str) -> Decimal:
        """The sum of one figure over the gemeenten."""
        return sum((getattr(statement, name) for statement in self.statements), NIL)

    @property
    def is_empty(self) -> bool:
        return not any(each.parts or each.costs for each in self.statements)


def statement_of(
    gemeente: Gemeente,
    year: int,
    parts: Sequence[tuple[Stream, Granted, Granted]],
    costs: Mapping[str, Decimal],
    paid: Paid,
) -> Statement:
    """Lay what a gemeente gets against its cost; `parts` are the first and the standing grant."""
    purses = [Purse(stream.pk, now.amount, stream.purposes) for stream, _first, now in parts]
    covered = cover(purses, costs)
    shown = tuple(
        StreamPart(stream, now.stage, first.amount, now.amount, covered.used_of(stream.pk))
        for stream, first, now in parts
    )
    return Statement(gemeente, year, shown, costs, covered, paid)
