"""Forms of booked costs, fees and months that close."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import AllocationKey, Gemeente, Region, User
from config.shared.display import month_year
from config.shared.forms import PageForm, PageModelForm, ReasonForm
from contracts.models import Contract, CostEntry

BORNE = "borne_by_"
"""Begins the name of the field in which one gemeente's amount stands."""


class CostEntryForm(PageModelForm):
    """A cost that follows from no placement, divided by a key or gemeente by gemeente."""

    divide_by = forms.ModelChoiceField(
        label=_("Divide by key"),
        queryset=AllocationKey.objects.none(),
        required=False,
        help_text=_("Leave empty to give the amount of each gemeente below."),
    )

    class Meta:
        model = CostEntry
        fields = (
            "region",
            "contract",
            "route",
            "cost_type",
            "kind",
            "description",
            "reason",
            "amount",
            "vat_rate",
            "vat_exemption",
            "due_on",
            "first_on",
            "last_on",
            "rhythm",
            "repeats_until",
        )
        labels = {"first_on": _("First day"), "last_on": _("Last day")}
        help_texts = {
            "contract": _("Only where the cost is paid under a contract."),
            "amount": _("Euro excl. VAT; a credit is below nought."),
            "vat_rate": _("0 where nothing is charged or the service is exempt."),
            "rhythm": _("A cost that comes back has the whole amount each time."),
            "repeats_until": _(
                "The last day on which it can fall due; leave empty for a cost that comes once."
            ),
            "vat_exemption": _("Such as: general education, as the provider stated it."),
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person))
        self._choose("region", regions).initial = regions.first()
        self._choose("contract", Contract.objects.filter(region__in=regions))
        self._choose("divide_by", AllocationKey.objects.kept_by(person))
        self.gemeenten = {
            f"{BORNE}{gemeente.pk}": gemeente
            for gemeente in Gemeente.objects.visible_to(person).order_by("name")
        }
        for name, gemeente in self.gemeenten.items():
            self.fields[name] = forms.DecimalField(
                label=_("Borne by %(gemeente)s") % {"gemeente": gemeente},
                max_digits=12,
                decimal_places=2,
                required=False,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )

    def _choose(self, name: str, rows: Any) -> forms.ModelChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
        field.queryset = rows
        return field

    def amounts(self) -> dict[Gemeente, Decimal]:
        """Euro by gemeente, as typed."""
        typed = {each: self.cleaned_data.get(name) for name, each in self.gemeenten.items()}
        return {gemeente: amount for gemeente, amount in typed.items() if amount}


class StopCostForm(ReasonForm):
    """After which day a cost comes back no more, and why."""

    last_on = forms.DateField(
        label=_("Last day"), help_text=_("What falls due on this day still counts.")
    )
    field_order = ("last_on", "reason")


class FeeForm(PageForm):
    """Which fee fell due, and when."""

    name = forms.ChoiceField(label=_("Fee for"))
    on = forms.DateField(label=_("Day"))

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["name"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(name, name) for name in names]


class CloseMonthsForm(PageForm):
    """Up to and including which month."""

    until = forms.TypedChoiceField(
        label=_("Up to and including"), coerce=date.fromisoformat, choices=[]
    )

    def __init__(self, *args: Any, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["until"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(month.isoformat(), month_year(month)) for month in months]


class CloseRegionForm(CloseMonthsForm):
    """The same, for every contract of a region."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())
    field_order = ("region", "until")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
        field.queryset = Region.objects.filter(pk__in=regions_of(person))
        field.initial = field.queryset.first()
