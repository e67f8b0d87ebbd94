"""Forms of lots and their price tables, and of what bidders have to meet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm, PageModelForm
from procurement.enums import PriceUnit, RequirementKind
from procurement.forms.rows import rows_of
from procurement.models import Lot, Tender


class LotsForm(PageModelForm):
    """On how many lots one may bid, and how many one may win."""

    class Meta:
        model = Tender
        fields = ("lots_bid_maximum", "lots_win_maximum")
        help_texts = {
            "lots_bid_maximum": _("Empty: on all of them."),
            "lots_win_maximum": _("Empty: all of them. Published, as it limits who is awarded."),
        }

    def clean(self) -> dict[str, Any]:
        """Nobody wins more lots than one may bid on."""
        values = super().clean() or self.cleaned_data
        bid, win = values.get("lots_bid_maximum"), values.get("lots_win_maximum")
        if bid is not None and win is not None and win > bid:
            self.add_error("lots_win_maximum", _("That is more than one may bid on."))
        return values


class LotForm(PageModelForm):
    """`gemeenten` is what may be chosen from: those that take part in the tender."""

    class Meta:
        model = Lot
        fields = (
            "title",
            "route",
            "area",
            "gemeenten",
            "places",
            "travel_minutes",
            "expected_low",
            "expected",
            "expected_high",
            "price_kind",
            "price_unit",
            "ceiling_price",
            "group_minimum",
            "group_maximum",
            "start_guarantee_weeks",
            "first_on",
            "last_on",
        )
        widgets = {
            "gemeenten": forms.CheckboxSelectMultiple,
            "places": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "gemeenten": _("Whose learners go to this lot. None ticked: all that take part."),
            "places": _("Where lessons have to be given, such as one place per gemeente."),
            "ceiling_price": _(
                "Euro excl. VAT per unit. A higher price is refused; at a fixed price this is it."
            ),
            "start_guarantee_weeks": _("A learner starts within this many weeks."),
        }

    def __init__(self, *args: Any, gemeenten: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeenten"].queryset = gemeenten  # type: ignore[attr-defined]

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
        for name, sentence in (
            ("group_minimum", _("A group has at least one learner.")),
            ("ceiling_price", _("Give a price above zero.")),
            ("expected", _("Expect at least one learner: prices are weighed by this number.")),
        ):
            if values.get(name) == 0:
                self.add_error(name, sentence)
        return values


class PriceLineForm(PageForm):
    """A further line of the price table."""

    description = forms.CharField(label=_("Description"), max_length=160)
    unit = forms.ChoiceField(label=_("Unit"), choices=PriceUnit.choices)
    quantity = forms.IntegerField(
        label=_("Expected number a year"),
        min_value=0,
        help_text=_("Weighs the line in the price that is compared."),
    )
    ceiling_price = forms.DecimalField(
        label=_("Ceiling price"), min_value=0, max_digits=12, decimal_places=4, required=False
    )


class RequirementForm(PageForm):
    """What bidders have to meet. `lots` are those of the tender, in their order."""

    kind = forms.ChoiceField(label=_("Kind"), choices=RequirementKind.choices)
    text = forms.CharField(label=_("Requirement"), widget=forms.Textarea(attrs={"rows": 2}))
    lot = forms.ModelChoiceField(
        Lot.objects.none(), label=_("Lot"), required=False, empty_label=_("All lots")
    )
    evidence = forms.CharField(
        label=_("Evidence"), required=False, help_text=_("Asked of the intended winner only.")
    )

    def __init__(self, *args: Any, lots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].queryset = lots  # type: ignore[attr-defined]


PriceLineRows = rows_of(PriceLineForm)
RequirementRows = rows_of(RequirementForm)
