"""Files of a tender: kept after a look inside and a scan, never thrown away, only replaced."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.scanning import refuse_infected
from config.shared.uploads import DOCUMENTS, Examined, FileKind, examined
from procurement.actions.audience import DOCUMENT, concerned_providers, tell_providers
from procurement.actions.common import locked, note
from procurement.enums import DocumentVisibility, TenderStatus
from procurement.models import Tender, TenderDocument

KINDS = (*DOCUMENTS, FileKind.PNG, FileKind.JPEG, FileKind.ZIP)
"""What can be a document of a tender."""
ENDED = (TenderStatus.CONCLUDED, TenderStatus.WITHDRAWN)
WIDENING = (
    DocumentVisibility.NEVER,
    DocumentVisibility.AFTER_AWARD,
    DocumentVisibility.INVITED,
    DocumentVisibility.PUBLIC,
)
"""Each one lets more people read, or earlier, than the one before it."""


def add_document(
    *, tender: Tender, title: str, visibility: str, file: File, by: User, at: datetime
) -> TenderDocument:
    """Keep a file with the tender; who may read it is told when the tender is published.

    Refused for a file that is too large, of a kind that is not taken, or in which a virus is found.
    """
    found = _checked(file)
    with transaction.atomic():
        row = _locked_running(tender, by)
        document = _kept(row, title, visibility, file, found, by, at)
        note(row, "add_document", by=by, at=at, after=_plain(document), reason=title)
        _tell(document, at)
    return document


def replace_document(
    *, document: TenderDocument, file: File, by: User, at: datetime
) -> TenderDocument:
    """Put a new version in the place of a document; the old one stays and can still be read."""
    found = _checked(file)
    with transaction.atomic():
        tender = _locked_running(document.tender, by)
        old: TenderDocument = locked(document)
        if old.replaced_by_id:
            raise Refused(_("There is a newer version already: replace that one."))
        new = _kept(tender, old.title, old.visibility, file, found, by, at)
        old.replaced_by = new
        old.save(update_fields=["replaced_by"])
        changes = {"before": _plain(old), "after": _plain(new)}
        note(tender, "replace_document", by=by, at=at, reason=old.title, **changes)
        _tell(new, at)
    return new


def change_document(
    *, document: TenderDocument, title: str, visibility: str, by: User, at: datetime
) -> TenderDocument:
    """Give a document another title, or let others read it.

    Once the tender is published a document may be shown to more people, never to fewer.
    """
    with transaction.atomic():
        tender = _locked_running(document.tender, by)
        row: TenderDocument = locked(document)
        _check_widening(tender, row.visibility, visibility)
        before, widened = _plain(row), row.visibility != visibility
        row.title, row.visibility = title, visibility
        row.save(update_fields=["title", "visibility"])
        changes = {"before": before, "after": _plain(row)}
        note(tender, "change_document", by=by, at=at, reason=title, **changes)
        if widened:
            _tell(row, at)
    return row


def _checked(file: File) -> Examined:
    found = examined(file, kinds=KINDS, maximum_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    refuse_infected(file)
    return found


def _locked_running(tender: Tender, by: User) -> Tender:
    row: Tender = locked(tender)
    require(by, Permission.TENDER_DRAFT, row)
    if row.status in ENDED:
        raise Refused(_("The tender has ended: its documents stand."))
    return row


def _kept(
    tender: Tender,
    title: str,
    visibility: str,
    file: File,
    found: Examined,
    by: User,
    at: datetime,
) -> TenderDocument:
    document = TenderDocument(
        tender=tender,
        title=title,
        visibility=visibility,
        filename=found.name,
        kind=found.kind,
        size=found.size,
        sha256=found.sha256,
        uploaded_at=at,
        uploaded_by=by,
    )
    document.file.save(found.name, file, save=False)
    document.save(force_insert=True)
    return document


def _check_widening(tender: Tender, before: str, after: str) -> None:
    order = [str(each) for each in WIDENING]
    if tender.published_at and order.index(after) < order.index(before):
        raise Refused(
            _("What could be read since the publication stays readable."), field="visibility"
        )


def _tell(document: TenderDocument, at: datetime) -> None:
    """All who may read it hear of a new document, once the tender is published."""
    readable = (DocumentVisibility.PUBLIC, DocumentVisibility.INVITED)
    tender = document.tender
    if not tender.published_at or document.visibility not in readable:
        return
    providers = concerned_providers(tender)
    if document.visibility == DocumentVisibility.INVITED:
        invited = tender.invitations.filter(invited_at__isnull=False)
        providers = providers.filter(pk__in=invited.values("provider"))
    tell_providers(
        providers,
        tender=tender,
        kind=DOCUMENT,
        subject=lambda: _("New document: %(tender)s") % {"tender": tender},
        sentence=lambda: _("“%(title)s” can be read with the tender.") % {"title": document.title},
        at=at,
    )


def _plain(document: TenderDocument) -> dict[str, Any]:
    """The document as it stands in the tender's history."""
    names = ("title", "visibility", "filename", "size", "sha256")
    return {"document": document.pk} | {name: getattr(document, name) for name in names}
