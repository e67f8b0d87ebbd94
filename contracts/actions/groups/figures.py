"""How groups and learners stand, and what a change of them comes to in seats and euro."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from config.shared.periods import amsterdam
from contracts.actions.groups.seats import LineUse, Seating, line_uses
from contracts.actions.records import tariff_on
from contracts.enums import HELD, IN_GROUP, GroupAct, PlacementStatus, TariffUnit
from contracts.group_effects import (
    NOTHING_OWED,
    Effect,
    GroupChange,
    Standing,
    owed_by_year,
    year_changes,
)
from contracts.group_prices import NO_PRICE
from contracts.models import CourseGroup, Placement, Tariff
from contracts.pricing import Course, Part

FOLLOWS = (*HELD, PlacementStatus.SCHEDULED)
"""Who has not begun takes over the days and the price of the group; who has keeps the own."""
ASKS_A_SEAT = (PlacementStatus.REGISTERED, PlacementStatus.WAITLISTED, *HELD)


@dataclass(frozen=True, slots=True)
class Plan:
    """An act before it is done: its effect, and where every learner goes."""

    effect: Effect
    seatings: tuple[Seating, ...] = ()
    uses: tuple[LineUse, ...] = ()


def found(group: CourseGroup) -> CourseGroup:
    """The group as it stands now, with heads and prices."""
    rows = CourseGroup.objects.with_heads().with_stake()
    return rows.select_related("line__contract__provider").get(pk=group.pk)


def members(group: CourseGroup) -> "QuerySet[Placement]":
    """The heads of the group, in a fixed order."""
    return _read(Placement.objects.filter(course_group=group, status__in=IN_GROUP))


def candidates(group: CourseGroup) -> "QuerySet[Placement]":
    """Who asks a seat of the group's line at its level, longest waiting first."""
    line = Q(capacity_line=group.line_id) | Q(intake_line=group.line_id)
    rows = Placement.objects.filter(line, level=group.level, status__in=ASKS_A_SEAT)
    return _read(rows.exclude(course_group=group)).order_by("status_on", "pk")


def fitting_groups(group: CourseGroup) -> "QuerySet[CourseGroup]":
    """Open groups of the same contract, route and level that the heads of `group` could join."""
    rows = CourseGroup.objects.filter(
        line__contract=group.line.contract_id, line__route=group.line.route, level=group.level
    )
    rows = rows.exclude(pk=group.pk).open().with_heads().with_stake()
    return rows.select_related("line__contract__provider").order_by("first_on", "pk")


def _read(rows: "QuerySet[Placement]") -> "QuerySet[Placement]":
    found = rows.select_related(
        "capacity_line__contract", "intake_line__contract", "tariff", "gemeente"
    )
    return found.order_by("pk").prefetch_related("tariff__instalments")


def plan_of(
    act: GroupAct,
    rows: Sequence[Placement],
    seatings: Sequence[Seating],
    changes: tuple[GroupChange, ...],
    at: datetime,
) -> Plan:
    """The plan of `act`, which changes groups as `changes` say and seats `rows` as `seatings`."""
    uses = tuple(line_uses(seatings, amsterdam(at)))
    effect = Effect(
        act=act,
        learners=tuple(row.reference for row in rows),
        groups=changes,
        seats=tuple(use.change for use in uses),
        years=year_changes(map(_owed_now, rows), map(_owed_then, seatings)),
    )
    return Plan(effect, tuple(seatings), uses)


def standing(group: CourseGroup) -> Standing:
    """The figures of a group that was read by `found`, or made by `priced`."""
    price = group.course_price or NO_PRICE
    return Standing(
        heads=group.heads,
        minimum=group.minimum,
        maximum=group.maximum,
        first_on=group.first_on,
        last_on=group.last_on,
        head_price=price.per_head,
        group_price=price.per_group,
        cost=group.cost_amount,
    )


def moved(group: CourseGroup, *, first_on: date, last_on: date) -> CourseGroup:
    """The same group on other days, not saved."""
    names = ("reference", "minimum", "maximum", "level", "hours_per_week", "cost_amount")
    facts = {name: getattr(group, name) for name in names}
    other = CourseGroup(pk=group.pk, line=group.line, first_on=first_on, last_on=last_on, **facts)
    return priced(other)


def priced(group: CourseGroup) -> CourseGroup:
    """A group that is not saved, with the price of its first day and no heads yet."""
    tariff = tariff_on(group.line.contract, group.line.route, group.first_on)
    group.heads, group.unit, group.price = 0, tariff.unit, tariff.price
    return group


def tariff_of(row: Placement) -> Tariff:
    """The tariff of a placement under a contract, which has one by constraint."""
    if row.tariff is None:
        raise ValueError(f"Placement {row.pk} stands under a covenant and has no group.")
    return row.tariff


def _owed_now(row: Placement) -> Mapping[int, Decimal]:
    tariff = tariff_of(row)
    return _owed(row, tariff, row.status, row.planned_first_on, row.planned_last_on)


def _owed_then(seating: Seating) -> Mapping[int, Decimal]:
    days = (seating.first_on, seating.last_on)
    return _owed(seating.row, seating.tariff, seating.status, *days)


def _owed(
    row: Placement, tariff: Tariff, status: str, first_on: date, last_on: date
) -> Mapping[int, Decimal]:
    """What falls due in each year for `row` when it stands like this, as the ledger would say."""
    if tariff.unit != TariffUnit.TRAJECTORY:
        return NOTHING_OWED
    course = Course(
        status, row.target_group, first_on, last_on, row.actual_first_on, row.actual_last_on
    )
    parts = [Part(each.moment, each.amount) for each in tariff.instalments.all()]
    return owed_by_year(course, parts, charges_other_groups=tariff.charges_other_groups)
