"""A covenant as one consolidated text: facts, clauses in their order, parties in an annex."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from config.shared.display import NOTHING, day, long_day
from config.shared.documents import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Signatory,
    Signature,
    Table,
)
from contracts.covenant_text import AgreedText
from contracts.enums import CovenantStatus
from contracts.models import Covenant, CovenantParty

UNFINISHED = (CovenantStatus.DRAFT, CovenantStatus.OFFERED)


def covenant_document(covenant: Covenant, *, is_public: bool = False) -> Document:
    """The text as it reads now, in Dutch; `is_public` leaves out the names of people.

    A text that is not in force yet ends with room for the signatures that are still lacking.
    """
    parties = list(covenant.parties.select_related("gemeente", "provider").order_by("side", "pk"))
    text = covenant.text()
    with translation.override(settings.LANGUAGE_CODE):
        return Document(
            title=covenant.title,
            blocks=(
                *_facts(covenant, text),
                *_clauses(text),
                *_annex(parties, is_public=is_public),
                *_digest(text),
                *_room_to_sign(covenant, parties, is_public=is_public),
            ),
            created_at=_made_at(covenant, parties),
            reference=covenant.reference,
            sender=(str(covenant.region),),
            mark=_mark(covenant),
        )


def _mark(covenant: Covenant) -> str:
    if covenant.region.is_training:
        return _("PRACTICE")
    return _("DRAFT") if covenant.status in UNFINISHED else ""


def _made_at(covenant: Covenant, parties: list[CovenantParty]) -> datetime:
    """The last signature, so that the same covenant gives the same bytes."""
    return max([covenant.created_at, *(one.signed_at for one in parties if one.signed_at)])


def _facts(covenant: Covenant, text: AgreedText) -> Iterator[Block]:
    last = long_day(text.last_on) if text.last_on else _("no last day")
    pairs = [
        (_("Kind"), str(covenant.get_kind_display())),
        (_("First day"), long_day(text.first_on)),
        (_("Last day"), last),
        (_("Review meeting"), _("every %(months)s months") % {"months": text.review_months}),
    ]
    if covenant.ended_on:
        pairs.append((_("Ended"), long_day(covenant.ended_on)))
    yield Facts(tuple(pairs))
    yield Heading(_("Purpose"))
    yield from _paragraphs(text.purpose)


def _clauses(text: AgreedText) -> Iterator[Block]:
    for number, provision in enumerate(text.provisions, start=1):
        yield Heading(f"{number}. {provision.title}")
        yield from _paragraphs(provision.text)


def _paragraphs(text: str) -> Iterator[Block]:
    """An empty line parts paragraphs; a single line end begins a new line."""
    for part in text.split("\n\n"):
        if part.strip():
            yield Paragraph(part.strip())


def _annex(parties: list[CovenantParty], *, is_public: bool) -> Iterator[Block]:
    yield Heading(_("Annex: parties"))
    shown = [party for party in parties if party.signed_at or not is_public]
    if not shown:
        yield Paragraph(_("No parties have been named yet."))
        return
    labels = [_("Party"), _("Side"), _("Signed on"), _("Left on")]
    if not is_public:
        labels.insert(2, _("Signed by"))
    rows = tuple(_party_row(party, is_public=is_public) for party in shown)
    yield Table(tuple(Column(label) for label in labels), rows)


def _party_row(party: CovenantParty, *, is_public: bool) -> tuple[str, ...]:
    signer = ", ".join(part for part in (party.signatory_name, party.signatory_role) if part)
    name, side = str(party), str(party.get_side_display())
    signed = (day(party.signed_on), day(party.left_on))
    return (name, side, *signed) if is_public else (name, side, signer or NOTHING, *signed)


def _digest(text: AgreedText) -> Iterator[Block]:
    yield Note(
        (
            _("Every signature stands under the text above, without the annex."),
            _("SHA-256 of the text: %(digest)s") % {"digest": text.digest()},
        ),
        title=_("To check the text"),
    )


def _room_to_sign(
    covenant: Covenant, parties: list[CovenantParty], *, is_public: bool
) -> Iterator[Block]:
    waiting = [party for party in parties if not party.signed_at and not party.left_on]
    if covenant.status == CovenantStatus.OFFERED and waiting and not is_public:
        role = _("name, function, day and signature")
        people = tuple(Signatory(str(party), role) for party in waiting)
        yield Signature(_("Agreed and signed,"), people)
