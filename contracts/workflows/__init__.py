"""How contracts, groups, placements and deliveries move: states and transitions as data."""

from contracts.workflows.amendments import AMENDMENT
from contracts.workflows.contracts import CONTRACT
from contracts.workflows.covenants import ACCESSION, COVENANT
from contracts.workflows.deliveries import DELIVERY
from contracts.workflows.groups import GROUP
from contracts.workflows.invoices import INVOICE
from contracts.workflows.placements import (
    PLACEMENT,
    contract_binds,
    line_full,
    seat_free,
    still_recognised,
)
from contracts.workflows.renewals import RENEWAL
from contracts.workflows.returns import DATA_TASK
from contracts.workflows.statements import STATEMENT
from contracts.workflows.supervision import SAMPLE_CHECK
from contracts.workflows.waiting import WAITLIST_ENTRY

__all__ = [
    "ACCESSION",
    "AMENDMENT",
    "CONTRACT",
    "COVENANT",
    "DATA_TASK",
    "DELIVERY",
    "GROUP",
    "INVOICE",
    "PLACEMENT",
    "RENEWAL",
    "SAMPLE_CHECK",
    "STATEMENT",
    "WAITLIST_ENTRY",
    "contract_binds",
    "line_full",
    "seat_free",
    "still_recognised",
]
