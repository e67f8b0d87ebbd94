"""The forecast once more, slowly: each learner's course walked day by day, in plain Python.

Written from the rules and apart from `reports.forecast`: nothing of it is imported here. Who
waits is left out: that is a matter of seats.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from accounts.models import Region
from contracts.models import (
    CapacityShare,
    CostLine,
    CourseGroup,
    IndexationRule,
    IntakeForecast,
    Placement,
    Tariff,
)
from reports.models import BudgetLine, IndexationExpectation
from tests.support.oracle_sums import by_month, days_of, euros, month_after, month_of, split

USUAL_WEEKS = {"B": 78, "O": 78, "Z": 104}
UNITS = ("trajectory", "hour", "month", "group", "group_hour")
KINDS = {
    "trajectory": "instalment",
    "hour": "hours",
    "month": "month",
    "group": "group_share",
    "group_hour": "group_share",
    "fee": "fee",
}
HEADS = ("accepted", "scheduled", "started", "interrupted")
Place = tuple[int, str, int | None, date]
"""Gemeente, route, contract and the month in which somebody begins."""


class ForecastOracle:
    """What is expected of a region as on `on`, in the 48 months from that month on."""

    def __init__(self, region: Region, on: date) -> None:
        self.region, self.on = region, on
        self.months = [month_of(on)]
        while len(self.months) < 48:
            self.months.append(month_after(self.months[-1]))
        self.shares = list(
            CapacityShare.objects.filter(line__contract__region=region)
            .select_related("line")
            .order_by("line_id", "pk")
        )
        placements = Placement.objects.filter(contract__region=region)
        self.placements = list(placements.select_related("tariff").order_by("pk"))
        self.tariffs = list(
            Tariff.objects.filter(contract__region=region)
            .prefetch_related("instalments")
            .order_by("first_on", "pk")
        )
        rules = IndexationRule.objects.filter(contract__region=region)
        self.rules = {rule.contract_id: rule for rule in rules}
        expected = IndexationExpectation.objects.filter(region=region)
        self.rises = list(expected.order_by("year"))
        self.groups = list(
            CourseGroup.objects.filter(line__contract__region=region).select_related("line")
        )
        self.known: dict[tuple, list[tuple]] = {}

    @cached_property
    def amounts(self) -> dict[tuple, Decimal]:
        """Euro by gemeente, route, contract, kind, unit and month."""
        found: Counter[tuple] = Counter()
        for gemeente, route, contract, begins in self.learners():
            for kind, unit, month, amount in self.course(gemeente, route, contract, begins):
                found[gemeente, route, contract, kind, unit, month] += amount
        for row in self.placements:
            for month, amount in self.hours_to_come(row):
                place = (row.gemeente_id, row.route, row.contract_id)
                found[*place, "hours", "hour", month] += amount
        return {key: amount for key, amount in found.items() if amount and key[-1] in self.months}

    def expected(self) -> dict[tuple, Decimal]:
        """Euro by gemeente, route, contract and month: who is known, and who was planned only."""
        found: Counter[tuple] = Counter()
        for (*place, _kind, _unit, month), amount in self.amounts.items():
            found[*place, month] += amount
        for year in range(self.on.year, self.months[-1].year + 1):
            for place, amount in self.planned(year):
                if place[-1] in self.months:
                    found[place] += amount
        return {place: amount for place, amount in found.items() if amount}

    # --- Who was planned --------------------------------------------------------------------------

    def planned(self, year: int) -> Iterator[tuple[tuple, Decimal]]:
        """What the plan adds in each month: of each line those whom nobody knows yet."""
        budgets = BudgetLine.objects.filter(region=self.region, year=year)
        lines = list(budgets.order_by("pk"))
        of = [(line.gemeente_id, line.route, line.contract_id) for line in lines]
        waiting = [self._paid_by(who, of) for who in self._known(year)]
        months = [date(year, month, 1) for month in range(1, 13)]
        left = [month for month in months if month >= self.months[0]]
        for line, place in zip(lines, of, strict=True):
            seats = line.planned_heads
            while seats and place in waiting:
                waiting.remove(place)
                seats -= 1
            if self._gave_forecast(place, left):
                continue
            units = seats * Fraction(line.planned_units_per_head)
            size = Fraction(line.planned_heads_per_group or 1)
            cost = euros(units * Fraction(line.planned_unit_price) / size)
            for month, part in zip(left, split(cost, [1] * len(left)), strict=True):
                yield (*place, month), part

    @staticmethod
    def _paid_by(place: tuple, budgeted: list[tuple]) -> tuple:
        shared = (*place[:2], None)
        return place if place in budgeted or shared not in budgeted else shared

    def _known(self, year: int) -> Iterator[tuple]:
        """One place for each learner for whom something falls due in the year."""
        seen = set()
        lines = CostLine.objects.filter(region=self.region, due_on__year=year)
        for line in lines.order_by("due_on", "kind", "pk"):
            if line.placement_id and not line.corrects_id and line.placement_id not in seen:
                seen.add(line.placement_id)
                yield line.gemeente_id, line.route, line.contract_id
        paid = {key[:3] for key in self.amounts if key[-1].year == year}
        for *place, begins in self.learners():
            if begins.year <= year and tuple(place) in paid:
                yield tuple(place)

    def _gave_forecast(self, place: tuple, months: list[date]) -> bool:
        gemeente, route, _contract = place
        given = IntakeForecast.objects.filter(region=self.region, gemeente=gemeente, route=route)
        return given.filter(month__in=months).exists()

    # --- Who --------------------------------------------------------------------------------------

    def learners(self) -> list[Place]:
        """Everybody who begins yet."""
        return [*self._agreed(), *self._expected()]

    def _agreed(self) -> Iterator[Place]:
        for row in self.placements:
            month = max(month_of(row.planned_first_on), self.months[0])
            if row.status in ("registered", "accepted") and self._pays(row):
                yield row.gemeente_id, row.route, row.contract_id, month

    def _pays(self, row: Placement) -> bool:
        return row.target_group == "status_holder" or row.tariff.charges_other_groups

    def _expected(self) -> Iterator[Place]:
        given: Counter[tuple] = Counter()
        rows = IntakeForecast.objects.filter(region=self.region)
        for row in rows.order_by("gemeente_id", "route", "month"):
            placed = sum(
                (each.gemeente_id, each.route) == (row.gemeente_id, row.route)
                and each.status not in ("refused", "waitlisted", "cancelled")
                and month_of(each.actual_first_on or each.planned_first_on) == row.month
                for each in self.placements
            )
            for _ in range(max(row.expected - placed, 0)):
                place = (row.gemeente_id, row.route)
                yield *place, self._contract(*place, row.month, given), row.month

    def _contract(self, gemeente: int, route: str, month: date, given: Counter) -> int | None:
        """Of the contracts with seats then the one with the most seats a learner."""
        seats: Counter[int] = Counter()
        for share in self._of(route, gemeente):
            if share.line.first_on <= month <= share.line.last_on:
                seats[share.line.contract_id] += share.number
        if not seats:
            return None
        best = min(
            seats,
            key=lambda pk: (-Fraction(seats[pk], given[gemeente, route, pk] + 1), pk),
        )
        given[gemeente, route, best] += 1
        return best

    def _of(self, route: str, gemeente: int) -> list[CapacityShare]:
        return [
            share
            for share in self.shares
            if share.line.route == route and share.gemeente_id == gemeente and share.number
        ]

    # --- What -------------------------------------------------------------------------------------

    def course(
        self, gemeente: int, route: str, contract: int | None, begins: date
    ) -> Iterator[tuple]:
        """Kind, unit, month and euro of everything one learner costs."""
        under = self._former(gemeente, route) if contract is None else contract
        if under is None:
            yield from self._as_budgeted(gemeente, route, begins)
            return
        key = (under, route, begins)
        if key not in self.known:
            self.known[key] = list(self._under(under, route, begins))
        yield from self.known[key]

    def _under(self, contract: int | None, route: str, begins: date) -> Iterator[tuple]:
        tariffs = self._tariffs(contract, route)
        units = [tariff.unit for tariff in tariffs if tariff.unit != "fee"]
        if not units:
            return
        main = min(units, key=UNITS.index)
        chains = {(tariff.unit, tariff.name) for tariff in tariffs}
        for unit, name in sorted(chains):
            versions = [each for each in tariffs if (each.unit, each.name) == (unit, name)]
            if unit in (main, "fee") and versions[0].charged_at != "recorded":
                for month, amount in self._tariff(versions, begins):
                    yield KINDS[unit], unit, month, amount

    def _as_budgeted(self, gemeente: int, route: str, begins: date) -> Iterator[tuple]:
        """Where nobody ever had a contract: the newest price of a trajectory in a budget."""
        budgets = BudgetLine.objects.filter(
            region=self.region, gemeente=gemeente, route=route, contract=None
        )
        priced = budgets.filter(planned_unit="trajectory", planned_unit_price__gt=0)
        newest = priced.order_by("year", "pk").last()
        if newest is None:
            return
        days = days_of(begins, begins + timedelta(days=7 * USUAL_WEEKS[route] - 1))
        part = min(newest.planned_units_per_head, Decimal(1))
        parts = [(days[0], part), (days[-1], 1 - part)]
        due = [(day, each) for day, each in parts if each]
        amounts = split(euros(newest.planned_unit_price), [each for _day, each in due])
        for (day, _each), amount in zip(due, amounts, strict=True):
            yield "instalment", "trajectory", month_of(day), amount

    def _tariffs(self, contract: int | None, route: str) -> list[Tariff]:
        return [
            each for each in self.tariffs if (each.contract_id, each.route) == (contract, route)
        ]

    def _former(self, gemeente: int, route: str) -> int | None:
        own = self._of(route, gemeente)
        others = [share for share in self.shares if share.line.route == route]
        for share in own or others:
            return share.line.contract_id
        return None

    def _tariff(self, versions: list[Tariff], begins: date) -> Iterator[tuple[date, Decimal]]:
        first = versions[0]
        heads, hours, weeks = self._usual(first.contract_id, first.route)
        if first.unit != "group" or weeks is None:
            weeks = USUAL_WEEKS[first.route]
        days = days_of(begins, begins + timedelta(days=7 * weeks - 1))
        months = by_month(days)
        if first.unit == "fee":
            due = days[0] if first.charged_at == "start" else days[-1]
            yield month_of(due), euros(self._price(versions, due))
        elif first.unit == "trajectory":
            yield from self._instalments(versions, days)
        elif first.unit == "group":
            whole = euros(Fraction(self._price(versions, begins)) / heads)
            parts = split(whole, [len(each) for each in months.values()])
            yield from zip(months, parts, strict=True)
        else:
            for month, each in months.items():
                price = Fraction(self._price(versions, month))
                yield month, euros(price * self._number(first.unit, len(each), hours, heads))

    @staticmethod
    def _number(unit: str, days: int, hours: Fraction, heads: Fraction) -> Fraction:
        if unit == "month":
            return Fraction(1)
        return hours * days / 7 / (heads if unit == "group_hour" else 1)

    def _instalments(
        self, versions: list[Tariff], days: list[date]
    ) -> Iterator[tuple[date, Decimal]]:
        version = self._version(versions, days[0])
        parts = sorted(version.instalments.all(), key=lambda part: part.pk)
        amounts = split(euros(self._price(versions, days[0])), [part.percentage for part in parts])
        for part, amount in zip(parts, amounts, strict=True):
            place = {"start": 0, "halfway": (len(days) - 1) // 2, "completion": -1}[part.moment]
            yield month_of(days[place]), amount

    @staticmethod
    def _version(versions: list[Tariff], day: date) -> Tariff:
        begun = [version for version in versions if version.first_on <= day]
        return begun[-1] if begun else versions[0]

    def _price(self, versions: list[Tariff], day: date) -> Decimal:
        """Of the version of the day, with every rise that is expected after `on` and by the day."""
        version = self._version(versions, day)
        price = version.price
        rule = self.rules.get(version.contract_id)
        for rise in self.rises if rule else ():
            first_on = date(rise.year, rule.month_of_year, 1)
            if max(self.on, version.first_on) < first_on <= day:
                percentage = rise.percentage
                if rule.cap_percentage is not None:
                    percentage = min(percentage, rule.cap_percentage)
                if not rule.may_fall:
                    percentage = max(percentage, Decimal(0))
                risen = price * (100 + percentage) / 100
                price = risen.quantize(Decimal("0.0001"), ROUND_HALF_UP)
        return price

    def _usual(self, contract: int, route: str) -> tuple[Fraction, Fraction, int | None]:
        """Learners, hours a week and weeks of the groups that have learners."""
        filled = []
        for group in self.groups:
            if (group.line.contract_id, group.line.route) != (contract, route):
                continue
            if group.status not in ("planned", "started"):
                continue
            heads = sum(
                row.course_group_id == group.pk and row.status in HEADS for row in self.placements
            )
            if heads:
                filled.append((heads, group))
        if not filled:
            return Fraction(1), Fraction(0), None
        hours = [Fraction(group.hours_per_week) for _, group in filled if group.hours_per_week]
        days = [(group.last_on - group.first_on).days + 1 for _, group in filled]
        return (
            Fraction(sum(heads for heads, _group in filled), len(filled)),
            sum(hours) / len(hours) if hours else Fraction(0),
            max(round(Fraction(sum(days), 7 * len(filled))), 1),
        )

    def hours_to_come(self, row: Placement) -> Iterator[tuple[date, Decimal]]:
        """Of who is taught at a price per hour, whole months up to the planned last day."""
        if row.status not in ("scheduled", "started", "interrupted") or not self._pays(row):
            return
        if row.tariff.unit != "hour":
            return
        tariffs = self._tariffs(row.contract_id, row.route)
        versions = [tariff for tariff in tariffs if tariff.unit == "hour"]
        _heads, hours, _weeks = self._usual(row.contract_id, row.route)
        first, last = row.actual_first_on or row.planned_first_on, row.planned_last_on
        for month in self.months:
            if month_of(first) <= month <= last:
                days = (month_after(month) - month).days
                price = Fraction(self._price(versions, month))
                yield month, euros(price * hours * days / 7)
