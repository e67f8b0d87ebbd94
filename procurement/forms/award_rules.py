"""Forms of how bids are scored and ranked, and of the mock bids that try it out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm, PageModelForm
from procurement.enums import CriterionKind, PriceFormula
from procurement.forms.rows import rows_of
from procurement.models import Tender
from procurement.scoring import HIGHEST_SCORE

HIGHEST_WEIGHT = 100
METHOD = ("score_method", "panel_size", "rounding_decimals", "tie_rule")
"""Columns of the tender that say how scores become a ranking."""


def weight_field(**options: Any) -> forms.DecimalField:
    """Points out of 100."""
    limits: dict[str, Any] = {"max_digits": 5, "decimal_places": 2, "min_value": 0}
    return forms.DecimalField(max_value=HIGHEST_WEIGHT, required=False, **limits | options)


def price_field(**options: Any) -> forms.DecimalField:
    """Euro per unit, with at most four decimals."""
    return forms.DecimalField(
        max_digits=12, decimal_places=4, min_value=0, required=False, **options
    )


class AwardRulesForm(PageModelForm):
    """The price, and how scores become a ranking; the quality criteria are rows of their own."""

    price_name = forms.CharField(label=_("Name of the price criterion"), max_length=120)
    formula = forms.ChoiceField(
        label=_("Price formula"), choices=PriceFormula.choices, widget=forms.RadioSelect
    )
    price_weight = weight_field(
        label=_("Weight of the price"),
        help_text=_("Points. Without meaning where quality counts in euro or alone decides."),
    )
    scale_best_price = price_field(
        label=_("Price that earns all points"), help_text=_("Only for the absolute formula.")
    )
    scale_zero_price = price_field(
        label=_("Price that earns no points"),
        help_text=_("Only for the absolute formula; above the best price."),
    )

    class Meta:
        model = Tender
        fields = METHOD
        help_texts = {
            "panel_size": _("Announced to bidders: that many assessors have to sit."),
            "rounding_decimals": _("0 to 4. Every part is rounded by itself, half up."),
            "tie_rule": _("Published beforehand, as all of this."),
        }

    def clean(self) -> dict[str, Any]:
        """What belongs to the formula, and nothing else."""
        values = super().clean() or self.cleaned_data
        formula = values.get("formula")
        if formula in (PriceFormula.RELATIVE, PriceFormula.ABSOLUTE):
            self._need("price_weight", _("Give the price its weight."))
        else:
            values["price_weight"] = Decimal(0)
        if formula == PriceFormula.ABSOLUTE:
            self._check_scale()
        else:
            values |= {"scale_best_price": None, "scale_zero_price": None}
        return values

    def method(self) -> dict[str, Any]:
        """The columns of the tender."""
        return {name: self.cleaned_data[name] for name in METHOD}

    def price(self) -> dict[str, Any]:
        """The price criterion as its columns."""
        values = self.cleaned_data
        return {
            "kind": CriterionKind.PRICE,
            "name": values["price_name"],
            "weight": values["price_weight"],
            "formula": values["formula"],
            "scale_best_price": values["scale_best_price"],
            "scale_zero_price": values["scale_zero_price"],
        }

    def _need(self, name: str, sentence: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def _check_scale(self) -> None:
        self._need("scale_zero_price", _("Give the price that earns no points."))
        values = self.cleaned_data
        best, zero = values.get("scale_best_price"), values.get("scale_zero_price")
        if best is None and "scale_best_price" not in self.errors:
            self.add_error("scale_best_price", _("Give the price that earns all points."))
        elif best is not None and zero and zero <= best:
            self.add_error("scale_zero_price", _("This price lies above the best price."))


class CriterionForm(PageForm):
    """A quality criterion; the panel scores the answer to its question from 0 to 10."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=120)
    question = forms.CharField(
        label=_("Question to the bidders"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    weight = weight_field(label=_("Weight"), help_text=_("Points; all together make 100."))
    maximum_value = forms.DecimalField(
        label=_("Highest value in euro"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text=_("Only where quality counts in euro."),
    )
    minimum_score = forms.DecimalField(
        label=_("Lowest score that still counts"),
        max_digits=4,
        decimal_places=2,
        min_value=0,
        max_value=HIGHEST_SCORE,
        required=False,
        help_text=_("0 to 10. A bid below it is not ranked."),
    )
    word_limit = forms.IntegerField(label=_("Words at most"), min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        """A criterion counts for something."""
        values = super().clean() or self.cleaned_data
        wrong = {"weight", "maximum_value"} & self.errors.keys()
        if not (values.get("weight") or values.get("maximum_value") or wrong):
            sentence = _("Give a weight, or for the value-based formula a highest value in euro.")
            self.add_error("weight", sentence)
        return values | {"weight": values.get("weight") or Decimal(0)}


class MockBidForm(PageForm):
    """An invented bid: its price, and what it scores on each criterion.

    `criteria` are (key, name); a score that is not typed is the one that the bid begins with.
    """

    name = forms.CharField(label=_("Invented bidder"), max_length=60)
    price = forms.DecimalField(label=_("Price"), max_digits=12, decimal_places=4, min_value=0)

    def __init__(self, *args: Any, criteria: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for key, name in criteria:
            self.fields[f"score_{key}"] = forms.DecimalField(
                label=name, min_value=0, max_value=HIGHEST_SCORE, decimal_places=2, required=False
            )

    def scores(self) -> dict[int, Decimal]:
        """By the key of the criterion."""
        return {key: self._score(f"score_{key}") for key, _name in self.criteria}

    def _score(self, name: str) -> Decimal:
        typed = self.cleaned_data.get(name)
        return Decimal(self.initial.get(name, 0)) if typed is None else typed


CriterionRows = rows_of(CriterionForm)
MockBidRows = forms.formset_factory(MockBidForm, extra=0)
