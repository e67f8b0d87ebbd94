"""The published formulas, each on one offer: exact until the part is rounded half up.

The names are those of PIANOo, "Beschrijving beoordelingsmethoden BPKV criteria" and "Schaal, score
en score grafiek bij BPKV-criteria".
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from config.shared.money import half_up
from procurement.enums import PriceFormula
from procurement.scoring.offers import Score
from procurement.scoring.rules import HIGHEST_SCORE, PLACES, Number, PriceRule


def relative_points(
    price: Decimal, lowest: Decimal, weight: Number, places: int = PLACES
) -> Decimal:
    """Lowest price divided by own price, times the weight; a price of nothing earns all points."""
    share = Fraction(lowest) / Fraction(price) if price else Fraction(1)
    return half_up(share * Fraction(weight), places)


def absolute_points(
    price: Decimal, best_price: Decimal, zero_price: Decimal, weight: Number, places: int = PLACES
) -> Decimal:
    """Linear between the price that earns all points and the one that earns none; never outside.

    ValueError for a scale whose zero does not lie above its best price.
    """
    best, zero = PriceRule(weight, PriceFormula.ABSOLUTE, best_price, zero_price).scale
    share = Fraction(zero - price) / Fraction(zero - best)
    return half_up(min(max(share, Fraction(0)), Fraction(1)) * Fraction(weight), places)


def price_points(
    price: Decimal, lowest: Decimal, rule: PriceRule, places: int = PLACES
) -> Decimal | None:
    """Points by the published formula; None where a price earns no points.

    `lowest` is the lowest price that takes part.
    """
    if rule.formula == PriceFormula.RELATIVE:
        return relative_points(price, lowest, rule.weight, places)
    if rule.formula == PriceFormula.ABSOLUTE:
        return absolute_points(price, *rule.scale, rule.weight, places)
    return None


def quality_points(scores: Sequence[Number], maximum: Number, places: int = PLACES) -> Decimal:
    """Mean of the scores out of ten, times what a ten earns: points or euro.

    ValueError without a score, and for a score that is not from 0 to 10.
    """
    return earned(Score.of(scores), maximum, places)


def earned(score: Score, maximum: Number, places: int = PLACES) -> Decimal:
    """What a score earns of `maximum`: its mean out of ten."""
    return half_up(score.mean / HIGHEST_SCORE * Fraction(maximum), places)
