"""What is owed for groups that are paid as a whole, once more: a part of the slow reckoning."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from contracts.models import CapacityShare, CourseGroup, Placement, Tariff
from tests.support.oracle_sums import (
    Line,
    by_month,
    days_of,
    euros,
    month_of,
    six_places,
    split,
)

LEFT = ("completed", "dropped_out", "switched", "moved")
LEFT_EARLY = ("dropped_out", "switched", "moved")
SEATED = ("scheduled", "started", "interrupted", *LEFT)
GROUPED = ("group", "group_hour")


class Placed:
    """The placements and tariffs of the database, and what holds for any of them."""

    def _read(self) -> None:
        rows = Placement.objects.filter(contract__isnull=False).order_by("pk")
        self.placements = list(rows.select_related("contract", "tariff", "course_group"))
        self.tariffs = list(Tariff.objects.prefetch_related("instalments", "bands"))

    def _first(self, row: Placement) -> date:
        return row.actual_first_on or row.planned_first_on

    def _end(self, row: Placement) -> date:
        return max(row.planned_last_on, self._first(row))

    def _days(self, row: Placement) -> list[date]:
        last = row.actual_last_on if row.status in LEFT else self._end(row)
        assert last is not None
        return days_of(self._first(row), last)

    def _sat(self, row: Placement) -> bool:
        return row.status in SEATED and (row.status not in LEFT or row.actual_first_on is not None)

    def _pays(self, row: Placement, tariff: Tariff) -> bool:
        return tariff.charges_other_groups or row.target_group == "status_holder"

    def _charged(self, row: Placement, *units: str) -> bool:
        return row.tariff.unit in units and self._sat(row) and self._pays(row, row.tariff)

    def _version(self, tariff: Tariff, day: date) -> Tariff:
        same = [
            each
            for each in self.tariffs
            if (each.contract_id, each.route, each.unit, each.name)
            == (tariff.contract_id, tariff.route, tariff.unit, tariff.name)
            and each.first_on <= day
        ]
        return max(same, key=lambda each: each.first_on) if same else tariff

    def _line(self, row: Placement, tariff: Tariff, days: list[date], **facts: Any) -> Line:
        facts = {"due_on": days[-1], "part": "", "group": None, "entry": None, **facts}
        return {
            "placement": row.pk,
            "contract": row.contract_id,
            "region": row.contract.region_id,
            "gemeente": row.gemeente_id,
            "route": row.route,
            "tariff": tariff.pk,
            "unit": tariff.unit,
            "first_on": days[0],
            "last_on": days[-1],
            "service_month": month_of(facts["due_on"]),
            **facts,
        }


class Groups(Placed):
    """What falls due by groups that are paid as a whole, shared by who sat in them."""

    def _group(self, group: CourseGroup) -> Iterator[Line]:
        tariff = self._group_tariff(group)
        if tariff is None or group.status == "cancelled":
            return
        heads = [
            row
            for row in self.placements
            if row.course_group_id == group.pk and row.tariff.unit in GROUPED and self._sat(row)
        ]
        for days, units, amount, version in self._group_months(group, tariff):
            sat = [(row, [day for day in self._days(row) if day in days]) for row in heads]
            sat = [(row, here) for row, here in sat if here]
            if sat:
                yield from self._heads(group, days, units, amount, version, sat)
            elif group.status in ("started", "ended"):
                yield from self._empty(group, days, units, amount, version)

    def _group_tariff(self, group: CourseGroup) -> Tariff | None:
        found = [
            each
            for each in self.tariffs
            if (each.contract_id, each.route) == (group.line.contract_id, group.line.route)
            and each.unit in GROUPED
            and each.first_on <= group.first_on <= each.last_on
        ]
        return min(found, key=lambda each: each.unit) if found else None

    def _group_months(self, group: CourseGroup, tariff: Tariff) -> Iterator[tuple]:
        course = days_of(group.first_on, group.last_on)
        months = list(by_month(course).values())
        if tariff.unit == "group":
            amounts = split(euros(tariff.price), [len(days) for days in months])
            for days, amount in zip(months, amounts, strict=True):
                yield days, Fraction(len(days), len(course)), amount, tariff
        elif group.hours_per_week is not None:
            for days in months:
                version = self._version(tariff, days[0])
                hours = Fraction(group.hours_per_week) * len(days) / 7
                yield days, hours, euros(hours * Fraction(version.price)), version

    def _heads(self, group, days, units, amount, version, sat) -> Iterator[Line]:
        amounts = split(amount, [len(here) for _row, here in sat])
        everybody = sum(len(here) for _row, here in sat)
        for (row, here), share in zip(sat, amounts, strict=True):
            if self._pays(row, row.tariff):
                yield self._line(
                    row,
                    version,
                    here,
                    kind="group_share",
                    group=group.pk,
                    due_on=days[-1],
                    quantity=six_places(units * len(here) / everybody),
                    amount=share,
                )

    def _empty(self, group, days, units, amount, version) -> Iterator[Line]:
        found = CapacityShare.objects.filter(line=group.line, number__gt=0)
        shares = list(found.order_by("gemeente_id"))
        if not shares:
            return
        amounts = split(amount, [share.number for share in shares])
        seats = sum(share.number for share in shares)
        for share, part in zip(shares, amounts, strict=True):
            yield {
                "placement": None,
                "entry": None,
                "group": group.pk,
                "contract": group.line.contract_id,
                "region": group.line.contract.region_id,
                "gemeente": share.gemeente_id,
                "route": group.line.route,
                "kind": "group_share",
                "part": "",
                "tariff": version.pk,
                "unit": version.unit,
                "quantity": six_places(units * share.number / seats),
                "service_month": month_of(days[0]),
                "first_on": days[0],
                "last_on": days[-1],
                "due_on": days[-1],
                "amount": part,
            }
