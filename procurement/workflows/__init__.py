"""How everything in the tender room moves: states and transitions as data."""

from procurement.workflows.admissions import APPLICATION
from procurement.workflows.bids import BID, LOT_BID
from procurement.workflows.complaints import COMPLAINT
from procurement.workflows.lots import LOT
from procurement.workflows.planning import CONSULTATION, PLANNED_TENDER
from procurement.workflows.questions import QUESTION
from procurement.workflows.tenders import TENDER, every_lot_ended

__all__ = [
    "APPLICATION",
    "BID",
    "COMPLAINT",
    "CONSULTATION",
    "LOT",
    "LOT_BID",
    "PLANNED_TENDER",
    "QUESTION",
    "TENDER",
    "every_lot_ended",
]
