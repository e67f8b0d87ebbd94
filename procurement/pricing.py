"""When a price is so low that its bidder is asked to explain it; pure arithmetic, no database.

How low that is, the law does not say: art. 2.116 Aw 2012 asks to hear a bidder whose price seems
abnormally low. The region sets the percentages (LOW_PRICE_BELOW_OTHERS, LOW_PRICE_BELOW_FAIR).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

HUNDRED = Decimal(100)
ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Distance:
    """How many per cent a price lies below what it is measured by; negative is above.

    `others` is the mean of the other prices, empty for who is alone; `fair` the price that the
    region holds for fair.
    """

    others: Decimal | None
    fair: Decimal | None

    def is_low(self, *, below_others: int, below_fair: int) -> bool:
        """Whether either distance is at least the percentage given."""
        limits = ((self.others, below_others), (self.fair, below_fair))
        return any(found is not None and found >= limit for found, limit in limits)


def distances(prices: Mapping[int, Decimal], fair: Decimal) -> dict[int, Distance]:
    """Of each price (euro, by a key) how far it lies below the others and below `fair`."""
    return {
        key: Distance(
            others=_below(price, _mean([other for one, other in prices.items() if one != key])),
            fair=_below(price, fair),
        )
        for key, price in prices.items()
    }


def _mean(prices: Sequence[Decimal]) -> Decimal | None:
    return sum(prices, Decimal(0)) / len(prices) if prices else None


def _below(price: Decimal, measure: Decimal | None) -> Decimal | None:
    """Per cents with one decimal; None when there is nothing to measure by."""
    if not measure:
        return None
    return ((measure - price) / measure * HUNDRED).quantize(ONE_DECIMAL)
