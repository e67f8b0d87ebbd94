"""Invoices as documents: read safely from UBL, checked in words, compared with costs, written."""

from contracts.invoices.checks import Flaw, flaws_of
from contracts.invoices.reading import MAXIMUM_BYTES, read_invoice
from contracts.invoices.shapes import (
    Adjustment,
    Line,
    Paper,
    PaperKind,
    Party,
    References,
    TaxPart,
    Totals,
)
from contracts.invoices.writing import to_ubl

__all__ = [
    "MAXIMUM_BYTES",
    "Adjustment",
    "Flaw",
    "Line",
    "Paper",
    "PaperKind",
    "Party",
    "References",
    "TaxPart",
    "Totals",
    "flaws_of",
    "read_invoice",
    "to_ubl",
]
