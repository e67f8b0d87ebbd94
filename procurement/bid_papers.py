"""A bid on paper, for the bidder: everything that was filled in, part by part."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.shared.display import moment
from config.shared.documents import Block, Document, Facts, Heading, Note, Paragraph
from procurement.forms import Section
from procurement.models import Bid


def bid_paper(bid: Bid, sections: list[Section], *, at: datetime) -> Document:
    """The working copy as a report; what was submitted before may differ from it."""
    said = {"tender": bid.tender, "provider": bid.provider}
    return Document(
        title=_("Bid of %(provider)s on %(tender)s") % said,
        blocks=(_warning(at), *(block for section in sections for block in _blocks(section))),
        created_at=at,
        language=get_language() or "nl",
        reference=bid.tender.reference,
        mark=_("PRACTICE") if bid.tender.region.is_training else "",
    )


def _warning(at: datetime) -> Note:
    return Note(
        (
            _("This is your working copy at %(moment)s; it is no proof that you submitted.")
            % {"moment": moment(at)},
            _("After you submit nobody can read the bid until it is opened. Keep this copy."),
        ),
        title=_("Confidential"),
    )


def _blocks(section: Section) -> Iterator[Block]:
    yield Heading(section.title)
    if section.rows:
        yield Facts(tuple((label, text) for label, text in section.rows))
    else:
        yield Paragraph(_("Nothing filled in."))
