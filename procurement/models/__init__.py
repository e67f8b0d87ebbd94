"""How providers are chosen."""

from procurement.models.awards import AwardDecision, LotOutcome
from procurement.models.bids import Bid, BidReceipt, LotBid, OpeningRecord
from procurement.models.evaluation import Assessment, PanelSeat, with_scoring
from procurement.models.tenders import AwardCriterion, Lot, Tender

__all__ = [
    "Assessment",
    "AwardCriterion",
    "AwardDecision",
    "Bid",
    "BidReceipt",
    "Lot",
    "LotBid",
    "LotOutcome",
    "OpeningRecord",
    "PanelSeat",
    "Tender",
    "with_scoring",
]
