"""Taking an award decision back: its winner dropped out, or it turned out to be wrong."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.errors import Refused
from config.shared.queue import later
from procurement.actions.common import require_status
from procurement.actions.outcomes import locked_lot
from procurement.actions.telling import tell_revocation
from procurement.enums import LotBidStatus, LotStatus, TenderStatus
from procurement.models import AwardDecision, Letter, Lot, LotBid, LotOutcome, RevokedDecision
from procurement.workflows import LOT, LOT_BID, TENDER

COPIED = (
    "lot",
    "winner",
    "ranking",
    "motivation",
    "decided_at",
    "decided_by",
    "sent_at",
    "sent_by",
)
ENDED_BIDS = (LotBidStatus.LOST, LotBidStatus.WON)


def revoke_decision(*, lot: Lot, reason: str, by: User, at: datetime) -> Lot:
    """Take the decision back; the bids that are left are ranked again for a new one.

    Also after the final award, as long as no contract is concluded: a tender that was concluded
    then goes on. Who got the decision is told, with the reason.
    """
    with transaction.atomic():
        row = locked_lot(lot)
        tender = row.tender
        require_status(tender, TenderStatus.IN_EVALUATION, TenderStatus.CONCLUDED)
        moved = LOT.apply(row, "revoke", by=by, at=at, reason=reason)
        was_sent = retire_decision(lot=moved, reason=reason, by=by, at=at)
        LotOutcome.objects.filter(lot=moved).delete()
        ended = moved.lot_bids.filter(status__in=ENDED_BIDS)
        LOT_BID.apply_many(ended, "restore", by=by, at=at, reason=reason)
        if tender.status == TenderStatus.CONCLUDED:
            tender = TENDER.apply(tender, "reopen", by=by, at=at, reason=reason)
        moved.tender = tender
        if was_sent:
            tell_revocation(lot=moved, at=at)
            later("procurement.mail_revocation", lot_id=moved.pk)
    return moved


def drop_out(*, lot_bid: LotBid, reason: str, by: User, at: datetime) -> LotBid:
    """A bidder takes no further part in a lot; a decision to award to it no longer stands.

    Who is next in rank can then win by a new decision, with a new standstill.
    """
    with transaction.atomic():
        lot = locked_lot(lot_bid.lot)
        if AwardDecision.objects.filter(lot=lot, winner=lot_bid).exists():
            revoke_decision(lot=lot, reason=reason, by=by, at=at)
        elif lot.status != LotStatus.IN_EVALUATION:
            raise Refused(
                _("A bidder that does not win can drop out while the lot is in evaluation.")
            )
        return LOT_BID.apply(lot_bid, "drop_out", by=by, at=at, reason=reason)


def retire_decision(*, lot: Lot, reason: str, by: User, at: datetime) -> bool:
    """Keep the lot's decision as one that no longer stands; returns whether it had been sent.

    Letters that were not sent disappear with it. Refused while a contract leans on the decision.
    """
    decision = AwardDecision.objects.filter(lot=lot).first()
    if decision is None:
        return False
    copied = {name: getattr(decision, name) for name in COPIED}
    RevokedDecision.objects.create(**copied, revoked_at=at, revoked_by=by, reason=reason)
    Letter.objects.waiting().filter(lot_bid__lot=lot).delete()
    try:
        decision.delete()
    except ProtectedError as error:
        raise Refused(
            _("A contract was drafted from this decision. Remove that draft first.")
        ) from error
    return decision.sent_at is not None
