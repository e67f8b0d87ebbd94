"""What was agreed and what is delivered."""

from contracts.models.capacity import CapacityLine, CapacityShare
from contracts.models.clauses import Clause, ClauseVersion
from contracts.models.contracts import Contract, Tariff, TariffInstalment
from contracts.models.costs import CostLine, CostMonth
from contracts.models.covenants import Covenant, CovenantParty
from contracts.models.deliveries import Delivery, DeliveryFinding, DeliveryRow
from contracts.models.groups import CourseGroup
from contracts.models.placements import Placement, PlacementEvent, ProgressConversation
from contracts.models.terms import (
    ContractKpi,
    ContractSheet,
    Indexation,
    IndexationRule,
    IndexFigure,
    RenewalOption,
    SettlementRule,
    SocialReturn,
    TariffBand,
)

__all__ = [
    "CapacityLine",
    "CapacityShare",
    "Clause",
    "ClauseVersion",
    "Contract",
    "ContractKpi",
    "ContractSheet",
    "CostLine",
    "CostMonth",
    "CourseGroup",
    "Covenant",
    "CovenantParty",
    "Delivery",
    "DeliveryFinding",
    "DeliveryRow",
    "IndexFigure",
    "Indexation",
    "IndexationRule",
    "Placement",
    "PlacementEvent",
    "ProgressConversation",
    "RenewalOption",
    "SettlementRule",
    "SocialReturn",
    "Tariff",
    "TariffBand",
    "TariffInstalment",
]
