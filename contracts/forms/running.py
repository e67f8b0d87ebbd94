"""Forms by which running contracts are recorded: one by one, or many from a sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.forms import PageForm
from contracts.enums import CapacityCounts, TariffUnit
from contracts.forms.contracts import FACTS, HELP, ContractForm
from contracts.models import Contract
from procurement.forms.rows import rows_of
from providers.enums import LearningRoute

ACCEPTED = ".xlsx,.ods,.csv"
UNITS = [(unit.value, unit.label) for unit in TariffUnit if unit != TariffUnit.FEE]


class RunningForm(ContractForm):
    """The facts of a contract that both sides signed outside Taalregie."""

    class Meta:
        model = Contract
        fields = ("region", "provider", "kind", "signed_outside_on", *FACTS)
        widgets = {"gemeenten": forms.CheckboxSelectMultiple}
        labels = {"region": _("Region"), "signed_outside_on": _("Signed outside on")}
        help_texts = HELP

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.fields["signed_outside_on"].required = True

    def facts(self) -> dict[str, Any]:
        """Columns of the contract, without its region and gemeenten."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("region", "gemeenten")
        }


class RunningRowForm(PageForm):
    """What one route costs and how many seats it has at one place, over the whole term."""

    route = forms.ChoiceField(label=_("Route"), choices=LearningRoute.choices)
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS)
    price = forms.DecimalField(label=_("Price"), max_digits=12, decimal_places=4, min_value=0)
    place = forms.CharField(label=_("Place"), max_length=80)
    counts = forms.ChoiceField(label=_("Counts"), choices=CapacityCounts.choices)
    number = forms.IntegerField(label=_("Number of seats"), min_value=0)


RunningRows = rows_of(RunningRowForm)


class ContractSheetForm(PageForm):
    """A sheet of running contracts for a region."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"))
    file = forms.FileField(
        label=_("Sheet with running contracts"),
        help_text=_("xlsx, ods or csv; one row a tariff or a number of seats."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["region"]
        field.queryset = Region.objects.filter(pk__in=regions_of(person))
        field.initial = field.queryset.first()
