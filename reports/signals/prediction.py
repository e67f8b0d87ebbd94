"""On which day a budget or a maximum is passed: pure arithmetic over months and days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.shared.periods import month_of

NIL = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Crossing:
    """The month in which the running sum passes the limit, and what stood before that month."""

    month: date
    before: Decimal


def crossing(limit: Decimal, by_month: Mapping[date, Decimal]) -> Crossing | None:
    """The first month (by its first day) after which more than `limit` has gone; None for none."""
    running = NIL
    for month in sorted(by_month):
        if running + by_month[month] > limit:
            return Crossing(month, running)
        running += by_month[month]
    return None


def passing_day(
    limit: Decimal, found: Crossing, by_day: Iterable[tuple[date, Decimal]], expected: Decimal
) -> date:
    """The day of the month of `found` on which the sum first stands above `limit`.

    `by_day` are the amounts that fall due in it, several a day if need be; what is only `expected`
    counts on its last day. That day too where credits bring the days below the limit again.
    """
    last = month_of(found.month).last
    running = found.before
    for day, amount in sorted([*by_day, (last, expected)]):
        running += amount
        if running > limit:
            return day
    return last
