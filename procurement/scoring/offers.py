"""What goes into a ranking and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from procurement.enums import ScoreMethod
from procurement.scoring.rules import HIGHEST_SCORE, Number

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Score:
    """What a criterion was scored with: the exact sum of `count` scores from 0 to 10."""

    total: Fraction
    count: int

    @classmethod
    def of(cls, given: Sequence[Number]) -> "Score":
        """Of the scores given, in any order.

        ValueError for none, so that nothing earns no points by accident, and for a score that
        does not lie between 0 and 10.
        """
        if not given:
            raise ValueError("A criterion without a score earns no points.")
        if not all(0 <= score <= HIGHEST_SCORE for score in given):
            raise ValueError(f"A score lies between 0 and {HIGHEST_SCORE}.")
        return cls(sum((Fraction(score) for score in given), Fraction(0)), len(given))

    @property
    def mean(self) -> Fraction:
        """Exact, so that nothing is rounded before the points are."""
        return self.total / self.count


@dataclass(frozen=True, slots=True)
class Offer:
    """What is ranked: a price in euro, and scores from 0 to 10 per quality criterion.

    `scores` has one of each assessor, in any order; `consensus` the one that the chair recorded.
    Which of the two counts was published. `name` stands in sentences about this offer.
    """

    key: int
    price: Decimal
    scores: Mapping[int, Sequence[Number]]
    consensus: Mapping[int, Number] = field(default_factory=dict)
    name: str = ""

    @property
    def label(self) -> str:
        """The name, or the number for an offer without one."""
        return self.name or _("Bid %(number)s") % {"number": self.key}

    def score(self, criterion: int, method: str) -> Score:
        """What counts for a criterion by the announced method; ValueError when that is missing."""
        if method == ScoreMethod.CONSENSUS:
            return Score.of([self.consensus[criterion]] if criterion in self.consensus else [])
        return Score.of(self.scores.get(criterion, ()))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one offer ended, for every formula.

    `scores` is what each criterion was scored with and `quality` what that earned: points, or
    euro when quality has a value in euro. `price_points` is None unless the formula gives them,
    `lowest_price` is the price they were measured by in the relative formula, and
    `fictitious_price` is None unless quality has a value in euro.

    `knocked_out_on` has the published minimum of each criterion that was scored below it; such an
    offer has no rank, no price points and no total. `is_tied`: another offer has the same rank.
    """

    key: int
    price: Decimal
    scores: Mapping[int, Score]
    quality: Mapping[int, Decimal]
    price_points: Decimal | None = None
    lowest_price: Decimal | None = None
    fictitious_price: Decimal | None = None
    rank: int | None = None
    is_tied: bool = False
    knocked_out_on: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def quality_total(self) -> Decimal:
        """All quality criteria together: points, or euro when quality has a value in euro."""
        return sum(self.quality.values(), NONE)

    @property
    def quality_points(self) -> Decimal:
        """The quality total by the name it has where quality earns points."""
        return self.quality_total

    @property
    def total(self) -> Decimal | None:
        """Price and quality together: points, or the fictitious price; None when knocked out."""
        if self.knocked_out_on:
            return None
        return self.worth if self.fictitious_price is None else self.fictitious_price

    @property
    def worth(self) -> Decimal:
        """What decides the rank, more is better: the points, or less fictitious price."""
        if self.fictitious_price is not None:
            return -self.fictitious_price
        return self.quality_total + (NONE if self.price_points is None else self.price_points)
