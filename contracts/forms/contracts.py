"""Forms of draft contracts and their tariffs."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Gemeente, Region, User
from accounts.roles import roles_with
from config.shared.forms import PageForm, PageModelForm
from contracts.enums import ContractKind, FeeMoment, HoursBasis, InstalmentMoment, TariffUnit
from contracts.models import Contract, Tariff
from procurement.forms.rows import rows_of
from providers.models import Provider

FACTS = (
    "reference",
    "title",
    "gemeenten",
    "first_on",
    "last_on",
    "maximum_amount",
    "maximum_quantity",
    "start_guarantee_weeks",
    "over_target_policy",
    "refills_intake",
    "interruption_weeks",
    "social_return_percentage",
    "owner",
)
HELP = {
    "maximum_amount": _("Excl. VAT, over the whole term, options included where they are agreed."),
    "interruption_weeks": _("Empty: as long as the interruption lasts."),
    "social_return_percentage": _("Of what is spent under the contract."),
    "owner": _("Gets the alerts of this contract; empty: all contract managers of the region."),
}


def people_of(person: User) -> Any:
    """Who can be responsible for a contract in the regions that `person` acts for."""
    roles = roles_with(Permission.CONTRACT_DRAFT)
    people = User.objects.filter(
        is_active=True, memberships__region__in=regions_of(person), memberships__role__in=roles
    )
    return people.distinct().order_by("name", "pk")


class _FactsForm(PageModelForm):
    """The facts of a draft; `person` decides which gemeenten and people it offers."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["gemeenten"].queryset = Gemeente.objects.visible_to(person)
        fields["owner"].queryset = people_of(person)


class ContractForm(_FactsForm):
    """A new draft that stands by itself, or a framework agreement."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (kind.value, kind.label) for kind in ContractKind if kind != ContractKind.CALL_OFF
        ],
        help_text=_("A call-off is made on the page of its framework agreement."),
    )

    class Meta:
        model = Contract
        fields = ("region", "provider", "kind", *FACTS)
        widgets = {"gemeenten": forms.CheckboxSelectMultiple}
        labels = {"region": _("Region")}
        help_texts = HELP

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person))
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = regions
        fields["region"].initial = regions.first()
        fields["provider"].queryset = Provider.objects.visible_to(person)


class DraftedContractForm(_FactsForm):
    """A draft that exists already stays in its region and with its provider."""

    class Meta:
        model = Contract
        fields = FACTS
        widgets = {"gemeenten": forms.CheckboxSelectMultiple}
        help_texts = HELP


class CallOffForm(DraftedContractForm):
    """A call-off has the region and the provider of its framework agreement."""


OF_ONE_UNIT = {"hours_basis": HoursBasis.OFFERED, "charged_at": FeeMoment.START}
"""Fields that matter for a price per hour, and for one per occasion, with what is usual."""


class TariffForm(PageModelForm):
    """A tariff with the per cents of its price that fall due at each moment."""

    class Meta:
        model = Tariff
        fields = (
            "route",
            "unit",
            "name",
            "price",
            "first_on",
            "last_on",
            "charges_other_groups",
            "hours_basis",
            "charged_at",
        )
        help_texts = {
            "price": _("Euro excl. VAT for one unit."),
            "name": _("Only for a price per occasion, such as travel or an examination."),
            "hours_basis": _("Matters for a price per hour."),
            "charged_at": _("Matters for a price per occasion."),
        }

    def __init__(self, *args: Any, percentages: dict[str, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OF_ONE_UNIT:
            self.fields[name].required = False
        for moment in InstalmentMoment:
            self.fields[moment.value] = forms.DecimalField(
                label=_("Due %(moment)s (%%)") % {"moment": moment.label},
                help_text=_("Of a price per trajectory."),
                min_value=0,
                max_value=100,
                decimal_places=2,
                max_digits=5,
                localize=True,
                initial=percentages.get(moment.value, Decimal(0)),
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )

    def clean(self) -> dict[str, Any]:
        """What matters for another unit is as usual where nobody chose."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, usual in OF_ONE_UNIT.items():
            cleaned[name] = cleaned.get(name) or usual
        return cleaned

    def instalments(self) -> dict[str, Decimal]:
        """Per cents by moment, as typed; none for another unit than a trajectory."""
        if self.cleaned_data["unit"] != TariffUnit.TRAJECTORY:
            return {}
        return {moment: self.cleaned_data[moment] for moment in InstalmentMoment.values}


class BandForm(PageForm):
    """Another price from a number of units on."""

    from_number = forms.IntegerField(label=_("From number"), min_value=2)
    price = forms.DecimalField(label=_("Price"), max_digits=12, decimal_places=4, min_value=0)


BandRows = rows_of(BandForm)
