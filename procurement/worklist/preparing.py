"""What waits before the opening: drafts, reviews, questions, requests, applications."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import regions_of
from accounts.enums import Permission
from procurement.enums import ApplicationStatus, QuestionStatus, ReviewVerdict, TenderStatus
from procurement.models import Application, Invitation, Question, TenderReview
from procurement.worklist.shapes import Desk, Task, page, soonest


def drafts(desk: Desk) -> Iterator[Task]:
    """Drafts to complete, each with who began it."""
    rows = desk.tenders().filter(status=TenderStatus.DRAFT).select_related("created_by")
    for tender in soonest(rows, "planned_publication_at"):
        asked = _("Complete the draft and ask for a review")
        due = tender.planned_publication_at
        yield desk.task(tender, asked, due=due, who=tender.created_by)


def reviews(desk: Desk) -> Iterator[Task]:
    """Drafts of colleagues to review, and approved ones to publish."""
    latest = TenderReview.objects.filter(
        tender=OuterRef("pk"), reviewed_at__gte=OuterRef("review_requested_at")
    ).order_by("-reviewed_at", "-pk")
    rows = desk.tenders().filter(status=TenderStatus.IN_REVIEW)
    rows = rows.annotate(verdict=Subquery(latest.values("verdict")[:1]))
    for tender in soonest(rows.select_related("review_requested_by"), "planned_publication_at"):
        if asked := _review_asked(desk, tender):
            due, who = tender.planned_publication_at, tender.review_requested_by
            url = "" if tender.verdict else page("tender-review", tender.pk)
            yield desk.task(tender, asked, due=due, who=who, url=url)


def _review_asked(desk: Desk, tender: Any) -> str:
    """Nothing where a colleague has to act first."""
    is_own = tender.review_requested_by_id == desk.person.pk
    if tender.verdict == ReviewVerdict.APPROVED:
        return _("Publish: the review approves")
    if tender.verdict == ReviewVerdict.CHANGES:
        return _("Take the draft back: the review asks for changes")
    return "" if is_own else _("Review the draft of a colleague")


def questions(desk: Desk) -> Iterator[Task]:
    """Per tender the questions to answer, and the answers to publish."""
    kinds = {
        "to_answer": Count("questions", filter=Q(questions__status=QuestionStatus.ASKED)),
        "to_publish": Count("questions", filter=Q(questions__status=QuestionStatus.ANSWERED)),
    }
    rows = desk.tenders().annotate(**kinds).filter(Q(to_answer__gt=0) | Q(to_publish__gt=0))
    for tender in soonest(rows, "clarification_planned_at"):
        due = tender.clarification_planned_at or tender.closes_at
        if tender.to_answer:
            url = f"{page('question-list')}?status={QuestionStatus.ASKED}"
            yield desk.task(tender, _questions_asked(tender.to_answer), due=due, url=url)
        if tender.to_publish:
            url = page("clarificationround-create", tender.pk)
            yield desk.task(tender, _answers_drafted(tender.to_publish), due=due, url=url)


def own_questions(desk: Desk) -> Iterator[Task]:
    """Questions that were assigned to the person."""
    rows = Question.objects.filter(
        assigned_to=desk.person,
        status=QuestionStatus.ASKED,
        tender__region__in=regions_of(desk.person),
    )
    for question in soonest(rows.select_related("tender"), "tender__clarification_planned_at"):
        tender = question.tender
        yield desk.task(
            tender,
            _("Answer the question assigned to you"),
            due=tender.clarification_planned_at or tender.closes_at,
            who=desk.person,
            url=question.get_absolute_url(),
        )


def requests(desk: Desk) -> Iterator[Task]:
    """Per tender the requests to participate that nobody decided on."""
    undecided = Invitation.objects.filter(
        requested_at__isnull=False, invited_at__isnull=True, rejected_at__isnull=True
    )
    rows = _with_count(desk, undecided).filter(status=TenderStatus.PUBLISHED)
    for tender in soonest(rows, "requests_close_at"):
        sentence = ngettext(
            "Decide on %(count)s request to participate",
            "Decide on %(count)s requests to participate",
            tender.waiting,
        )
        asked = sentence % {"count": tender.waiting}
        yield desk.task(tender, asked, due=tender.requests_close_at)


def applications(desk: Desk) -> Iterator[Task]:
    """Applications for admission to judge; the one that waits longest first."""
    rows = Application.objects.filter(
        status=ApplicationStatus.SUBMITTED, tender__region__in=regions_of(desk.person)
    )
    for application in soonest(rows.select_related("tender", "provider"), "submitted_at"):
        asked = _("Judge the application of %(provider)s") % {"provider": application.provider}
        yield desk.task(application.tender, asked, url=application.get_absolute_url())


def _with_count(desk: Desk, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """The tenders under which such rows hang, with `waiting`, how many."""
    found = rows.filter(tender=OuterRef("pk")).order_by().values("tender")
    counted = desk.tenders().annotate(waiting=Subquery(found.values(found=Count("pk"))))
    return counted.filter(waiting__isnull=False)


def _questions_asked(count: int) -> str:
    sentence = ngettext("Answer %(count)s question", "Answer %(count)s questions", count)
    return sentence % {"count": count}


def _answers_drafted(count: int) -> str:
    sentence = ngettext(
        "Publish the Nota van Inlichtingen: %(count)s answer is drafted",
        "Publish the Nota van Inlichtingen: %(count)s answers are drafted",
        count,
    )
    return sentence % {"count": count}


SOURCES = (
    (Permission.TENDER_DRAFT, drafts),
    (Permission.TENDER_REVIEW, reviews),
    (Permission.TENDER_DRAFT, questions),
    (Permission.TENDER_VIEW, own_questions),
    (Permission.TENDER_PUBLISH, requests),
    (Permission.TENDER_AWARD, applications),
)
"""What makes tasks, and what one has to be allowed to get them."""
