"""How providers are chosen."""

from procurement.models.admissions import Application, ApplicationAnswer
from procurement.models.awards import (
    AwardDecision,
    Complaint,
    Draw,
    Letter,
    LotOutcome,
    RevokedDecision,
)
from procurement.models.bids import (
    Bid,
    BidEnvelope,
    BidPartner,
    BidReceipt,
    LateBid,
)
from procurement.models.criteria import AwardCriterion, Requirement
from procurement.models.evaluation import (
    Assessment,
    ConsensusScore,
    LowPriceInquiry,
    PanelSeat,
    RepairRequest,
    RequirementCheck,
    with_scoring,
)
from procurement.models.offers import BidAnswer, BidPrice, LotBid
from procurement.models.opening import OpeningRecord, ResealedShare
from procurement.models.planning import (
    ConsultationAnswer,
    ConsultationContact,
    ConsultationQuestion,
    MarketConsultation,
    PlannedBudget,
    PlannedTender,
)
from procurement.models.publication import (
    Invitation,
    Mandate,
    Notice,
    Rectification,
    TenderDocument,
    TenderReview,
)
from procurement.models.questions import ClarificationRound, Question
from procurement.models.rules import LegalRule
from procurement.models.sealed_files import SealedFile
from procurement.models.tenders import Lot, PriceLine, Tender
from procurement.models.vault import ArchivistKey, KeyShare, TenderKey, TenderOfficer, VaultKey

__all__ = [
    "Application",
    "ApplicationAnswer",
    "ArchivistKey",
    "Assessment",
    "AwardCriterion",
    "AwardDecision",
    "Bid",
    "BidAnswer",
    "BidEnvelope",
    "BidPartner",
    "BidPrice",
    "BidReceipt",
    "ClarificationRound",
    "Complaint",
    "ConsensusScore",
    "ConsultationAnswer",
    "ConsultationContact",
    "ConsultationQuestion",
    "Draw",
    "Invitation",
    "KeyShare",
    "LateBid",
    "LegalRule",
    "Letter",
    "Lot",
    "LotBid",
    "LotOutcome",
    "LowPriceInquiry",
    "Mandate",
    "MarketConsultation",
    "Notice",
    "OpeningRecord",
    "PanelSeat",
    "PlannedBudget",
    "PlannedTender",
    "PriceLine",
    "Question",
    "Rectification",
    "RepairRequest",
    "Requirement",
    "RequirementCheck",
    "ResealedShare",
    "RevokedDecision",
    "SealedFile",
    "Tender",
    "TenderDocument",
    "TenderKey",
    "TenderOfficer",
    "TenderReview",
    "VaultKey",
    "with_scoring",
]
