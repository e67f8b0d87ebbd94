"""What an invoice asks beside what is due: verdicts on its lines, and their parts by month.

Pure: amounts come in as they stand in the ledger and on the invoice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

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


@dataclass(frozen=True, slots=True)
class Due:
    """One cost line, in the month in which it is booked (its first day)."""

    month: date
    amount: Decimal
    quantity: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The verdict on one line; `difference` is what it asks above what is due and still open."""

    verdict: MatchVerdict
    difference: Decimal
    shares: Mapping[date, Decimal] = field(default_factory=dict)
    """Euros of the line by month."""


def share_by_month(amount: Decimal, left: Mapping[date, Decimal]) -> dict[date, Decimal]:
    """Divide `amount` over months, each up to what is `left` of it; the last takes the rest.

    The parts add up to the amount. An amount below zero takes from what is left below zero.
    """
    sign = -1 if amount < 0 else 1
    rest, shares = abs(amount), {}
    months = sorted(left)
    for month in months:
        part = min(rest, max(sign * left[month], NOTHING))
        shares[month] = sign * part
        rest -= part
    if months:
        shares[months[-1]] += sign * rest
    return shares


def compare(
    asked: Sequence[Asked], due: Sequence[Due], granted: Mapping[date, Decimal]
) -> dict[int, Compared]:
    """The verdict on each of the lines that ask for one placement or group, by key.

    A line that asks exactly one due amount takes that; what remains is compared as a whole, so
    that a cost may be split over lines. `granted` is what was approved before, by month.
    """
    if not due:
        return {each.key: Compared(MatchVerdict.NOT_DUE, each.amount) for each in asked}
    left = _open_by_month(due, granted)
    found = _exact(asked, due, left) if not any(granted.values()) else {}
    rest = [each for each in asked if each.key not in found]
    return found | _rest(rest, due, left)


def _open_by_month(due: Iterable[Due], granted: Mapping[date, Decimal]) -> dict[date, Decimal]:
    left: dict[date, Decimal] = {}
    for each in due:
        left[each.month] = left.get(each.month, NOTHING) + each.amount
    return {month: amount - granted.get(month, NOTHING) for month, amount in left.items()}


def _exact(
    asked: Iterable[Asked], due: Iterable[Due], left: dict[date, Decimal]
) -> dict[int, Compared]:
    """Lines that ask one due amount to the cent; `left` goes down by what they take."""
    free, found = sorted(due, key=lambda each: each.month), {}
    for line in asked:
        match = next((each for each in free if each.amount == line.amount), None)
        if match is not None:
            free.remove(match)
            left[match.month] -= match.amount
            shares = {match.month: match.amount}
            found[line.key] = Compared(MatchVerdict.MATCHES, NOTHING, shares)
    return found


def _rest(
    asked: Sequence[Asked], due: Sequence[Due], left: dict[date, Decimal]
) -> dict[int, Compared]:
    """Lines that are compared together with what is left."""
    if sum((each.amount for each in asked), NOTHING) == sum(left.values()) and any(left.values()):
        return {each.key: _taken(MatchVerdict.MATCHES, each, left) for each in asked}
    found = {}
    for line in asked:
        verdict = _verdict(line, due, left)
        found[line.key] = _taken(verdict, line, left)
    return found


def _taken(verdict: MatchVerdict, line: Asked, left: dict[date, Decimal]) -> Compared:
    """The line with its months; what it takes of them is no longer left for the next."""
    is_open = sum(left.values())
    shares = share_by_month(line.amount, left)
    for month, amount in shares.items():
        left[month] -= amount
    difference = NOTHING if verdict == MatchVerdict.MATCHES else line.amount - is_open
    return Compared(verdict, difference, shares)


def _verdict(line: Asked, due: Sequence[Due], left: Mapping[date, Decimal]) -> MatchVerdict:
    is_open = sum(left.values())
    if line.amount == is_open and is_open:
        return MatchVerdict.MATCHES
    if not any(left.values()):
        return MatchVerdict.INVOICED
    unit = UNIT_CODES.get(line.unit_code)
    quantities = [each.quantity for each in due if each.unit == unit]
    if quantities and sum(quantities, NOTHING) != abs(line.quantity):
        return MatchVerdict.QUANTITY
    return MatchVerdict.PRICE
