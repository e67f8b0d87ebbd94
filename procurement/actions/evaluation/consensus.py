"""The one score of the panel: recorded by the chair, and opened again with a reason."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.errors import Refused
from procurement.actions.common import constraints_refuse, locked, note
from procurement.actions.evaluation.common import (
    chairing_seat,
    evaluated_lot,
    require_scorable,
    require_unlocked,
)
from procurement.actions.evaluation.scores import still_to_hand_in
from procurement.enums import LotStatus, ScoreMethod
from procurement.models import AwardCriterion, ConsensusScore, Lot, LotBid, Tender

FIELDS = {"consensus_score_0_to_10": "score"}


def record_consensus(
    *,
    lot_bid: LotBid,
    criterion: AwardCriterion,
    score: Decimal,
    motivation: str,
    by: User,
    at: datetime,
) -> ConsensusScore:
    """Record the panel's one score (0 to 10) once everybody handed in; by the chair alone."""
    with constraints_refuse(ConsensusScore, fields=FIELDS):
        lot = evaluated_lot(lot_bid.lot)
        chairing_seat(by, lot)
        require_scorable(lot, lot_bid, criterion)
        _require_individual_scores(lot)
        recorded = ConsensusScore.objects.create(
            lot_bid=lot_bid,
            criterion=criterion,
            score=score,
            motivation=motivation,
            recorded_at=at,
            recorded_by=by,
        )
        note(lot, "record_consensus", by=by, at=at, after=_facts(recorded))
    return recorded


def reopen_consensus(
    *, consensus_score: ConsensusScore, reason: str, by: User, at: datetime
) -> LotBid:
    """Take back a recorded consensus, with a reason that stays; returns the bid on the lot."""
    with transaction.atomic():
        lot = evaluated_lot(consensus_score.lot_bid.lot)
        chairing_seat(by, lot)
        require_unlocked(lot)
        if not reason.strip():
            raise Refused(_("Give the reason for this step."), field="reason")
        row: ConsensusScore = locked(consensus_score)
        _reopen(row, lot, by=by, at=at, reason=reason)
    return row.lot_bid


def reopen_all(tender: Tender, *, by: User, at: datetime, reason: str) -> int:
    """Take back every consensus on lots that are not locked; return how many.

    For an action that changed the panel: what was agreed was agreed by other people.
    """
    recorded = ConsensusScore.objects.filter(
        lot_bid__lot__tender=tender,
        lot_bid__lot__status=LotStatus.IN_EVALUATION,
        lot_bid__lot__quality_locked_at__isnull=True,
    )
    found = list(recorded.select_related("lot_bid__lot").order_by("pk"))
    for row in found:
        _reopen(row, row.lot_bid.lot, by=by, at=at, reason=reason)
    return len(found)


def consensus_missing(lot: Lot) -> int:
    """How many consensus scores are still to be recorded; 0 where the mean was announced."""
    if lot.tender.score_method != ScoreMethod.CONSENSUS:
        return 0
    bids = lot.lot_bids.taking_part()
    asked = lot.tender.criteria.quality().count() * bids.count()
    return asked - _recorded(bids).count()


def _recorded(bids: "QuerySet[LotBid]") -> "QuerySet[ConsensusScore]":
    return ConsensusScore.objects.filter(lot_bid__in=bids)


def _require_individual_scores(lot: Lot) -> None:
    if lot.tender.score_method != ScoreMethod.CONSENSUS:
        raise Refused(_("It was announced that the mean of the individual scores counts."))
    if still_to_hand_in(lot):
        raise Refused(_("The consensus begins when everybody has handed in the own scores."))


def _reopen(row: ConsensusScore, lot: Lot, *, by: User, at: datetime, reason: str) -> None:
    note(lot, "reopen_consensus", by=by, at=at, before=_facts(row), reason=reason)
    row.delete()


def _facts(row: ConsensusScore) -> dict[str, Any]:
    return {
        "lot_bid": row.lot_bid_id,
        "criterion": row.criterion_id,
        "score": row.score,
        "motivation": row.motivation,
    }
