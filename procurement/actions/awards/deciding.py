"""The award decision: taken in private, then sent to all bidders at the same moment."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused, refuse_if
from config.shared.periods import amsterdam
from config.shared.queue import later
from procurement.actions.awards.choosing import choice_of
from procurement.actions.common import require_status
from procurement.actions.letters import seal_letters, write_letters
from procurement.actions.outcomes import locked_lot
from procurement.actions.ranking import frozen, ranking_of
from procurement.actions.standstill import standstill_of
from procurement.actions.telling import tell_decision
from procurement.enums import LotBidStatus, LotStatus
from procurement.models import AwardDecision, Lot, LotBid
from procurement.workflows import LOT


def decide_award(
    *, lot: Lot, winner: LotBid, motivation: str, by: User, at: datetime
) -> AwardDecision:
    """Award provisionally to a bid that may win; `choice_of` says which those are.

    The ranking is frozen in the decision, and a letter to each bidder is made ready.
    """
    with transaction.atomic():
        row = locked_lot(lot)
        require(by, Permission.TENDER_AWARD, row)
        require_status(row, LotStatus.IN_EVALUATION)
        refuse_if(missing_for_decision(row))
        _require_candidate(row, winner)
        decision = AwardDecision.objects.create(
            lot=row,
            winner=winner,
            ranking=frozen(ranking_of(row)),
            motivation=motivation,
            decided_at=at,
            decided_by=by,
        )
        LOT.apply(row, "award_provisionally", by=by, at=at, reason=motivation)
        write_letters(decision=decision, by=by, at=at)
    return decision


def send_decision(*, lot: Lot, by: User, at: datetime) -> Lot:
    """Send every bidder the own letter; the day after the sending is day 1 of the standstill."""
    with transaction.atomic():
        row = LOT.apply(locked_lot(lot), "send_decision", by=by, at=at)
        decision = row.decision
        limit = standstill_of(row.tender, amsterdam(at))
        decision.sent_at, decision.sent_by = at, by
        decision.standstill_ends_on = limit.on
        decision.save(update_fields=["sent_at", "sent_by", "standstill_ends_on"])
        seal_letters(decision=decision, limit=limit, at=at)
        tell_decision(lot=row, at=at)
        later("procurement.mail_decision", lot_id=row.pk)
    return row


def missing_for_decision(lot: Lot) -> Sequence[str]:
    """Sentences on what stands in the way of deciding, apart from the choice itself."""
    unpriced = lot.lot_bids.taking_part().filter(compared_price__isnull=True)
    return [
        _("The price of %(provider)s could not be opened: exclude that bid first.")
        % {"provider": one.bid.provider}
        for one in unpriced.select_related("bid__provider").order_by("pk")
        if lot.prices_are_open
    ]


def _require_candidate(lot: Lot, winner: LotBid) -> None:
    choice = choice_of(lot)
    if choice.to_draw:
        raise Refused(_("Bids are equal and lots are to be drawn: record the draw first."))
    if winner.pk not in choice.keys:
        raise Refused(
            _("Only a bid that is first in rank can win, within the lots that one may win."),
            field="winner",
        )
    if lot.lot_bids.get(pk=winner.pk).status != LotBidStatus.ADMISSIBLE:
        raise Refused(_("Judge first whether the bid meets the requirements."), field="winner")
