"""Dates for a tender that the rules allow: a start for the planning, not a duty."""

from datetime import date, datetime, time, timedelta

from config.shared.periods import (
    ONE_DAY,
    add_calendar_days,
    amsterdam,
    is_working_day,
    next_working_day,
)
from procurement.enums import Procedure
from procurement.terms.clock import local_instant
from procurement.terms.limits import (
    Case,
    first_legal_closing,
    last_legal_clarification,
    request_term,
)
from procurement.terms.schedule import Schedule

NOON, END_OF_DAY = time(12), time(17)
DAYS_TO_ANSWER = 7
"""Between the last question and the Nota van Inlichtingen; a choice of this product, not a term."""
DAYS_TO_ASK = 10
"""From the start to the Nota van Inlichtingen at least, so that questions can be asked; a choice of
this product, not a term.
"""
DAYS_TO_DECIDE = 30
"""Between the deadline and the award decision; a choice of this product, not a term."""


def proposed_schedule(case: Case, published_at: datetime) -> Schedule:
    """The earliest dates that the rules allow after a publication, at usual hours.

    Bids close on the day after the last day of the term, so that all of that day counts, and
    never on a day off; later where that leaves no time for questions. Raises MissingRule when a
    term has no value.
    """
    requests_at = _requests_close(case, published_at)
    closes_at = _bids_close(case, requests_at or published_at)
    clarification_at = _clarification(case, closes_at)
    decided_on = add_calendar_days(amsterdam(closes_at), DAYS_TO_DECIDE)
    return Schedule(
        published_at=published_at,
        request_closes_at=requests_at,
        questions_close_at=_questions_close(case, requests_at or published_at, clarification_at),
        clarification_at=clarification_at,
        closes_at=closes_at,
        award_on=next_working_day(decided_on, case.decreed),
    )


def _requests_close(case: Case, published_at: datetime) -> datetime | None:
    """Only the restricted procedure begins with requests to participate."""
    if case.procedure != Procedure.RESTRICTED:
        return None
    return _noon_after(case, request_term(case, published_at).on)


def _bids_close(case: Case, begins_at: datetime) -> datetime:
    closes_at = _noon_after(case, first_legal_closing(case, begins_at).on)
    answered_from = add_calendar_days(amsterdam(begins_at), DAYS_TO_ASK)
    while amsterdam(_clarification(case, closes_at)) < answered_from:
        closes_at = _noon_after(case, amsterdam(closes_at))
    return closes_at


def _noon_after(case: Case, day: date) -> datetime:
    return local_instant(next_working_day(day + ONE_DAY, case.decreed), NOON)


def _clarification(case: Case, closes_at: datetime) -> datetime:
    last = last_legal_clarification(case, closes_at).on
    return local_instant(_working_day_until(case, last), END_OF_DAY)


def _questions_close(case: Case, begins_at: datetime, answered_at: datetime) -> datetime:
    """A week before the answers; halfway the time there is when that is less than two weeks."""
    begins_on, answered_on = amsterdam(begins_at), amsterdam(answered_at)
    days = min(DAYS_TO_ANSWER, (answered_on - begins_on).days // 2)
    halfway = _working_day_until(case, answered_on - timedelta(days=days))
    return local_instant(max(halfway, begins_on + ONE_DAY), NOON)


def _working_day_until(case: Case, day: date) -> date:
    """The day itself when it is a working day, else the last one before it."""
    while not is_working_day(day, case.decreed):
        day -= ONE_DAY
    return day
