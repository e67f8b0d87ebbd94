"""On which days a schedule falls: a weekday, or a day of the month."""

import calendar
from datetime import date, timedelta

from config.shared.periods import add_months, month_start
from reports.enums.saved_reports import Frequency

DAYS_OF_WEEK, DAYS_OF_MONTH = 7, 31


def latest_day(frequency: str, day: int, on: date) -> date:
    """The last day of the schedule that is not after `on`.

    `day` is 1 (Monday) to 7 for a week, and 1 to 31 for a month: the last day of a shorter one.
    """
    if frequency == Frequency.WEEKLY:
        return on - timedelta(days=(on.isoweekday() - day) % DAYS_OF_WEEK)
    this_month = _within(on, day)
    return this_month if this_month <= on else _within(add_months(month_start(on), -1), day)


def next_day(frequency: str, day: int, on: date) -> date:
    """The first day of the schedule that is not before `on`."""
    if frequency == Frequency.WEEKLY:
        return on + timedelta(days=(day - on.isoweekday()) % DAYS_OF_WEEK)
    this_month = _within(on, day)
    return this_month if this_month >= on else _within(add_months(month_start(on), 1), day)


def _within(month: date, day: int) -> date:
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))
