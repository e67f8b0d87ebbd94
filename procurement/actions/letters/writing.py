"""Making letters ready at the decision, and freezing them when they are sent."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.documents import Document, document_of, kept
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement import terms
from procurement.actions.common import locked, note
from procurement.actions.letters.composing import Sending, compose
from procurement.actions.standstill import standstill_of
from procurement.actions.telling import bidders_on
from procurement.enums import LetterKind, LotBidStatus
from procurement.models import AwardDecision, Letter, LotBid


def write_letters(*, decision: AwardDecision, by: User, at: datetime) -> list[Letter]:
    """Make a letter ready for each bidder on the lot, apart from those that dropped out."""
    return Letter.objects.bulk_create(
        Letter(
            lot_bid=lot_bid,
            kind=_kind(decision, lot_bid),
            content={"remarks": ""},
            written_at=at,
            written_by=by,
        )
        for lot_bid in bidders_on(decision.lot)
    )


def change_remarks(*, letter: Letter, remarks: str, by: User, at: datetime) -> Letter:
    """Say more to one bidder in its letter, until the decision is sent."""
    with transaction.atomic():
        row: Letter = locked(letter)
        require(by, Permission.TENDER_AWARD, row)
        if row.sent_at:
            raise Refused(_("This letter was sent; it cannot be changed any more."))
        before = row.content["remarks"]
        row.content = row.content | {"remarks": remarks}
        row.save(update_fields=["content"])
        was, now = {"remarks": before}, {"remarks": remarks}
        note(row, "updated", by=by, at=at, before=was, after=now)
    return row


def seal_letters(*, decision: AwardDecision, limit: terms.Limit, at: datetime) -> list[Letter]:
    """Freeze what each bidder reads, with the day of sending and the end of the standstill."""
    sending = Sending.of(decision, limit, at)
    letters = list(
        Letter.objects.waiting()
        .filter(lot_bid__lot=decision.lot_id)
        .select_related("lot_bid__bid__provider")
        .order_by("pk")
    )
    for letter in letters:
        letter.content = letter.content | {"document": kept(_composed(letter, sending))}
        letter.sent_at = at
    Letter.objects.bulk_update(letters, ["content", "sent_at"])
    return letters


def document_of_letter(letter: Letter, at: datetime) -> Document:
    """The letter as it was sent, word for word; before that as it would be if it were sent now."""
    if letter.sent_at:
        return document_of(letter.content["document"])
    decision = AwardDecision.objects.select_related("lot__tender__region").get(
        lot=letter.lot_bid.lot_id
    )
    limit = standstill_of(decision.lot.tender, amsterdam(at))
    return _composed(letter, Sending.of(decision, limit, at))


def _composed(letter: Letter, sending: Sending) -> Document:
    with translation.override(settings.LANGUAGE_CODE):
        return compose(letter, sending)


def _kind(decision: AwardDecision, lot_bid: LotBid) -> LetterKind:
    if lot_bid.pk == decision.winner_id:
        return LetterKind.WINNER
    excluded = lot_bid.status == LotBidStatus.EXCLUDED
    return LetterKind.EXCLUDED if excluded else LetterKind.LOSER
