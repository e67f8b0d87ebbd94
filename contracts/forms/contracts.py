"""Forms of draft contracts and their tariffs."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Gemeente, Region, User
from config.shared.forms import PageModelForm
from contracts.enums import InstalmentMoment
from contracts.models import Contract, Tariff
from providers.models import Provider

FACTS = (
    "reference",
    "title",
    "gemeenten",
    "first_on",
    "last_on",
    "maximum_amount",
    "start_guarantee_weeks",
    "over_target_policy",
)


class ContractForm(PageModelForm):
    """The facts of a draft; `person` decides which regions, providers and gemeenten it offers."""

    class Meta:
        model = Contract
        fields = ("region", "provider", *FACTS)
        widgets = {"gemeenten": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person))
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = regions
        fields["region"].initial = regions.first()
        fields["provider"].queryset = Provider.objects.visible_to(person)
        fields["gemeenten"].queryset = Gemeente.objects.visible_to(person)


class DraftedContractForm(PageModelForm):
    """A draft that exists already stays in its region and with its provider."""

    class Meta:
        model = Contract
        fields = FACTS
        widgets = {"gemeenten": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["gemeenten"].queryset = Gemeente.objects.visible_to(person)


class TariffForm(PageModelForm):
    """A tariff with the per cents of its price that fall due at each moment."""

    class Meta:
        model = Tariff
        fields = ("route", "price", "first_on", "last_on", "charges_other_groups")
        help_texts = {"price": _("Euro excl. VAT a trajectory.")}

    def __init__(self, *args: Any, percentages: dict[str, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for moment in InstalmentMoment:
            self.fields[moment.value] = forms.DecimalField(
                label=_("Due %(moment)s (%%)") % {"moment": moment.label},
                min_value=0,
                max_value=100,
                decimal_places=2,
                max_digits=5,
                localize=True,
                initial=percentages.get(moment.value, Decimal(0)),
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )

    def instalments(self) -> dict[str, Decimal]:
        """Per cents by moment, as typed."""
        return {moment: self.cleaned_data[moment] for moment in InstalmentMoment.values}
