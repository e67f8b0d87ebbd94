"""Publication in the dossier: notices, documents, questions with answers, changes, invitations."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from config.shared.bundles import Entry
from config.shared.documents import Block, Facts, Heading, Paragraph
from procurement.exports.clarification import clarification_document
from procurement.exports.dossier.shapes import Dossier, facts, section
from procurement.models import (
    ClarificationRound,
    Invitation,
    Notice,
    Question,
    Rectification,
    TenderDocument,
)
from procurement.ocds import package


def entries(dossier: Dossier) -> Iterator[Entry]:
    """In the order in which they came, with every version of every document."""
    folder, tender = _("2 Publication"), dossier.tender
    title = _("Notices and rectifications")
    yield dossier.paper(f"{folder}/{title}", title, lambda: _notices(dossier))
    documents = dossier.visible(TenderDocument, tender=tender).select_related("replaced_by")
    for document in documents.order_by("uploaded_at", "pk"):
        yield _file(folder, document)
    rounds = dossier.visible(ClarificationRound, tender=tender)
    for made in rounds.select_related("tender__region", "tender__lead_gemeente").order_by("number"):
        yield _round(dossier, folder, made)
    for title, model, blocks in (
        (_("Questions as asked"), Question, _questions),
        (_("Invitations"), Invitation, _invitations),
    ):
        rows = dossier.visible(model, tender=tender).select_related("provider")
        if rows.exists():
            yield _rows(dossier, f"{folder}/{title}", title, rows, blocks)
    if tender.published_at and not tender.region.is_training:
        title = _("Open data (OCDS)")
        yield dossier.data(f"{folder}/{title}", title, package([tender], at=dossier.at))


def _rows(dossier: Dossier, path: str, title: str, rows: Any, blocks: Any) -> Entry:
    return dossier.paper(path, title, lambda: blocks(rows))


def _notices(dossier: Dossier) -> Iterator[Block]:
    yield from section(
        _("Notices on TenderNed"),
        (_("Notice"), _("Number"), _("Published"), _("Recorded by")),
        (
            (notice.get_kind_display(), notice.number, notice.published_at, notice.recorded_by)
            for notice in dossier.visible(Notice, tender=dossier.tender)
            .select_related("recorded_by")
            .order_by("published_at", "pk")
        ),
    )
    yield from section(
        _("Rectifications"),
        (_("Published"), _("What changed and why"), _("Deadline before"), _("Deadline after")),
        (
            (one.published_at, one.text, one.closed_at_before, one.closes_at_after)
            for one in dossier.visible(Rectification, tender=dossier.tender).order_by(
                "published_at", "pk"
            )
        ),
    )


def _file(folder: str, document: TenderDocument) -> Entry:
    """The file itself, as it was uploaded."""
    title = f"{document.title} ({document.get_visibility_display()})"
    if document.replaced_by:
        title = _("%(title)s, replaced by a later version") % {"title": title}
    path = [folder, _("Documents"), document.filename]
    return Entry("/".join(path), _chunks(document), document.uploaded_at, title)


def _chunks(document: TenderDocument) -> Iterator[bytes]:
    with document.file.open("rb") as stored:
        yield from stored.chunks()


def _round(dossier: Dossier, folder: str, made: ClarificationRound) -> Entry:
    return dossier.document(
        f"{folder}/{made}", str(made), lambda: clarification_document(made), made.published_at
    )


def _questions(questions: Any) -> Iterator[Block]:
    """With who asked: this stays with the desk of the region."""
    for number, question in enumerate(questions.order_by("asked_at", "pk"), start=1):
        yield Heading(_("Question %(number)s") % {"number": number})
        yield facts(
            (
                (_("Asked by"), question.provider),
                (_("Asked"), question.asked_at),
                (_("Status"), question.get_status_display()),
                (_("About"), question.subject),
            )
        )
        yield Paragraph(question.text_as_asked)
        if question.answer:
            yield Heading(_("Answer"), level=2)
            yield Paragraph(question.answer)


def _invitations(invitations: Any) -> Iterator[Block]:
    for one in invitations.order_by("provider__legal_name", "pk"):
        yield Heading(str(one.provider))
        yield _invitation(one)


def _invitation(one: Invitation) -> Facts:
    pairs = (
        (_("Asked to take part"), one.requested_at),
        (_("Request to participate"), one.request_text),
        (_("Invited"), one.invited_at),
        (_("Not selected"), one.rejected_at),
        (_("Reason"), one.rejection_reason),
        (_("Declined"), one.declined_at),
        (_("Why not"), one.get_decline_reason_display()),
        (_("Explanation"), one.decline_note),
    )
    return facts(pair for pair in pairs if pair[1])
