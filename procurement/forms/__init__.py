"""What people fill in about tenders, bids and awards."""

from procurement.forms.bid_parts import BidParts, Section, price_per_unit, price_rows
from procurement.forms.bids import AttachmentsForm, CopyForm, LotOfferForm
from procurement.forms.evaluation import DecisionForm, OutcomeForm, ScoreForm, SeatForm

__all__ = [
    "AttachmentsForm",
    "BidParts",
    "CopyForm",
    "DecisionForm",
    "LotOfferForm",
    "OutcomeForm",
    "ScoreForm",
    "SeatForm",
    "Section",
    "price_per_unit",
    "price_rows",
]
