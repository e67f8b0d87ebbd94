"""Which money pays for which cost: streams that are meant for the fewest things go first.

Pure. For each gemeente and year, what the streams bring is laid against what the kinds of cost
took. Not a euro is lost: what is used and what nobody covers are the cost together, and what is
used and what is left are the funding together.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

NIL = Decimal(0)


@dataclass(frozen=True, slots=True)
class Purse:
    """What one stream brings; `purposes` are the codes of the kinds of cost it is meant for."""

    stream: int
    amount: Decimal
    purposes: frozenset[str]


@dataclass(slots=True)
class Covered:
    """Euro by stream and kind of cost, what each stream keeps, and the cost without a stream."""

    used: dict[tuple[int, str], Decimal] = field(default_factory=dict)
    left: dict[int, Decimal] = field(default_factory=dict)
    open_cost: dict[str, Decimal] = field(default_factory=dict)

    def used_of(self, stream: int) -> Decimal:
        """All that one stream paid."""
        return sum((amount for (mine, _), amount in self.used.items() if mine == stream), NIL)


def cover(purses: Sequence[Purse], costs: Mapping[str, Decimal]) -> Covered:
    """Lay `purses` against `costs`, by kind of cost in euro.

    The purse with the fewest purposes pays first, of equal ones the earlier in `purses`. A kind
    of cost below zero (more credited than booked) flows back to the first purse meant for it.
    """
    covered = Covered(left={purse.stream: purse.amount for purse in purses})
    todo = dict(costs)
    for purse in sorted(purses, key=lambda each: len(each.purposes)):
        # Credits first: what flows back can pay for what follows.
        for purpose in sorted(
            purse.purposes & todo.keys(), key=lambda code: (todo[code] >= 0, code)
        ):
            paid = _payable(todo[purpose], covered.left[purse.stream])
            if paid:
                covered.used[purse.stream, purpose] = paid
                covered.left[purse.stream] -= paid
                todo[purpose] -= paid
    covered.open_cost = {purpose: amount for purpose, amount in todo.items() if amount}
    return covered


def _payable(cost: Decimal, available: Decimal) -> Decimal:
    """All of a credit; of a cost as much as there is."""
    return cost if cost < 0 else min(cost, max(available, NIL))


def added(parts: Sequence[Covered]) -> Covered:
    """Several gemeenten together: nothing is moved from one to another."""
    total = Covered()
    sums: tuple[tuple[str, defaultdict], ...] = tuple(
        (name, defaultdict(lambda: NIL)) for name in ("used", "left", "open_cost")
    )
    for name, found in sums:
        for part in parts:
            for key, amount in getattr(part, name).items():
                found[key] += amount
        setattr(total, name, dict(found))
    return total
