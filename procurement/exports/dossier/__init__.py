"""The dossier: everything of one tender as a zip, with an index and digests.

Nothing of it is kept: each file is made and sent, and attachments of bids are unsealed on the way.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.bundles import Entry, stream_zip
from config.shared.display import moment
from procurement.exports.dossier import bids, judging, preparing, publishing, trail
from procurement.exports.dossier.shapes import Dossier
from procurement.models import Tender

__all__ = ["dossier_entries", "dossier_name", "dossier_pieces"]

PARTS = (
    preparing.entries,
    publishing.entries,
    bids.opening_entries,
    bids.bid_entries,
    judging.application_entries,
    judging.entries,
    trail.entries,
)
"""The parts in the order of their folders."""


def dossier_entries(tender: Tender, person: User, at: datetime) -> Iterator[Entry]:
    """Every file of the dossier, as far as `person` may see what it holds."""
    dossier = Dossier(tender, person, at)
    for entries in PARTS:
        yield from entries(dossier)


def dossier_name(tender: Tender) -> str:
    """Such as dossier-zv-2026-07.zip."""
    return f"dossier-{slugify(tender.reference)}.zip"


def dossier_pieces(tender: Tender, person: User, at: datetime) -> Iterator[bytes]:
    """The zip in pieces, in Dutch whatever the language of the reader: it goes to the archive.

    A store that lacks a file, or a sealed file that was changed, breaks it off.
    """
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Dossier of %(tender)s") % {"tender": tender}
        about = _about(tender, person, at)
    pieces = stream_zip(dossier_entries(tender, person, at), title=title, about=about)
    while True:
        with translation.override(settings.LANGUAGE_CODE):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _about(tender: Tender, person: User, at: datetime) -> list[str]:
    """What a later reader has to know."""
    made = {"moment": moment(at), "person": person}
    said = [_("Made on %(moment)s by %(person)s.") % made]
    said.append(_("Status of the tender: %(status)s.") % {"status": tender.get_status_display()})
    said.append(_("Confidential: the dossier holds bids, scores, and who asked which question."))
    if tender.region.is_training:
        said.append(_("This is a tender for practice."))
    return said
