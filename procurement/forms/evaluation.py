"""Forms of the panel, the scores, the knock-outs and low prices."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.forms import PageForm
from procurement.enums import OutcomeReason
from procurement.models import LotBid

MEANINGS = {
    0: gettext_lazy("no answer"),
    2: gettext_lazy("poor"),
    4: gettext_lazy("insufficient"),
    6: gettext_lazy("sufficient"),
    8: gettext_lazy("good"),
    10: gettext_lazy("excellent"),
}
"""What a score says in words; the steps between lie between."""


def meaning(step: int) -> str:
    """A score from 0 to 10 in words, such as "between sufficient and good"."""
    if step in MEANINGS:
        return str(MEANINGS[step])
    words = {"lower": MEANINGS[step - 1], "higher": MEANINGS[step + 1]}
    return _("between %(lower)s and %(higher)s") % words


class SeatForm(PageForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the assessor"),
        help_text=gettext_lazy(
            "Somebody with an account who does not work for a provider. An officer of the region "
            "reads who bid: choose assessors who do not have to."
        ),
    )
    is_chair = forms.BooleanField(
        label=gettext_lazy("Chairs the panel and records its consensus"), required=False
    )


class ReplaceForm(PageForm):
    email = forms.EmailField(label=gettext_lazy("E-mail address of the new assessor"))
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class DeclarationForm(PageForm):
    """A conflict asks for words on it."""

    conflict = forms.ChoiceField(
        label=gettext_lazy("Your declaration"),
        widget=forms.RadioSelect,
        choices=(
            ("none", gettext_lazy("I have no interest in any organisation that may have bid.")),
            ("conflict", gettext_lazy("I have, or may seem to have, such an interest.")),
        ),
    )
    declaration = forms.CharField(
        label=gettext_lazy("Explanation"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy(
            "For a conflict: in which organisation, and what the interest is. Think of work now or "
            "in the past years, family, money and competing interests."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """An interest is named."""
        found = super().clean() or {}
        if found.get("conflict") == "conflict" and not found.get("declaration"):
            self.add_error("declaration", _("Say which interest you have."))
        return found


class ScoreForm(PageForm):
    score = forms.TypedChoiceField(label=gettext_lazy("Score"), coerce=int)
    motivation = forms.CharField(
        label=gettext_lazy("Motivation"), widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(step, f"{step} – {meaning(step)}") for step in range(10, -1, -1)]
        self.fields["score"].choices = [("", "–"), *steps]  # type: ignore[attr-defined]


class ChecksForm(PageForm):
    """For each of `requirements` whether a bid meets it, and a note; empty is not judged yet."""

    def __init__(self, *args: Any, requirements: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = list(requirements)
        for one in self.requirements:
            self.fields[f"met_{one.pk}"] = forms.ChoiceField(
                label=f"{one.number}. {one.text}", choices=self.verdicts(), required=False
            )
            note = forms.CharField(
                label=_("Note on requirement %(number)s") % {"number": one.number},
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                help_text=one.evidence,
            )
            self.fields[f"note_{one.pk}"] = note

    @staticmethod
    def verdicts() -> list[tuple[str, str]]:
        """What can be said of a requirement."""
        return [("", _("not judged yet")), ("yes", _("met")), ("no", _("not met"))]

    def clean(self) -> dict[str, Any]:
        """Who says no says why."""
        found = super().clean() or {}
        for one in self.requirements:
            if found.get(f"met_{one.pk}") == "no" and not found.get(f"note_{one.pk}"):
                self.add_error(f"note_{one.pk}", _("Say why the requirement is not met."))
        return found


class RepairForm(PageForm):
    text = forms.CharField(
        label=gettext_lazy("What is missing"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The bidder reads this. What it offers may not change."),
    )
    due_at = forms.DateTimeField(label=gettext_lazy("To be mended by"))


class ExplanationForm(PageForm):
    question = forms.CharField(
        label=gettext_lazy("What has to be explained"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The bidder reads this: name no other bidder and no other price."),
    )
    due_at = forms.DateTimeField(label=gettext_lazy("Explanation by"))


class AnswerForm(PageForm):
    answer = forms.CharField(
        label=gettext_lazy("Your answer"), widget=forms.Textarea(attrs={"rows": 10})
    )


class HearingForm(PageForm):
    heard_on = forms.DateField(label=gettext_lazy("Heard on"))
    hearing = forms.CharField(
        label=gettext_lazy("Report of the hearing"), widget=forms.Textarea(attrs={"rows": 8})
    )


class VerdictForm(PageForm):
    """`accept` and `refuse` are the words of the two choices."""

    is_accepted = forms.TypedChoiceField(
        label=gettext_lazy("Judgement"),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )

    def __init__(self, *args: Any, accept: Any, refuse: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["is_accepted"]
        field.choices = [("yes", accept), ("no", refuse)]


class DecisionForm(PageForm):
    """`candidates` are the lot bids that are first in rank."""

    winner = forms.ModelChoiceField(
        LotBid.objects.none(),
        label=gettext_lazy("Winner"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    motivation = forms.CharField(
        label=gettext_lazy("Motivation"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Goes to all bidders: the reasons, and the advantages of the winning bid."
        ),
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
        label=gettext_lazy("Reason"),
        choices=[
            (reason.value, reason.label)
            for reason in OutcomeReason
            if reason != OutcomeReason.NO_RECEIVED
        ],
    )
    explanation = forms.CharField(
        label=gettext_lazy("Explanation"), widget=forms.Textarea(attrs={"rows": 4})
    )
