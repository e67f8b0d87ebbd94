"""From locked scores to a final award, lot by lot."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.periods import amsterdam, standstill_last_day
from config.shared.queue import later
from procurement.actions.common import locked, require_status
from procurement.actions.tenders import conclude_if_ended
from procurement.enums import CriterionKind, LotStatus, OutcomeReason
from procurement.models import Assessment, AwardDecision, Lot, LotBid, LotOutcome, Tender
from procurement.scoring import Offer, PriceRule, QualityRule, Ruleset, Standing, rank
from procurement.workflows import LOT, LOT_BID


def ranking_of(lot: Lot) -> list[Standing]:
    """The bids that take part, best first, by the formula as published.

    Only once quality is locked: before that the list is empty, as it would show prices.
    """
    if not lot.prices_are_open:
        return []
    return rank(_offers(lot), ruleset_of(lot.tender))


def ruleset_of(tender: Tender) -> Ruleset:
    """The rules of scoring as the tender has them, for its ranking and for a preview of one."""
    criteria = list(tender.criteria.order_by("pk"))
    price = next(one for one in criteria if one.kind == CriterionKind.PRICE)
    return Ruleset(
        PriceRule(price.weight, price.formula, price.scale_best_price, price.scale_zero_price),
        [
            QualityRule(one.pk, one.name, one.weight)
            for one in criteria
            if one.kind == CriterionKind.QUALITY
        ],
    )


def ranking_rows(lot: Lot) -> list[dict[str, Any]]:
    """The ranking as a page shows it: as the decision froze it, else as it stands now.

    The same keys in both cases, amounts as Decimal; see AwardDecision.rows.
    """
    decision = AwardDecision.objects.filter(lot=lot).first()
    return decision.rows if decision else _rows(lot, ranking_of(lot))


def decide_award(
    *, lot: Lot, winner: LotBid, motivation: str, by: User, at: datetime
) -> AwardDecision:
    """Award provisionally to the first in rank, or to one of several that share it.

    The ranking is frozen in the decision.
    """
    with transaction.atomic():
        row: Lot = locked(lot)
        require(by, Permission.TENDER_AWARD, row)
        require_status(row, LotStatus.IN_EVALUATION)
        standings = ranking_of(row)
        if winner.pk not in {one.key for one in standings if one.rank == 1}:
            raise Refused(_("Only a bid that is first in rank can win."), field="winner")
        decision = AwardDecision.objects.create(
            lot=row,
            winner=winner,
            ranking=_frozen(_rows(row, standings)),
            motivation=motivation,
            decided_at=at,
            decided_by=by,
        )
        LOT.apply(row, "award_provisionally", by=by, at=at, reason=motivation)
    return decision


def send_decision(*, lot: Lot, by: User, at: datetime) -> Lot:
    """Tell all bidders of the lot at the same moment; tomorrow is day 1 of the standstill."""
    with transaction.atomic():
        row = LOT.apply(lot, "send_decision", by=by, at=at)
        decision = row.decision
        decision.sent_at, decision.sent_by = at, by
        days = row.tender.standstill_days
        decision.standstill_ends_on = standstill_last_day(amsterdam(at), days)
        decision.save(update_fields=["sent_at", "sent_by", "standstill_ends_on"])
        later("procurement.mail_decision", lot_id=row.pk)
    return row


def award(*, lot: Lot, by: User, at: datetime) -> Lot:
    """Make the award final after the last day of the standstill; the last lot ends the tender."""
    with transaction.atomic():
        row = LOT.apply(lot, "award", by=by, at=at)
        decision = row.decision
        decision.awarded_at, decision.awarded_by = at, by
        decision.save(update_fields=["awarded_at", "awarded_by"])
        LOT_BID.apply(decision.winner, "win", by=by, at=at)
        LOT_BID.apply_many(row.lot_bids.taking_part(), "lose", by=by, at=at)
        row.tender = conclude_if_ended(row.tender, at=at)
        later("accounts.seal_audit")
    return row


def end_without_award(
    *, lot: Lot, outcome: str, explanation: str, by: User, at: datetime
) -> LotOutcome:
    """End a lot without a winner; `outcome` is a value of OutcomeReason."""
    with transaction.atomic():
        row: Lot = locked(lot)
        require(by, Permission.TENDER_AWARD, row)
        require_status(row, *LOT.by_name["end_without_award"].sources)
        ended = LotOutcome.objects.create(
            lot=row,
            reason=OutcomeReason(outcome),
            explanation=explanation,
            recorded_at=at,
            recorded_by=by,
        )
        LOT.apply(row, "end_without_award", by=by, at=at, reason=explanation)
        LOT_BID.apply_many(row.lot_bids.taking_part(), "lose", by=by, at=at)
        row.tender = conclude_if_ended(row.tender, at=at)
        later("procurement.mail_no_award", lot_id=row.pk)
    return ended


def _offers(lot: Lot) -> list[Offer]:
    scores: dict[int, dict[int, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    given = Assessment.objects.filter(lot_bid__lot=lot).order_by("pk")
    seated = given.filter(assessor__in=lot.tender.panel.values("user"))
    for bid, criterion, score in seated.values_list("lot_bid", "criterion", "score"):
        scores[bid][criterion].append(score)
    bids = lot.lot_bids.taking_part().order_by("pk")
    return [Offer(bid.pk, bid.price, scores[bid.pk]) for bid in bids]


def _frozen(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As JSON keeps it: the keys of an object are text."""
    return [
        row | {"quality": {str(key): points for key, points in row["quality"].items()}}
        for row in rows
    ]


def _rows(lot: Lot, standings: Sequence[Standing]) -> list[dict[str, Any]]:
    bids = lot.lot_bids.select_related("bid__provider").in_bulk([one.key for one in standings])
    return [
        {
            "lot_bid": one.key,
            "provider": str(bids[one.key].bid.provider),
            "rank": one.rank,
            "price": one.price,
            "price_points": one.price_points,
            "quality": dict(one.quality),
            "quality_points": one.quality_points,
            "total": one.total,
        }
        for one in standings
    ]
