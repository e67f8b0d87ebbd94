"""Forms of providers: registering, reaching them, changing facts, merging."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.forms import PageForm, PageModelForm
from config.shared.identifiers import clean_brin, clean_duo, clean_kvk
from providers.enums import ProviderKind
from providers.models import Provider, ProviderContact, ProviderRegistration

FACTS = ("legal_name", "trade_name", "kind", "duo_number", "brin")
"""What changes with a region's consent."""


class NumbersAsTyped(forms.Form):
    """Takes numbers with spaces, dots and small letters, as people type them."""

    def clean_kvk_number(self) -> str:
        return clean_kvk(self.cleaned_data["kvk_number"])

    def clean_duo_number(self) -> str:
        typed = self.cleaned_data["duo_number"]
        return clean_duo(typed) if typed else ""

    def clean_brin(self) -> str:
        typed = self.cleaned_data["brin"]
        return clean_brin(typed) if typed else ""


class _FactsForm(NumbersAsTyped, PageForm):
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


class ProviderRegisterForm(_FactsForm):
    """What is known of a provider that comes into the register of one of the person's regions.

    Whether the KvK number is known already is for the action: such a provider is proposed.
    """

    kvk_number = forms.CharField(
        label=_("KvK number"), max_length=20, help_text=_("Eight digits, from the trade register.")
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("On admission an invitation to administer the provider goes here."),
    )
    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())
    field_order = ("kvk_number", *FACTS, "email", "region")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.visible_to(person)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["region"].initial = regions.first()


class ChangesForm(_FactsForm):
    """The facts as they should be, and from when; what stays the same is not proposed."""

    effective_on = forms.DateField(
        label=_("Takes effect on"), help_text=_("The day on which the change takes effect.")
    )
    reason = forms.CharField(
        label=_("Explanation"),
        max_length=400,
        required=False,
        help_text=_("For instance the deed or the letter of DUO on which it rests."),
    )

    def values(self) -> dict[str, str]:
        """What the facts should be; only of a valid form."""
        return {name: self.cleaned_data[name] for name in FACTS}


class ContactDetailsForm(PageModelForm):
    class Meta:
        model = Provider
        fields = ("email", "phone")


class ContactForm(PageModelForm):
    class Meta:
        model = ProviderContact
        fields = ("subject", "name", "job_title", "email", "phone")


class FirstAdministratorForm(PageForm):
    email = forms.EmailField(label=_("E-mail address"))


class MergeForm(PageForm):
    """Into which provider, from when and why."""

    successor = forms.ModelChoiceField(
        label=_("Merges into"),
        queryset=Provider.objects.none(),
        help_text=_("Register the new organisation first, if it is not in the list."),
    )
    effective_on = forms.DateField(label=_("Takes effect on"))
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance the deed of merger on which it rests."),
    )

    def __init__(self, *args: Any, provider: Provider, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Provider.objects.filter(
            admissions__region__in=regions_of(person), successor__isnull=True
        )
        self.fields["successor"].queryset = (  # type: ignore[attr-defined]
            others.exclude(pk=provider.pk).distinct()
        )


class RegistrationForm(NumbersAsTyped, PageModelForm):
    """What somebody without an account tells of an organisation."""

    kvk_number = forms.CharField(
        label=_("KvK number"), max_length=20, help_text=_("Eight digits, from the trade register.")
    )
    duo_number = forms.CharField(
        label=_("DUO institution number"),
        max_length=20,
        required=False,
        help_text=_("Ten characters, from DUO's letters; leave empty if you have none yet."),
    )
    brin = forms.CharField(label=_("BRIN"), max_length=10, required=False)
    agreed = forms.BooleanField(
        label=_("I may register this organisation, and agree that the region keeps these data."),
        error_messages={"required": _("Without this the region cannot look at the registration.")},
    )

    class Meta:
        model = ProviderRegistration
        fields = (
            "region",
            "kvk_number",
            "legal_name",
            "trade_name",
            "kind",
            "duo_number",
            "brin",
            "offerings_text",
            "recognitions_text",
            "contact_name",
            "contact_email",
            "phone",
        )
        widgets = {
            "offerings_text": forms.Textarea(attrs={"rows": 4}),
            "recognitions_text": forms.Textarea(attrs={"rows": 3}),
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
            "legal_name": forms.TextInput(attrs={"autocomplete": "organization"}),
        }
        help_texts = {
            "offerings_text": _("Routes, places, daytime or evening, and about how many places."),
            "recognitions_text": _("Number and validity. The evidence follows after admission."),
            "contact_email": _("The link that confirms your registration goes here."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(is_training=False)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """The fields of the registration; only of a valid form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
