"""Questions about a tender, and the Nota van Inlichtingen that answers them for everyone."""

import re
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from accounts.notices import people_with
from config.shared.display import weekday
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement.actions.audience import (
    CLARIFICATION,
    QUESTION_ASKED,
    QUESTION_ASSIGNED,
    QUESTION_DECLINED,
    concerned_providers,
    tell_officers,
    tell_providers,
)
from procurement.actions.common import assign, locked, note, require_status
from procurement.enums import QuestionStatus, TenderStatus
from procurement.models import ClarificationRound, Lot, Question, Tender
from procurement.terms import Limit, MissingRule, last_legal_clarification
from procurement.workflows import QUESTION
from providers.models import Provider

SUGGESTIONS = 5
OPEN = (QuestionStatus.ASKED, QuestionStatus.ANSWERED)


def ask_question(
    *,
    tender: Tender,
    provider: Provider,
    text: str,
    by: User,
    at: datetime,
    subject: str = "",
    lot: Lot | None = None,
) -> Question:
    """A provider asks something about a published tender, until the deadline for questions."""
    with transaction.atomic():
        row: Tender = locked(tender)
        require(by, Permission.BID_SUBMIT, provider)
        _check_questions_open(row, at)
        question = Question.objects.create(
            tender=row,
            lot=lot,
            provider=provider,
            subject=subject,
            text=text,
            text_as_asked=text,
            asked_at=at,
            asked_by=by,
        )
        QUESTION.record_created(question, by=by, at=at)
        tell_officers(
            row,
            kind=QUESTION_ASKED,
            subject=lambda: _("Question: %(tender)s") % {"tender": row},
            sentence=lambda: _("A question waits for an answer."),
            url=question.get_absolute_url(),
            at=at,
        )
    return question


def assign_question(
    *, question: Question, colleague: User | None, by: User, at: datetime
) -> Question:
    """Ask a colleague of the region to draft the answer; None takes it back to the desk."""
    with transaction.atomic():
        row: Question = locked(question)
        require(by, Permission.TENDER_DRAFT, row)
        require_status(row, *OPEN)
        if colleague and colleague.pk not in {each.pk for each in possible_answerers(row)}:
            raise Refused(_("Choose a colleague of the region."), field="colleague")
        before, after = assign(row, {"assigned_to": colleague})
        row.save(update_fields=["assigned_to"])
        note(row, "assign", by=by, at=at, before=before, after=after, reason=str(colleague or ""))
        if colleague and after:
            tell_officers(
                row.tender,
                to=[colleague],
                kind=QUESTION_ASSIGNED,
                subject=lambda: _("Question for you: %(tender)s") % {"tender": row.tender},
                sentence=lambda: _("%(person)s asks you to draft the answer.") % {"person": by},
                url=row.get_absolute_url(),
                at=at,
            )
    return row


def answer_question(
    *, question: Question, answer: str, text: str = "", by: User, at: datetime
) -> Question:
    """Draft the answer, and with `text` the wording of the question that will be published.

    The desk does so, or the colleague it is assigned to. What was asked stays as it was.
    """
    with transaction.atomic():
        row: Question = locked(question)
        _require_answerer(row, by)
        require_status(row, *OPEN)
        if not answer.strip():
            raise Refused(_("Write the answer first."), field="answer")
        before, after = assign(row, {"text": text.strip() or row.text, "answer": answer.strip()})
        row.save(update_fields=["text", "answer"])
        if "text" in after:
            old, new = {"text": before["text"]}, {"text": after["text"]}
            note(row, "reword", by=by, at=at, before=old, after=new)
        return QUESTION.apply(row, "answer", by=by, at=at)


def decline_question(*, question: Question, by: User, at: datetime, reason: str) -> Question:
    """Do not take a question up; the asker alone reads why, in the place of an answer."""
    with transaction.atomic():
        row = QUESTION.apply(question, "decline", by=by, at=at, reason=reason, answer=reason)
        tell_providers(
            [row.provider],
            tender=row.tender,
            kind=QUESTION_DECLINED,
            subject=lambda: _("Question not taken up: %(tender)s") % {"tender": row.tender},
            sentence=lambda: _("The reason stands with your question."),
            url=row.get_absolute_url(),
            at=at,
        )
    return row


def publish_round(
    *, tender: Tender, by: User, at: datetime, introduction: str = ""
) -> ClarificationRound:
    """Make the next Nota van Inlichtingen of every drafted answer, and tell all at this moment.

    Refused without an answer to publish, after the deadline for bids, and after the last day that
    the terms leave for it; in a region for practice that day only warns.
    """
    with transaction.atomic():
        row: Tender = locked(tender)
        require(by, Permission.TENDER_PUBLISH, row)
        require_status(row, TenderStatus.PUBLISHED)
        answered = list(row.questions.filter(status=QuestionStatus.ANSWERED).order_by("pk"))
        _check_round(row, answered, at)
        last = row.rounds.aggregate(last=Max("number"))["last"] or 0
        made = ClarificationRound.objects.create(
            tender=row,
            number=last + 1,
            introduction=introduction,
            published_at=at,
            published_by=by,
        )
        for question in answered:
            QUESTION.apply(question, "publish", by=by, at=at, round=made)
        note(row, "publish_round", by=by, at=at, after={"round": made.pk}, reason=str(made))
        _tell_round(made, at)
    return made


def clarification_limit(tender: Tender, at: datetime) -> Limit | None:
    """The last day for a Nota van Inlichtingen, and by which rule; None without a deadline.

    Raises MissingRule when no term is set.
    """
    if tender.closes_at is None:
        return None
    case = tender.case(amsterdam(tender.sent_at(at)))
    return last_legal_clarification(case, tender.closes_at)


def late_clarification(tender: Tender, at: datetime) -> str | None:
    """Why it is too late for a Nota van Inlichtingen, as a sentence; None while it is not."""
    try:
        limit = clarification_limit(tender, at)
    except MissingRule as missing:
        return str(missing)
    if limit is None or amsterdam(at) <= limit.on:
        return None
    return _("%(authority)s, %(day)s was the last day; extend the term first.") % {
        "authority": limit.rule.authority,
        "day": weekday(limit.on),
    }


def suggested_answers(question: Question, words: str = "") -> QuerySet[Question]:
    """Earlier questions of the region with a published answer that look most like this one.

    By the Dutch full text of question and answer; `words` searches for something else, in the
    language of search engines. At most SUGGESTIONS rows, one query.
    """
    query = _search(words) if words.strip() else _any_word_of(question.text)
    published = Question.objects.filter(
        tender__region=question.tender.region_id,
        tender__region__is_training=question.tender.region.is_training,
        status=QuestionStatus.PUBLISHED,
    )
    ranked = published.exclude(pk=question.pk).annotate(rank=SearchRank(F("search"), query))
    found = ranked.filter(search=query).select_related("tender", "round")
    return found.order_by("-rank", "-asked_at", "-pk")[:SUGGESTIONS]


def possible_answerers(question: Question) -> QuerySet[User]:
    """Colleagues of the region who see tenders."""
    region = question.tender.region_id
    return people_with(Permission.TENDER_VIEW, region=region).order_by("name", "pk")


def may_answer(question: Question, user: User) -> bool:
    """Whether the person drafts answers here: the desk, or the colleague it is assigned to."""
    is_assigned = question.assigned_to_id == user.pk and user.may(Permission.TENDER_VIEW, question)
    return is_assigned or user.may(Permission.TENDER_DRAFT, question)


def _require_answerer(question: Question, by: User) -> None:
    if not may_answer(question, by):
        raise Refused(_("Your role does not allow this step."))


def _check_questions_open(tender: Tender, at: datetime) -> None:
    require_status(tender, TenderStatus.PUBLISHED)
    closes_at = tender.questions_close_at or tender.closes_at
    if closes_at and closes_at <= at:
        raise Refused(_("The deadline for questions has passed."))


def _check_round(tender: Tender, answered: list[Question], at: datetime) -> None:
    if not answered:
        raise Refused(_("There is no drafted answer to publish."))
    if tender.closes_at and tender.closes_at <= at:
        raise Refused(_("The deadline for bids has passed."))
    late = None if tender.region.is_training else late_clarification(tender, at)
    if late:
        raise Refused(late)


def _tell_round(made: ClarificationRound, at: datetime) -> None:
    tender = made.tender
    tell_providers(
        concerned_providers(tender),
        tender=tender,
        kind=CLARIFICATION,
        subject=lambda: _("%(round)s: %(tender)s") % {"round": made, "tender": tender},
        sentence=lambda: _("Questions have been answered. Read them before you bid."),
        url=made.get_absolute_url(),
        at=at,
    )


def _search(words: str) -> SearchQuery:
    return SearchQuery(words, config="dutch", search_type="websearch")


def _any_word_of(text: str) -> SearchQuery:
    """A question in full is asked for any of its words: all of them would match itself alone."""
    return _search(" or ".join(re.findall(r"\w+", text)))
