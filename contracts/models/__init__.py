"""What was agreed and what is delivered."""

from contracts.models.alerts import ContractAlert
from contracts.models.amendments import Amendment
from contracts.models.capacity import CapacityLine, CapacityShare
from contracts.models.clauses import Clause, ClauseVersion
from contracts.models.contract_sheets import ContractSheet
from contracts.models.contracts import Contract
from contracts.models.cost_basis import CostBasis
from contracts.models.cost_entries import CostEntry, CostEntryShare, FeeOccasion
from contracts.models.costs import CostLine, CostMonth, MonthClosing
from contracts.models.covenant_clauses import ClauseComment, CovenantClause
from contracts.models.covenant_course import (
    AccessionRequest,
    CovenantCheck,
    CovenantIndicator,
    CovenantReview,
    PlacementHours,
)
from contracts.models.covenants import Covenant, CovenantParty
from contracts.models.deliveries import Delivery, DeliveryFinding, DeliveryRow
from contracts.models.duo import DuoExport, DuoLine
from contracts.models.forecasts import IntakeForecast
from contracts.models.groups import CourseGroup, GroupDecision
from contracts.models.guarantees import ContractGuarantee
from contracts.models.indexation import Indexation, IndexationRule, IndexFigure
from contracts.models.invoice_matches import InvoiceFinding, InvoiceMatch, InvoiceMessage
from contracts.models.invoices import Invoice, InvoiceLine
from contracts.models.mappings import ColumnMapping
from contracts.models.papers import Paper, PaperSignature
from contracts.models.placement_course import PlacementEvent, ProgressConversation
from contracts.models.placements import Placement
from contracts.models.return_rules import ReturnRule
from contracts.models.returns import DataTask
from contracts.models.seats import HeadTally, SeatAuthorisation, SeatTally
from contracts.models.statements import Statement, StatementLine, StatementMessage, VatRule
from contracts.models.supervision import SampleCheck, SampleItem
from contracts.models.tariffs import Tariff, TariffInstalment
from contracts.models.terms import (
    ContractKpi,
    RenewalOption,
    SettlementRule,
    SocialReturn,
    TariffBand,
)
from contracts.models.waiting import SeatOffer, WaitingRule, WaitlistEntry

__all__ = [
    "AccessionRequest",
    "Amendment",
    "CapacityLine",
    "CapacityShare",
    "Clause",
    "ClauseComment",
    "ClauseVersion",
    "ColumnMapping",
    "Contract",
    "ContractAlert",
    "ContractGuarantee",
    "ContractKpi",
    "ContractSheet",
    "CostBasis",
    "CostEntry",
    "CostEntryShare",
    "CostLine",
    "CostMonth",
    "CourseGroup",
    "Covenant",
    "CovenantCheck",
    "CovenantClause",
    "CovenantIndicator",
    "CovenantParty",
    "CovenantReview",
    "DataTask",
    "Delivery",
    "DeliveryFinding",
    "DeliveryRow",
    "DuoExport",
    "DuoLine",
    "FeeOccasion",
    "GroupDecision",
    "HeadTally",
    "IndexFigure",
    "Indexation",
    "IndexationRule",
    "IntakeForecast",
    "Invoice",
    "InvoiceFinding",
    "InvoiceLine",
    "InvoiceMatch",
    "InvoiceMessage",
    "MonthClosing",
    "Paper",
    "PaperSignature",
    "Placement",
    "PlacementEvent",
    "PlacementHours",
    "ProgressConversation",
    "RenewalOption",
    "ReturnRule",
    "SampleCheck",
    "SampleItem",
    "SeatAuthorisation",
    "SeatOffer",
    "SeatTally",
    "SettlementRule",
    "SocialReturn",
    "Statement",
    "StatementLine",
    "StatementMessage",
    "Tariff",
    "TariffBand",
    "TariffInstalment",
    "VatRule",
    "WaitingRule",
    "WaitlistEntry",
]
