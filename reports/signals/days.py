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


class DaySum(NamedTuple):
    """What falls due on one day of one contract, gemeente and route."""

    region_id: int
    contract_id: int | None
    gemeente_id: int
    route: str
    due_on: date
    amount: Decimal


def day_sums(months: Iterable[date], contracts: Iterable[int] | None = None) -> list[DaySum]:
    """What falls due in these months, by day; nothing is asked where there are none."""
    periods = [Q(due_on__range=(month, month_of(month).last)) for month in sorted(months)]
    if not periods:
        return []
    lines = CostLine.objects.filter(reduce(or_, periods)).order_by()
    if contracts is not None:
        lines = lines.filter(contract__in=contracts)
    keys = lines.values_list("region", "contract", "gemeente", "route", "due_on")
    return [DaySum(*row) for row in keys.annotate(Sum("amount"))]
