"""Calendar days: periods whose last day is included, months, and Dutch working days.

Nothing here reads the clock; the caller passes the day.
"""

import calendar
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """The days from `first` up to and including `last` ("tot en met")."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if isinstance(self.first, dt.datetime) or isinstance(self.last, dt.datetime):
            raise TypeError("A period runs over days, not instants.")
        if self.last < self.first:
            raise ValueError(f"The last day {self.last} lies before the first day {self.first}.")

    @property
    def days(self) -> int:
        """How many days, both ends included: a single day counts 1."""
        return (self.last - self.first).days + 1

    def contains(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, other: "Period") -> bool:
        return self.first <= other.last and other.first <= self.last

    def clip(self, bounds: "Period") -> "Period | None":
        """The part that lies within `bounds`; None when there is none."""
        if not self.overlaps(bounds):
            return None
        return Period(max(self.first, bounds.first), min(self.last, bounds.last))

    def months(self) -> list[dt.date]:
        """The first day of every month that the period touches, in order."""
        first = month_start(self.first)
        count = (self.last.year - first.year) * 12 + self.last.month - first.month + 1
        return [add_months(first, offset) for offset in range(count)]

    def years(self) -> list[int]:
        """Every calendar year that the period touches, in order."""
        return list(range(self.first.year, self.last.year + 1))


def year_of(year: int) -> Period:
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))


def month_of(day: dt.date) -> Period:
    """The whole month in which the day lies."""
    first = month_start(day)
    return Period(first, add_months(first, 1) - ONE_DAY)


def month_start(day: dt.date) -> dt.date:
    return dt.date(day.year, day.month, 1)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later (or earlier); the last day of a shorter month: 31 January + 1 is
    28 February.
    """
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month_index + 1)[1]
    return dt.date(year, month_index + 1, min(day.day, last_day))


def add_years(day: dt.date, years: int) -> dt.date:
    return add_months(day, 12 * years)


def add_calendar_days(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)


@lru_cache(maxsize=64)
def dutch_holidays(year: int) -> frozenset[dt.date]:
    """General holidays of the Algemene termijnenwet, art. 3: Good Friday and every 5 May are among
    them.
    """
    calendar_of_year = holidays.country_holidays(
        "NL", years=year, categories=("public", "optional"), language="nl", expand=False
    )
    return frozenset(calendar_of_year)


def is_working_day(day: dt.date, decreed: Collection[dt.date] = ()) -> bool:
    """Neither weekend, nor general holiday, nor a day decreed equal to one (art. 3 lid 3; pass
    those in).
    """
    return day.weekday() < SATURDAY and day not in dutch_holidays(day.year) and day not in decreed


def next_working_day(day: dt.date, decreed: Collection[dt.date] = ()) -> dt.date:
    """The day itself when it is a working day, else the first one after it (Algemene termijnenwet,
    art. 1).
    """
    while not is_working_day(day, decreed):
        day += ONE_DAY
    return day


def add_working_days(day: dt.date, days: int, decreed: Collection[dt.date] = ()) -> dt.date:
    """The `days`-th working day after `day`, which itself does not count; `days` is 1 or more."""
    if days < 1:
        raise ValueError("Count one working day or more.")
    for _ in range(days):
        day = next_working_day(day + ONE_DAY, decreed)
    return day


def working_days(period: Period, decreed: Collection[dt.date] = ()) -> int:
    """How many working days the period has."""
    days = (period.first + dt.timedelta(days=offset) for offset in range(period.days))
    return sum(is_working_day(day, decreed) for day in days)


def amsterdam(at: dt.datetime) -> dt.date:
    """The day it was in the Netherlands at this instant. Raises ValueError for an instant without
    a time zone.
    """
    if at.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return at.astimezone(AMSTERDAM).date()
