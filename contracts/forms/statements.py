"""Forms of statements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.forms import PageForm
from contracts.models import Contract, Tariff
from providers.models import Provider

LONG = {"rows": 4}


class MakeStatementsForm(PageForm):
    """Of which month, and of whom."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"))
    month = forms.DateField(label=_("Month"), help_text=_("Any day in the month."))
    provider = forms.ModelChoiceField(
        Provider.objects.none(),
        label=_("Provider"),
        required=False,
        empty_label=_("All to whom something is due"),
    )
    held_reason = forms.CharField(
        label=_("Why a statement is made although a monthly return is missing"),
        max_length=300,
        required=False,
        help_text=_(
            "Without it providers of which a return is missing are left out, where the region's "
            "rule holds their payment."
        ),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person)).order_by("name")
        providers = Provider.objects.filter(contracts__region__in=regions).distinct()
        for name, rows in (("region", regions), ("provider", providers)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
            field.queryset = rows
        self.fields["region"].initial = regions.first()


class MessageForm(PageForm):
    """What one side has to say to the other."""

    text = forms.CharField(
        label=_("Message"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("The other side is told. Name learners by the reference of their placement."),
    )


class VatRuleForm(PageForm):
    """Whether VAT is charged under a contract, or on one tariff of it."""

    tariff = forms.ModelChoiceField(
        Tariff.objects.none(),
        label=_("Only for the tariff"),
        required=False,
        empty_label=_("The whole contract"),
    )
    rate = forms.DecimalField(
        label=_("VAT (%)"), min_value=0, max_value=100, decimal_places=2, initial=0
    )
    ground = forms.CharField(
        label=_("Ground of the VAT exemption"),
        max_length=200,
        required=False,
        help_text=_("Asked when no VAT is charged."),
    )

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tariff = self.fields["tariff"]
        assert isinstance(tariff, forms.ModelChoiceField)  # noqa: S101 - for the types
        tariff.queryset = contract.tariffs.order_by("route", "first_on", "pk")
