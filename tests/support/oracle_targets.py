"""What a region owes once more: slow, day by day, in plain Python, to hold the ledger to.

Nothing here uses the code that it checks: only rows, read as they stand, and whole cents.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.models import (
    CostEntryShare,
    CourseGroup,
    FeeOccasion,
    Placement,
    PlacementHours,
    SettlementRule,
    Tariff,
)
from tests.support.oracle_groups import GROUPED, LEFT_EARLY, Groups
from tests.support.oracle_sums import (
    ONE,
    Line,
    by_month,
    days_of,
    euros,
    month_after,
    month_of,
    six_places,
    split,
)


class Targets(Groups):
    """What falls due by every row in the database."""

    def targets(self) -> list[Line]:
        """One dict a line, with the fields of CostLine, by the rows as they stand."""
        self._read()
        found: list[Line] = []
        for row in self.placements:
            own = [*self._trajectory(row), *self._by_month(row), *self._by_hour(row)]
            found += [*own, *self._fees(row), *self._settled(row, own)]
        for group in CourseGroup.objects.select_related("line__contract"):
            found += self._group(group)
        return [*found, *self._booked()]

    def _trajectory(self, row: Placement) -> Iterator[Line]:
        if not self._charged(row, "trajectory"):
            return
        for part, amount in self._instalments(row):
            due = self._due(row, part.moment)
            if due is not None:
                share = six_places(Fraction(part.percentage) / 100)
                yield self._line(
                    row,
                    row.tariff,
                    self._days(row),
                    kind="instalment",
                    part=part.moment,
                    due_on=due,
                    quantity=share,
                    amount=amount,
                )

    def _instalments(self, row: Placement) -> list[tuple[Any, Decimal]]:
        [tariff] = [each for each in self.tariffs if each.pk == row.tariff_id]
        parts = sorted(tariff.instalments.all(), key=lambda part: part.pk)
        band = self._band(row, tariff)
        if band is None:
            return [(part, part.amount) for part in parts]
        amounts = split(euros(band.price), [part.percentage for part in parts])
        return list(zip(parts, amounts, strict=True))

    def _band(self, row: Placement, tariff: Tariff) -> Any:
        queue = [
            (self._first(other), other.pk)
            for other in self.placements
            if other.tariff_id == tariff.pk and self._charged(other, "trajectory")
        ]
        number = sorted(queue).index((self._first(row), row.pk)) + 1
        reached = [band for band in tariff.bands.all() if band.from_number <= number]
        return max(reached, key=lambda band: band.from_number) if reached else None

    def _due(self, row: Placement, moment: str) -> date | None:
        first, end, last = self._first(row), self._end(row), row.actual_last_on
        planned = {"start": first, "halfway": first + (end - first) // 2, "completion": end}
        day = planned[moment]
        if row.status == "completed":
            assert last is not None
            return last if moment == "completion" else min(day, last)
        if row.status in LEFT_EARLY:
            assert last is not None
            return day if day <= last else None
        return day

    def _by_month(self, row: Placement) -> Iterator[Line]:
        if not self._charged(row, "month"):
            return
        for days in by_month(self._days(row)).values():
            tariff = self._version(row.tariff, days[0])
            yield self._line(
                row, tariff, days, kind="month", quantity=Decimal(1), amount=euros(tariff.price)
            )

    def _by_hour(self, row: Placement) -> Iterator[Line]:
        if not self._charged(row, "hour"):
            return
        taught = by_month(self._days(row))
        for given in PlacementHours.objects.filter(placement=row):
            whole = days_of(given.month, month_after(given.month) - ONE)
            days = taught.get(given.month, whole)
            tariff = self._version(row.tariff, days[0])
            hours = given.attended if tariff.hours_basis == "attended" else given.offered
            if hours:
                amount = euros(Fraction(hours) * Fraction(tariff.price))
                yield self._line(row, tariff, days, kind="hours", quantity=hours, amount=amount)

    def _fees(self, row: Placement) -> Iterator[Line]:
        for name, part, moment, day in self._occasions(row):
            for fee in self.tariffs:
                where = (fee.unit, fee.contract_id, fee.route, fee.charged_at)
                if (
                    where == ("fee", row.contract_id, row.route, moment)
                    and name in ("", fee.name)
                    and fee.first_on <= day <= fee.last_on
                    and self._pays(row, fee)
                ):
                    yield self._line(
                        row,
                        fee,
                        [day],
                        kind="fee",
                        part=part or fee.name,
                        quantity=Decimal(1),
                        amount=euros(fee.price),
                    )

    def _occasions(self, row: Placement) -> Iterator[tuple[str, str, str, date]]:
        if self._sat(row):
            yield "", "", "start", self._first(row)
            if row.status not in LEFT_EARLY:
                over = row.actual_last_on if row.status == "completed" else self._end(row)
                assert over is not None
                yield "", "", "completion", over
        for each in FeeOccasion.objects.filter(placement=row):
            yield each.name, f"{each.name} {each.on}", "recorded", each.on

    def _settled(self, row: Placement, own: list[Line]) -> Iterator[Line]:
        if row.tariff.unit in (*GROUPED, "fee") or not self._pays(row, row.tariff):
            return
        rule = self._rule(row)
        paid = None if rule is None else self._paid(row, rule)
        if rule is None or paid is None:
            return
        last, amount = row.actual_last_on, paid - sum(line["amount"] for line in own)
        assert last is not None
        if amount:
            yield self._line(
                row,
                row.tariff,
                days_of(min(self._first(row), last), last),
                kind="settlement",
                part=rule.event,
                quantity=Decimal(0),
                amount=amount,
            )

    def _rule(self, row: Placement) -> SettlementRule | None:
        rules = {rule.event: rule for rule in row.contract.settlement_rules.all()}
        began, missed = row.actual_first_on is not None, row.offered_hours - row.attended_hours
        never_came = not began or (row.offered_hours > 0 and row.attended_hours == 0)
        if row.status == "completed" and missed > 0:
            rule = rules.get("absence")
            least = (rule.threshold_percentage or 0) if rule else 0
            return rule if missed * 100 >= least * row.offered_hours else None
        asked = {
            "no_show": row.status == "dropped_out" and never_came,
            "dropout": row.status == "dropped_out" and began,
            "route_switch": row.status == "switched" and began,
        }
        for event, happened in asked.items():
            if happened and event in rules and self._in_time(row, rules[event]):
                return rules[event]
        return None

    def _in_time(self, row: Placement, rule: SettlementRule) -> bool:
        if rule.within_weeks is None:
            return True
        return row.actual_last_on < self._first(row) + 7 * ONE * rule.within_weeks

    def _paid(self, row: Placement, rule: SettlementRule) -> Decimal | None:
        if rule.basis == "amount":
            return rule.amount
        if rule.basis == "none":
            return None
        planned, unit = days_of(self._first(row), self._end(row)), row.tariff.unit
        whole = Fraction(euros(row.tariff.price))
        if unit == "trajectory":
            if self._sat(row):
                whole = Fraction(sum(amount for _part, amount in self._instalments(row)))
        elif unit == "month":
            whole *= len(by_month(planned))
        else:
            hours = row.course_group.hours_per_week if row.course_group else None
            if hours is None:
                return None
            whole = Fraction(row.tariff.price) * Fraction(hours) * len(planned) / 7
        return euros(whole * Fraction(rule.percentage) / 100)

    def _booked(self) -> Iterator[Line]:
        for share in CostEntryShare.objects.select_related("entry"):
            entry = share.entry
            if entry.withdrawn_at is None and share.amount:
                yield {
                    "placement": None,
                    "entry": entry.pk,
                    "group": None,
                    "contract": entry.contract_id,
                    "region": entry.region_id,
                    "gemeente": share.gemeente_id,
                    "route": entry.route,
                    "kind": entry.kind,
                    "part": "",
                    "tariff": None,
                    "unit": "",
                    "quantity": Decimal(0),
                    "service_month": month_of(entry.due_on),
                    "first_on": entry.first_on,
                    "last_on": entry.last_on,
                    "due_on": entry.due_on,
                    "amount": share.amount,
                }
