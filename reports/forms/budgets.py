"""The form of a budget line."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.shared.forms import PageModelForm
from contracts.enums import ContractStatus
from contracts.models import Contract
from reports.actions.budgets import Budget
from reports.forms.overruns import own_gemeenten
from reports.models import BudgetLine


class BudgetLineForm(PageModelForm):
    """A budget line; `person` decides which regions, gemeenten and contracts it offers."""

    class Meta:
        model = BudgetLine
        fields = (
            "region",
            "gemeente",
            "year",
            "route",
            "contract",
            "amount",
            "planned_heads",
            "planned_unit_price",
            "planned_units_per_head",
            "pc_code",
        )
        labels = {"region": _("Region"), "amount": _("Budget (euro)")}
        help_texts = {
            "contract": _("Empty: for every contract that is not budgeted apart."),
            "planned_heads": _("Learners for whom something falls due in the year."),
            "planned_unit_price": _("Euro excl. VAT a trajectory."),
            "planned_units_per_head": _("0.4 when 40% of the price falls due in the year."),
            "pc_code": _("As in the planning and control papers, such as S-6."),
        }

    def __init__(self, *args: Any, person: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.visible_to(person)
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = regions
        fields["region"].initial = regions.first()
        if len(regions) == 1:
            fields["region"].widget = fields["region"].hidden_widget()
        fields["gemeente"].queryset = own_gemeenten(person)
        fields["contract"].queryset = own_contracts(person)
        fields["contract"].empty_label = _("all that are not budgeted apart")
        fields["year"].initial = today.year

    def budget(self) -> Budget:
        """What was filled in, for the action."""
        return Budget(**self.cleaned_data)


def own_contracts(person: User) -> Any:
    """Contracts that the person may see, newest first; drafts are budgeted too."""
    seen = Contract.objects.visible_to(person).exclude(status=ContractStatus.TERMINATED)
    return seen.order_by("-first_on", "reference", "pk")
