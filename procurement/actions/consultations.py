"""Asking the market: questions to all at the same moment, answers kept, contacts recorded."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Region, User
from accounts.notices import notify, people_with
from config.shared.display import deadline
from config.shared.errors import Refused
from procurement.actions.common import assign, constraints_refuse, locked, note, require_status
from procurement.enums import ConsultationStatus
from procurement.models import (
    ConsultationAnswer,
    ConsultationContact,
    ConsultationQuestion,
    MarketConsultation,
    Tender,
)
from procurement.workflows import CONSULTATION
from providers.models import Provider

OPENED = "procurement.consultation_opened"
SHARED = "procurement.consultation_shared"
CLOSED = "procurement.consultation_closed"


def draft_consultation(
    *, region: Region, questions: Sequence[str], by: User, at: datetime, **fields: Any
) -> MarketConsultation:
    """Begin a consultation with its questions, in order; nobody outside the region sees it."""
    consultation = MarketConsultation(region=region, created_at=at, created_by=by, **fields)
    require(by, Permission.TENDER_DRAFT, consultation)
    _check_tender(consultation)
    with constraints_refuse(MarketConsultation, ConsultationQuestion):
        consultation.save(force_insert=True)
        _set_questions(consultation, questions)
        CONSULTATION.record_created(consultation, by=by, at=at)
    return consultation


def change_consultation(
    *,
    consultation: MarketConsultation,
    questions: Sequence[str],
    by: User,
    at: datetime,
    **changes: Any,
) -> MarketConsultation:
    """Change a draft; `questions` take the place of those that stand."""
    with constraints_refuse(MarketConsultation, ConsultationQuestion):
        row = _locked_for(consultation, by, ConsultationStatus.DRAFT)
        before, after = assign(row, changes)
        _check_tender(row)
        row.save(update_fields=list(changes))
        before["questions"] = _texts(row)
        _set_questions(row, questions)
        after["questions"] = _texts(row)
        if before != after:
            note(row, "updated", by=by, at=at, before=before, after=after)
    return row


def open_consultation(
    *, consultation: MarketConsultation, by: User, at: datetime
) -> MarketConsultation:
    """Show the questions to all providers, and tell those of the region, in one transaction."""
    with transaction.atomic():
        row = CONSULTATION.apply(consultation, "open", by=by, at=at)
        _tell_all(
            row,
            kind=OPENED,
            subject=lambda: _("Market consultation: %(title)s") % {"title": row.title},
            sentence=lambda: (
                _("%(region)s asks what you think. Answers until %(moment)s.")
                % {"region": row.region, "moment": deadline(row.closes_at)}
            ),
            at=at,
        )
    return row


def answer_consultation(
    *,
    consultation: MarketConsultation,
    provider: Provider,
    answers: Mapping[int, str],
    by: User,
    at: datetime,
) -> MarketConsultation:
    """Keep what a provider answers, by the id of the question; an empty text takes it back.

    Can be done again until the consultation closes. Refused after that, and for a question of
    another consultation.
    """
    with transaction.atomic():
        row: MarketConsultation = locked(consultation)
        require(by, Permission.BID_SUBMIT, provider)
        _check_runs(row, at)
        if set(answers) - set(row.questions.values_list("pk", flat=True)):
            raise Refused(_("This is no question of this consultation."))
        for question, text in answers.items():
            _keep_answer(question, provider, text.strip(), by=by, at=at)
    return row


def close_consultation(
    *, consultation: MarketConsultation, by: User | None, at: datetime
) -> MarketConsultation:
    """No answers any more; `by` None is the clock. The region is told."""
    with transaction.atomic():
        row = CONSULTATION.apply(consultation, "close", by=by, at=at)
        notify(
            kind=CLOSED,
            to=people_with(Permission.TENDER_DRAFT, region=row.region_id),
            subject=lambda: _("Consultation closed: %(title)s") % {"title": row.title},
            sentence=lambda: _("The answers stand side by side."),
            url=row.get_absolute_url(),
            at=at,
            about=row,
            organisation=f"region:{row.region_id}",
            is_training=row.region.is_training,
        )
    return row


def close_overdue_consultations(*, at: datetime) -> int:
    """Close each open consultation whose moment has passed; return how many were."""
    overdue = MarketConsultation.objects.filter(status=ConsultationStatus.OPEN, closes_at__lte=at)
    closed = 0
    for consultation in overdue.order_by("closes_at", "pk"):
        with suppress(Refused):  # a colleague was first
            close_consultation(consultation=consultation, by=None, at=at)
            closed += 1
    return closed


def link_consultation(
    *, consultation: MarketConsultation, tender: Tender | None, by: User, at: datetime
) -> MarketConsultation:
    """Say for which tender the consultation was held; its record then belongs to that file."""
    with transaction.atomic():
        row = _locked_for(consultation, by, *ConsultationStatus.values)
        before, after = assign(row, {"tender": tender})
        _check_tender(row)
        row.save(update_fields=["tender"])
        if after:
            note(row, "link", by=by, at=at, before=before, after=after, reason=str(tender or ""))
    return row


def record_contact(
    *, consultation: MarketConsultation, by: User, at: datetime, **fields: Any
) -> ConsultationContact:
    """Write down a contact with one provider; `fields` are columns of ConsultationContact."""
    with constraints_refuse(ConsultationContact):
        opened = (ConsultationStatus.OPEN, ConsultationStatus.CLOSED)
        row = _locked_for(consultation, by, *opened)
        contact = ConsultationContact.objects.create(
            consultation=row, recorded_at=at, recorded_by=by, **fields
        )
        note(row, "record_contact", by=by, at=at, reason=str(contact))
    return contact


def share_contact(
    *, contact: ConsultationContact, text: str, by: User, at: datetime
) -> ConsultationContact:
    """Let all read, at the same moment, what one provider learned; `text` names nobody."""
    with transaction.atomic():
        row: ConsultationContact = locked(contact)
        require(by, Permission.TENDER_DRAFT, row)
        if row.shared_at is not None:
            raise Refused(_("This was already shared with all."))
        if not text.strip():
            raise Refused(_("Write what all providers are to know."), field="text")
        assign(row, {"shared_text": text.strip(), "shared_at": at, "shared_by": by})
        row.save(update_fields=["shared_text", "shared_at", "shared_by"])
        above = row.consultation
        note(above, "share", by=by, at=at, reason=row.shared_text)
        _tell_all(
            above,
            kind=SHARED,
            subject=lambda: _("Information on: %(title)s") % {"title": above.title},
            sentence=lambda: _("The region shares something with all providers."),
            at=at,
        )
    return row


def consulted_providers(consultation: MarketConsultation) -> QuerySet[Provider]:
    """Who is told of everything, all alike: whom the region admitted, and whoever answered."""
    admitted = Provider.objects.known_in(consultation.region_id)
    answers = ConsultationAnswer.objects.filter(
        question__consultation=consultation, provider=OuterRef("pk")
    )
    return Provider.objects.filter(Q(pk__in=admitted.values("pk")) | Exists(answers)).order_by("pk")


def _tell_all(
    consultation: MarketConsultation,
    *,
    kind: str,
    subject: Callable[[], str],
    sentence: Callable[[], str],
    at: datetime,
) -> None:
    for provider in consulted_providers(consultation):
        notify(
            kind=kind,
            to=people_with(Permission.BID_SUBMIT, provider_id=provider.pk),
            subject=subject,
            sentence=sentence,
            url=consultation.get_absolute_url(),
            at=at,
            about=consultation,
            organisation=f"provider:{provider.pk}",
            is_training=consultation.region.is_training,
        )


def _locked_for(consultation: MarketConsultation, by: User, *statuses: str) -> MarketConsultation:
    row: MarketConsultation = locked(consultation)
    require(by, Permission.TENDER_DRAFT, row)
    require_status(row, *statuses)
    return row


def _check_runs(consultation: MarketConsultation, at: datetime) -> None:
    require_status(consultation, ConsultationStatus.OPEN)
    if consultation.closes_at is None or consultation.closes_at <= at:
        raise Refused(_("The consultation has closed: answers are no longer taken in."))


def _check_tender(consultation: MarketConsultation) -> None:
    tender = consultation.tender
    if tender is not None and tender.region_id != consultation.region_id:
        raise Refused(_("Choose a tender of the region."), field="tender")


def _set_questions(consultation: MarketConsultation, texts: Sequence[str]) -> None:
    consultation.questions.all().delete()
    ConsultationQuestion.objects.bulk_create(
        ConsultationQuestion(consultation=consultation, number=number, text=text)
        for number, text in enumerate(texts, start=1)
    )


def _texts(consultation: MarketConsultation) -> list[str]:
    return list(consultation.questions.order_by("number").values_list("text", flat=True))


def _keep_answer(question: int, provider: Provider, text: str, *, by: User, at: datetime) -> None:
    """Write only what differs, so that the moment says when it was last changed."""
    standing = ConsultationAnswer.objects.filter(question_id=question, provider=provider)
    if not text:
        standing.delete()
    elif not standing.filter(text=text).exists():
        ConsultationAnswer.objects.update_or_create(
            question_id=question,
            provider=provider,
            defaults={"text": text, "answered_at": at, "answered_by": by},
        )
