"""A ranking in figures that a bidder can work out again, for letters and the ranking page."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from config.shared.display import NOTHING, money
from config.shared.money import half_up
from procurement.enums import PriceFormula, ScoreMethod
from procurement.scoring.offers import Score, Standing
from procurement.scoring.rules import (
    HIGHEST_SCORE,
    MOST_PLACES,
    Number,
    PriceRule,
    QualityRule,
    Ruleset,
)
from procurement.scoring.words import figure, points


class Line(NamedTuple):
    """One part of a total: what it is, how it was worked out, and what came out.

    `result` is a dash where nothing was earned or lost, only something said.
    """

    label: str
    formula: str
    result: str

    @property
    def text(self) -> str:
        """Formula and result in one, joined by an equals sign."""
        return self.formula if self.result == NOTHING else f"{self.formula} = {self.result}"


def explain(standing: Standing, ruleset: Ruleset, *, names_others: bool = True) -> list[Line]:
    """How the total of a standing came about: the price, each criterion, and the sum.

    In the relative formula the lowest price is named, which may be another bidder's: without
    `names_others` its amount is left out then, as in a letter. An offer that was knocked out gets
    its scores and the minimum it did not reach, and no sum.
    """
    quality = [_quality_line(standing, rule, ruleset) for rule in ruleset.criteria]
    if standing.total is None:
        return [*quality, *_knock_out_lines(standing, ruleset)]
    total = _earned(standing.total, ruleset)
    price = _price_line(standing, ruleset, names_others)
    return [price, *quality, _sum_line(standing, total, ruleset)]


def _price_line(standing: Standing, ruleset: Ruleset, names_others: bool) -> Line:
    label = _("Price")
    if standing.price_points is not None:
        earned = _earned(standing.price_points, ruleset)
        return Line(label, _price_formula(standing, ruleset.price, names_others), earned)
    words = {"price": _euro(standing.price)}
    if standing.fictitious_price is not None:
        return Line(label, _("own price %(price)s") % words, NOTHING)
    return Line(label, _("price %(price)s: quality alone decides") % words, NOTHING)


def _price_formula(standing: Standing, rule: PriceRule, names_others: bool) -> str:
    words = {"price": _euro(standing.price), "weight": figure(rule.weight)}
    if standing.lowest_price is None:
        return _scale_formula(standing, rule)
    if not standing.price:
        return _("own price %(price)s: all points, %(weight)s") % words
    if not names_others and standing.lowest_price != standing.price:
        return _("lowest price bid / own price %(price)s × %(weight)s") % words
    words["lowest"] = _euro(standing.lowest_price)
    return _("lowest price %(lowest)s / own price %(price)s × %(weight)s") % words


def _scale_formula(standing: Standing, rule: PriceRule) -> str:
    best, zero = rule.scale
    words = {
        "price": _euro(standing.price),
        "best": _euro(best),
        "zero": _euro(zero),
        "weight": figure(rule.weight),
    }
    if standing.price <= best:
        return _("own price %(price)s, at most %(best)s: all points, %(weight)s") % words
    if standing.price >= zero:
        return _("own price %(price)s, at least %(zero)s: no points") % words
    return _("(%(zero)s − own price %(price)s) / (%(zero)s − %(best)s) × %(weight)s") % words


def _quality_line(standing: Standing, rule: QualityRule, ruleset: Ruleset) -> Line:
    score = _score_words(standing.scores[rule.key], ruleset)
    maximum = _euro(rule.maximum) if _in_euro(ruleset) else figure(rule.maximum)
    formula = f"{score} / {HIGHEST_SCORE} × {maximum}"
    return Line(rule.name, formula, _earned(standing.quality[rule.key], ruleset))


def _score_words(score: Score, ruleset: Ruleset) -> str:
    """The exact score, as a division where it is a mean, so that the sum can be done again."""
    words = {"score": figure(score.total), "count": score.count}
    if ruleset.method == ScoreMethod.CONSENSUS:
        return _("consensus score %(score)s") % words
    if score.count == 1:
        return _("score %(score)s") % words
    return _("sum of the %(count)s scores %(score)s / %(count)s") % words


def _knock_out_lines(standing: Standing, ruleset: Ruleset) -> list[Line]:
    names = {one.key: one.name for one in ruleset.criteria}
    return [
        Line(names[key], _knock_out_words(standing.scores[key], minimum, ruleset), NOTHING)
        for key, minimum in standing.knocked_out_on.items()
    ]


def _knock_out_words(score: Score, minimum: Decimal, ruleset: Ruleset) -> str:
    words = {"score": _score_words(score, ruleset), "minimum": figure(minimum)}
    return _("%(score)s, below the published minimum of %(minimum)s: not ranked") % words


def _sum_line(standing: Standing, total: str, ruleset: Ruleset) -> Line:
    quality = [_earned(one, ruleset) for one in standing.quality.values()]
    if _in_euro(ruleset):
        return Line(_("Fictitious price"), " − ".join([_euro(standing.price), *quality]), total)
    price = [] if standing.price_points is None else [_earned(standing.price_points, ruleset)]
    return Line(_("Total"), " + ".join([*price, *quality]), total)


def _in_euro(ruleset: Ruleset) -> bool:
    return ruleset.price.formula == PriceFormula.VALUE


def _earned(part: Number, ruleset: Ruleset) -> str:
    """What a part or a total came to: points, or euro."""
    return _euro(part) if _in_euro(ruleset) else points(part, ruleset.places)


def _euro(amount: Number) -> str:
    """Prices have up to four decimals, values as many as were published."""
    return money(half_up(amount, MOST_PLACES), MOST_PLACES)
