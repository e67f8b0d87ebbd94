"""Budget against forecast: pure arithmetic over budgets and monthly sums."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from config.shared.money import cents, share_out
from config.shared.periods import year_of

NIL = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Figures:
    """Euro of one year. `realised` fell due on or before the day of the report, `committed` falls
    due after it, `expected` is for learners who were planned but not yet placed.
    """

    budget: Decimal = NIL
    realised: Decimal = NIL
    committed: Decimal = NIL
    expected: Decimal = NIL

    @property
    def forecast(self) -> Decimal:
        """What the year will cost."""
        return self.realised + self.committed + self.expected

    @property
    def overrun(self) -> Decimal:
        """Forecast less budget: above zero is a disadvantage (nadeel)."""
        return self.forecast - self.budget

    def __add__(self, other: Self) -> "Figures":
        return Figures(
            self.budget + other.budget,
            self.realised + other.realised,
            self.committed + other.committed,
            self.expected + other.expected,
        )


class Bucket(NamedTuple):
    """What is budgeted together; without a contract, all contracts not budgeted apart."""

    region_id: int
    gemeente_id: int
    route: str
    contract_id: int | None


class Plan(NamedTuple):
    """One budget line: its amount, and the learners behind it."""

    bucket: Bucket
    amount: Decimal
    heads: int
    units_per_head: Decimal
    unit_price: Decimal


class MonthSum(NamedTuple):
    """Of the lines of one contract, gemeente and route in one month: their sum, the part of it
    that is due by the day of the report, and the learners whose first line of the year it holds.
    """

    bucket: Bucket
    month: date
    amount: Decimal
    realised: Decimal
    heads: int


@dataclass(slots=True)
class Row:
    """One bucket with its figures, and the same by month."""

    bucket: Bucket
    contract_ids: set[int] = field(default_factory=set)
    planned_heads: int = 0
    heads: int = 0
    figures: Figures = Figures()
    by_month: dict[date, Figures] = field(default_factory=dict)


def total(figures: Iterable[Figures]) -> Figures:
    """Their sum; every amount is in whole cents already."""
    return sum(figures, Figures())


def settle(plans: Sequence[Plan], sums: Iterable[MonthSum], *, year: int, on: date) -> list[Row]:
    """One row for each bucket with a budget or a cost, in no particular order.

    A cost belongs to the budget of its own contract; else to that of all contracts of its gemeente
    and route in the region; else it stands by itself, without a budget.
    """
    by_bucket: defaultdict[Bucket, list[Plan]] = defaultdict(list)
    for plan in plans:
        by_bucket[plan.bucket].append(plan)
    rows = {bucket: _planned_row(bucket, found) for bucket, found in by_bucket.items()}
    for cost in sums:
        bucket = bucket_of(cost.bucket, by_bucket.keys())
        _add_cost(rows.setdefault(bucket, Row(bucket)), cost)
    for bucket, found in by_bucket.items():
        _add_expected(rows[bucket], found, year=year, on=on)
    return list(rows.values())


def expected_amount(plans: Iterable[Plan], heads: int) -> Decimal:
    """Planned cost of the learners who were planned and not yet placed, per line to the cent.

    `heads` are the learners for whom something falls due in the year; they fill the lines of one
    bucket in turn.
    """
    amount = NIL
    for plan in plans:
        missing = max(plan.heads - heads, 0)
        heads = max(heads - plan.heads, 0)
        amount += cents(missing * plan.units_per_head * plan.unit_price)
    return amount


def bucket_of(origin: Bucket, budgeted: Iterable[Bucket]) -> Bucket:
    """The budget that pays for a cost, or the cost's own bucket."""
    shared = origin._replace(contract_id=None)
    return next((bucket for bucket in (origin, shared) if bucket in budgeted), origin)


def _planned_row(bucket: Bucket, plans: list[Plan]) -> Row:
    budget = sum((plan.amount for plan in plans), NIL)
    heads = sum(plan.heads for plan in plans)
    row = Row(bucket, planned_heads=heads, figures=Figures(budget=budget))
    if bucket.contract_id is not None:
        row.contract_ids.add(bucket.contract_id)
    return row


def _add_cost(row: Row, cost: MonthSum) -> None:
    added = Figures(realised=cost.realised, committed=cost.amount - cost.realised)
    row.figures += added
    row.by_month[cost.month] = row.by_month.get(cost.month, Figures()) + added
    row.heads += cost.heads
    if cost.bucket.contract_id is not None:
        row.contract_ids.add(cost.bucket.contract_id)


def _add_expected(row: Row, plans: list[Plan], *, year: int, on: date) -> None:
    """Nobody is expected any more once the year is over; else evenly over what is left of it."""
    amount = expected_amount(plans, row.heads)
    months = [month for month in year_of(year).months() if month >= on.replace(day=1)]
    if not months or not amount:
        return
    row.figures += Figures(expected=amount)
    for month, share in zip(months, share_out(amount, [1] * len(months)), strict=True):
        row.by_month[month] = row.by_month.get(month, Figures()) + Figures(expected=share)
