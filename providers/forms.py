"""Forms of the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, Region, User
from config.shared.forms import PageForm, PageModelForm
from config.shared.identifiers import clean_brin, clean_duo, clean_kvk
from providers.enums import ProviderKind
from providers.models import Offering, Provider, Recognition

DETAILS = ("legal_name", "trade_name", "kind", "duo_number", "brin", "email")


class _NumbersAsTyped:
    """Takes numbers with spaces, dots and small letters, as people type them."""

    cleaned_data: dict[str, Any]

    def clean_duo_number(self) -> str:
        typed = self.cleaned_data["duo_number"]
        return clean_duo(typed) if typed else ""

    def clean_brin(self) -> str:
        typed = self.cleaned_data["brin"]
        return clean_brin(typed) if typed else ""


class ProviderRegisterForm(_NumbersAsTyped, PageForm):
    """What is known of a provider that comes into the register of one of the person's regions.

    Whether the KvK number is known already is for the action: such a provider is admitted.
    """

    kvk_number = forms.CharField(
        label=_("KvK number"), max_length=20, help_text=_("Eight digits, from the trade register.")
    )
    legal_name = forms.CharField(label=_("Statutory name"), max_length=160)
    trade_name = forms.CharField(
        label=_("Trade name"),
        max_length=160,
        required=False,
        help_text=_("The name on the door, where it differs."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ProviderKind.choices)
    duo_number = forms.CharField(label=_("DUO institution number"), max_length=20, required=False)
    brin = forms.CharField(label=_("BRIN"), max_length=10, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.visible_to(person)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["region"].initial = regions.first()

    def clean_kvk_number(self) -> str:
        return clean_kvk(self.cleaned_data["kvk_number"])


class ProviderForm(_NumbersAsTyped, PageModelForm):
    duo_number = forms.CharField(label=_("DUO institution number"), max_length=20, required=False)
    brin = forms.CharField(label=_("BRIN"), max_length=10, required=False)

    class Meta:
        model = Provider
        fields = DETAILS


class RecognitionForm(PageModelForm):
    class Meta:
        model = Recognition
        fields = ("kind", "number", "first_on", "last_on")


class RecognitionEndForm(PageForm):
    last_on = forms.DateField(
        label=_("Last day"), help_text=_("The recognition still holds on this day.")
    )


class OfferingForm(PageModelForm):
    class Meta:
        model = Offering
        fields = ("route", "gemeente", "mode")

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        """The gemeenten of the regions in which `provider` is admitted."""
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = Gemeente.objects.filter(  # type: ignore[attr-defined]
            regions__region__admissions__provider=provider
        ).distinct()


class FirstAdministratorForm(PageForm):
    email = forms.EmailField(label=_("E-mail address"))
