"""Forms of the panel, the scores and how a lot ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm
from procurement.enums import OutcomeReason
from procurement.models import LotBid

MEANINGS = {
    0: _("no answer"),
    2: _("poor"),
    4: _("insufficient"),
    6: _("sufficient"),
    8: _("good"),
    10: _("excellent"),
}
"""What a score says in words; the steps between lie between."""


class SeatForm(PageForm):
    email = forms.EmailField(
        label=_("E-mail address of the assessor"),
        help_text=_("Somebody with an account who does not work for a provider."),
    )


class ScoreForm(PageForm):
    score = forms.TypedChoiceField(label=_("Score"), coerce=int)
    motivation = forms.CharField(label=_("Motivation"), widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(step, self._in_words(step)) for step in range(10, -1, -1)]
        self.fields["score"].choices = [("", "–"), *steps]  # type: ignore[attr-defined]

    @staticmethod
    def _in_words(step: int) -> str:
        return f"{step} – {MEANINGS[step]}" if step in MEANINGS else str(step)


class DecisionForm(PageForm):
    """`candidates` are the lot bids that are first in rank."""

    winner = forms.ModelChoiceField(
        LotBid.objects.none(), label=_("Winner"), widget=forms.RadioSelect, empty_label=None
    )
    motivation = forms.CharField(
        label=_("Motivation"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Goes to all bidders: the reasons, and the advantages of the winning bid."),
    )

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["winner"]
        field.queryset = candidates
        field.label_from_instance = lambda lot_bid: str(lot_bid.bid.provider)
        if len(candidates) == 1:
            field.initial = candidates[0].pk


class OutcomeForm(PageForm):
    outcome = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            (reason.value, reason.label)
            for reason in OutcomeReason
            if reason != OutcomeReason.NO_RECEIVED
        ],
    )
    explanation = forms.CharField(label=_("Explanation"), widget=forms.Textarea(attrs={"rows": 4}))
