"""Statuses and kinds of the tender room, in OCDS and eForms words."""

from procurement.enums.awards import (
    ComplaintKind,
    ComplaintStatus,
    ConflictStatus,
    LetterKind,
)
from procurement.enums.bids import (
    BidStatus,
    EnvelopeKind,
    LotBidStatus,
    OpenedWith,
    PartnerRole,
)
from procurement.enums.criteria import (
    CriterionKind,
    PriceFormula,
    RequirementKind,
    ScoreMethod,
    TieRule,
)
from procurement.enums.planning import (
    ConsultationStatus,
    ContactKind,
    PlannedStatus,
)
from procurement.enums.publication import (
    ApplicationStatus,
    DeclineReason,
    DocumentVisibility,
    NoticeKind,
    QuestionStatus,
    ReviewVerdict,
)
from procurement.enums.rules import (
    RuleKey,
    RuleUnit,
)
from procurement.enums.tenders import (
    LOT_ENDS,
    FundingSource,
    LotStatus,
    OutcomeReason,
    OutcomeResult,
    PriceKind,
    PriceUnit,
    Procedure,
    TenderKind,
    TenderStatus,
)

__all__ = [
    "LOT_ENDS",
    "ApplicationStatus",
    "BidStatus",
    "ComplaintKind",
    "ComplaintStatus",
    "ConflictStatus",
    "ConsultationStatus",
    "ContactKind",
    "CriterionKind",
    "DeclineReason",
    "DocumentVisibility",
    "EnvelopeKind",
    "FundingSource",
    "LetterKind",
    "LotBidStatus",
    "LotStatus",
    "NoticeKind",
    "OpenedWith",
    "OutcomeReason",
    "OutcomeResult",
    "PartnerRole",
    "PlannedStatus",
    "PriceFormula",
    "PriceKind",
    "PriceUnit",
    "Procedure",
    "QuestionStatus",
    "RequirementKind",
    "ReviewVerdict",
    "RuleKey",
    "RuleUnit",
    "ScoreMethod",
    "TenderKind",
    "TenderStatus",
    "TieRule",
]
