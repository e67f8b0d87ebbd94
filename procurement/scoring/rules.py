"""What a tender publishes about scoring: formula, criteria, rounding, ties. Nothing is computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.enums import PriceFormula, ScoreMethod, TieRule

Number = Decimal | Fraction
"""Published weights are Decimal; a shifted one may be a fraction."""
HIGHEST_SCORE = 10
PLACES = 2
MOST_PLACES = 4
NO_PRICE_POINTS = (PriceFormula.VALUE, PriceFormula.FIXED)
"""Formulas in which a price earns no points, so that the price criterion has no weight."""


@dataclass(frozen=True, slots=True)
class PriceRule:
    """The published price criterion: its weight in points, and a scale for the absolute formula."""

    weight: Number
    formula: str
    best_price: Decimal | None = None
    zero_price: Decimal | None = None

    @property
    def scale(self) -> tuple[Decimal, Decimal]:
        """The price that earns all points and the one that earns none.

        ValueError when an end is missing or the second does not lie above the first.
        """
        if self.best_price is None or self.zero_price is None:
            raise ValueError("The absolute formula needs both ends of its scale.")
        if self.zero_price <= self.best_price:
            raise ValueError("The price that earns no points lies above the one that earns all.")
        return self.best_price, self.zero_price


@dataclass(frozen=True, slots=True)
class QualityRule:
    """A published quality criterion.

    `maximum` is what a score of ten earns: points, or euro when quality has a value in euro.
    A bid with a score below `minimum_score` (0 to 10) is not ranked; None means no minimum.
    """

    key: int
    name: str
    maximum: Number
    minimum_score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All that decides about a ranking, as published and frozen with the tender.

    Every part is rounded half up to `places` decimals. ValueError for anything else than 0 to 4
    decimals, for a criterion named twice and for a maximum below nothing.
    """

    price: PriceRule
    criteria: Sequence[QualityRule]
    places: int = PLACES
    ties: str = TieRule.QUALITY
    method: str = ScoreMethod.MEAN

    def __post_init__(self) -> None:
        if not 0 <= self.places <= MOST_PLACES:
            raise ValueError(f"Points have 0 to {MOST_PLACES} decimals.")
        if len({one.key for one in self.criteria}) < len(self.criteria):
            raise ValueError("Each criterion counts once.")
        if any(maximum < 0 for maximum in (self.price.weight, *self.maxima)):
            raise ValueError("No criterion takes points away.")

    @property
    def maxima(self) -> list[Number]:
        """What each quality criterion earns at most, in their order."""
        return [one.maximum for one in self.criteria]

    @property
    def prices_earn_points(self) -> bool:
        """Whether the price criterion has a weight beside the quality criteria."""
        return self.price.formula not in NO_PRICE_POINTS
