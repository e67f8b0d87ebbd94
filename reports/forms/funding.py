"""Forms of funding: streams, years, payments, counts and rules."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.forms import VersionChoiceField
from accounts.models import AllocationKeyVersion, Gemeente, Region, User
from config.shared.forms import PageForm, PageModelForm, use_native_widgets
from contracts.enums import CostType, TargetGroup
from contracts.forms.deliveries import ACCEPTED
from reports.actions.funding import YearRequest
from reports.actions.funding_facts import People
from reports.enums.funding import FundingRuleKey, FundingStage
from reports.funding.presets import Preset
from reports.models import FundingPayment, FundingStream
from reports.models.funding import FIRST_YEAR, LAST_YEAR

WHOLE = Decimal(100)


def year_field(**kwargs: Any) -> forms.IntegerField:
    """A calendar year within what can be kept."""
    return forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)


def kept_versions(person: User, region: Region | None = None) -> Any:
    """Versions of keys of the regions that `person` acts for, of one region where given."""
    found = AllocationKeyVersion.objects.filter(key__region__in=regions_of(person))
    found = found.filter(key__region=region) if region else found
    return found.select_related("key").order_by("key__name", "-number")


class FundingStreamForm(PageModelForm):
    """A stream; its region is chosen once."""

    cost_types = forms.MultipleChoiceField(
        label=gettext_lazy("Meant for"),
        choices=CostType,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = FundingStream
        fields = (
            "region",
            "name",
            "kind",
            "cost_types",
            "recurrence",
            "includes_vat",
            "payer",
            "target",
            "source",
        )
        help_texts = {
            "payer": gettext_lazy("Who gives the money, such as a ministry."),
            "source": gettext_lazy("Where it was published or decided."),
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["region"]
            return
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = Region.objects.filter(pk__in=regions_of(person))
        fields["region"].initial = fields["region"].queryset.first()


class StreamYearForm(PageForm):
    """What a stream brings in a year: an amount that a key divides, or a part for each gemeente."""

    year = year_field(label=gettext_lazy("Year"))
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=FundingStage)
    known_on = forms.DateField(label=gettext_lazy("Known from"))
    source = forms.CharField(
        label=gettext_lazy("Source"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    key_version = VersionChoiceField(
        AllocationKeyVersion.objects.none(),
        label=gettext_lazy("Divided by"),
        required=False,
        empty_label=gettext_lazy("the parts below"),
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Amount of the year (euro)"),
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy("The whole of the year; needed when a key divides it."),
    )

    def __init__(
        self, *args: Any, versions: Any, gemeenten: Iterable[Gemeente], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["key_version"].queryset = versions
        self.gemeenten = list(gemeenten)
        for gemeente in self.gemeenten:
            self.fields[f"gemeente_{gemeente.pk}"] = forms.DecimalField(
                label=_("%(gemeente)s (euro)") % {"gemeente": gemeente},
                max_digits=12,
                decimal_places=2,
                required=False,
            )
        use_native_widgets(self.fields.values())

    def clean(self) -> dict[str, Any]:
        """A key with an amount, or parts without a key; both would contradict each other."""
        given = super().clean() or {}
        key, amount = given.get("key_version"), given.get("amount")
        if key and amount is None:
            self.add_error("amount", _("Give the amount that the key divides."))
        if key and self.shares():
            self.add_error("key_version", _("Choose a key, or give the parts; not both."))
        if not key and not self.shares():
            self.add_error("key_version", _("Choose a key, or give the parts of the gemeenten."))
        return given

    def shares(self) -> dict[Gemeente, Decimal]:
        """The parts that were typed."""
        parts = {each: self.cleaned_data.get(f"gemeente_{each.pk}") for each in self.gemeenten}
        return {gemeente: part for gemeente, part in parts.items() if part is not None}

    def request_of(self) -> YearRequest:
        """What was filled in; the amount is what the parts are together where none was typed."""
        given = self.cleaned_data
        amount = given["amount"]
        if amount is None:
            amount = sum(self.shares().values(), Decimal(0))
        names = ("year", "stage", "known_on", "source")
        return YearRequest(amount=amount, **{name: given[name] for name in names})


class AdoptForm(PageForm):
    """Which national streams a region takes over, and which part of the published amounts."""

    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Region"))
    presets = forms.MultipleChoiceField(
        label=gettext_lazy("Streams"), widget=forms.CheckboxSelectMultiple
    )
    percentage = forms.DecimalField(
        label=gettext_lazy("Part of the region in national amounts (%)"),
        min_value=0,
        max_value=WHOLE,
        decimal_places=6,
        required=False,
        help_text=gettext_lazy("Forecasts what each published amount brings the region."),
    )
    key_version = VersionChoiceField(
        AllocationKeyVersion.objects.none(), label=gettext_lazy("Divided by"), required=False
    )
    first_year = year_field(label=gettext_lazy("First year"))
    last_year = year_field(label=gettext_lazy("Last year"))

    def __init__(self, *args: Any, person: User, presets: Iterable[Preset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = Region.objects.filter(pk__in=regions_of(person))
        fields["region"].initial = fields["region"].queryset.first()
        fields["presets"].choices = [(each.code, each.name) for each in presets]
        fields["key_version"].queryset = kept_versions(person)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_year"), given.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("The last year lies before the first."))
        return given


class FundingPaymentForm(PageModelForm):
    """A payment between a gemeente and its region."""

    class Meta:
        model = FundingPayment
        fields = (
            "region",
            "gemeente",
            "year",
            "stream",
            "direction",
            "amount",
            "paid_on",
            "note",
        )
        help_texts = {
            "amount": gettext_lazy("Below zero to put a mistaken payment right."),
            "stream": gettext_lazy("Empty: not of one stream."),
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person))
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = regions
        fields["region"].initial = regions.first()
        fields["gemeente"].queryset = Gemeente.objects.visible_to(person).order_by("name")
        fields["stream"].queryset = FundingStream.objects.kept_by(person).order_by("name")


class HousedCountForm(PageForm):
    """How many people a gemeente housed in a year."""

    gemeente = forms.ModelChoiceField(Gemeente.objects.none(), label=gettext_lazy("Gemeente"))
    year = year_field(label=gettext_lazy("Year"))
    target_group = forms.ChoiceField(label=gettext_lazy("Target group"), choices=TargetGroup)
    expected = forms.IntegerField(
        label=gettext_lazy("Expected"),
        min_value=0,
        help_text=gettext_lazy("The forecast on which the advance rests."),
    )
    housed = forms.IntegerField(
        label=gettext_lazy("Counted on 31 December"), min_value=0, required=False
    )
    in_azc = forms.IntegerField(
        label=gettext_lazy("Still in an asylum centre"),
        min_value=0,
        initial=0,
        help_text=gettext_lazy("Linked to the gemeente and not yet housed on 31 December."),
    )
    education = forms.IntegerField(
        label=gettext_lazy("Of whom on the education route"), min_value=0, initial=0
    )

    def __init__(self, *args: Any, gemeenten: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["gemeente"]
        field.queryset = gemeenten

    def people(self) -> People:
        """What was filled in, for the action."""
        return People(**self.cleaned_data)


class HousedSheetForm(PageForm):
    """A sheet with counts to keep and check."""

    file = forms.FileField(
        label=gettext_lazy("Sheet with people housed"),
        help_text=gettext_lazy("xlsx, ods or csv; one row a gemeente, year and target group."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )


class FundingRuleForm(PageForm):
    """A value of the region's own for a rule, from a year on."""

    key = forms.ChoiceField(label=gettext_lazy("Funding rule"), choices=FundingRuleKey)
    year = year_field(label=gettext_lazy("From year"))
    value = forms.DecimalField(
        label=gettext_lazy("Value"), min_value=0, max_digits=12, decimal_places=2
    )
    source = forms.CharField(
        label=gettext_lazy("Source"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class FundingQuestionForm(forms.Form):
    """Of which region and year a page of funding tells."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label=gettext_lazy("Region"), empty_label=None
    )
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)

    def __init__(self, *args: Any, regions: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = regions
        fields["year"].choices = [(year, str(year)) for year in years]


class SimulationForm(FundingQuestionForm):
    """And how many of who is expected will come."""

    share = forms.DecimalField(
        label=gettext_lazy("Part of the expected people that comes (%)"),
        min_value=0,
        max_value=1000,
        decimal_places=2,
        initial=WHOLE,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_native_widgets(self.fields.values())


class WhatIfForm(forms.Form):
    """Which other key is laid beside the present parts."""

    other = VersionChoiceField(AllocationKeyVersion.objects.none(), label=gettext_lazy("Other key"))

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["other"]
        field.queryset = versions
        use_native_widgets(self.fields.values())
