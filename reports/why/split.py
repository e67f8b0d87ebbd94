"""The split of an overrun: Shapley values of learners, mix, units, price, fill and settlements.

Of each row (a route, a contract or what is budgeted together, and a unit) the cost of a year is
v = N * w * u * p / f + s. Six switches turn from plan to forecast; a part is the mean of what its
switch does over every order of the six, so that no order is favoured (Shapley 1953). The sum of
parts is the sum of rows, so that a selection is added up and never reckoned anew. Exact fractions
until the last step; no database and no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import comb
from typing import NamedTuple, Self

from config.shared.money import round_together
from reports.enums.why import OverrunPart

NIL = Fraction(0)
ONE = Fraction(1)
Parts = dict[OverrunPart, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One side of a row, planned or forecast, in learners, groups, units of the tariff and euro.

    `cost` is without `settlements`. `groups` counts for a price per group: a gemeente that has
    three of the ten learners of a group has 0.3 of it. `indexed` is the part of the cost that the
    price gained by indexation within the year.
    """

    heads: int = 0
    groups: Fraction = NIL
    units: Fraction = NIL
    cost: Fraction = NIL
    indexed: Fraction = NIL
    settlements: Fraction = NIL

    def __add__(self, other: Self) -> "Facts":
        return Facts(
            heads=self.heads + other.heads,
            groups=self.groups + other.groups,
            units=self.units + other.units,
            cost=self.cost + other.cost,
            indexed=self.indexed + other.indexed,
            settlements=self.settlements + other.settlements,
        )

    @property
    def value(self) -> Fraction:
        """What the side costs in all: v of the row."""
        return self.cost + self.settlements


class Factors(NamedTuple):
    """What is multiplied: learners in all, the row's share of them, units for each (of a group
    price: for each group), price, and groups for each learner (1 / f). None where a side does not
    say: such a factor does not differ between plan and forecast.
    """

    volume: Fraction | None
    mix: Fraction | None
    duration: Fraction | None
    price: Fraction | None
    fill: Fraction | None


FACTORS = (
    OverrunPart.VOLUME,
    OverrunPart.MIX,
    OverrunPart.DURATION,
    OverrunPart.PRICE,
    OverrunPart.FILL,
)
"""The parts that the factors make, in their order."""


def factors(side: Facts, heads_in_all: int, *, is_of_group: bool) -> Factors:
    """Of one side; `heads_in_all` are the learners of the gemeente over all its rows.

    A row without learners is all mix, as its share is nought and it differs in nothing else;
    where the gemeente has no learners at all, it is all volume.
    """
    if not heads_in_all:
        return Factors(NIL, None, None, None, None)
    if not side.heads:
        return Factors(None, NIL, None, None, None)
    carriers = side.groups if is_of_group else Fraction(side.heads)
    return Factors(
        volume=Fraction(heads_in_all),
        mix=Fraction(side.heads, heads_in_all),
        duration=_divided(side.units, carriers),
        price=_divided(side.cost, side.units),
        fill=carriers / side.heads,
    )


def split(
    plan: Facts,
    forecast: Facts,
    *,
    planned_in_all: int,
    forecast_in_all: int,
    is_of_group: bool,
) -> Parts:
    """What each part adds from plan to forecast, in euro; they add up to the difference exactly.

    A cost that no learner or no unit carries fits no factor: it is a matter of fill where a group
    ran without learners, and of price elsewhere.
    """
    before = factors(plan, planned_in_all, is_of_group=is_of_group)
    after = factors(forecast, forecast_in_all, is_of_group=is_of_group)
    planned, expected = _alike(before, after)
    slopes = dict(zip(FACTORS, shapley_slopes(planned, expected), strict=True))
    turns = zip(FACTORS, planned, expected, strict=True)
    parts = {part: slopes[part] * (to - frm) for part, frm, to in turns}
    indexed = slopes[OverrunPart.PRICE] * _indexed_price(before, after, forecast)
    parts |= {
        OverrunPart.PRICE: parts[OverrunPart.PRICE] - indexed,
        OverrunPart.INDEXATION: indexed,
        OverrunPart.SETTLEMENTS: forecast.settlements - plan.settlements,
    }
    carrier = OverrunPart.FILL if is_of_group and not forecast.heads else OverrunPart.PRICE
    parts[carrier] += _uncarried(forecast, after) - _uncarried(plan, before)
    return parts


def shapley_slopes(before: Sequence[Fraction], after: Sequence[Fraction]) -> list[Fraction]:
    """By what the turn of each factor is multiplied, on average over every order of turning them.

    With m other factors, a turn after k of them comes in k! (m - k)! of the (m + 1)! orders; what
    it is then multiplied by, summed over those k, is a coefficient of the polynomial
    (b + a x) (b' + a' x) ... of the others.
    """
    number = len(before)
    weights = [Fraction(1, number * comb(number - 1, size)) for size in range(number)]
    pairs = list(zip(before, after, strict=True))
    return [
        sum((w * c for w, c in zip(weights, _product(_without(pairs, i)), strict=True)), NIL)
        for i in range(number)
    ]


def in_cents(parts: Parts) -> dict[OverrunPart, Decimal]:
    """The parts of a row in whole cents with the same sum, which has to be whole cents itself."""
    rounded = round_together(list(parts.values()))
    return dict(zip(parts, rounded, strict=True))


def _alike(before: Factors, after: Factors) -> tuple[list[Fraction], list[Fraction]]:
    """Both sides, each unknown factor as on the other side, and 1 where neither knows it."""
    planned = [_known(one, other) for one, other in zip(before, after, strict=True)]
    forecast = [_known(other, one) for one, other in zip(before, after, strict=True)]
    return planned, forecast


def _known(own: Fraction | None, other: Fraction | None) -> Fraction:
    if own is not None:
        return own
    return ONE if other is None else other


def _uncarried(side: Facts, found: Factors) -> Fraction:
    """The cost that the factors leave out: where one is unknown or nought, so is their product."""
    return NIL if all(found) else side.cost


def _indexed_price(before: Factors, after: Factors, forecast: Facts) -> Fraction:
    """What indexation added to the price of a unit; nothing where no price was planned, because
    then the price does not differ.
    """
    if before.price is None or after.price is None:
        return NIL
    return forecast.indexed / forecast.units


def _without(pairs: list[tuple[Fraction, Fraction]], at: int) -> list[tuple[Fraction, Fraction]]:
    return pairs[:at] + pairs[at + 1 :]


def _product(terms: Sequence[tuple[Fraction, Fraction]]) -> list[Fraction]:
    """Coefficients of the product of (b + a x), from x to the power nought on."""
    found = [ONE]
    for low, high in terms:
        found = [
            low * same + high * less
            for same, less in zip([*found, NIL], [NIL, *found], strict=True)
        ]
    return found


def _divided(amount: Fraction, by: Fraction) -> Fraction | None:
    return amount / by if by else None
