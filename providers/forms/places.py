"""Forms of locations and offerings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.forms import PageForm, PageModelForm
from config.shared.identifiers import clean_postcode
from providers.models import DeliveryLocation, Offering, Provider

UNKNOWN_YES_NO = (("", _("not known")), ("yes", _("Yes")), ("no", _("No")))
ACCESSIBLE = {"": None, "yes": True, "no": False}


class _PlaceForm(forms.ModelForm):
    """Takes a postcode as people type it, and a gemeente that exists."""

    cleaned_data: dict[str, Any]

    def clean_postcode(self) -> str:
        return clean_postcode(self.cleaned_data["postcode"]).replace(" ", "")


class LocationForm(_PlaceForm, PageModelForm):
    postcode = forms.CharField(label=_("Postcode"), max_length=10)
    accessible = forms.ChoiceField(
        label=_("Accessible by wheelchair"), choices=UNKNOWN_YES_NO, required=False
    )

    class Meta:
        model = DeliveryLocation
        fields = ("name", "address", "postcode", "gemeente", "contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {True: "yes", False: "no", None: ""}
        self.fields["accessible"].initial = words[self.instance.is_accessible]

    def details(self) -> dict[str, Any]:
        """The fields of the location; only of a valid form."""
        given = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return given | {"is_accessible": ACCESSIBLE[self.cleaned_data["accessible"]]}


class LocationMoveForm(PageForm):
    """The new address and the first day there."""

    moved_on = forms.DateField(label=_("First day at the new address"))
    address = forms.CharField(label=_("Street and number"), max_length=160)
    postcode = forms.CharField(label=_("Postcode"), max_length=10)
    gemeente = forms.ModelChoiceField(label=_("Gemeente"), queryset=Gemeente.objects.all())

    def clean_postcode(self) -> str:
        return clean_postcode(self.cleaned_data["postcode"]).replace(" ", "")


class LocationCloseForm(PageForm):
    last_on = forms.DateField(
        label=_("Last day"), help_text=_("Lessons are still given here on this day.")
    )


class OfferingForm(PageModelForm):
    class Meta:
        model = Offering
        fields = ("route", "gemeente", "mode", "location", "levels", "places")
        help_texts = {
            "levels": _("For instance: Alfa to B1."),
            "places": _("About how many people at the same time."),
        }

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        """The gemeenten of the regions of `provider`, and its own locations."""
        super().__init__(*args, **kwargs)
        gemeenten = Gemeente.objects.filter(regions__region__admissions__provider=provider)
        self.fields["gemeente"].queryset = gemeenten.distinct()  # type: ignore[attr-defined]
        locations = provider.locations.filter(moved_to__isnull=True)
        self.fields["location"].queryset = locations  # type: ignore[attr-defined]
