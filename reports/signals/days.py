"""What counts on each day of a few months."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import F, Sum

from contracts.models import CostMonth
from contracts.models.cost_basis import counted_by
from reports.overruns.figures import NIL, Bucket
from reports.overruns.sources import ORIGIN

DAYS = range(1, 32)


class DaySum(NamedTuple):
    """What counts on one day, by where it comes from."""

    origin: Bucket
    on: date
    amount: Decimal


def day_sums(months: Iterable[date], contracts: Iterable[int] | None = None) -> list[DaySum]:
    """What counts in these months, by day and by the basis of each region; of some contracts
    only, where given: what falls due, for that is what their maximum is about.

    One query of sums by month, and none where there are no months.
    """
    asked = list(months)
    if not asked:
        return []
    rows = CostMonth.objects.filter(month__in=asked).order_by()
    if contracts is not None:
        rows = rows.filter(contract__in=contracts)
    by_basis = contracts is None
    totals = {f"by_{day}": Sum(_counts_by(day, by_basis=by_basis)) for day in DAYS}
    found = rows.values_list(*ORIGIN, "cost_type", "month").annotate(**totals)
    return [one for row in found for one in _days(Bucket(*row[:5]), row[5], row[6:])]


def _counts_by(day: int, *, by_basis: bool) -> Any:
    return counted_by(day) if by_basis else F(f"due_by_day__{day - 1}")


def _days(origin: Bucket, month: date, totals: Sequence[Decimal]) -> Iterator[DaySum]:
    """The days of the month on which the running total moves."""
    for day, (before, total) in enumerate(pairwise((NIL, *totals))):
        if total != before:
            yield DaySum(origin, month + timedelta(day), total - before)
