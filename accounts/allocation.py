"""Arithmetic of allocation keys: weights become per cents that are 100 together. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from config.shared.money import share_out

PERCENTAGE_PLACES = 6
"""Decimals of a share: a hundred million euro is still divided to the euro."""
WHOLE = Decimal(100)


def percentages(weights: Sequence[Decimal | int | Fraction]) -> list[Decimal]:
    """Per cents to six decimals in proportion to `weights`, together exactly 100.

    By largest remainder. ValueError when a weight is negative, or nothing has weight.
    """
    # share_out divides whole cents: here a cent stands for a millionth of a per cent.
    parts = share_out(WHOLE.scaleb(PERCENTAGE_PLACES - 2), weights)
    return [part.scaleb(2 - PERCENTAGE_PLACES) for part in parts]


def with_fixed_part(
    fixed: Decimal, inhabitants: Sequence[int], placements: Sequence[int]
) -> list[Fraction]:
    """Weights of a key that divides `fixed` per cent by inhabitants and the rest by placements.

    ValueError when a part that counts has nothing to divide by.
    """
    part = Fraction(fixed) / 100
    by_inhabitants = _proportions(inhabitants, counts=bool(part))
    by_placements = _proportions(placements, counts=part < 1)
    return [
        part * few + (1 - part) * many
        for few, many in zip(by_inhabitants, by_placements, strict=True)
    ]


def _proportions(weights: Sequence[int], *, counts: bool) -> list[Fraction]:
    total = sum(weights)
    if counts and not total:
        raise ValueError("There is nothing to divide this part by.")
    return [Fraction(weight, total or 1) for weight in weights]


@dataclass(frozen=True, slots=True)
class Compared:
    """What one gemeente gets or pays under two keys: per cents and euros."""

    gemeente: int
    present_percentage: Decimal
    other_percentage: Decimal
    present_amount: Decimal
    other_amount: Decimal

    @property
    def difference(self) -> Decimal:
        """Euros more under the other key; below zero when less."""
        return self.other_amount - self.present_amount


def compare(
    amount: Decimal, present: Mapping[int, Decimal], other: Mapping[int, Decimal]
) -> list[Compared]:
    """`amount` in whole cents under two keys, by id of gemeente; a gemeente may be in one only.

    Both columns add up to the amount, so that the differences add up to nought.
    """
    gemeenten = list(dict.fromkeys([*present, *other]))
    now = [present.get(gemeente, Decimal(0)) for gemeente in gemeenten]
    then = [other.get(gemeente, Decimal(0)) for gemeente in gemeenten]
    amounts = zip(share_out(amount, now), share_out(amount, then), strict=True)
    return [
        Compared(gemeente, before, after, *pair)
        for gemeente, before, after, pair in zip(gemeenten, now, then, amounts, strict=True)
    ]
