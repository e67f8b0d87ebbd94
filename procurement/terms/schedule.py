"""Holds the dates of a tender against the terms: what is too early, too late or out of order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.display import weekday
from config.shared.periods import ONE_DAY, amsterdam
from procurement.terms.limits import (
    Case,
    Limit,
    first_legal_closing,
    last_legal_clarification,
    request_term,
    standstill,
)

LABELS = {
    "published_at": gettext_lazy("Publication"),
    "request_closes_at": gettext_lazy("Deadline for requests to participate"),
    "invited_at": gettext_lazy("Invitations sent"),
    "questions_close_at": gettext_lazy("Deadline for questions"),
    "clarification_at": gettext_lazy("Nota van Inlichtingen"),
    "closes_at": gettext_lazy("Deadline for bids"),
    "opening_at": gettext_lazy("Opening of the bids"),
    "award_on": gettext_lazy("Award decision"),
    "first_on": gettext_lazy("First day of the contract"),
}
COMES_AFTER = (
    ("request_closes_at", "published_at"),
    ("invited_at", "published_at"),
    ("invited_at", "request_closes_at"),
    ("questions_close_at", "published_at"),
    ("clarification_at", "questions_close_at"),
    ("closes_at", "published_at"),
    ("opening_at", "closes_at"),
    ("award_on", "closes_at"),
    ("first_on", "award_on"),
)
"""A date and the one that it follows; of days it may be the same one."""
COMES_BEFORE = (("questions_close_at", "closes_at"),)
"""A date and the one that it precedes. The term of the Nota van Inlichtingen keeps that one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """The dates of a tender, as far as they are planned; `award_on` is the sending of the letters.

    Without `invited_at` a term that runs from the invitations is counted from the end of the
    requests to participate, the earliest they can be sent.
    """

    published_at: datetime | None = None
    request_closes_at: datetime | None = None
    invited_at: datetime | None = None
    questions_close_at: datetime | None = None
    clarification_at: datetime | None = None
    closes_at: datetime | None = None
    opening_at: datetime | None = None
    award_on: date | None = None
    first_on: date | None = None

    def value(self, field: str) -> datetime | date | None:
        return getattr(self, field)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a date cannot stand: a sentence for the form field.

    `first_legal` is the nearest day that the rules allow, None for a mistake in the order;
    `article` is empty where none may be cited. A warning does not stop anybody.
    """

    field: str
    sentence: str
    article: str = ""
    first_legal: date | None = None
    is_warning: bool = False


def objections(schedule: Schedule, case: Case, *, training: bool = False) -> list[Objection]:
    """Everything against the dates, in the order of the schedule; empty when they can stand.

    In training nothing is refused: terms may be minutes there, and every objection is a warning.
    Raises MissingRule when a term has no value.
    """
    found = list(_out_of_order(schedule))
    wrong = {objection.field for objection in found}
    found += [one for one in _against_terms(schedule, case) if one.field not in wrong]
    found.sort(key=lambda one: list(LABELS).index(one.field))
    return [replace(one, is_warning=True) for one in found] if training else found


def _out_of_order(schedule: Schedule) -> Iterator[Objection]:
    """An objection for every pair that is the wrong way round."""
    for field, other in COMES_AFTER:
        if not _follows(schedule.value(other), schedule.value(field)):
            yield _misplaced(field, other, _("“%(field)s” has to come after “%(other)s”."))
    for field, other in COMES_BEFORE:
        if not _follows(schedule.value(field), schedule.value(other)):
            yield _misplaced(field, other, _("“%(field)s” has to come before “%(other)s”."))


def _misplaced(field: str, other: str, words: str) -> Objection:
    return Objection(field, words % {"field": LABELS[field], "other": LABELS[other]})


def _follows(earlier: datetime | date | None, later: datetime | date | None) -> bool:
    """Whether the order holds; an empty date is never out of order."""
    if earlier is None or later is None:
        return True
    if isinstance(earlier, datetime) and isinstance(later, datetime):
        return earlier < later
    return _day(earlier) <= _day(later)


def _day(value: datetime | date) -> date:
    return amsterdam(value) if isinstance(value, datetime) else value


def _against_terms(schedule: Schedule, case: Case) -> Iterator[Objection]:
    if schedule.published_at and schedule.request_closes_at:
        limit = request_term(case, schedule.published_at)
        words = _("%(authority)s, %(day)s is the first day on which requests may close.")
        yield from _too_early("request_closes_at", schedule.request_closes_at, limit, words)
    sent_at = schedule.invited_at or schedule.request_closes_at or schedule.published_at
    if sent_at and schedule.closes_at:
        limit = first_legal_closing(case, sent_at)
        words = _("%(authority)s, %(day)s is the first day on which the bidding may close.")
        yield from _too_early("closes_at", schedule.closes_at, limit, words)
    yield from _clarified_too_late(schedule, case)
    yield from _signed_too_early(schedule, case)


def _too_early(field: str, at: datetime, limit: Limit, words: str) -> Iterator[Objection]:
    if amsterdam(at) < limit.on:
        yield _objection(field, limit, words, limit.on)


def _clarified_too_late(schedule: Schedule, case: Case) -> Iterator[Objection]:
    if not (schedule.clarification_at and schedule.closes_at):
        return
    limit = last_legal_clarification(case, schedule.closes_at)
    too_late = schedule.clarification_at >= schedule.closes_at
    if too_late or amsterdam(schedule.clarification_at) > limit.on:
        words = _("%(authority)s, %(day)s is the last day for the Nota van Inlichtingen.")
        yield _objection("clarification_at", limit, words, limit.on)


def _signed_too_early(schedule: Schedule, case: Case) -> Iterator[Objection]:
    if not (schedule.award_on and schedule.first_on):
        return
    limit = standstill(case, schedule.award_on)
    if schedule.first_on <= limit.on:
        words = _(
            "%(authority)s, the standstill lasts until the end of %(last)s; "
            "%(day)s is the first day on which the contract may begin."
        )
        yield _objection("first_on", limit, words, limit.on + ONE_DAY)


def _objection(field: str, limit: Limit, words: str, nearest: date) -> Objection:
    sentence = words % {
        "authority": limit.rule.authority,
        "day": weekday(nearest),
        "last": weekday(limit.on),
    }
    return Objection(field, sentence, limit.article, nearest)
