"""Forms of scenarios: the assumptions, what is compared, and what is proposed."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import AllocationKeyVersion, Gemeente, Region, User
from config.shared.forms import PageForm
from providers.enums import LearningRoute
from reports.actions.scenarios import MOST_AT_ONCE, Supposed, last_year_of
from reports.enums.scenarios import Inflow
from reports.models import FundingStream, Scenario
from reports.models.scenarios import (
    FEWEST_DRAWS,
    LARGEST_SEED,
    MOST_DRAWS,
    USUAL_DRAWS,
    USUAL_SEED,
)
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.outcome import PERCENTILES

MOST_COMPARED, HALF = 4, 50
ROUTE, STREAM = "route_", "stream_"
"""Prefixes of the fields of one route or funding stream."""
PLAIN = ("dropout", "group_minimum", "group_maximum", "tariff", "indexation")


def _percentage(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, required=False, max_digits=6, decimal_places=2
    )


class ScenarioForm(PageForm):
    """What a scenario assumes; everything that stays empty is as in the forecast."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"))
    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    first_year = forms.TypedChoiceField(label=_("First year"), coerce=int)
    last_year = forms.TypedChoiceField(label=_("Last year"), coerce=int)
    inflow = forms.ChoiceField(
        label=_("Inflow"),
        choices=Inflow.choices,
        help_text=_("Which figure of the intake forecasts counts for who is still to come."),
    )
    dropout = _percentage(
        _("Chance to stop, a month (%)"),
        _("Of who has begun. What falls due later is then not paid; groups cost the same."),
    )
    group_minimum = forms.IntegerField(
        label=_("Fewest learners of a group"),
        required=False,
        min_value=1,
        help_text=_("With a price per group: who is left over waits for a month."),
    )
    group_maximum = forms.IntegerField(
        label=_("Most learners of a group"), required=False, min_value=1
    )
    tariff = _percentage(
        _("Change of tariffs (%)"), _("For who begins from now on; below zero for a fall.")
    )
    indexation = _percentage(
        _("Indexation each January (%)"),
        _("In place of what the region expects; 0 for none."),
    )
    key = forms.ModelChoiceField(
        AllocationKeyVersion.objects.none(),
        label=_("Allocation key"),
        required=False,
        empty_label=_("by who lives where"),
        help_text=_("Divides all costs of the region."),
    )
    draws = forms.IntegerField(
        label=_("Draws"),
        min_value=FEWEST_DRAWS,
        max_value=MOST_DRAWS,
        initial=USUAL_DRAWS,
        help_text=_("More draws take longer and tell small chances better."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=LARGEST_SEED,
        initial=USUAL_SEED,
        help_text=_("The same seed gives the same draws: keep it the same to compare."),
    )

    def __init__(self, *args: Any, person: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = regions_of(person)
        self._offer_region(Region.objects.filter(pk__in=own).order_by("name"))
        years = [(year, str(year)) for year in range(today.year, last_year_of(today) + 1)]
        fields: dict[str, Any] = self.fields
        for name in ("first_year", "last_year"):
            fields[name].choices = years
            fields[name].initial = today.year + 1
        keys = AllocationKeyVersion.objects.filter(key__region__in=own)
        fields["key"].queryset = keys.select_related("key").order_by("key__name", "-number")
        self._offer_routes()
        self._offer_streams(FundingStream.objects.filter(region__in=own).order_by("name", "pk"))

    def clean(self) -> dict[str, Any]:
        """What cannot be assumed is said at its field."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            cleaned["assumptions"] = Assumptions(**self._assumed(cleaned))
        except ValidationError as error:
            for name, faults in error.message_dict.items():
                place = f"{ROUTE}{LearningRoute.EDUCATION}" if name == "routes" else name
                self.add_error(place, faults)
        return cleaned

    def supposed(self) -> Supposed:
        """What was filled in, for the action."""
        names = ("region", "name", "description", "first_year", "last_year", "draws", "seed")
        known = {name: self.cleaned_data[name] for name in names}
        return Supposed(**known, assumptions=self.cleaned_data["assumptions"])

    def _assumed(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        values = {name: cleaned[name] for name in PLAIN if cleaned[name] is not None}
        key = cleaned["key"]
        return values | {
            "inflow": Inflow(cleaned["inflow"]),
            "key": key.pk if key else None,
            "routes": _given(cleaned, ROUTE),
            "funding": {
                int(stream): amount for stream, amount in _given(cleaned, STREAM).items() if amount
            },
        }

    def _offer_region(self, regions: Any) -> None:
        field: Any = self.fields["region"]
        field.queryset = regions
        field.initial = regions.first()
        if len(regions) == 1:
            field.widget = field.hidden_widget()

    def _offer_routes(self) -> None:
        for route in LearningRoute:
            field = _percentage(
                _("Share of the %(route)s (%%)") % {"route": route.label},
                _("Of who is still expected; all three empty: as gemeenten expect."),
            )
            self.fields[f"{ROUTE}{route}"] = field

    def _offer_streams(self, streams: Iterable[FundingStream]) -> None:
        for stream in streams:
            self.fields[f"{STREAM}{stream.pk}"] = forms.DecimalField(
                label=_("More from %(stream)s, a year (euro)") % {"stream": stream.name},
                help_text=_("On top of the budget; below zero when it falls away."),
                required=False,
                max_digits=12,
                decimal_places=2,
            )


def initial_of(scenario: Scenario) -> dict[str, Any]:
    """What the form shows of a scenario that is changed or copied."""
    found = Assumptions.from_json(scenario.assumptions)
    names = ("region", "name", "description", "first_year", "last_year", "draws", "seed")
    shown = {name: getattr(scenario, name) for name in names}
    shown |= {name: getattr(found, name) for name in (*PLAIN, "inflow", "key")}
    shown |= {f"{ROUTE}{route}": share for route, share in found.routes.items()}
    return shown | {f"{STREAM}{pk}": amount for pk, amount in found.funding.items()}


class OutcomeForm(forms.Form):
    """Which year and gemeente of an outcome is shown."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    gemeente = forms.ModelChoiceField(
        Gemeente.objects.none(), label=_("Gemeente"), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, years: Iterable[int], gemeenten: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["year"].choices = [(year, str(year)) for year in years]
        fields["gemeente"].queryset = gemeenten


class CompareForm(OutcomeForm):
    """Up to four scenarios beside each other."""

    scenario = forms.ModelMultipleChoiceField(
        Scenario.objects.none(),
        label=_("Scenarios"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two to four."),
    )
    field_order = ("scenario", "year", "gemeente")

    def __init__(self, *args: Any, scenarios: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scenario"]
        field.queryset = scenarios

    def clean_scenario(self) -> Any:
        """As many as fit on one page."""
        chosen = self.cleaned_data["scenario"]
        if not 2 <= len(chosen) <= MOST_COMPARED:  # noqa: PLR2004 - two to compare
            raise ValidationError(_("Choose two to four scenarios."))
        return chosen


class QueueForm(PageForm):
    """Which scenarios are reckoned together."""

    scenarios = forms.ModelMultipleChoiceField(
        Scenario.objects.none(),
        label=_("Scenarios"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, scenarios: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scenarios"]
        field.queryset = scenarios
        field.help_text = gettext("At most %(most)s at once.") % {"most": MOST_AT_ONCE}


def _sure() -> list[tuple[int, str]]:
    """In how many draws a budget may do, in words; less than half is no budget."""
    found = [each for each in PERCENTILES if each >= HALF]
    return [
        (each, gettext("%(percentage)s%% of the draws") % {"percentage": each}) for each in found
    ]


class ProposalForm(PageForm):
    """How sure a budget has to be."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    percentage = forms.TypedChoiceField(
        label=_("The budget does in"),
        coerce=int,
        choices=_sure,
        initial=75,
    )

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["year"].choices = [(year, str(year)) for year in years]


def _given(cleaned: Mapping[str, Any], prefix: str) -> dict[str, Decimal]:
    """What was filled in at the fields of routes or streams, without their prefix."""
    return {
        name.removeprefix(prefix): value
        for name, value in cleaned.items()
        if name.startswith(prefix) and value is not None
    }
