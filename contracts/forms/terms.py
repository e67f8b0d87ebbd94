"""Forms of what a contract says beside tariffs and seats."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.forms import PageForm, PageModelForm
from contracts.enums import (
    FigureStage,
    KpiIndicator,
    PriceIndex,
    SettlementBasis,
    SettlementEvent,
    TargetDirection,
)
from contracts.models import IndexationRule, IndexFigure, SocialReturn
from procurement.forms.rows import rows_of


class MonthField(forms.DateField):
    """A month, by any of its days; its first day stands for it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=_("Any day of the month."), **kwargs)

    def to_python(self, value: Any) -> date | None:
        """The first day of the month; None for nothing."""
        day = super().to_python(value)
        return day.replace(day=1) if day else None


def percentage_field(**options: Any) -> forms.DecimalField:
    """Per cents with at most two decimals."""
    limits: dict[str, Any] = {"max_digits": 5, "decimal_places": 2, "min_value": 0}
    return forms.DecimalField(**limits | {"max_value": 100, "required": False} | options)


class SettlementForm(PageForm):
    """What is paid at one event."""

    event = forms.ChoiceField(label=_("Event"), choices=SettlementEvent.choices)
    basis = forms.ChoiceField(label=_("Basis"), choices=SettlementBasis.choices)
    percentage = percentage_field(label=_("Part of the tariff that is paid (%)"))
    amount = forms.DecimalField(
        label=_("Amount that is paid"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    threshold_percentage = percentage_field(label=_("From this part of the hours missed (%)"))
    within_weeks = forms.IntegerField(
        label=_("Within so many weeks of the start"), min_value=1, max_value=520, required=False
    )
    note = forms.CharField(label=_("Explanation"), max_length=300, required=False)


class RenewalForm(PageForm):
    """One more period, which begins on the day after the one before it."""

    last_on = forms.DateField(label=_("Until"))
    decide_by_on = forms.DateField(label=_("Decide by"))


class KpiForm(PageForm):
    """What the provider promises to reach."""

    indicator = forms.ChoiceField(label=_("Indicator"), choices=KpiIndicator.choices)
    direction = forms.ChoiceField(label=_("Direction"), choices=TargetDirection.choices)
    target = forms.DecimalField(label=_("Target"), max_digits=7, decimal_places=2, min_value=0)


SettlementRows = rows_of(SettlementForm)
RenewalRows = rows_of(RenewalForm)
KpiRows = rows_of(KpiForm)


class IndexationRuleForm(PageModelForm):
    """How prices follow an index; without an index they stand."""

    index = forms.ChoiceField(
        label=_("Index"),
        choices=[("", _("None: prices stand")), *PriceIndex.choices],
        required=False,
    )
    base_month = MonthField(label=_("Month of the first figure"), required=False)

    class Meta:
        model = IndexationRule
        fields = (
            "index",
            "base_year",
            "base_month",
            "stage",
            "cap_percentage",
            "may_fall",
            "month_of_year",
        )
        help_texts = {
            "base_year": _("As Statistics Netherlands names it, such as 2015 for 2015 = 100."),
            "stage": _("The contract says which one counts; without that the parties disagree."),
            "cap_percentage": _("The most that prices rise at once; empty: no cap."),
            "month_of_year": _("1 for January."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("base_year", "stage", "month_of_year"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """An index needs its base, its first month and which figure counts."""
        values = super().clean() or self.cleaned_data
        if not values.get("index"):
            return values
        for name in ("base_year", "base_month", "stage", "month_of_year"):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, _("Fill this in for prices that follow an index."))
        return values

    def facts(self) -> dict[str, Any] | None:
        """Columns of the rule; None for prices that stand."""
        return self.cleaned_data if self.cleaned_data["index"] else None

    def _post_clean(self) -> None:
        """The action checks the whole rule: without an index there is none to check."""


class IndexFigureForm(PageModelForm):
    """A published figure."""

    month = MonthField(label=_("Month"))
    stage = forms.ChoiceField(label=_("Which figure"), choices=FigureStage.choices)

    class Meta:
        model = IndexFigure
        fields = ("region", "index", "base_year", "month", "stage", "figure", "source")
        labels = {"region": _("Region")}
        help_texts = {
            "base_year": _("As Statistics Netherlands names it, such as 2015 for 2015 = 100."),
            "source": _("Where it was published: table and date."),
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person))
        field: Any = self.fields["region"]
        field.queryset, field.initial = regions, regions.first()


class CorrectedFigureForm(PageModelForm):
    """What can be mistyped of a figure."""

    class Meta:
        model = IndexFigure
        fields = ("figure", "source")


class SocialReturnForm(PageModelForm):
    """What the provider did for people at a distance from work."""

    class Meta:
        model = SocialReturn
        fields = ("on", "description", "amount")
        help_texts = {"description": _("Without names of people.")}


class ApplyIndexationForm(PageForm):
    """Says again which day the person was shown."""

    applies_on = forms.DateField(widget=forms.HiddenInput)
