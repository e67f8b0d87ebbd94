"""The panel and its scores, up to locking them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused, refuse_if
from procurement.actions.common import constraints_refuse, locked, note, require_status
from procurement.enums import CriterionKind, LotBidStatus, LotStatus, TenderStatus
from procurement.models import (
    Assessment,
    AwardCriterion,
    Lot,
    LotBid,
    PanelSeat,
    Tender,
    with_scoring,
)
from procurement.workflows import LOT, LOT_BID, TENDER
from providers.models import ProviderMembership

ENDED = (TenderStatus.CONCLUDED, TenderStatus.WITHDRAWN)


def add_panel_seat(*, tender: Tender, email: str, by: User, at: datetime) -> PanelSeat:
    """Let the person with this address score the tender; nobody who works for a provider."""
    with constraints_refuse(PanelSeat, fields={"panel_seat_once": "email"}):
        row: Tender = locked(tender)
        require(by, Permission.TENDER_DRAFT, row)
        refuse_if(_panel_stands(row))
        seat = PanelSeat.objects.create(tender=row, user=_assessor(email))
        note(row, "add_seat", by=by, at=at, after={"user": seat.user_id})
    return seat


def remove_panel_seat(*, seat: PanelSeat, by: User, at: datetime) -> Tender:
    """Take a seat away from who has not scored yet; returns the tender."""
    with transaction.atomic():
        row: Tender = locked(seat.tender)
        require(by, Permission.TENDER_DRAFT, row)
        refuse_if(_panel_stands(row))
        if Assessment.objects.filter(lot_bid__lot__tender=row, assessor=seat.user).exists():
            raise Refused(_("This person has already scored and keeps the seat."))
        note(row, "remove_seat", by=by, at=at, before={"user": seat.user_id})
        seat.delete()
    return row


def start_evaluation(*, tender: Tender, by: User, at: datetime) -> Tender:
    """Hand the opened bids to the panel: the tender and its lots with bids go into evaluation."""
    with transaction.atomic():
        row = TENDER.apply(tender, "evaluate", by=by, at=at)
        LOT.apply_many(row.lots.all(), "evaluate", by=by, at=at)
    return row


def exclude_lot_bid(*, lot_bid: LotBid, by: User, at: datetime, reason: str) -> LotBid:
    """Leave a bid out of the ranking of its lot, before the award is decided."""
    with transaction.atomic():
        require_status(locked(lot_bid.lot), LotStatus.IN_EVALUATION)
        return LOT_BID.apply(lot_bid, "exclude", by=by, at=at, reason=reason)


def score(
    *,
    lot_bid: LotBid,
    criterion: AwardCriterion,
    score: Decimal,
    motivation: str,
    by: User,
    at: datetime,
) -> Assessment:
    """Give or change one's own score (0 to 10) on one criterion, until quality is locked."""
    with constraints_refuse(Assessment, fields={"assessment_score_0_to_10": "score"}):
        lot: Lot = locked(lot_bid.lot)
        _require_seat(by, lot)
        _require_scorable(lot, lot_bid, criterion)
        values = {"score": score, "motivation": motivation, "scored_at": at}
        key: dict[str, Any] = {"lot_bid": lot_bid, "criterion": criterion, "assessor": by}
        before = Assessment.objects.filter(**key).values("score", "motivation").first()
        given, _made = Assessment.objects.update_or_create(**key, defaults=values)
        after = {"score": score, "motivation": motivation}
        note(given, "scored", by=by, at=at, before=dict(before or {}), after=after)
    return given


def scores_missing(lot: Lot) -> int:
    """How many scores are still to be given: seats x quality criteria x bids that take part."""
    counted = with_scoring(Lot.objects.filter(pk=lot.pk)).get()
    left: int = counted.scores_needed - counted.scores_given
    return left


def missing_for_lock(lot: Lot) -> Sequence[str]:
    """Sentences on what stands in the way of locking the quality scores."""
    left = scores_missing(lot)
    if not left:
        return []
    sentence = ngettext(
        "%(count)s score is still to be given.", "%(count)s scores are still to be given.", left
    )
    return [sentence % {"count": left}]


def lock_quality(*, lot: Lot, by: User, at: datetime) -> Lot:
    """Fix the quality scores of a lot; only then the buying side sees its prices."""
    with transaction.atomic():
        row: Lot = locked(lot)
        require(by, Permission.TENDER_AWARD, row)
        require_status(row, LotStatus.IN_EVALUATION)
        if row.quality_locked_at:
            raise Refused(_("The quality scores are already locked."))
        refuse_if(missing_for_lock(row))
        row.quality_locked_at, row.quality_locked_by = at, by
        row.save(update_fields=["quality_locked_at", "quality_locked_by"])
        note(row, "lock_quality", by=by, at=at)
    return row


def _assessor(email: str) -> User:
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refused(_("Nobody with this e-mail address has an account."), field="email")
    if ProviderMembership.objects.active().filter(user=person).exists():
        raise Refused(_("Somebody who works for a provider cannot score bids."), field="email")
    return person


def _panel_stands(tender: Tender) -> list[str]:
    """Why the panel can no longer change, if so: scores that were locked are of these people."""
    if tender.status in ENDED or tender.lots.filter(quality_locked_at__isnull=False).exists():
        return [_("The panel stands: the quality scores of a lot are locked.")]
    return []


def _require_seat(by: User, lot: Lot) -> None:
    require(by, Permission.TENDER_SCORE, lot)
    if not PanelSeat.objects.filter(tender=lot.tender_id, user=by).exists():
        raise Refused(_("You have no seat in the panel of this tender."))


def _require_scorable(lot: Lot, lot_bid: LotBid, criterion: AwardCriterion) -> None:
    require_status(lot, LotStatus.IN_EVALUATION)
    if lot.quality_locked_at:
        raise Refused(_("The quality scores are locked; nothing can be changed any more."))
    if lot_bid.status != LotBidStatus.ENTERED:
        raise Refused(_("This bid does not take part any more."))
    if criterion.tender_id != lot.tender_id or criterion.kind != CriterionKind.QUALITY:
        raise Refused(_("This criterion is not one that the panel scores."))
