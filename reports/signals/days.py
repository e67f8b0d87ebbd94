"""What falls due on each day of a few months."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q, Sum

from config.shared.periods import month_of
from contracts.models import CostLine
from reports.overruns.figures import Bucket
from reports.overruns.sources import COST_TYPE_OF_LINE, ORIGIN


class DaySum(NamedTuple):
    """What falls due on one day, by where it comes from."""

    origin: Bucket
    due_on: date
    amount: Decimal


def day_sums(months: Iterable[date], contracts: Iterable[int] | None = None) -> list[DaySum]:
    """What falls due in these months, by day; of some contracts only, where given.

    One query, and none where there are no months.
    """
    periods = [Q(due_on__range=(month, month_of(month).last)) for month in sorted(months)]
    if not periods:
        return []
    lines = CostLine.objects.filter(reduce(or_, periods)).order_by()
    if contracts is not None:
        lines = lines.filter(contract__in=contracts)
    keys = lines.values_list(*ORIGIN, COST_TYPE_OF_LINE, "due_on")
    return [
        DaySum(Bucket(*origin), due_on, amount)
        for *origin, due_on, amount in keys.annotate(Sum("amount"))
    ]
