"""Acts on groups before they are done: what each would do, and why one may not be done.

Nothing is written here. Who acts locks the lines and the learners first and plans again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from config.shared.errors import Refused, refuse_if
from contracts.actions.capacity import check_begins_within, lines_of
from contracts.actions.groups.figures import (
    FOLLOWS,
    Plan,
    members,
    moved,
    plan_of,
    priced,
    standing,
    tariff_of,
)
from contracts.actions.groups.seats import Seating, lines_for
from contracts.actions.records import tariff_on
from contracts.enums import IN_GROUP, OPEN_GROUPS, GroupAct, GroupStatus, PlacementStatus
from contracts.group_effects import Effect, GroupChange
from contracts.models import CourseGroup, Placement, Tariff
from contracts.workflows import GROUP, still_recognised


def plan_start(group: CourseGroup, *, at: datetime) -> Plan:
    """Start the group with who is in it."""
    _check_planned(group)
    refuse_if(GROUP.missing(group, "start", at))
    return _plan_as_it_stands(group, GroupAct.START)


def plan_wait(group: CourseGroup) -> Plan:
    """Decide on another day: nothing changes but that."""
    _check_planned(group)
    return _plan_as_it_stands(group, GroupAct.WAIT)


def _plan_as_it_stands(group: CourseGroup, act: GroupAct) -> Plan:
    stands = standing(group)
    names = tuple(row.reference for row in members(group))
    return Plan(Effect(act, names, (GroupChange(group.reference, stands, stands),)))


def plan_postpone(group: CourseGroup, *, first_on: date, last_on: date, at: datetime) -> Plan:
    """Give the group other days; who has not begun follows, at the tariff of the new first day."""
    _check_planned(group)
    if last_on < first_on:
        raise Refused(_("The last day may not be before the first day."), field="last_on")
    check_begins_within(group.line, first_on, field="first_on")
    shifted = moved(group, first_on=first_on, last_on=last_on)
    rows = list(members(group))
    seatings = _followers(rows, shifted, at)
    before, after = standing(group), replace(standing(shifted), heads=len(rows))
    changes = (GroupChange(group.reference, before, after),)
    return plan_of(GroupAct.POSTPONE, rows, seatings, changes, at)


def plan_merge(group: CourseGroup, into: CourseGroup, *, at: datetime) -> Plan:
    """Bring everyone of `group` into `into`; `group` is over then."""
    _check_open(group)
    rows = list(members(group))
    _check_room(rows, into, field="into")
    seatings = _followers(rows, into, at)
    kept = standing(into)
    changes = (
        GroupChange(group.reference, standing(group), None),
        GroupChange(into.reference, kept, replace(kept, heads=kept.heads + len(rows))),
    )
    return plan_of(GroupAct.MERGE, rows, seatings, changes, at)


def inherited(group: CourseGroup) -> dict[str, Any]:
    """What a group that is split off has of the group it comes from."""
    return {"level": group.level, "hours_per_week": group.hours_per_week}


def plan_split(
    group: CourseGroup, leaving: Sequence[Placement], facts: Mapping[str, Any], *, at: datetime
) -> Plan:
    """Bring who is leaving into a new group with `facts` on the same line."""
    _check_open(group)
    _check_leaving(group, leaving)
    made = CourseGroup(line=group.line, **inherited(group), **facts)
    check_begins_within(group.line, made.first_on, field="first_on")
    if len(leaving) > made.maximum:
        raise _too_full(made, len(leaving), "maximum")
    seatings = _followers(leaving, priced(made), at)
    stays, new = standing(group), replace(standing(made), heads=len(leaving))
    changes = (
        GroupChange(group.reference, stays, replace(stays, heads=stays.heads - len(leaving))),
        GroupChange(made.reference, None, new),
    )
    return plan_of(GroupAct.SPLIT, leaving, seatings, changes, at)


def plan_move(
    group: CourseGroup, leaving: Sequence[Placement], into: CourseGroup, *, at: datetime
) -> Plan:
    """Bring some heads of `group` into another group of the same contract."""
    _check_open(group)
    _check_leaving(group, leaving, may_empty=True)
    _check_room(leaving, into, field="into")
    stays, gets = standing(group), standing(into)
    changes = (
        GroupChange(group.reference, stays, replace(stays, heads=stays.heads - len(leaving))),
        GroupChange(into.reference, gets, replace(gets, heads=gets.heads + len(leaving))),
    )
    return plan_of(GroupAct.MOVE, leaving, _followers(leaving, into, at), changes, at)


def plan_fill(group: CourseGroup, coming: Sequence[Placement], *, at: datetime) -> Plan:
    """Schedule who asks a seat of the group's own line into the group."""
    if not coming:
        raise Refused(_("Choose at least one learner."), field="learners")
    if any(group.line_id not in lines_of(row) for row in coming):
        raise Refused(_("This group belongs to another capacity line."), field="learners")
    _check_room(coming, group, field="learners")
    seatings = _followers(coming, group, at, status=PlacementStatus.SCHEDULED)
    stands = standing(group)
    after = replace(stands, heads=stands.heads + len(coming))
    changes = (GroupChange(group.reference, stands, after),)
    return plan_of(GroupAct.FILL, coming, seatings, changes, at)


def plan_cancel(group: CourseGroup, *, at: datetime) -> Plan:
    """Give the group up; who was in it goes back to the waiting list."""
    _check_planned(group)
    rows = list(members(group))
    if any(row.status not in FOLLOWS for row in rows):
        raise Refused(_("Somebody in this group has begun: merge it with another group."))
    seatings = tuple(
        Seating(
            row,
            PlacementStatus.WAITLISTED,
            None,
            (row.capacity_line or group.line, row.intake_line),
            tariff_of(row),
            row.planned_first_on,
            row.planned_last_on,
        )
        for row in rows
    )
    changes = (GroupChange(group.reference, standing(group), None),)
    return plan_of(GroupAct.CANCEL, rows, seatings, changes, at)


# --- What fits ------------------------------------------------------------------------------------


def _check_planned(group: CourseGroup) -> None:
    if group.status != GroupStatus.PLANNED:
        raise Refused(_("This group is not planned any more."))


def _check_open(group: CourseGroup) -> None:
    """Refused when the group is over."""
    if group.status not in OPEN_GROUPS:
        raise Refused(_("This group is not open any more."))


def _check_leaving(
    group: CourseGroup, leaving: Sequence[Placement], *, may_empty: bool = False
) -> None:
    if not leaving:
        raise Refused(_("Choose at least one learner."), field="learners")
    if not may_empty and len(leaving) >= group.heads:
        raise Refused(_("At least one learner has to stay."), field="learners")


def _check_room(rows: Sequence[Placement], into: CourseGroup, *, field: str) -> None:
    """Refused when `into` is over, full, or teaches something else than `rows` need."""
    if into.status not in OPEN_GROUPS:
        raise Refused(_("This group is not open any more."), field=field)
    for row in rows:
        _check_fits(row, into, field)
    coming = sum(1 for row in rows if row.course_group_id != into.pk or row.status not in IN_GROUP)
    if coming > into.free_seats:
        raise _too_full(into, into.heads + coming, field)


def _check_fits(row: Placement, into: CourseGroup, field: str) -> None:
    if row.contract_id != into.line.contract_id:
        raise Refused(_("This group belongs to another contract."), field=field)
    if row.route != into.line.route:
        raise Refused(
            _("This group teaches another route: let the provider report a switch."), field=field
        )
    if row.level != into.level:
        raise Refused(
            _("The group works towards %(level)s, the learner towards %(wanted)s.")
            % {"level": into.level, "wanted": row.level},
            field=field,
        )


def _too_full(group: CourseGroup, heads: int, field: str) -> Refused:
    text = _("Group %(group)s would have %(heads)s learners, and at most %(maximum)s fit.")
    return Refused(text % {"group": group, "heads": heads, "maximum": group.maximum}, field=field)


def _followers(
    rows: Iterable[Placement], into: CourseGroup, at: datetime, *, status: str = ""
) -> tuple[Seating, ...]:
    """Where `rows` sit in `into`: who has not begun takes over its days and price."""
    tariff = tariff_on(into.line.contract, into.line.route, into.first_on)
    prefetch_related_objects([tariff], "instalments")
    seatings = [_seating(row, into, tariff, status) for row in rows]
    _check_recognised(seatings, at)
    return tuple(seatings)


def _seating(row: Placement, into: CourseGroup, tariff: Tariff, status: str) -> Seating:
    then, lines = status or row.status, lines_for(row, into)
    if then in FOLLOWS:
        return Seating(row, then, into, lines, tariff, into.first_on, into.last_on)
    days = (row.planned_first_on, row.planned_last_on)
    return Seating(row, then, into, lines, tariff_of(row), *days)


def _check_recognised(seatings: Iterable[Seating], at: datetime) -> None:
    """Refused when the provider is not recognised on a day on which somebody would begin now."""
    changed = {
        seating.first_on: seating.row
        for seating in seatings
        if seating.first_on != seating.row.planned_first_on
    }
    for first_on, row in changed.items():
        asked = Placement(
            contract=row.contract, route=row.route, planned_first_on=first_on, level=row.level
        )
        sentence = still_recognised(asked, at)
        if sentence:
            raise Refused(sentence, field="first_on")
