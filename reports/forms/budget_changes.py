"""Forms of budget changes: the draft, its lines, and the decision."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.forms import PageForm, PageModelForm
from reports.budget_plans import PLANNED, Plan
from reports.forms.budgets import PLAN_HELP, offer_regions, own_gemeenten
from reports.models import BudgetChange, BudgetChangeLine, BudgetLine


class BudgetChangeForm(PageModelForm):
    """A draft: of which budget, and why."""

    class Meta:
        model = BudgetChange
        fields = ("region", "gemeente", "year", "title", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, person: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_regions(self, person)
        fields: dict[str, Any] = self.fields
        fields["gemeente"].queryset = own_gemeenten(person)
        fields["gemeente"].empty_label = _("all gemeenten of the region")
        fields["year"].initial = today.year


class ChosenLineForm(PageForm):
    """Which budget line changes."""

    line = forms.ModelChoiceField(BudgetLine.objects.none(), label=_("Budget line"))

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["line"]
        field.queryset = lines
        field.label_from_instance = _named


class BudgetChangeLineForm(PageModelForm):
    """What a line becomes: the amount, and the plan behind it."""

    class Meta:
        model = BudgetChangeLine
        fields = ("amount_after", *PLANNED)
        labels = {"amount_after": _("Budget from the decision on (euro)")}
        help_texts = PLAN_HELP

    def plan(self) -> Plan:
        """What was filled in, for the action."""
        planned = {name: self.cleaned_data[name] for name in PLANNED}
        return Plan(amount=self.cleaned_data["amount_after"], **planned)


class DecisionForm(PageForm):
    """When and by which decision the change holds."""

    decided_on = forms.DateField(label=_("Decided on"))
    reference = forms.CharField(label=_("Reference of the decision"), max_length=80)


def _named(line: BudgetLine) -> str:
    """With what tells lines of one gemeente apart."""
    parts = [
        str(line),
        str(line.get_cost_type_display()),
        line.contract and line.contract.reference,
    ]
    return " - ".join(part for part in (*parts, line.stream and str(line.stream)) if part)
