"""The contracted seats that an act on groups gives out and gives back, before it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from config.shared.errors import Refused
from contracts.actions.authorisations import use_up_seats
from contracts.actions.capacity import pair_of
from contracts.enums import HELD, IN_GROUP, CapacityCounts, OverTargetPolicy, PlacementStatus
from contracts.group_effects import SeatChange
from contracts.models import CapacityLine, CourseGroup, Placement, Tariff
from contracts.workflows import line_full
from contracts.workflows.placements import ASK_LEAVE


@dataclass(frozen=True, slots=True)
class Seating:
    """How one learner stands after an act; the placement itself says how before."""

    row: Placement
    status: str
    group: CourseGroup | None
    lines: tuple[CapacityLine, CapacityLine | None]
    """The main line and that of the intake."""
    tariff: Tariff
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class LineUse:
    """Seats of one line that an act gives out (below zero: gives back), and what is over then."""

    line: CapacityLine
    change: SeatChange
    over: int
    """Seats beyond the contracted number that nobody had yet."""


def lines_for(row: Placement, into: CourseGroup) -> tuple[CapacityLine, CapacityLine | None]:
    """On which lines `row` counts in the group `into`; its own where that is its line already."""
    if row.capacity_line and into.line_id in (row.capacity_line_id, row.intake_line_id):
        return row.capacity_line, pair_of(row.capacity_line, _begins(row, into))[1]
    return pair_of(into.line, _begins(row, into))


def _begins(row: Placement, into: CourseGroup) -> date:
    return row.actual_first_on or into.first_on


def line_uses(seatings: Sequence[Seating], on: date) -> list[LineUse]:
    """What becomes of every line whose seats change hands, in order of id.

    Refused where a line would give out more than its contract lets it.
    """
    taken: dict[CapacityLine, int] = {}
    for seating in seatings:
        row = seating.row
        for line in _counting(row.lines, row.status, row, on):
            taken[line] = taken.get(line, 0) - 1
        for line in _counting(seating.lines, seating.status, row, on):
            taken[line] = taken.get(line, 0) + 1
    changed = sorted((line.pk, line) for line, seats in taken.items() if seats)
    return [_line_use(line, taken[line], on) for _pk, line in changed]


def _counting(
    lines: Iterable[CapacityLine | None], status: str, row: Placement, on: date
) -> list[CapacityLine]:
    return [line for line in lines if line and takes_seat(line, status, row, on)]


def takes_seat(line: CapacityLine, status: str, row: Placement, on: date) -> bool:
    """Whether `line` counts `row` as a head with this status on `on`: the rule of
    `models.seating`, for somebody who does not stand there yet.
    """
    if status in HELD:
        return row.reserved_until_on is not None and row.reserved_until_on >= on
    if status not in IN_GROUP:
        return False
    if status == PlacementStatus.SCHEDULED:
        return True
    if line.counts == CapacityCounts.INTAKE:
        return row.actual_first_on is not None and line.covers(row.actual_first_on)
    return status == PlacementStatus.STARTED or _keeps_place(line, row, on)


def _keeps_place(line: CapacityLine, row: Placement, on: date) -> bool:
    weeks = line.contract.interruption_weeks
    return weeks is None or row.status_on > on - timedelta(weeks=weeks)


def _line_use(line: CapacityLine, seats: int, on: date) -> LineUse:
    use = line.use_on(on)
    over = max(seats - max(use.free, 0), 0)
    policy = line.contract.over_target_policy
    if over and policy == OverTargetPolicy.BLOCK:
        raise Refused(line_full(use))
    if over and policy == OverTargetPolicy.AUTHORISE and over > _authorised(line, on):
        raise Refused(f"{line_full(use)} {ASK_LEAVE}")
    return LineUse(line, SeatChange(str(line), use.free, use.free - seats), over)


def _authorised(line: CapacityLine, on: date) -> int:
    return CapacityLine.objects.with_extra(on).get(pk=line.pk).extra


def use_up_authorised(uses: Iterable[LineUse], on: date) -> None:
    """Use up what was authorised for the seats that are given out beyond a number."""
    for use in uses:
        if use.over:
            use_up_seats(use.line.pk, use.over, on)
