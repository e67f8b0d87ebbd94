"""Whether the rows fit in the seats of their lines and groups, counted as they would stand."""

from collections.abc import Mapping

import pandas as pd
from django.utils.translation import gettext as _

from contracts.enums import BEGUN, HELD, IN_GROUP, IN_USE, CapacityCounts, PlacementStatus
from contracts.imports.agreement import RESERVATION, Line
from contracts.imports.rows import Rows, by_distinct


def no_seat_left(rows: Rows) -> None:
    """Rows beyond the contracted number, in the order of the sheet; the policy says how hard."""
    message = _("All seats of this route and place are taken.")
    remedy = _("Leave out rows until it fits, or ask the region for more seats.")
    if not rows.agreement.blocks:
        rows.warn(_beyond_line(rows), "group", "no_seat_left", message, remedy)
        return
    # A row refused here stays where it stood, so that the seat it would have left is not free.
    while (over := _beyond_line(rows) & rows.touched).any():
        rows.refuse(over, "group", "no_seat_left", message, remedy)


def over_group_maximum(rows: Rows) -> None:
    """Rows by which a group gets more heads than its maximum."""
    limits = {group.pk: group.maximum for group in rows.agreement.groups}
    joins = rows.values["status"].isin(IN_GROUP)
    joined = rows.standing["status"].isin(IN_GROUP)
    over = _beyond(rows, "course_group_id", joins, joined, rows.agreement.heads, limits)
    message = _("With this row the group is over its maximum.")
    remedy = _("Check with the region whether the group may be larger.")
    rows.warn(over, "group", "over_group_maximum", message, remedy)


def takes_seat(
    line: Line | None, status: str, kept_until: str | None, begun_on: str | None, *, on: str
) -> bool:
    """Whether a placement takes a seat of `line` or keeps one on the day `on`.

    As `seats_used` and `seats_held` of the models say it in SQL.
    """
    if line is None:
        return False
    if status in HELD:
        return kept_until is not None and kept_until >= on
    if line.counts == CapacityCounts.PLACES:
        return status in IN_USE
    began_then = status in BEGUN and begun_on is not None and line.covers(begun_on)
    return began_then or status == PlacementStatus.SCHEDULED


def _beyond_line(rows: Rows) -> pd.Series:
    limits = {line.pk: line.number for line in rows.agreement.lines}
    lines = rows.locations.map(lambda found: found.line)
    values, on = rows.values, rows.on.isoformat()
    keys = zip(lines, values["status"], values[RESERVATION], values["actual_first_on"], strict=True)
    takes = by_distinct(keys, values.index, lambda key: takes_seat(*key, on=on)).astype(bool)
    had = rows.standing["counted"].eq(True)
    return _beyond(rows, "capacity_line_id", takes, had, rows.agreement.seats, limits)


def _beyond(
    rows: Rows,
    where: str,
    takes: pd.Series,
    had: pd.Series,
    others: Mapping[str, int],
    limits: Mapping[str, int],
) -> pd.Series:
    """Rows that newly take a seat at `where` after the limit is reached.

    `takes` says which rows would have a seat and `had` which have one now; `others` counts the
    seats of placements outside the sheet.
    """
    here, there = rows.values[where], rows.standing[where]
    accepted = ~rows.parsed.refused
    keeps = accepted & takes & had & (here == there)
    newly = accepted & takes & here.notna() & ~keeps
    stays = had & ~accepted & ~rows.frame["reference"].duplicated()
    taken = here[keeps].value_counts().add(there[stays].value_counts(), fill_value=0)
    free = {place: limits[place] - others[place] - int(taken.get(place, 0)) for place in limits}
    turn = here[newly].groupby(here[newly], sort=False).cumcount()
    over = pd.Series(False, index=here.index)
    over[turn.index] = turn >= here[newly].map(free)
    return over
