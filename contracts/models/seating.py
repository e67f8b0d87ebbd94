"""What takes a seat of a capacity line: one rule, for placements and for the tally of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, ExpressionWrapper, F, Q, Value

from contracts.enums import BEGUN, HELD, CapacityCounts, PlacementStatus, SeatFigure

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a query finds what decides: the paths of the columns, as lookups write them.

    `kept_until` is the last day of the reservation of who is accepted, `since` the day on which
    the interruption of who is interrupted began.
    """

    line: str
    status: str
    kept_until: str
    since: str
    begun: Q


def of_placements(line: str = "capacity_line", placement: str = "") -> Columns:
    """The columns of placements, for their line under the name `line`."""
    path = f"{placement}{line}__"
    first_day = f"{placement}actual_first_on"
    begun = {f"{first_day}__gte": F(f"{path}first_on"), f"{first_day}__lte": F(f"{path}last_on")}
    return Columns(
        line=path,
        status=f"{placement}status",
        kept_until=f"{placement}reserved_until_on",
        since=f"{placement}status_on",
        begun=Q(**begun),
    )


def of_tally(line: str = "line__", tally: str = "") -> Columns:
    """The columns of SeatTally; with `line=""` and a path to the tally, from capacity lines."""
    day = f"{tally}day"
    begun = Q(**{f"{tally}began_in_period": True})
    return Columns(line=line, status=f"{tally}status", kept_until=day, since=day, begun=begun)


def seats_used(columns: Columns, on: date) -> Q:
    """Who takes a seat of the line on `on`.

    Places count who is taught now or has been scheduled, and who is interrupted for as many weeks
    as the contract says. Intake counts who began in the period of the line, whatever came of it;
    a dropout gives it back where the contract says so.
    """
    status, line = columns.status, columns.line
    kept = Q(**{status: PlacementStatus.INTERRUPTED}) & _keeps_place(columns, on)
    taught = Q(**{f"{status}__in": (PlacementStatus.SCHEDULED, PlacementStatus.STARTED)})
    places = Q(**{f"{line}counts": CapacityCounts.PLACES}) & (taught | kept)
    given_back = Q(**{f"{line}contract__refills_intake": True, status: PlacementStatus.DROPPED_OUT})
    intake = Q(**{f"{line}counts": CapacityCounts.INTAKE, f"{status}__in": BEGUN})
    return places | (intake & columns.begun & ~given_back)


def _keeps_place(columns: Columns, on: date) -> Q:
    """The weeks are counted from the day of the interruption; without a number, as it lasts."""
    weeks = f"{columns.line}contract__interruption_weeks"
    earliest = ExpressionWrapper(
        Value(on, DateField()) - F(weeks) * DAYS_A_WEEK, output_field=DateField()
    )
    return Q(**{f"{weeks}__isnull": True}) | Q(**{f"{columns.since}__gt": earliest})


def seats_held(columns: Columns, on: date) -> Q:
    """For whom a seat of the line is kept on `on`.

    Accepted with a reservation that has not expired; on an intake line also who is scheduled but
    has not begun, because that seat is no longer free either.
    """
    status = columns.status
    accepted = Q(**{f"{status}__in": HELD, f"{columns.kept_until}__gte": on})
    intake = {f"{columns.line}counts": CapacityCounts.INTAKE, status: PlacementStatus.SCHEDULED}
    return accepted | Q(**intake)


def seats_taken(columns: Columns, on: date) -> Q:
    """Who takes a seat or has one kept: nobody else gets it."""
    return seats_used(columns, on) | seats_held(columns, on)


def seats_awaited(columns: Columns, on: date) -> Q:
    """Who waits for a seat of the line, on any day."""
    return Q(**{columns.status: PlacementStatus.WAITLISTED})


RULES: dict[str, Callable[[Columns, date], Q]] = {
    SeatFigure.USED: seats_used,
    SeatFigure.HELD: seats_held,
    SeatFigure.WAITING: seats_awaited,
}
"""The rule behind each figure of a line."""
