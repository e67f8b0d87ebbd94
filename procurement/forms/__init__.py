"""What people fill in about tenders, bids and awards."""

from procurement.forms.bids import BidForm, as_shown, copy_of
from procurement.forms.evaluation import DecisionForm, OutcomeForm, ScoreForm, SeatForm
from procurement.forms.tenders import CriterionForm, LotForm, TenderForm

__all__ = [
    "BidForm",
    "CriterionForm",
    "DecisionForm",
    "LotForm",
    "OutcomeForm",
    "ScoreForm",
    "SeatForm",
    "TenderForm",
    "as_shown",
    "copy_of",
]
