"""Budget against forecast: pure arithmetic over budgets and monthly sums."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, Self

from config.shared.money import cents
from contracts.enums import CostType, TariffUnit

NIL = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Figures:
    """Euro of one year. `realised` fell due on or before the day of the report, `committed` falls
    due after it, `expected` is for learners who have no cost lines yet.
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
    """What is budgeted together; without a contract, all contracts not budgeted apart.

    The route is empty where a kind of cost (CostType) goes over all routes.
    """

    region_id: int
    gemeente_id: int
    route: str
    contract_id: int | None
    cost_type: str = CostType.LEARNING_ROUTES

    @property
    def place(self) -> "Place":
        """Where people are expected who would cost it."""
        return Place(self.region_id, self.gemeente_id, self.route)


class Place(NamedTuple):
    """For which a gemeente gives an intake forecast."""

    region_id: int
    gemeente_id: int
    route: str


class Plan(NamedTuple):
    """One budget line on a day: its amount, and the learners behind it."""

    bucket: Bucket
    amount: Decimal
    heads: int
    units_per_head: Decimal
    unit_price: Decimal
    heads_per_group: Decimal | None = None
    original: Decimal | None = None
    """The amount before any change; None where there was none."""
    unit: str = TariffUnit.TRAJECTORY
    """Of the tariff that it was planned by."""
    settlements: Decimal = NIL

    def cost_of(self, heads: int) -> Decimal:
        """What so many of the planned learners would cost in the year, in whole cents."""
        each = Fraction(self.units_per_head) * Fraction(self.unit_price)
        return cents(heads * each / Fraction(self.heads_per_group or 1))


class MonthSum(NamedTuple):
    """Of the lines of one contract, gemeente and route in one month: their sum, the part of it
    that is due by the day of the report, and the learners whose first line of the year it holds.
    """

    bucket: Bucket
    month: date
    amount: Decimal
    realised: Decimal
    heads: int


class Reckoned(NamedTuple):
    """Of the last reckoning: what learners without cost lines will cost in one month under one
    unit of a tariff, in how many of those units, and how many of them begin in it. `seated` is the
    amount when nobody who is expected begins before a seat is free.
    """

    origin: Bucket
    unit: str
    month: date
    amount: Decimal
    units: Decimal
    heads: int
    seated: Decimal = NIL


class Basis(Enum):
    """On what an expected amount rests."""

    FORECAST = "forecast"
    """Who waits, who is agreed and who is expected, at the prices of contracts."""
    PLAN = "plan"
    """Also learners who were budgeted and whom nobody knows: no intake forecast was given."""


class ExpectedSum(NamedTuple):
    """What learners without cost lines are expected to cost in one month."""

    bucket: Bucket
    month: date
    amount: Decimal
    basis: Basis = Basis.FORECAST


@dataclass(slots=True)
class Row:
    """One bucket with its figures, and the same by month."""

    bucket: Bucket
    contract_ids: set[int] = field(default_factory=set)
    planned_heads: int = 0
    heads: int = 0
    figures: Figures = Figures()
    by_month: dict[date, Figures] = field(default_factory=dict)
    original: Decimal = NIL
    """The budget before any change."""
    basis: Basis = Basis.FORECAST


def total(figures: Iterable[Figures]) -> Figures:
    """Their sum; every amount is in whole cents already."""
    return sum(figures, Figures())


def settle(
    plans: Sequence[Plan], sums: Iterable[MonthSum], expected: Iterable[ExpectedSum] = ()
) -> list[Row]:
    """One row for each bucket with a budget or a cost, in no particular order.

    A cost belongs to the budget of its own contract; else to that of all contracts of its gemeente
    and route in the region; else it stands by itself, without a budget. So do `expected` costs.
    """
    by_bucket: defaultdict[Bucket, list[Plan]] = defaultdict(list)
    for plan in plans:
        by_bucket[plan.bucket].append(plan)
    rows = _Rows({bucket: _planned_row(bucket, found) for bucket, found in by_bucket.items()})
    for cost in sums:
        rows.add_cost(cost)
    for part in expected:
        rows.add_expected(part)
    return rows.all()


class _Rows:
    """Rows that are being added up; a report has thousands of sums, so they are added in place."""

    def __init__(self, planned: dict[Bucket, Row]) -> None:
        self._budgeted = frozenset(planned)
        self._rows = planned
        self._paid_by: dict[Bucket, Row] = {}
        self._sums: defaultdict[tuple[Bucket, date], list[Decimal]] = defaultdict(
            lambda: [NIL, NIL, NIL]
        )

    def add_cost(self, cost: MonthSum) -> None:
        """What a contract costs, under the budget that pays for it."""
        row = self._row(cost.bucket)
        sums = self._sums[row.bucket, cost.month]
        sums[0] += cost.realised
        sums[1] += cost.amount - cost.realised
        row.heads += cost.heads
        if cost.bucket.contract_id is not None:
            row.contract_ids.add(cost.bucket.contract_id)

    def add_expected(self, part: ExpectedSum) -> None:
        """What is expected, under the budget that pays for it."""
        row = self._row(part.bucket)
        self._sums[row.bucket, part.month][2] += part.amount
        if part.basis is Basis.PLAN:
            row.basis = Basis.PLAN

    def all(self) -> list[Row]:
        """Each row with its months and what they are together."""
        for (bucket, month), sums in self._sums.items():
            row = self._rows[bucket]
            row.by_month[month] = Figures(NIL, *sums)
        for row in self._rows.values():
            row.figures += total(row.by_month.values())
        return list(self._rows.values())

    def _row(self, origin: Bucket) -> Row:
        if origin not in self._paid_by:
            bucket = bucket_of(origin, self._budgeted)
            self._paid_by[origin] = self._rows.setdefault(bucket, Row(bucket))
        return self._paid_by[origin]


def bucket_of(origin: Bucket, budgeted: Iterable[Bucket]) -> Bucket:
    """The budget that pays for a cost, or the cost's own bucket."""
    shared = origin._replace(contract_id=None)
    return next((bucket for bucket in (origin, shared) if bucket in budgeted), origin)


def _planned_row(bucket: Bucket, plans: list[Plan]) -> Row:
    budget = sum((plan.amount for plan in plans), NIL)
    heads = sum(plan.heads for plan in plans)
    original = sum((plan.amount if plan.original is None else plan.original for plan in plans), NIL)
    row = Row(bucket, planned_heads=heads, figures=Figures(budget=budget), original=original)
    if bucket.contract_id is not None:
        row.contract_ids.add(bucket.contract_id)
    return row
