"""What an invoice asks beside what is due: verdicts on its lines, and what each takes of it.

Pure: amounts come in as they stand in the ledger and on the invoice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from contracts.enums.payments import MatchVerdict

NOTHING = Decimal(0)
UNIT_CODES = {
    "HUR": "hour",
    "LH": "hour",
    "MON": "month",
}
"""Units of invoices (UNECE Rec. 20) that count the same as a unit of our tariffs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of an invoice; the amount is below zero where it gives back."""

    key: int
    amount: Decimal
    quantity: Decimal
    unit_code: str


Part = Any
"""What is paid by itself: a month of a placement or group; any value that can be sorted."""


@dataclass(frozen=True, slots=True)
class Due:
    """One cost line, and the part that it belongs to."""

    part: Part
    amount: Decimal
    quantity: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The verdict on one line; `difference` is what it asks above what is due and still open."""

    verdict: MatchVerdict
    difference: Decimal
    shares: Mapping[Part, Decimal] = field(default_factory=dict)
    """Euros of the line by part."""


def share_over(amount: Decimal, left: Mapping[Part, Decimal]) -> dict[Part, Decimal]:
    """Divide `amount` over parts, each up to what is `left` of it; the last takes the rest.

    The shares add up to the amount. An amount below zero takes from what is left below zero.
    """
    sign = -1 if amount < 0 else 1
    rest, shares = abs(amount), {}
    parts = sorted(left)
    for part in parts:
        taken = min(rest, max(sign * left[part], NOTHING))
        shares[part] = sign * taken
        rest -= taken
    if parts:
        shares[parts[-1]] += sign * rest
    return shares


def compare(
    asked: Sequence[Asked], due: Sequence[Due], granted: Mapping[Part, Decimal]
) -> dict[int, Compared]:
    """The verdict on each of the lines that ask for one placement or group, by key.

    A line that asks exactly one cost line, or what is left of one part, takes that; what remains
    is compared as a whole, so that a cost may be split over lines. `granted` is what was approved
    before, by part.
    """
    if not due:
        return {each.key: Compared(MatchVerdict.NOT_DUE, each.amount) for each in asked}
    left = _left_by_part(due, granted)
    found = _exact(asked, [each for each in due if not granted.get(each.part)], left)
    found |= _whole_parts([each for each in asked if each.key not in found], left)
    return found | _rest([each for each in asked if each.key not in found], due, left)


def _left_by_part(due: Iterable[Due], granted: Mapping[Part, Decimal]) -> dict[Part, Decimal]:
    left: dict[Part, Decimal] = {}
    for each in due:
        left[each.part] = left.get(each.part, NOTHING) + each.amount
    return {part: amount - granted.get(part, NOTHING) for part, amount in left.items()}


def _exact(
    asked: Iterable[Asked], due: Iterable[Due], left: dict[Part, Decimal]
) -> dict[int, Compared]:
    """Lines that ask one cost line to the cent; `left` goes down by what they take."""
    free, found = sorted(due, key=lambda each: each.part), {}
    for line in asked:
        match = next((each for each in free if each.amount == line.amount), None)
        if match is not None:
            free.remove(match)
            found[line.key] = _matched(line, match.part, left)
    return found


def _whole_parts(asked: Iterable[Asked], left: dict[Part, Decimal]) -> dict[int, Compared]:
    """Lines that ask all that is left of one part."""
    found = {}
    for line in asked:
        part = next((each for each in sorted(left) if left[each] == line.amount), None)
        if part is not None and line.amount:
            found[line.key] = _matched(line, part, left)
    return found


def _matched(line: Asked, part: Part, left: dict[Part, Decimal]) -> Compared:
    left[part] -= line.amount
    return Compared(MatchVerdict.MATCHES, NOTHING, {part: line.amount})


def _rest(
    asked: Sequence[Asked], due: Sequence[Due], left: dict[Part, Decimal]
) -> dict[int, Compared]:
    """Lines that are compared together with what is left."""
    total = sum((each.amount for each in asked), NOTHING)
    if any(left.values()) and total == sum(left.values()):
        return {each.key: _taken(MatchVerdict.MATCHES, each, left) for each in asked}
    return {each.key: _taken(_verdict(each, due, left), each, left) for each in asked}


def _taken(verdict: MatchVerdict, line: Asked, left: dict[Part, Decimal]) -> Compared:
    """The line with its parts; what it takes of them is no longer left for the next."""
    is_open = sum(left.values(), NOTHING)
    shares = share_over(line.amount, left)
    for part, amount in shares.items():
        left[part] -= amount
    difference = NOTHING if verdict == MatchVerdict.MATCHES else line.amount - is_open
    return Compared(verdict, difference, shares)


def _verdict(line: Asked, due: Sequence[Due], left: Mapping[Part, Decimal]) -> MatchVerdict:
    if not any(left.values()):
        return MatchVerdict.INVOICED
    unit = UNIT_CODES.get(line.unit_code)
    quantities = [each.quantity for each in due if each.unit == unit]
    if quantities and sum(quantities, NOTHING) != abs(line.quantity):
        return MatchVerdict.QUANTITY
    return MatchVerdict.PRICE
