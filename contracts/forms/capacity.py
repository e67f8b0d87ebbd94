"""Forms of seats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.forms import PageForm, PageModelForm, use_native_widgets
from contracts.models import CapacityLine, SeatAuthorisation
from providers.enums import LearningRoute
from providers.models import Provider


class CapacityLineForm(PageModelForm):
    class Meta:
        model = CapacityLine
        fields = (
            "route",
            "place",
            "first_on",
            "last_on",
            "counts",
            "number",
            "group_minimum",
            "group_maximum",
        )
        help_texts = {
            "number": _("Nought is a limit too."),
            "group_minimum": _("New groups start from these sizes."),
        }


class SharesForm(PageForm):
    """One number for each gemeente; the field of a gemeente is called share_<id>."""

    def __init__(self, *args: Any, shares: dict[Gemeente, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gemeenten = list(shares)
        for gemeente, number in shares.items():
            self.fields[_name(gemeente)] = forms.IntegerField(
                label=gemeente.name, min_value=0, initial=number
            )

    def numbers(self) -> dict[Gemeente, int]:
        """What was typed for each gemeente."""
        return {gemeente: self.cleaned_data[_name(gemeente)] for gemeente in self.gemeenten}


def _name(gemeente: Gemeente) -> str:
    return f"share_{gemeente.pk}"


class AuthorisationForm(PageModelForm):
    """How many seats may be given out beyond the number, until when and why."""

    class Meta:
        model = SeatAuthorisation
        fields = ("number", "valid_until_on", "reason")
        help_texts = {"reason": _("No names and no BSN.")}


class WallForm(forms.Form):
    """Which part of the wall to show; all of it when nothing is chosen."""

    route = forms.ChoiceField(
        label=_("Route"), choices=[("", _("All")), *LearningRoute.choices], required=False
    )
    provider = forms.ModelChoiceField(
        label=_("Provider"), queryset=Provider.objects.none(), empty_label=_("All"), required=False
    )
    gemeente = forms.ModelChoiceField(
        label=_("Gemeente"), queryset=Gemeente.objects.none(), empty_label=_("All"), required=False
    )
    day = forms.DateField(label=_("Reference day"), required=False)

    def __init__(self, *args: Any, gemeenten: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["gemeente"].queryset = gemeenten
        fields["provider"].queryset = providers
        use_native_widgets(self.fields.values())
