"""When a monthly return is due: working days of the next month, by the rule of a region."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from config.shared.periods import add_working_days, month_of


@dataclass(frozen=True, slots=True)
class ReturnTerms:
    """What a region agreed with its providers about monthly returns; days are calendar days
    unless they are called working days.
    """

    working_day: int
    """The return of a month is due on this working day of the next month; 1 is its first."""
    grace_days: int
    """Days after the due day on which it still counts as in time."""
    reminder_days: tuple[int, ...]
    """How many days before the due day people are reminded."""
    escalate_days: int
    """Days of lateness after which the region is told."""
    holds_payment: bool
    """Whether no statement of a month is made while its return is missing."""


def standard_terms() -> ReturnTerms:
    """What holds where a region chose nothing; from the settings, because no law says it."""
    return ReturnTerms(
        working_day=settings.RETURN_WORKING_DAY,
        grace_days=settings.RETURN_GRACE_DAYS,
        reminder_days=tuple(settings.RETURN_REMINDER_DAYS),
        escalate_days=settings.RETURN_ESCALATE_DAYS,
        holds_payment=settings.RETURN_HOLDS_PAYMENT,
    )


def due_day(month: date, terms: ReturnTerms) -> date:
    """The day on which the return of the month of `month` is due.

    Weekends and general holidays (Algemene termijnenwet, art. 3) do not count.
    """
    return add_working_days(month_of(month).last, terms.working_day)


def last_day_in_time(month: date, terms: ReturnTerms) -> date:
    """The last day on which that return is not late."""
    return due_day(month, terms) + timedelta(days=terms.grace_days)


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Learners of one provider under one agreement in one month."""

    running: int
    """Who had begun and had not ended on the last day of the month."""
    started: int
    ended: int
