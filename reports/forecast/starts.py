"""Who begins where and when: a seat for who waits, a contract for who comes; no database."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeVar

import numpy as np

from contracts.capacity import spread_seats
from reports.forecast.engine import Cell, Learners

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a contract offers on a route from a day until a day: seats by id of the gemeente."""

    contract_id: int
    route: str
    first_on: date
    last_on: date
    seats: dict[int, int]

    def serves(self, gemeente_id: int, route: str, month: date) -> bool:
        """Whether somebody of the gemeente can begin under it on the first day of the month."""
        covers = self.first_on <= month <= self.last_on
        return covers and self.route == route and self.seats.get(gemeente_id, 0) > 0


@dataclass
class Spread:
    """Gives learners of a region their contracts, in proportion to the seats of each.

    Whole learners, one after another, each to the contract that has the most seats for every
    learner that it has then (highest averages); of equal ones the older. So the spread of a few
    stays right over the months.
    """

    region_id: int
    offers: Sequence[Offer]
    _given: Counter[tuple[int, str, int]] = field(default_factory=Counter)

    def over(
        self, gemeente_id: int, route: str, months: Sequence[date], learners: Iterable[int]
    ) -> dict[Cell, Learners]:
        """Cells with who begins in each month; without a contract where none serves them then."""
        found: dict[Cell, Learners] = {}
        for place, number in enumerate(learners):
            for contract_id in self._contracts(gemeente_id, route, months[place], number):
                cell = Cell(self.region_id, gemeente_id, route, contract_id)
                begin = found.setdefault(cell, np.zeros(len(months), dtype=np.int64))
                begin[place] += 1
        return found

    def turns(
        self, gemeente_id: int, route: str, month: date, number: int
    ) -> tuple[int | None, ...]:
        """Whom so many learners of a month would go to, one after another; nobody goes yet."""
        tried = Spread(self.region_id, self.offers, Counter(self._given))
        return tuple(tried._contracts(gemeente_id, route, month, number))

    def _contracts(
        self, gemeente_id: int, route: str, month: date, number: int
    ) -> Iterable[int | None]:
        seats: Counter[int] = Counter()
        for offer in self.offers:
            if offer.serves(gemeente_id, route, month):
                seats[offer.contract_id] += offer.seats[gemeente_id]
        for _learner in range(number):
            yield self._next(gemeente_id, route, seats) if seats else None

    def _next(self, gemeente_id: int, route: str, seats: Mapping[int, int]) -> int:
        def average(contract_id: int) -> tuple[Fraction, int]:
            given = self._given[gemeente_id, route, contract_id]
            return Fraction(seats[contract_id], given + 1), -contract_id

        chosen = max(seats, key=average)
        self._given[gemeente_id, route, chosen] += 1
        return chosen


def serve(begun: Sequence[int], queue: Mapping[Name, Sequence[int]]) -> dict[Name, list[int]]:
    """Whose turn it is: `begun` seats a month, divided over who is in the queue then in proportion.

    The queue has who comes in each month; nobody gets more than wait, and seats that nobody waits
    for stay empty.
    """
    left = dict.fromkeys(queue, 0)
    found: dict[Name, list[int]] = {name: [0] * len(begun) for name in queue}
    for month, seats in enumerate(begun):
        for name, coming in queue.items():
            left[name] += coming[month]
        taken = min(seats, sum(left.values()))
        if not taken:
            continue
        for name, number in zip(left, spread_seats(taken, list(left.values())), strict=True):
            found[name][month] = number
            left[name] -= number
    return found


def not_yet_covered(expected: Sequence[int], covered: Sequence[int]) -> list[int]:
    """Of those who were expected in a month, who has no placement that begins in it."""
    return [max(persons - known, 0) for persons, known in zip(expected, covered, strict=True)]


def add_up(parts: Iterable[Mapping[Cell, Learners]]) -> dict[Cell, Learners]:
    """Learners of several sources together, by cell."""
    found: dict[Cell, Learners] = {}
    for part in parts:
        for cell, learners in part.items():
            found[cell] = found[cell] + learners if cell in found else learners
    return found
