"""Whether the rows fit in the seats of their lines and groups, counted as they would stand."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from contracts.enums import BEGUN, HELD, IN_GROUP, IN_USE, CapacityCounts, PlacementStatus
from contracts.imports import rules
from contracts.imports.agreement import HAS, RESERVATION, Line
from contracts.imports.rows import Rows, by_distinct


def no_seat_left(rows: Rows) -> None:
    """Rows beyond the contracted number, in the order of the sheet; the policy says how hard.

    Who counts on two lines needs a seat of both.
    """
    rule = rules.no_seat_left.RULE
    message, remedy = str(rule.message), str(rule.remedy)
    if not rows.agreement.blocks:
        rows.warn(_beyond_lines(rows), "group", rule.code, message, remedy)
        return
    # A row refused here stays where it stood, so that the seat it would have left is not free.
    while (over := _beyond_lines(rows) & rows.touched).any():
        rows.refuse(over, "group", rule.code, message, remedy)


def over_group_maximum(rows: Rows) -> None:
    """Rows by which a group gets more heads than its maximum."""
    limits = {group.pk: group.maximum for group in rows.agreement.groups}
    joins = rows.values["status"].isin(IN_GROUP)
    joined = rows.standing["status"].isin(IN_GROUP)
    over = _beyond(rows, "course_group_id", joins, joined, rows.agreement.heads, limits)
    rule = rules.over_group_maximum.RULE
    rows.warn(over, "group", rule.code, str(rule.message), str(rule.remedy))


def takes_seat(
    line: Line | None,
    status: str,
    kept_until: str | None,
    begun_on: str | None,
    since: str | None,
    *,
    on: date,
) -> bool:
    """Whether a placement takes a seat of `line` or keeps one on the day `on`.

    `since` is the day of its status. As `seats_taken` of the models says it in SQL.
    """
    if line is None:
        return False
    if status in HELD:
        return kept_until is not None and kept_until >= on.isoformat()
    if line.counts == CapacityCounts.PLACES:
        return _takes_place(line, status, since, on)
    if status == PlacementStatus.DROPPED_OUT and line.refills_intake:
        return False
    began_then = status in BEGUN and begun_on is not None and line.covers(begun_on)
    return began_then or status == PlacementStatus.SCHEDULED


def _takes_place(line: Line, status: str, since: str | None, on: date) -> bool:
    if status != PlacementStatus.INTERRUPTED or line.interruption_weeks is None:
        return status in IN_USE
    kept = timedelta(weeks=line.interruption_weeks)
    return since is not None and date.fromisoformat(since) > on - kept


@dataclass(frozen=True)
class Seating:
    """Who takes a seat of which line, as the sheet would have it.

    `newly` holds the ids of the lines of which each row newly takes a seat, by row in the order
    of the sheet; `taken` counts by line the seats that rows keep as they stand.
    """

    newly: dict[int, list[str]]
    taken: Counter[str]


def _seating(rows: Rows) -> Seating:
    found = Seating(defaultdict(list), Counter())
    for where, has in HAS.items():
        here, had = rows.values[where], rows.standing[has].eq(True)
        newly, taken = _turns(rows, where, _takes(rows, here), had)
        found.taken.update({str(pk): int(count) for pk, count in taken.items()})
        for row, pk in here[newly].items():
            found.newly[row].append(pk)
    return found


def _takes(rows: Rows, ids: pd.Series) -> pd.Series:
    """Which rows would have a seat of the lines with these ids."""
    by_pk = {line.pk: line for line in rows.agreement.lines}
    values = rows.values
    columns = ("status", RESERVATION, "actual_first_on", "status_on")
    keys = zip(ids.map(by_pk.get), *(values[name] for name in columns), strict=True)
    takes = by_distinct(keys, values.index, lambda key: takes_seat(*key, on=rows.on))
    return takes.astype(bool)


def _beyond_lines(rows: Rows) -> pd.Series:
    """Rows that newly take a seat that is not there; notes who used up an authorised one."""
    seating, seats = _seating(rows), rows.agreement.seats
    free = {
        line.pk: line.number - seats[line.pk] - seating.taken[line.pk]
        for line in rows.agreement.lines
    }
    extra = {line.pk: line.extra for line in rows.agreement.lines}
    rows.beyond.clear()
    over = [row for row in sorted(seating.newly) if not _give(seating.newly[row], free, extra)]
    rows.beyond.update({line.pk: line.extra - extra[line.pk] for line in rows.agreement.lines})
    return pd.Series(rows.values.index.isin(over), index=rows.values.index)


def _give(lines: Sequence[str], free: dict[str, int], extra: dict[str, int]) -> bool:
    """Take a seat of each of `lines`, an authorised one where none is free; False if one lacks."""
    if any(max(free[pk], 0) + extra[pk] < 1 for pk in lines):
        return False
    for pk in lines:
        if free[pk] < 1:
            extra[pk] -= 1
        free[pk] -= 1
    return True


def _beyond(
    rows: Rows,
    where: str,
    takes: pd.Series,
    had: pd.Series,
    others: Mapping[str, int],
    limits: Mapping[str, int],
) -> pd.Series:
    """Rows that newly take a place at `where` after the limit is reached.

    `takes` says which rows would have a place and `had` which have one now; `others` counts those
    of placements outside the sheet.
    """
    here = rows.values[where]
    newly, taken = _turns(rows, where, takes, had)
    free = {place: limits[place] - others[place] - int(taken.get(place, 0)) for place in limits}
    turn = here[newly].groupby(here[newly], sort=False).cumcount()
    over = pd.Series(False, index=here.index)
    over[turn.index] = turn >= here[newly].map(free)
    return over


def _turns(rows: Rows, where: str, takes: pd.Series, had: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Which rows newly take a seat at `where`; and how many of the sheet stay where they stood."""
    here, there = rows.values[where], rows.standing[where]
    accepted = ~rows.parsed.refused
    keeps = accepted & takes & had & (here == there)
    stays = had & ~accepted & ~rows.frame["reference"].duplicated()
    taken = here[keeps].value_counts().add(there[stays].value_counts(), fill_value=0)
    return accepted & takes & here.notna() & ~keeps, taken
