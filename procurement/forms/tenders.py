"""Forms of tenders, their lots and criteria."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.forms import PageModelForm
from procurement.enums import CriterionKind, PriceFormula
from procurement.models import AwardCriterion, Lot, Tender

HIGHEST_WEIGHT = 100


class TenderForm(PageModelForm):
    """`gemeenten` is what may be chosen from: those of the region."""

    class Meta:
        model = Tender
        fields = (
            "reference",
            "title",
            "description",
            "procedure",
            "lead_gemeente",
            "gemeenten",
            "cpv_code",
            "estimated_amount",
            "closes_at",
            "standstill_days",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "gemeenten": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "reference": _("Your own number of this tender, such as ON-2026-01."),
            "closes_at": _("Dutch time. Bids are refused from this moment on."),
            "standstill_days": _("At least 20 days where the law asks for a standstill period."),
        }

    def __init__(self, *args: Any, gemeenten: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead_gemeente", "gemeenten"):
            self.fields[name].queryset = gemeenten  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The lead gemeente takes part itself."""
        values = super().clean() or self.cleaned_data
        lead, taking_part = values.get("lead_gemeente"), values.get("gemeenten")
        if isinstance(lead, Gemeente) and taking_part is not None and lead not in taking_part:
            self.add_error("gemeenten", _("The lead gemeente takes part as well: tick it too."))
        if values.get("standstill_days") == 0:
            self.add_error("standstill_days", _("The standstill period lasts at least one day."))
        return values


class LotForm(PageModelForm):
    class Meta:
        model = Lot
        fields = (
            "title",
            "route",
            "area",
            "expected_low",
            "expected",
            "expected_high",
            "ceiling_price",
            "group_minimum",
            "group_maximum",
            "start_guarantee_weeks",
            "first_on",
            "last_on",
        )
        help_texts = {
            "ceiling_price": _("Euro excl. VAT per trajectory. A higher price is refused."),
            "start_guarantee_weeks": _("A learner starts within this many weeks."),
        }

    def clean(self) -> dict[str, Any]:
        """What has to be in order, said at the field that breaks it."""
        values = super().clean() or self.cleaned_data
        for lower, upper, sentence in (
            ("expected_low", "expected", _("Expect at least the low number.")),
            ("expected", "expected_high", _("The high number is at least the expected one.")),
            ("group_minimum", "group_maximum", _("The largest group is at least the smallest.")),
            ("first_on", "last_on", _("The last day may not be before the first day.")),
        ):
            if None not in (values.get(lower), values.get(upper)) and values[upper] < values[lower]:
                self.add_error(upper, sentence)
        if values.get("group_minimum") == 0:
            self.add_error("group_minimum", _("A group has at least one learner."))
        if values.get("ceiling_price") == 0:
            self.add_error("ceiling_price", _("Give a price above zero."))
        return values


class CriterionForm(PageModelForm):
    class Meta:
        model = AwardCriterion
        fields = (
            "kind",
            "name",
            "question",
            "weight",
            "formula",
            "scale_best_price",
            "scale_zero_price",
        )
        widgets = {"question": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "question": _("What bidders are asked to write about. Only for quality."),
            "weight": _("Points out of 100; all criteria together make 100."),
            "formula": _("Only for the price criterion."),
            "scale_best_price": _("Only for the absolute formula."),
            "scale_zero_price": _("Only for the absolute formula; above the best price."),
        }

    def clean(self) -> dict[str, Any]:
        """What belongs to the kind and the formula, and nothing else."""
        values = super().clean() or self.cleaned_data
        weight = values.get("weight")
        if weight is not None and not 0 < weight <= HIGHEST_WEIGHT:
            self.add_error("weight", _("A weight lies between 0 and 100."))
        if values.get("kind") == CriterionKind.QUALITY:
            return values | {"formula": "", "scale_best_price": None, "scale_zero_price": None}
        if values.get("kind") == CriterionKind.PRICE and not values.get("formula"):
            self.add_error("formula", _("Choose how the price becomes points."))
        if values.get("formula") != PriceFormula.ABSOLUTE:
            return values | {"scale_best_price": None, "scale_zero_price": None}
        self._check_scale(values)
        return values

    def _check_scale(self, values: dict[str, Any]) -> None:
        best, zero = values.get("scale_best_price"), values.get("scale_zero_price")
        if best is None:
            self.add_error("scale_best_price", _("Give the price that earns all points."))
        if zero is None:
            self.add_error("scale_zero_price", _("Give the price that earns no points."))
        if best is not None and zero is not None and zero <= best:
            self.add_error("scale_zero_price", _("This price lies above the best price."))
