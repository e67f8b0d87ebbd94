"""The step with the award criteria, and mock bids that show at once what they lead to."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement import actions
from procurement.enums import CriterionKind, PriceFormula
from procurement.forms.award_rules import (
    AwardRulesForm,
    CriterionRows,
    MockBidRows,
)
from procurement.forms.rows import standing
from procurement.models import AwardCriterion, Tender
from procurement.scoring import Offer, PriceRule, QualityRule, Ruleset, default_mock_bids
from procurement.views.preview import Preview, preview_of
from procurement.views.wizard import StepPage

QUALITY = (
    "id",
    "name",
    "question",
    "weight",
    "maximum_value",
    "minimum_score",
    "word_limit",
)
CEILING_WITHOUT_LOTS = Decimal(10_000)
"""What mock bids stay under while the tender has no lot yet."""


class AwardRulesPage(StepPage):
    """Formula, criteria and method, with a preview that follows what is typed and saves nothing."""

    form_class = AwardRulesForm
    url_name = "tender-award-rules"
    template_name = "procurement/tender_award_rules.html"
    rows_class = CriterionRows
    row_label = gettext_lazy("Quality criterion")
    more_label = gettext_lazy("Another criterion")

    @cached_property
    def price(self) -> AwardCriterion:
        """The price criterion as it stands, or as a new one begins."""
        standing_price = self.tender.criteria.filter(kind=CriterionKind.PRICE).first()
        return standing_price or AwardCriterion(
            name=_("Price"), weight=Decimal(40), formula=PriceFormula.ABSOLUTE
        )

    @cached_property
    def ceiling_price(self) -> Decimal:
        """Of the first lot: what mock bids stay under."""
        prices = self.tender.lots.order_by("number").values_list("ceiling_price", flat=True)
        return prices.first() or CEILING_WITHOUT_LOTS

    def get_initial(self) -> dict[str, Any]:
        return {
            "price_name": self.price.name,
            "price_weight": self.price.weight,
            "formula": self.price.formula,
            "scale_best_price": self.price.scale_best_price,
            "scale_zero_price": self.price.scale_zero_price,
        }

    def initial_rows(self) -> list[dict[str, Any]]:
        return standing(self.tender.criteria.quality().order_by("pk"), QUALITY)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A preview for the page or, asked by htmx, for its part; else as every step."""
        if not self.asks("preview"):
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        if getattr(request, "htmx", False):
            found = self.preview(form)
            return render(request, "procurement/_award_preview.html", {"preview": found})
        return self.shown_again(form)

    def perform(self, form: AwardRulesForm) -> Tender:
        price = form.price() | ({"id": self.price.pk} if self.price.pk else {})
        quality = [{"kind": CriterionKind.QUALITY, **line} for line in self.lines()]
        return actions.set_award_rules(
            tender=self.tender,
            method=form.method(),
            criteria=[price, *quality],
            **self.moment(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        preview = self.preview(context["form"])
        return context | {"mocks": self.mocks, "preview": preview}

    # What the mock bids lead to

    @cached_property
    def criteria(self) -> list[tuple[int, str]]:
        """Key and name of each row that can be scored: its place on the page, from 1."""
        if self.rows is None or not self.rows.is_bound:
            rows = enumerate(self.initial_rows(), start=1)
            return [(place, row["name"]) for place, row in rows]
        return [(place + 1, line["name"]) for place, line in self.rows.numbered_lines()]

    @cached_property
    def mocks(self) -> Any:
        """The mock bids as typed, or as the page begins with them."""
        begun = [_shown(offer) for offer in default_mock_bids(self.ceiling_price, self.plain_rules)]
        posted = self.request.method == "POST" and "mock-TOTAL_FORMS" in self.request.POST
        data = self.request.POST if posted else None
        names = {"criteria": self.criteria}
        return MockBidRows(data, initial=begun, prefix="mock", form_kwargs=names)

    @property
    def plain_rules(self) -> Ruleset:
        """The criteria alone: mock bids begin the same whatever they weigh."""
        rules = [QualityRule(key, name, Decimal(0)) for key, name in self.criteria]
        return Ruleset(PriceRule(Decimal(0), PriceFormula.RELATIVE), rules)

    def preview(self, form: AwardRulesForm) -> Preview | None:
        """None as long as the rules or the mock bids are not right."""
        ruleset = self.typed_ruleset(form) if form.is_bound else self.standing_ruleset()
        if ruleset is None or not ruleset.criteria:
            return None
        offers = self.offers()
        return preview_of(offers, ruleset, self.ceiling_price) if offers else None

    def typed_ruleset(self, form: AwardRulesForm) -> Ruleset | None:
        """What was typed, saved or not."""
        if self.rows is None or not (form.is_valid() and self.rows.is_valid()):
            return None
        lines = [(place + 1, line) for place, line in self.rows.numbered_lines()]
        return _ruleset(form.price(), lines, form.method())

    def standing_ruleset(self) -> Ruleset | None:
        """What the draft says; None while it has no price criterion."""
        if self.price._state.adding:
            return None
        lines = list(enumerate(self.initial_rows(), start=1))
        names = ("weight", "formula", "scale_best_price", "scale_zero_price")
        price = {name: getattr(self.price, name) for name in names}
        method = ("rounding_decimals", "tie_rule", "score_method")
        return _ruleset(price, lines, {name: getattr(self.tender, name) for name in method})

    def offers(self) -> list[Offer]:
        """The mock bids that take part; none when one of them is not right."""
        if not self.mocks.is_bound:
            return default_mock_bids(self.ceiling_price, self.plain_rules)
        if not self.mocks.is_valid():
            return []
        return [_offer(key, form) for key, form in enumerate(self.mocks.forms, start=1)]


def _ruleset(
    price: dict[str, Any], lines: Sequence[tuple[int, dict[str, Any]]], method: dict[str, Any]
) -> Ruleset:
    in_euro = price["formula"] == PriceFormula.VALUE
    worth = "maximum_value" if in_euro else "weight"
    criteria = [
        QualityRule(key, line["name"], line[worth] or Decimal(0), line["minimum_score"])
        for key, line in lines
    ]
    rule = PriceRule(
        price["weight"], price["formula"], price["scale_best_price"], price["scale_zero_price"]
    )
    return Ruleset(
        rule, criteria, method["rounding_decimals"], method["tie_rule"], method["score_method"]
    )


def _shown(offer: Offer) -> dict[str, Any]:
    """A mock bid as the values of its form."""
    scores = {f"score_{key}": given[0] for key, given in offer.scores.items()}
    return {"name": offer.name, "price": offer.price, **scores}


def _offer(key: int, form: Any) -> Offer:
    scores = form.scores()
    given = {criterion: [score] for criterion, score in scores.items()}
    return Offer(key, form.cleaned_data["price"], given, scores, form.cleaned_data["name"])
