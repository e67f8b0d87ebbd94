"""How prices and scores become points and a ranking; pure arithmetic, exact until it is rounded.

Every part is rounded to two decimals and a total is the sum of its rounded parts, so that a
bidder who adds up the parts in the letter finds the same total.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from config.shared.money import cents
from procurement.enums import PriceFormula

HIGHEST_SCORE = 10
NO_POINTS = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class PriceRule:
    """The published price criterion; the scale only for the absolute formula."""

    weight: Decimal
    formula: str
    best_price: Decimal | None = None
    zero_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What is ranked: a price, and per quality criterion the score of each assessor (0 to 10)."""

    key: int
    price: Decimal
    scores: Mapping[int, Sequence[Decimal]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one offer ended. `is_tied`: another offer has the same rank."""

    key: int
    price: Decimal
    price_points: Decimal
    quality: Mapping[int, Decimal]
    rank: int
    is_tied: bool

    @property
    def quality_points(self) -> Decimal:
        """All quality criteria together."""
        return sum(self.quality.values(), NO_POINTS)

    @property
    def total(self) -> Decimal:
        """Price and quality together."""
        return self.price_points + self.quality_points


def relative_points(price: Decimal, lowest: Decimal, weight: Decimal) -> Decimal:
    """Lowest price divided by own price, times the weight; a price of nothing earns all points."""
    share = Fraction(lowest) / Fraction(price) if price else Fraction(1)
    return cents(share * Fraction(weight))


def absolute_points(
    price: Decimal, best_price: Decimal, zero_price: Decimal, weight: Decimal
) -> Decimal:
    """Linear between the price that earns all points and the one that earns none; never outside.

    ValueError for a scale whose zero does not lie above its best price.
    """
    if zero_price <= best_price:
        raise ValueError("The price that earns no points lies above the one that earns all.")
    share = Fraction(zero_price - price) / Fraction(zero_price - best_price)
    return cents(min(max(share, Fraction(0)), Fraction(1)) * Fraction(weight))


def quality_points(scores: Sequence[Decimal], weight: Decimal) -> Decimal:
    """Mean of the assessors' scores out of ten, times the weight; ValueError without a score."""
    if not scores:
        raise ValueError("A criterion without a score earns no points.")
    mean = Fraction(sum(scores)) / len(scores)
    return cents(mean / HIGHEST_SCORE * Fraction(weight))


def price_points(price: Decimal, lowest: Decimal, rule: PriceRule) -> Decimal:
    """Points by the published formula; `lowest` is the lowest price that takes part."""
    if rule.formula == PriceFormula.RELATIVE:
        return relative_points(price, lowest, rule.weight)
    if rule.best_price is None or rule.zero_price is None:
        raise ValueError("The absolute formula needs both ends of its scale.")
    return absolute_points(price, rule.best_price, rule.zero_price, rule.weight)


def rank(
    offers: Iterable[Offer], price_rule: PriceRule, weights: Mapping[int, Decimal]
) -> list[Standing]:
    """The offers from best to worst; `weights` has the weight of each quality criterion.

    Of equal totals the higher quality comes first; still equal share a rank, and the officer
    chooses among them with a motivation. The next rank counts all before it: 1, 1, 3.
    """
    found = list(offers)
    lowest = min((offer.price for offer in found), default=Decimal(0))
    unranked = [_scored(offer, lowest, price_rule, weights) for offer in found]
    merits = sorted((_merit(one) for one in unranked), reverse=True)
    ranked = [_placed(one, merits) for one in unranked]
    return sorted(ranked, key=lambda one: (one.rank, one.key))


def _scored(
    offer: Offer, lowest: Decimal, price_rule: PriceRule, weights: Mapping[int, Decimal]
) -> Standing:
    quality = {key: quality_points(offer.scores[key], weight) for key, weight in weights.items()}
    points = price_points(offer.price, lowest, price_rule)
    return Standing(offer.key, offer.price, points, quality, rank=0, is_tied=False)


def _merit(standing: Standing) -> tuple[Decimal, Decimal]:
    return standing.total, standing.quality_points


def _placed(standing: Standing, merits: Sequence[tuple[Decimal, Decimal]]) -> Standing:
    merit = _merit(standing)
    return Standing(
        standing.key,
        standing.price,
        standing.price_points,
        standing.quality,
        rank=merits.index(merit) + 1,
        is_tied=merits.count(merit) > 1,
    )
