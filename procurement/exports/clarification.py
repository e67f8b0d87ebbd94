"""A Nota van Inlichtingen as a document: what everyone may read, and never who asked."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from config.shared.display import deadline
from config.shared.documents import Block, Document, Facts, Heading, Note, Paragraph
from procurement.models import ClarificationRound, Question


def clarification_document(made: ClarificationRound) -> Document:
    """The round with its questions in the order in which they are numbered; in Dutch.

    Two queries. The same round always gives the same document: it is append-only.
    """
    tender = made.tender
    with translation.override(settings.LANGUAGE_CODE):
        return Document(
            title=f"{made} - {tender.title}",
            blocks=(*_head(made), *_questions(questions_of(made))),
            created_at=made.published_at,
            reference=tender.reference,
            sender=(str(tender.lead_gemeente), str(tender.region)),
            mark=_("PRACTICE") if tender.region.is_training else "",
        )


def questions_of(made: ClarificationRound) -> Iterable[Question]:
    """The questions of a round in order; one query, without a word on who asked."""
    shown = ("subject", "text", "answer", "lot__number", "lot__title", "round")
    rows = made.questions.select_related("lot").only(*shown)
    return rows.order_by("lot__number", "asked_at", "pk")


def _head(made: ClarificationRound) -> Iterator[Block]:
    tender = made.tender
    facts = [
        (_("Tender"), str(tender)),
        (_("Published"), deadline(made.published_at)),
    ]
    if tender.closes_at:
        facts.append((_("Deadline for bids"), deadline(_deadline_then(made))))
    yield Facts(tuple(facts))
    if made.introduction:
        yield Paragraph(made.introduction)
    yield Note(
        (
            _(
                "Every provider reads these answers at the same moment. "
                "They are part of the tender documents."
            ),
        )
    )


def _deadline_then(made: ClarificationRound) -> datetime | None:
    """The deadline as it was when the round was published: later changes do not reach it."""
    later = made.tender.rectifications.filter(published_at__gt=made.published_at)
    first = later.order_by("published_at", "pk").first()
    return first.closed_at_before if first else made.tender.closes_at


def _questions(questions: Iterable[Question]) -> Iterator[Block]:
    for number, question in enumerate(questions, start=1):
        yield Heading(_("Question %(number)s") % {"number": number})
        about = [str(part) for part in (question.lot, question.subject) if part]
        if about:
            yield Facts(((_("About"), ", ".join(about)),))
        yield Paragraph(question.text)
        yield Heading(_("Answer"), level=2)
        yield Paragraph(question.answer)
