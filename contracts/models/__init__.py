"""What was agreed and what is delivered."""

from contracts.models.capacity import CapacityLine, CapacityShare, CourseGroup
from contracts.models.contracts import Contract, Tariff, TariffInstalment
from contracts.models.costs import CostLine, CostMonth
from contracts.models.deliveries import Delivery, DeliveryFinding, DeliveryRow
from contracts.models.placements import Placement, PlacementEvent

__all__ = [
    "CapacityLine",
    "CapacityShare",
    "Contract",
    "CostLine",
    "CostMonth",
    "CourseGroup",
    "Delivery",
    "DeliveryFinding",
    "DeliveryRow",
    "Placement",
    "PlacementEvent",
    "Tariff",
    "TariffInstalment",
]
