"""Bids, from when two officers opened them, and awards, from when the bidders were told."""

from typing import Any

from procurement.enums import BidStatus, EnvelopeKind, LotBidStatus, LotStatus
from procurement.models import AwardDecision, Bid, Lot, LotBid, Tender
from procurement.ocds.parties import Parties
from procurement.ocds.shapes import filled, first_moment, last_moment, moment, period, value
from procurement.ocds.tenders import lot_id

AWARD_STATUSES = {LotStatus.AWARDED: "active", LotStatus.WITHDRAWN: "cancelled"}


def bids_section(tender: Tender, parties: Parties) -> dict[str, Any] | None:
    """Who bid on which lots; None before the opening. Prices of bids are trade secrets."""
    if not tender.openings.done().filter(kind=EnvelopeKind.QUALITY).exists():
        return None
    bids = list(
        tender.bids.filter(status=BidStatus.OPENED)
        .select_related("provider")
        .prefetch_related("lot_bids__lot")
        .order_by("pk")
    )
    return filled(
        details=[_bid(bid, parties) for bid in bids],
        statistics=[_statistic(lot, bids) for lot in tender.lots.order_by("number")],
    )


def awards_section(tender: Tender, parties: Parties) -> list[dict[str, Any]]:
    """One award per lot of which the decision was sent, or that ended without one."""
    lots = tender.lots.select_related("decision__winner__bid__provider", "outcome")
    return [award for lot in lots.order_by("number") if (award := _award(lot, parties))]


def bid_id(bid: Bid) -> str:
    return f"bid-{bid.pk}"


def _bid(bid: Bid, parties: Parties) -> dict[str, Any]:
    offers = sorted(bid.lot_bids.all(), key=lambda one: one.lot.number)
    return filled(
        id=bid_id(bid),
        date=moment(bid.submitted_at),
        status=_bid_status(offers),
        tenderers=[parties.provider(bid.provider, "tenderer")],
        relatedLots=[lot_id(one.lot) for one in offers],
    )


def _bid_status(offers: list[LotBid]) -> str:
    """Disqualified when it takes part in no lot any more."""
    states = {LotBidStatus(one.status) for one in offers}
    if states and states <= {LotBidStatus.EXCLUDED}:
        return "disqualified"
    return "withdrawn" if states and states <= {LotBidStatus.DROPPED_OUT} else "valid"


def _statistic(lot: Lot, bids: list[Bid]) -> dict[str, Any]:
    entered = [bid for bid in bids if any(one.lot_id == lot.pk for one in bid.lot_bids.all())]
    key = lot_id(lot)
    return {
        "id": f"bids-{key}",
        "measure": "bids",
        "value": len(entered),
        "relatedLot": key,
    }


def _award(lot: Lot, parties: Parties) -> dict[str, Any] | None:
    decision: AwardDecision | None = getattr(lot, "decision", None)
    if decision and decision.sent_at:
        return _won(lot, decision, parties)
    outcome = getattr(lot, "outcome", None)
    if outcome is None:
        return None
    return filled(
        id=f"award-{lot.number}",
        title=lot.title,
        status="unsuccessful",
        statusDetails=outcome.reason or outcome.result,
        date=moment(outcome.recorded_at),
        relatedLots=[lot_id(lot)],
    )


def _won(lot: Lot, decision: AwardDecision, parties: Parties) -> dict[str, Any]:
    """Pending during the standstill. The price of the winner is public with the award."""
    winner = decision.winner
    unit = {"name": lot.get_price_unit_display(), "value": value(winner.price)}
    is_awarded = lot.status == LotStatus.AWARDED
    return filled(
        id=f"award-{lot.number}",
        title=lot.title,
        status=AWARD_STATUSES.get(LotStatus(lot.status), "pending"),
        date=moment(decision.awarded_at if is_awarded else decision.sent_at),
        suppliers=[parties.provider(winner.bid.provider, "supplier")],
        items=[
            filled(
                id=str(lot.number),
                description=lot.title,
                quantity=lot.expected,
                unit=unit if is_awarded else None,
                relatedLot=lot_id(lot),
            )
        ],
        contractPeriod=period(first_moment(lot.first_on), last_moment(lot.last_on)),
        relatedBid=bid_id(winner.bid),
        relatedLots=[lot_id(lot)],
    )
