"""Arithmetic of the waiting list: days, weeks and fair parts; no database and no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from config.shared.periods import add_years
from contracts.capacity import spread_seats

PIP_WEEKS = 10
"""Within this many weeks of the notice of DUO or the registration in the BRP the PIP is fixed."""
TERM_YEARS = 3
"""The integration term runs this long from the day after the PIP."""


def term_end(pip_on: date) -> date:
    """The last day of the integration term of who got the PIP on `pip_on`."""
    return add_years(pip_on, TERM_YEARS)


def latest_start(term_ends_on: date, usual_weeks: int) -> date:
    """The last day on which a trajectory of the usual length still ends within the term."""
    return term_ends_on - timedelta(weeks=usual_weeks)


def pip_due(notice_on: date) -> date:
    """The last day on which the PIP of who was notified on `notice_on` is in time."""
    return notice_on + timedelta(weeks=PIP_WEEKS)


def days_waited(since_on: date, on: date) -> int:
    """Whole days on the list on `on`; nought on the first day and before it."""
    return max((on - since_on).days, 0)


def is_over(since_on: date, weeks: int, on: date) -> bool:
    """Whether somebody waits longer on `on` than a start guarantee of so many weeks."""
    return on > since_on + timedelta(weeks=weeks)


@dataclass(frozen=True, slots=True)
class FairPart:
    """Seats that one gemeente was given, and what its share would have brought it."""

    gemeente: int
    given: int
    fair: int

    @property
    def difference(self) -> int:
        """Seats above its share; below zero when it got fewer."""
        return self.given - self.fair


def fair_parts(given: Mapping[int, int], weights: Mapping[int, Decimal | int]) -> list[FairPart]:
    """Lay what was given beside the shares, by id of gemeente; both add up to the same number.

    A gemeente without a share gets nothing by it. Without any share there is nothing to compare.
    """
    if not any(weights.values()):
        return []
    gemeenten = list(dict.fromkeys([*weights, *given]))
    fair = spread_seats(sum(given.values()), [weights.get(gemeente, 0) for gemeente in gemeenten])
    return [
        FairPart(gemeente, given.get(gemeente, 0), part)
        for gemeente, part in zip(gemeenten, fair, strict=True)
    ]
