"""Who takes a seat of a line, as a sheet would have it."""

from datetime import date, timedelta

import numpy as np

from contracts.enums import BEGUN, HELD, IN_USE, CapacityCounts, PlacementStatus
from contracts.imports.agreement import RESERVATION, Line
from contracts.imports.rows import Rows, ask


def takes_seat(
    line: Line | None,
    status: str | None,
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


def _takes_place(line: Line, status: str | None, since: str | None, on: date) -> bool:
    if status != PlacementStatus.INTERRUPTED or line.interruption_weeks is None:
        return status in IN_USE
    kept = timedelta(weeks=line.interruption_weeks)
    return since is not None and date.fromisoformat(since) > on - kept


def takes(rows: Rows, where: str) -> np.ndarray:
    """Which rows would have a seat of the line that `where` holds."""
    by_pk = {line.pk: line for line in rows.agreement.lines}
    status = rows.now("status")
    interrupted = status.among([PlacementStatus.INTERRUPTED])
    columns = (
        rows.now(where),
        status,
        rows.now(RESERVATION),
        rows.now("actual_first_on"),
        rows.now("status_on").where(interrupted),
    )
    found = ask(columns, lambda pk, *facts: takes_seat(by_pk.get(pk), *facts, on=rows.on))
    return found.each(bool, bool)
