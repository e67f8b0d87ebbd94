"""Forms with which a school keeps its learners under a covenant; never a name or a BSN."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm, PageModelForm
from contracts.actions.covenants.placements import ENDING, FACTS
from contracts.covenant_indicators import last_months
from contracts.enums import ConversationOutcome, Outcome
from contracts.models import CovenantParty, Placement


class LearnerForm(PageModelForm):
    """What a school tells of a learner."""

    class Meta:
        model = Placement
        fields = FACTS
        help_texts = {
            "reference": _("Your own reference, with a letter in it. Never a name or a BSN."),
            "target_group": _("Family and other migrants mostly pay for their course themselves."),
            "covenant_group": _("The group in which the learner follows lessons."),
        }

    def __init__(self, *args: Any, party: CovenantParty, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        gemeenten: Any = party.covenant.region.gemeenten_on(on)
        fields["gemeente"].queryset = gemeenten.order_by("name")
        self.instance.covenant_party = party
        self.instance.status_on = self.instance.status_on or on


class StepForm(PageForm):
    """From which day something happened to a learner, why, and with what result."""

    on = forms.DateField(label=_("From which day"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[("", "---------"), *Outcome.choices], required=False
    )
    diploma_on = forms.DateField(label=_("Date of the diploma"), required=False)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = name in ("interrupt", "drop_out", "switch", "move")
        if name not in ENDING:
            del self.fields["outcome"], self.fields["diploma_on"]


class HoursForm(PageForm):
    """The hours of one month; typed again, they replace what stood."""

    month = forms.ChoiceField(label=_("Month"))
    offered = forms.DecimalField(
        label=_("Hours offered"), min_value=0, max_digits=6, decimal_places=2
    )
    attended = forms.DecimalField(
        label=_("Hours attended"), min_value=0, max_digits=6, decimal_places=2
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = reversed(last_months(on, 13))
        field: Any = self.fields["month"]
        field.choices = [(month.isoformat(), date_format(month, "F Y")) for month in months]

    def clean_month(self) -> date:
        """The first day of the month."""
        return date.fromisoformat(self.cleaned_data["month"])


class ConversationForm(PageForm):
    """When a progress conversation is due."""

    due_on = forms.DateField(label=_("Due on"))


class HeldConversationForm(PageForm):
    """When it was held, and what it came to."""

    held_on = forms.DateField(label=_("Held on"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=ConversationOutcome)
