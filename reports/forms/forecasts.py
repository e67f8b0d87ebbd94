"""Forms of forecasts: what is asked, keeping one, and expected indexation."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, Region, User
from config.shared.display import day
from config.shared.forms import PageForm
from providers.enums import LearningRoute
from reports.forms.budgets import offer_regions, own_gemeenten
from reports.models import ForecastSnapshot
from reports.models.budgets import FIRST_YEAR, LAST_YEAR

AHEAD = ((12, "12"), (24, "24"), (36, "36"), (48, "48"))
USUAL = 24


class ForecastForm(forms.Form):
    """How far ahead, and of which route or gemeente."""

    months = forms.TypedChoiceField(
        label=_("Months ahead"), choices=AHEAD, coerce=int, required=False
    )
    route = forms.ChoiceField(
        label=_("Route"), choices=[("", _("All")), *LearningRoute.choices], required=False
    )
    gemeente = forms.ModelChoiceField(
        Gemeente.objects.none(), label=_("Gemeente"), required=False, empty_label=_("All")
    )
    seats = forms.BooleanField(label=_("Begin only when a seat is free"), required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["gemeente"].queryset = own_gemeenten(person)
        fields["months"].initial = USUAL


class CommitmentForm(forms.Form):
    """Of which year."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["year"].choices = [(year, str(year)) for year in sorted(years, reverse=True)]


class KeepForecastForm(PageForm):
    """On what occasion."""

    note = forms.CharField(
        label=_("Occasion"),
        max_length=120,
        required=False,
        help_text=_("Such as: before the interim report."),
    )


class OtherSnapshotForm(forms.Form):
    """With which later forecast a kept one is compared, and of which year the gemeenten."""

    later = forms.ModelChoiceField(
        ForecastSnapshot.objects.none(), label=_("Compare with"), required=False
    )
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)

    def __init__(self, *args: Any, others: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["later"].queryset = others
        fields["later"].empty_label = _("none")
        fields["later"].label_from_instance = lambda snapshot: day(snapshot.taken_on)
        fields["year"].choices = [(year, str(year)) for year in years]


class IndexationExpectationForm(PageForm):
    """By how much prices are expected to rise in a year; replaces what stood for the year."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"))
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    percentage = forms.DecimalField(
        label=_("Expected rise (%)"),
        max_digits=5,
        decimal_places=2,
        help_text=_("Replaces what stood for the year; below zero for a fall."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Such as the circular or the estimate it comes from."),
    )

    def __init__(self, *args: Any, person: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_regions(self, person)
        fields: dict[str, Any] = self.fields
        fields["year"].initial = today.year + 1
