"""When a booked cost falls due that comes back, and for which days of service."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from config.shared.periods import ONE_DAY, add_months


class Time(NamedTuple):
    """One time that a booked cost falls due."""

    due_on: date
    first_on: date
    last_on: date


def times_of(first: Time, months: int, until: date) -> Iterator[Time]:
    """From `first` on every so many months, up to and including `until`; once where `months` is 0.

    A day that a month does not have becomes its last; a period of service ends on the day before
    the one that its next day moves to, so that whole months stay whole months.
    """
    shift = 0
    while (due_on := add_months(first.due_on, shift)) <= until:
        first_on = add_months(first.first_on, shift)
        last_on = add_months(first.last_on + ONE_DAY, shift) - ONE_DAY
        yield Time(due_on, first_on, max(first_on, last_on))
        if not months:
            return
        shift += months
