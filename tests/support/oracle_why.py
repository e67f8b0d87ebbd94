"""The split of overruns once more: slow, from single cost lines, by all 64 settings of switches.

Beside the lines of an `Oracle` it reads the budgets of a year, and gives the parts of each row.
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import factorial, floor, prod

from contracts.models import CostEntry, CourseGroup, Tariff
from reports.models import BudgetLine
from tests.support.oracle_sums import Line

SWITCHES = ("volume", "mix", "duration", "price", "fill", "settlements")
TOLD = ("volume", "mix", "duration", "price", "indexation", "fill", "settlements",
        "unsubstantiated", "entries")  # fmt: skip
OF_GROUP = ("group", "group_hour")
Row = tuple
"""Region, gemeente, route, contract, kind of cost, and unit."""


class WhyOracle:
    """Everything about one year, by row; `indexed_on` is the day of its indexation by contract."""

    def __init__(self, lines: list[Line], year: int, indexed_on: dict[int, date]) -> None:
        self.types = dict(CostEntry.objects.values_list("pk", "cost_type"))
        self.lines = [line for line in lines if line["due_on"].year == year]
        self.budgets = list(BudgetLine.objects.filter(year=year))
        self.year, self.indexed_on = year, indexed_on
        self.budgeted = {self.bucket_of_budget(line) for line in self.budgets}

    def parts(self) -> dict[Row, dict[str, Decimal]]:
        """Euros by row and part."""
        plans, costs = self._plans(), self._costs()
        heads = self._heads_of_places()
        return {row: self._split(row, plans[row], costs[row], heads) for row in {**plans, **costs}}

    # --- What there is ----------------------------------------------------------------------------

    @staticmethod
    def bucket_of_budget(line: BudgetLine) -> tuple:
        return (line.region_id, line.gemeente_id, line.route, line.contract_id, line.cost_type)

    def _origin(self, line: Line) -> tuple:
        cost_type = self.types.get(line["entry"], "learning_routes")
        return (line["region"], line["gemeente"], line["route"], line["contract"], cost_type)

    def _bucket(self, origin: tuple) -> tuple:
        shared = (*origin[:3], None, origin[4])
        return next((each for each in (origin, shared) if each in self.budgeted), origin)

    def _plans(self) -> dict[Row, dict]:
        found: dict[Row, dict] = defaultdict(nothing)
        for line in self.budgets:
            side = found[(*self.bucket_of_budget(line), line.planned_unit)]
            size = Fraction(line.planned_heads_per_group or 1)
            units = line.planned_heads * Fraction(line.planned_units_per_head) / size
            side["heads"] += line.planned_heads
            side["groups"] += line.planned_heads / size
            side["units"] += units
            side["cost"] += units * Fraction(line.planned_unit_price)
            side["settlements"] += Fraction(line.planned_settlements)
            side["budget"] += Fraction(line.amount)
        return found

    def _costs(self) -> dict[Row, dict]:
        found: dict[Row, dict] = defaultdict(nothing)
        for line in self.lines:
            side = found[(*self._bucket(self._origin(line)), line["unit"])]
            amount = Fraction(line["amount"])
            if line["kind"] in ("entry", "credit"):
                side["booked"] += amount
            elif line["kind"] == "settlement":
                side["settlements"] += amount
            else:
                side["cost"] += amount
                side["units"] += Fraction(line["quantity"])
                side["indexed"] += amount * self._risen(line["tariff"])
                side["groups"] += self._part_of_group(line)
        for (origin, unit), number in self._heads_of_units().items():
            found[(*self._bucket(origin), unit)]["heads"] += number
        return found

    def _risen(self, pk: int) -> Fraction:
        tariff = Tariff.objects.get(pk=pk)
        if tariff.first_on != self.indexed_on.get(tariff.contract_id) or not tariff.price:
            return Fraction(0)
        before = tariff.follows
        return 1 - Fraction(before.price) / Fraction(tariff.price)

    def _part_of_group(self, line: Line) -> Fraction:
        if line["kind"] != "group_share":
            return Fraction(0)
        group = CourseGroup.objects.get(pk=line["group"])
        every = [
            group.first_on + timedelta(n) for n in range((group.last_on - group.first_on).days + 1)
        ]
        days = sum(day.year == self.year for day in every)
        weekly = Fraction(group.hours_per_week or 0)
        whole = Fraction(days, len(every)) if line["unit"] == "group" else weekly * days / 7
        return Fraction(line["quantity"]) / whole if whole else Fraction(0)

    # --- Learners ---------------------------------------------------------------------------------

    def _heads_of_origins(self) -> dict[tuple, int]:
        """A learner counts where the first line of the year is that corrects nothing."""
        first: dict[tuple, Line] = {}
        for line in self.lines:
            if line["placement"] and line["corrects"] is None:
                who = (line["contract"], line["placement"])
                first[who] = min(line, first.get(who, line), key=day_and_kind)
        found: dict[tuple, int] = defaultdict(int)
        for line in first.values():
            found[self._origin(line)] += 1
        return found

    def _heads_of_units(self) -> dict[tuple, int]:
        """Of an origin with several units each counts its own learners."""
        who: dict[tuple, dict[str, set]] = defaultdict(lambda: defaultdict(set))
        for line in self.lines:
            if line["unit"]:
                taught = line["placement"] if line["corrects"] is None else None
                who[self._origin(line)][line["unit"]].add(taught)
        once = self._heads_of_origins()
        return {
            (origin, unit): once[origin] if len(units) == 1 else len(taught - {None})
            for origin, units in who.items()
            for unit, taught in units.items()
        }

    def _heads_of_places(self) -> dict[tuple, list[int]]:
        found: dict[tuple, list[int]] = defaultdict(lambda: [0, 0])
        for line in self.budgets:
            found[line.region_id, line.gemeente_id][0] += line.planned_heads
        for origin, number in self._heads_of_origins().items():
            found[origin[:2]][1] += number
        return found

    # --- The split --------------------------------------------------------------------------------

    def _split(self, row: Row, plan: dict, cost: dict, heads: dict) -> dict[str, Decimal]:
        of_group = row[5] in OF_GROUP
        known = [
            factors(side, in_all, of_group)
            for side, in_all in zip((plan, cost), heads[row[:2]], strict=True)
        ]
        before, after = filled(known[0], known[1]), filled(known[1], known[0])
        values = shapley([*before, plan["settlements"]], [*after, cost["settlements"]])
        found = dict(zip(SWITCHES, values, strict=True))
        found["indexation"] = Fraction(0)
        if None not in (known[0][3], known[1][3]):
            rise = cost["indexed"] / cost["units"]
            without = [*before[:3], after[3] - rise, before[4], 0]
            found["indexation"] = shapley(without, [*after, 0])[3]
            found["price"] -= found["indexation"]
        loose = cost["cost"] - prod(after) - plan["cost"] + prod(before)
        found["fill" if of_group and not cost["heads"] else "price"] += loose
        found["unsubstantiated"] = plan["cost"] + plan["settlements"] - plan["budget"]
        found["entries"] = cost["booked"]
        return dict(zip(TOLD, whole([found[name] for name in TOLD]), strict=True))


def factors(side: dict, in_all: int, of_group: bool) -> list[Fraction | None]:
    """N, w, u, p and 1 / f; None where the side does not say."""
    if not in_all:
        return [Fraction(0), None, None, None, None]
    if not side["heads"]:
        return [None, Fraction(0), None, None, None]
    carriers = side["groups"] if of_group else side["heads"]
    return [
        Fraction(in_all),
        Fraction(side["heads"], in_all),
        Fraction(side["units"] / carriers) if carriers else None,
        side["cost"] / side["units"] if side["units"] else None,
        Fraction(carriers) / side["heads"],
    ]


def filled(own: list, other: list) -> list[Fraction]:
    """What a side does not say is as on the other side, and 1 where neither says it."""
    pairs = zip(own, other, strict=True)
    return [mine if mine is not None else Fraction(1) if their is None else their
            for mine, their in pairs]  # fmt: skip


def shapley(before: list, after: list) -> list[Fraction]:
    """Of v = N w u p / f + s, by every setting of its switches."""
    number = len(SWITCHES)
    found = []
    for i in range(number):
        others = [j for j in range(number) if j != i]
        value = Fraction(0)
        for size in range(number):
            weight = Fraction(factorial(size) * factorial(number - 1 - size), factorial(number))
            for turned in combinations(others, size):
                with_it = worth(before, after, {*turned, i})
                value += weight * (with_it - worth(before, after, set(turned)))
        found.append(value)
    return found


def worth(before: list, after: list, turned: set[int]) -> Fraction:
    """v with the switches of `turned` at the forecast."""
    chosen = [after[i] if i in turned else before[i] for i in range(len(SWITCHES))]
    return prod(chosen[:5]) + chosen[5]


def whole(parts: list[Fraction]) -> list[Decimal]:
    """Cents with the same sum: down, and then up where most was lost, the earlier first."""
    cents = [part * 100 for part in parts]
    found = [floor(each) for each in cents]
    while sum(found) < sum(cents):
        lost = [exact - down for exact, down in zip(cents, found, strict=True)]
        found[lost.index(max(lost))] += 1
    return [Decimal(each) / 100 for each in found]


def nothing() -> dict:
    """A side without anything."""
    names = ("groups", "units", "cost", "settlements", "indexed", "booked", "budget")
    return {"heads": 0} | {name: Fraction(0) for name in names}


def day_and_kind(line: Line) -> tuple:
    """By which the first of several lines is known."""
    return line["due_on"], line["kind"]
