"""What was agreed and what is delivered."""

from contracts.models.capacity import CapacityLine, CapacityShare, CourseGroup
from contracts.models.clauses import Clause, ClauseVersion
from contracts.models.contracts import Contract, Tariff, TariffInstalment
from contracts.models.costs import CostLine, CostMonth
from contracts.models.covenants import Covenant, CovenantParty
from contracts.models.deliveries import Delivery, DeliveryFinding, DeliveryRow
from contracts.models.placements import Placement, PlacementEvent, ProgressConversation

__all__ = [
    "CapacityLine",
    "CapacityShare",
    "Clause",
    "ClauseVersion",
    "Contract",
    "CostLine",
    "CostMonth",
    "CourseGroup",
    "Covenant",
    "CovenantParty",
    "Delivery",
    "DeliveryFinding",
    "DeliveryRow",
    "Placement",
    "PlacementEvent",
    "ProgressConversation",
    "Tariff",
    "TariffInstalment",
]
