"""What every step of the evaluation asks first."""

from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from procurement.actions.common import locked, require_status
from procurement.enums import CriterionKind, LotBidStatus, LotStatus
from procurement.models import AwardCriterion, Lot, LotBid, PanelSeat

TAKING_PART = (LotBidStatus.ENTERED, LotBidStatus.ADMISSIBLE)


def evaluated_lot(lot: Lot) -> Lot:
    """The lot as it stands, locked until the transaction ends; Refused unless in evaluation."""
    row: Lot = locked(lot)
    require_status(row, LotStatus.IN_EVALUATION)
    return row


def require_unlocked(lot: Lot) -> None:
    """Raise Refused once the quality scores of the lot are locked."""
    if lot.quality_locked_at:
        raise Refused(_("The quality scores are locked; nothing can be changed any more."))


def scoring_seat(by: User, lot: Lot) -> PanelSeat:
    """The seat by which the person scores; Refused without one, or before declaring."""
    require(by, Permission.TENDER_SCORE, lot)
    seat = PanelSeat.objects.scoring().filter(tender=lot.tender_id, user=by).first()
    if seat is None:
        raise Refused(_("You have no seat in the panel of this tender."))
    return seat


def chairing_seat(by: User, lot: Lot) -> PanelSeat:
    """The seat of the chair; Refused for everybody else."""
    seat = scoring_seat(by, lot)
    if not seat.is_chair:
        raise Refused(_("The chair of the panel records the consensus."))
    return seat


def require_scorable(lot: Lot, lot_bid: LotBid, criterion: AwardCriterion) -> None:
    """Raise Refused unless the panel can score this criterion of this bid now."""
    require_unlocked(lot)
    if locked(lot_bid).status not in TAKING_PART:
        raise Refused(_("This bid does not take part any more."))
    if criterion.tender_id != lot.tender_id or criterion.kind != CriterionKind.QUALITY:
        raise Refused(_("This criterion is not one that the panel scores."))
