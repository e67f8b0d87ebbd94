"""Forms of the award: the decision, a draw by lot, letters, and the ways in which a lot ends."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.forms import PageForm
from procurement.enums import OutcomeReason
from procurement.models import LotBid

PROSE = {"rows": 6}


class DecisionForm(PageForm):
    """`candidates` are the bids on the lot that may win, the best first."""

    winner = forms.ModelChoiceField(
        LotBid.objects.none(),
        label=gettext_lazy("Winner"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    motivation = forms.CharField(
        label=gettext_lazy("Motivation"),
        widget=forms.Textarea(attrs=PROSE),
        help_text=gettext_lazy(
            "Stands in every letter: the reasons, and what makes the chosen bid better. Name no "
            "price and no other bidder; the figures are added by themselves."
        ),
    )

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["winner"]
        field.queryset = candidates
        field.label_from_instance = lambda lot_bid: str(lot_bid.bid.provider)
        if len(candidates) == 1:
            field.initial = candidates[0].pk


class DrawForm(PageForm):
    """In which place each of `lot_bids` was drawn; `order()` has them as they were drawn."""

    report = forms.CharField(
        label=gettext_lazy("How it was drawn, and who was there"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, lot_bids: Iterable[LotBid], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lot_bids = list(lot_bids)
        places = [(place, str(place)) for place in range(1, len(self.lot_bids) + 1)]
        for lot_bid in self.lot_bids:
            self.fields[self._name(lot_bid)] = forms.TypedChoiceField(
                label=_("Place of %(provider)s") % {"provider": lot_bid.bid.provider},
                choices=[("", "–"), *places],
                coerce=int,
            )
        self.order_fields([*map(self._name, self.lot_bids), "report"])

    def clean(self) -> dict[str, Any]:
        """Each place is given once."""
        found = super().clean() or {}
        seen: set[int] = set()
        for lot_bid in self.lot_bids:
            place = found.get(self._name(lot_bid))
            if place in seen:
                self.add_error(self._name(lot_bid), _("This place is already given."))
            seen.add(place or 0)
        return found

    def drawn(self) -> list[LotBid]:
        """The bids as they were drawn, the first one first."""
        return sorted(self.lot_bids, key=lambda one: self.cleaned_data[self._name(one)])

    @staticmethod
    def _name(lot_bid: LotBid) -> str:
        return f"place_{lot_bid.pk}"


class OutcomeForm(PageForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[
            (reason.value, reason.label)
            for reason in OutcomeReason
            if reason != OutcomeReason.NO_RECEIVED
        ],
    )
    explanation = forms.CharField(
        label=gettext_lazy("Explanation"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("All bidders read this."),
    )


class ToldReasonForm(PageForm):
    """Asks why, where the bidders read it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Bidders read this: no confidential data of one of them."),
    )


class WithdrawalForm(PageForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Reason for the award notice"), choices=OutcomeReason.choices
    )
    reason = forms.CharField(
        label=gettext_lazy("Explanation"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("All bidders read this."),
    )


class RemarksForm(PageForm):
    remarks = forms.CharField(
        label=gettext_lazy("More for this bidder"),
        widget=forms.Textarea(attrs=PROSE),
        required=False,
        help_text=gettext_lazy(
            "Such as what the chosen bid has that this one lacks. No price and no other loser."
        ),
    )
