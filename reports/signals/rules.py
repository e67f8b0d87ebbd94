"""When an overrun is signalled, and when it has become so much worse that it opens again."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Threshold:
    """An overrun is signalled from `amount` euro on, if it is `percentage` of the budget as well.

    Nought for one of the two leaves the other alone. What was settled opens again once the overrun
    has grown by `worse_percentage` of what it was then.
    """

    percentage: Decimal
    amount: Decimal
    worse_percentage: Decimal

    def is_passed(self, overrun: Decimal, budget: Decimal) -> bool:
        """Whether an overrun of this many euros on `budget` is signalled."""
        share = abs(budget) * self.percentage
        return overrun > 0 and overrun >= self.amount and overrun * HUNDRED >= share

    def is_worse(self, overrun: Decimal, settled: Decimal) -> bool:
        """Whether an overrun that was `settled` euros when somebody settled it asks again."""
        growth = overrun - settled
        return growth > 0 and growth * HUNDRED >= max(settled, Decimal(0)) * self.worse_percentage


def standard_threshold() -> Threshold:
    """What holds for a region that has set no rule of its own."""
    return Threshold(
        percentage=Decimal(settings.OVERRUN_PERCENTAGE),
        amount=Decimal(settings.OVERRUN_AMOUNT),
        worse_percentage=Decimal(settings.OVERRUN_WORSE_PERCENTAGE),
    )
