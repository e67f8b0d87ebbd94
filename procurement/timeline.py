"""The course of one tender: what happened and what is to come, in order, with the legal limits.

Everything is read as far as a person may see it; nothing here tells who bid before the opening.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.display import moment, weekday
from config.shared.periods import amsterdam
from procurement import models, terms
from procurement.enums import Procedure, TenderStatus
from procurement.models import Tender
from procurement.terms.clock import start_of

UNPUBLISHED = (TenderStatus.DRAFT, TenderStatus.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Happening:
    """One point of the course: on a day or at a moment (aware); `who` is empty for the clock.

    `limit` says what the rules allow, where they say something.
    """

    on: date | datetime
    what: str
    who: str = ""
    limit: str = ""
    url: str = ""
    is_coming: bool = False

    @property
    def at(self) -> datetime:
        """The moment, or the one at which the day begins."""
        return self.on if isinstance(self.on, datetime) else start_of(self.on)

    @property
    def when(self) -> str:
        """In words; a day with its weekday."""
        return moment(self.on) if isinstance(self.on, datetime) else weekday(self.on)


@dataclass(frozen=True, slots=True)
class Course:
    """A tender as one person follows it."""

    tender: Tender
    person: User
    at: datetime

    def rows(self, model: Any, **about: Any) -> Any:
        """The visible rows of `model` in a fixed order."""
        return model._default_manager.visible_to(self.person).filter(**about).order_by("pk")

    def happening(
        self, on: Any, what: str, who: Any = "", *, limit: str = "", of: Any = None
    ) -> Iterator[Happening]:
        """One point, or none while it has no date."""
        if on is None:
            return
        is_coming = on > self.at if isinstance(on, datetime) else on > amsterdam(self.at)
        url = of.get_absolute_url() if hasattr(of, "get_absolute_url") else ""
        yield Happening(on, what, str(who or ""), limit, url, is_coming)


def timeline_of(tender: Tender, person: User, at: datetime) -> list[Happening]:
    """Everything about `tender` that `person` may know, earliest first."""
    course = Course(tender, person, at)
    found = [happening for part in PARTS for happening in part(course)]
    return sorted(found, key=lambda one: one.at)


def _preparing(course: Course) -> Iterator[Happening]:
    tender = course.tender
    yield from course.happening(tender.created_at, _("Drafted"), tender.created_by)
    yield from course.happening(
        tender.review_requested_at, _("Review asked"), tender.review_requested_by
    )
    reviews = course.rows(models.TenderReview, tender=tender).select_related("reviewed_by")
    for review in reviews:
        what = _("Review: %(verdict)s") % {"verdict": review.get_verdict_display()}
        yield from course.happening(review.reviewed_at, what, review.reviewed_by)
    for mandate in course.rows(models.Mandate, tender=tender).select_related("gemeente"):
        what = _("Mandate of %(gemeente)s") % {"gemeente": mandate.gemeente}
        yield from course.happening(mandate.given_on, what, mandate.signatory)
    for one in course.rows(models.MarketConsultation, tender=tender).select_related("opened_by"):
        words = {"title": one.title}
        what = _("Market consultation opened: %(title)s") % words
        yield from course.happening(one.opened_at, what, one.opened_by)
        yield from course.happening(one.closes_at, _("Answers close: %(title)s") % words)


def _schedule(course: Course) -> Iterator[Happening]:
    """The dates of the tender, each with what the rules say of it."""
    tender, limits = course.tender, _limits(course)
    if tender.status in UNPUBLISHED:
        yield from course.happening(tender.planned_publication_at, _("Planned publication"))
    yield from course.happening(tender.published_at, _("Published"), tender.published_by)
    for field, what in (
        ("requests_close_at", _("Deadline for requests to participate")),
        ("questions_close_at", _("Deadline for questions")),
        ("clarification_planned_at", _("Nota van Inlichtingen no later than")),
        ("closes_at", _("Deadline for bids")),
        ("award_planned_on", _("Planned award decision")),
    ):
        yield from course.happening(getattr(tender, field), what, limit=limits.get(field, ""))
    yield from course.happening(tender.withdrawn_at, _("Withdrawn"), tender.withdrawn_by)


def _publishing(course: Course) -> Iterator[Happening]:
    tender = course.tender
    for notice in course.rows(models.Notice, tender=tender).select_related("recorded_by"):
        what = _("On TenderNed: %(notice)s") % {"notice": notice}
        yield from course.happening(notice.published_at, what, notice.recorded_by)
    for document in course.rows(models.TenderDocument, tender=tender).select_related("uploaded_by"):
        what = _("Document: %(title)s") % {"title": document.title}
        yield from course.happening(document.uploaded_at, what, document.uploaded_by)
    for made in course.rows(models.ClarificationRound, tender=tender).select_related(
        "published_by"
    ):
        yield from course.happening(made.published_at, str(made), made.published_by, of=made)
    for one in course.rows(models.Rectification, tender=tender).select_related("published_by"):
        yield from course.happening(one.published_at, _("Rectification"), one.published_by)


def _opening(course: Course) -> Iterator[Happening]:
    records = course.rows(models.OpeningRecord, tender=course.tender).done()
    for record in records.select_related("first_by", "second_by"):
        what = _("Opened: %(kind)s") % {"kind": record.get_kind_display()}
        both = _("%(first)s and %(second)s") % {
            "first": record.first_by,
            "second": record.second_by,
        }
        yield from course.happening(record.second_at, what, both, of=record)


def _lots(course: Course) -> Iterator[Happening]:
    lots = course.rows(models.Lot, tender=course.tender)
    for lot in lots.select_related("quality_locked_by"):
        words = {"lot": lot}
        what = _("Quality locked: %(lot)s") % words
        yield from course.happening(lot.quality_locked_at, what, lot.quality_locked_by, of=lot)
        what = _("Contract concluded: %(lot)s") % words
        yield from course.happening(lot.concluded_on, what, of=lot)


def _awards(course: Course) -> Iterator[Happening]:
    decisions = course.rows(models.AwardDecision, lot__tender=course.tender)
    people = ("lot", "decided_by", "sent_by", "awarded_by")
    for decision in decisions.select_related(*people):
        yield from _award(course, decision)
    revoked = course.rows(models.RevokedDecision, lot__tender=course.tender)
    for one in revoked.select_related("lot", "revoked_by"):
        what = _("Award decision revoked: %(lot)s") % {"lot": one.lot}
        yield from course.happening(one.revoked_at, what, one.revoked_by, of=one.lot)
    outcomes = course.rows(models.LotOutcome, lot__tender=course.tender)
    for outcome in outcomes.select_related("lot", "recorded_by"):
        what = _("Lot ended: %(lot)s (%(how)s)") % {"lot": outcome.lot, "how": outcome}
        yield from course.happening(outcome.recorded_at, what, outcome.recorded_by, of=outcome.lot)


def _award(course: Course, decision: Any) -> Iterator[Happening]:
    """The decision, its sending, the end of its standstill, and the award."""
    lot = decision.lot
    for on, what, who in (
        (decision.decided_at, _("Award decision: %(lot)s"), decision.decided_by),
        (decision.sent_at, _("Award decision sent: %(lot)s"), decision.sent_by),
        (decision.standstill_ends_on, _("Last day of the standstill: %(lot)s"), ""),
        (decision.awarded_at, _("Award final: %(lot)s"), decision.awarded_by),
    ):
        yield from course.happening(on, what % {"lot": lot}, who, of=lot)


def _complaints(course: Course) -> Iterator[Happening]:
    complaints = course.rows(models.Complaint, lot__tender=course.tender)
    for one in complaints.select_related("provider", "resolved_by"):
        words = {"complaint": one}
        what = _("Received: %(complaint)s") % words
        yield from course.happening(one.received_on, what, of=one)
        what = _("Ended: %(complaint)s") % words
        yield from course.happening(one.resolved_at, what, one.resolved_by, of=one)


def _applications(course: Course) -> Iterator[Happening]:
    applications = course.rows(models.Application, tender=course.tender)
    for one in applications.select_related("provider", "decided_by", "tender"):
        words = {"provider": one.provider, "status": one.get_status_display()}
        what = _("Application of %(provider)s") % words
        yield from course.happening(one.submitted_at, what, of=one)
        what = _("Application of %(provider)s: %(status)s") % words
        yield from course.happening(one.decided_at, what, one.decided_by, of=one)


PARTS: Iterable[Callable[[Course], Iterator[Happening]]] = (
    _preparing,
    _publishing,
    _schedule,
    _opening,
    _lots,
    _awards,
    _complaints,
    _applications,
)
"""What adds points; of two at the same moment the earlier part comes first."""


def _limits(course: Course) -> dict[str, str]:
    """What the rules say of the dates of a tender; nothing where a rule has no value."""
    tender = course.tender
    if not tender.is_competitive:
        return {}
    try:
        return dict(_counted_limits(tender, course.at))
    except terms.MissingRule:
        return {}


def _counted_limits(tender: Tender, at: datetime) -> Iterator[tuple[str, str]]:
    sent_at = tender.sent_at(at)
    case = tender.case(amsterdam(sent_at))
    begins_at = sent_at
    if tender.procedure == Procedure.RESTRICTED:
        limit = terms.request_term(case, sent_at)
        begins_at = tender.requests_close_at or limit.first_at
        yield "requests_close_at", _said(_("not before %(day)s"), limit)
    limit = terms.first_legal_closing(case, begins_at)
    yield "closes_at", _said(_("not before %(day)s"), limit)
    if tender.closes_at:
        limit = terms.last_legal_clarification(case, tender.closes_at)
        yield "clarification_planned_at", _said(_("no later than %(day)s"), limit)


def _said(words: str, limit: terms.Limit) -> str:
    return f"{limit.rule.authority}: {words % {'day': weekday(limit.on)}}"
