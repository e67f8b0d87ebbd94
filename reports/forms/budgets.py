"""Forms of budgets: a line, and the decision by which a budget stands fast."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, Region, User
from config.shared.forms import PageModelForm
from contracts.enums import ContractStatus
from contracts.models import Contract
from reports.actions.budgets import Budget
from reports.models import BudgetAdoption, BudgetLine, FundingStream

PLAN_HELP = {
    "planned_heads": _("Learners for whom something falls due in the year."),
    "planned_unit_price": _("Euro excl. VAT a unit: a trajectory, an hour, a month or a group."),
    "planned_units_per_head": _(
        "0.4 when 40% of the price falls due in the year; for hours and months their number. "
        "With a group size: for each group."
    ),
    "planned_heads_per_group": _("Only for a price per group or group hour."),
    "planned_settlements": _("Euro for dropout, absence, no-show and switches of route."),
}


class BudgetLineForm(PageModelForm):
    """A budget line; `person` decides which regions, gemeenten and contracts it offers."""

    class Meta:
        model = BudgetLine
        fields = (
            "region",
            "gemeente",
            "year",
            "cost_type",
            "route",
            "contract",
            "stream",
            "recurrence",
            "amount",
            "planned_unit",
            "planned_heads",
            "planned_unit_price",
            "planned_units_per_head",
            "planned_heads_per_group",
            "planned_settlements",
            "pc_code",
        )
        labels = {"region": _("Region"), "amount": _("Budget (euro)")}
        help_texts = PLAN_HELP | {
            "route": _("Empty: a kind of cost over all routes."),
            "contract": _("Empty: for every contract that is not budgeted apart."),
            "stream": _("From which money it is paid, where that is laid down."),
            "pc_code": _("As in the planning and control papers, such as S-6."),
        }

    def __init__(self, *args: Any, person: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_regions(self, person)
        fields: dict[str, Any] = self.fields
        fields["gemeente"].queryset = own_gemeenten(person)
        fields["contract"].queryset = own_contracts(person)
        fields["contract"].empty_label = _("all that are not budgeted apart")
        fields["stream"].queryset = FundingStream.objects.visible_to(person).order_by("name")
        fields["year"].initial = today.year

    def budget(self) -> Budget:
        """What was filled in, for the action."""
        return Budget(**self.cleaned_data)


class BudgetAdoptionForm(PageModelForm):
    """Which budget was adopted, when, and by which decision."""

    class Meta:
        model = BudgetAdoption
        fields = ("region", "gemeente", "year", "decided_on", "reference")

    def __init__(self, *args: Any, person: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_regions(self, person)
        fields: dict[str, Any] = self.fields
        fields["gemeente"].queryset = own_gemeenten(person)
        fields["gemeente"].empty_label = _("all gemeenten of the region")
        fields["year"].initial = today.year + 1


def offer_regions(form: forms.BaseForm, person: User) -> None:
    """The regions of the person; the only one is not asked for."""
    regions = Region.objects.visible_to(person)
    field: Any = form.fields["region"]
    field.queryset = regions
    field.initial = regions.first()
    if len(regions) == 1:
        field.widget = field.hidden_widget()


def own_gemeenten(person: User) -> Any:
    """Gemeenten of the person's region, or the person's own."""
    return Gemeente.objects.visible_to(person).order_by("name")


def own_contracts(person: User) -> Any:
    """Contracts that the person may see, newest first; drafts are budgeted too."""
    seen = Contract.objects.visible_to(person).exclude(status=ContractStatus.TERMINATED)
    return seen.order_by("-first_on", "reference", "pk")
