"""Rules about the rows beside contract and placements, one function a rule.

Each looks at whole columns and adds a finding, with a sentence on how to mend it, for the rows
in which its rule is broken.
"""

from collections.abc import Callable
from datetime import date

import pandas as pd
from django.utils.translation import gettext as _

from config.shared import display
from contracts.enums import HELD, IN_USE, PlacementStatus
from contracts.imports import rules
from contracts.imports.locations import Problem
from contracts.imports.rows import Rows, begins_on, by_distinct, covering
from contracts.imports.seats import no_seat_left, over_group_maximum
from contracts.workflows import PLACEMENT
from providers.enums import LearningRoute

OCCUPYING = (*HELD, *IN_USE)
"""Statuses that need a running group."""


def gemeente_unknown(rows: Rows) -> None:
    code = rows.frame["gemeente"]
    unknown = code.notna() & ~code.isin(list(rows.agreement.gemeenten))
    message = _("There is no gemeente with this code.")
    remedy = _("Use the four-digit CBS code of the gemeente.")
    rows.refuse(unknown, "gemeente", "gemeente_unknown", message, remedy)


def gemeente_takes_no_part(rows: Rows) -> None:
    code, agreement = rows.frame["gemeente"], rows.agreement
    outside = code.isin(list(agreement.gemeenten)) & ~code.isin(list(agreement.participating))
    message = _("This gemeente does not take part in the contract.")
    remedy = _("The contract is for: %(codes)s.") % {
        "codes": ", ".join(sorted(agreement.participating))
    }
    rows.refuse(outside, "gemeente", "gemeente_takes_no_part", message, remedy)


def _has(rows: Rows, problem: Problem) -> pd.Series:
    return rows.problems == problem


def route_not_contracted(rows: Rows) -> None:
    routes = sorted({line.route for line in rows.agreement.lines})
    labels = ", ".join(str(LearningRoute(route).label) for route in routes)
    message = _("The contract has no seats for this route.")
    remedy = _("The contract is for: %(routes)s.") % {"routes": labels}
    broken = _has(rows, Problem.ROUTE_NOT_CONTRACTED)
    rows.refuse(broken, "route", "route_not_contracted", message, remedy)


def group_unknown(rows: Rows) -> None:
    message = _("The contract has no group with this reference.")
    remedy = _("Use the reference as it stands at Groups, or leave the cell empty.")
    rows.refuse(_has(rows, Problem.GROUP_UNKNOWN), "group", "group_unknown", message, remedy)


def group_of_other_route(rows: Rows) -> None:
    message = _("This group is for another route.")
    remedy = _("Correct the group or the route.")
    broken = _has(rows, Problem.GROUP_OF_OTHER_ROUTE)
    rows.refuse(broken, "group", "group_of_other_route", message, remedy)


def place_missing(rows: Rows) -> None:
    message = _("The contract has this route in more than one place.")
    remedy = _("Fill in the place, or the group with its place.")
    rows.refuse(_has(rows, Problem.PLACE_MISSING), "place", "place_missing", message, remedy)


def place_unknown(rows: Rows) -> None:
    message = _("The contract has no seats for this route in this place.")
    remedy = _("Use the place as it stands in the contract's capacity.")
    rows.refuse(_has(rows, Problem.PLACE_UNKNOWN), "place", "place_unknown", message, remedy)


def no_line_then(rows: Rows) -> None:
    message = _("The contract has no seats for this route on the planned first day.")
    remedy = _("Correct the day, or ask the region for seats in that period.")
    broken = _has(rows, Problem.NO_LINE_THEN)
    rows.refuse(broken, "planned_first_on", "no_line_then", message, remedy)


def _of_group(rows: Rows, name: str) -> pd.Series:
    """An attribute of each row's group, missing without a group."""
    by_group = {group.pk: getattr(group, name) for group in rows.agreement.groups}
    return rows.values["course_group_id"].map(by_group).astype(object)


def group_period(rows: Rows) -> None:
    day = rows.values["planned_first_on"]
    outside = rules.later(_of_group(rows, "first_on"), day)
    outside |= rules.later(day, _of_group(rows, "last_on"))
    message = _("The planned first day lies outside the period of the group.")
    remedy = _("Correct the day or the group.")
    rows.refuse(outside, "planned_first_on", "group_period", message, remedy)


def group_level(rows: Rows) -> None:
    taught, level = _of_group(rows, "level"), rows.values["level"]
    message = _("The group works towards another level.")
    remedy = _("Correct the level or the group.")
    differs = taught.notna() & level.notna() & (taught != level)
    rows.refuse(differs, "level", "group_level", message, remedy)


def group_closed(rows: Rows) -> None:
    closed = _of_group(rows, "is_open").eq(False)
    joins = rows.values["status"].isin(OCCUPYING)
    message = _("This group has ended or was cancelled.")
    remedy = _("Choose a group that runs, or the status that fits.")
    rows.refuse(closed & joins, "group", "group_closed", message, remedy)


def start_outside_contract(rows: Rows) -> None:
    message = _("The day lies outside the period of the contract.")
    remedy = _("The contract runs from %(first)s up to and including %(last)s.") % {
        "first": display.day(date.fromisoformat(rows.agreement.first_on)),
        "last": display.day(date.fromisoformat(rows.agreement.last_on)),
    }
    for name in ("planned_first_on", "actual_first_on"):
        day = rows.values[name]
        outside = rules.later(day, rows.agreement.last_on)
        outside |= day.notna() & (day.fillna("") < rows.agreement.first_on)
        rows.refuse(outside, name, "start_outside_contract", message, remedy)


def tariff_missing(rows: Rows) -> None:
    known = rows.values["route"].notna() & begins_on(rows.values).notna()
    message = _("The contract has no tariff for this route on the first day.")
    remedy = _("Correct the day, or ask the region for a tariff in that period.")
    missing = known & rows.values["tariff_id"].isna()
    rows.refuse(missing, "route", "tariff_missing", message, remedy)


def recognition_missing(rows: Rows) -> None:
    spans, day = rows.agreement.recognitions, begins_on(rows.values)
    keys = zip(rows.values["route"], day, strict=True)
    held = by_distinct(keys, rows.frame.index, lambda key: covering(spans, *key))
    missing = rows.values["route"].notna() & day.notna() & held.isna()
    message = _("On the first day you hold no recognition for this route.")
    remedy = _("Correct the day, or have the recognition entered in the register.")
    rows.refuse(missing, "route", "recognition_missing", message, remedy)


def placements_stopped(rows: Rows) -> None:
    """New placements, and seats for who stands registered or waits; what runs goes on."""
    if not rows.agreement.stopped:
        return
    seated = rows.standing["status"].isin(OCCUPYING)
    newly = rows.values["status"].isin(OCCUPYING) & ~seated
    remedy = _("Leave out the row, and ask the region how to go on.")
    stopped = rows.agreement.stopped
    rows.refuse(~rows.exists | newly, "status", "placements_stopped", stopped, remedy)


def day_in_future(rows: Rows) -> None:
    today = rows.on.isoformat()
    message = _("This day has not come yet.")
    remedy = _("Give a day up to and including today, and the status of now.")
    for name in ("status_on", "actual_first_on", "actual_last_on"):
        late = rules.later(rows.values[name], today)
        rows.refuse(late, name, "day_in_future", message, remedy)


def status_goes_back(rows: Rows) -> None:
    """The day of a status lies before that of the status before it."""
    moved = rows.exists & rows.differences["status"]
    earlier = moved & rules.later(rows.standing["status_on"], rows.values["status_on"])
    message = _("The status is dated before the status that stands.")
    remedy = _("Give the day on which the new status began.")
    rows.refuse(earlier, "status_on", "status_goes_back", message, remedy)


def status_move_unknown(rows: Rows) -> None:
    moves = PLACEMENT.pairs()
    keys = list(zip(rows.standing["status"], rows.values["status"], strict=True))
    allowed = by_distinct(keys, rows.frame.index, lambda key: key[0] == key[1] or key in moves)
    broken = rows.exists & rows.values["status"].notna() & ~allowed.astype(bool)
    message = by_distinct(keys, rows.frame.index, _said_of_move)
    remedy = by_distinct(rows.standing["status"], rows.frame.index, _ways_from)
    rows.refuse(broken, "status", "status_move_unknown", message, remedy)


def _said_of_move(statuses: tuple[str | None, str | None]) -> str:
    before, after = statuses
    if before is None or after is None:
        return ""
    return _("A placement cannot go from “%(before)s” to “%(after)s”.") % {
        "before": PlacementStatus(before).label,
        "after": PlacementStatus(after).label,
    }


def _ways_from(status: str | None) -> str:
    targets = [after for before, after in sorted(PLACEMENT.pairs()) if before == status]
    if not targets:
        return _("This status is final; use a new reference for a new placement.")
    labels = ", ".join(str(PlacementStatus(target).label) for target in targets)
    return _("Possible now: %(statuses)s. Deliver that step first.") % {"statuses": labels}


CHECKS: tuple[Callable[[Rows], None], ...] = (
    gemeente_unknown,
    gemeente_takes_no_part,
    route_not_contracted,
    group_unknown,
    group_of_other_route,
    place_missing,
    place_unknown,
    no_line_then,
    group_period,
    group_level,
    group_closed,
    start_outside_contract,
    tariff_missing,
    recognition_missing,
    placements_stopped,
    day_in_future,
    status_goes_back,
    status_move_unknown,
    # Seats last: only rows that nothing else keeps out compete for them.
    no_seat_left,
    over_group_maximum,
)
