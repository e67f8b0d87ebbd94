"""Seats of lines and groups, as a sheet would fill them."""

from datetime import date

import pytest

from contracts.enums import CapacityCounts, OverTargetPolicy, RowKind
from contracts.imports.agreement import Line
from contracts.imports.examining import examine, read_placements
from contracts.imports.seats import takes_seat
from contracts.models import Placement
from contracts.models.seating import of_placements, seats_taken
from tests.factories.contracts import CapacityLineFactory, CourseGroupFactory
from tests.support.placements import ON, as_csv, row, rows, sheet

NEW, CHANGED, REFUSED = RowKind.NEW, RowKind.CHANGED, RowKind.REFUSED
ENDED_STATUSES = ("completed", "dropped_out", "moved")
ENDED = {"status": "uitval", "actual_last_on": "2026-10-01", "status_on": "2026-10-01"}


@pytest.fixture
def kinds(contract):
    """What each row of a sheet would do beside `contract`."""

    def judged(*lines):
        parsed = read_placements(sheet(as_csv(lines)), "blad.csv")
        return examine(parsed, contract, on=ON).kinds.tolist()

    return judged


@pytest.fixture
def seats(line):
    """Sets the contracted number of `line`."""

    def contracted(number):
        type(line).objects.filter(pk=line.pk).update(number=number)

    return contracted


@pytest.mark.django_db
def test_rows_beyond_the_seats_are_refused_in_the_order_of_the_sheet(kinds, seats):
    seats(2)
    assert kinds(*rows(3)) == [NEW, NEW, REFUSED]


@pytest.mark.django_db
def test_a_limit_of_nought_is_a_limit(kinds, seats):
    seats(0)
    assert kinds(row(1), row(2, status="Aangemeld", actual_first_on="")) == [REFUSED, NEW]


@pytest.mark.django_db
def test_a_contract_that_warns_lets_them_through(kinds, seats, contract):
    seats(1)
    contract.over_target_policy = OverTargetPolicy.WARN
    contract.save()
    assert kinds(*rows(2)) == [NEW, NEW]


@pytest.mark.django_db
def test_placements_outside_the_sheet_keep_their_seats(kinds, seats, place):
    seats(2)
    place(reference="TV-09999", status="scheduled")
    assert kinds(*rows(2)) == [NEW, REFUSED]


@pytest.mark.django_db
def test_a_seat_that_the_sheet_frees_can_be_taken_by_the_sheet(kinds, seats, place):
    seats(1)
    place(reference="TV-00009", status="started", actual_first_on=date(2026, 2, 2))
    assert kinds(row(1), row(9, **ENDED)) == [NEW, CHANGED]


@pytest.mark.django_db
def test_a_refused_row_frees_no_seat(kinds, seats, place):
    seats(1)
    place(reference="TV-00009", status="started", actual_first_on=date(2026, 2, 2))
    assert kinds(row(1), row(9, **ENDED, gemeente="0999")) == [REFUSED, REFUSED]


@pytest.mark.django_db
def test_a_row_that_cannot_move_to_another_line_keeps_its_old_seat(kinds, seats, place, contract):
    seats(1)
    CapacityLineFactory(contract=contract, place="Vol", number=0)
    place(reference="TV-00009", status="started", actual_first_on=date(2026, 2, 2))
    moves = row(9, place="Vol", offered_hours="121")
    assert kinds(moves, row(1, place="Waterveen")) == [REFUSED, REFUSED]


@pytest.mark.django_db
def test_two_refused_rows_about_one_placement_keep_one_seat(kinds, seats, place):
    seats(2)
    place(reference="TV-00009", status="started", actual_first_on=date(2026, 2, 2))
    assert kinds(row(9), row(9), row(1)) == [REFUSED, REFUSED, NEW]


@pytest.mark.django_db
def test_a_reservation_that_ran_out_takes_no_seat(kinds, seats, place):
    seats(1)
    place(reference="TV-09999", status="accepted", reserved_until_on=date(2026, 11, 22))
    assert kinds(row(1)) == [NEW]


@pytest.mark.django_db
def test_a_line_of_trajectories_counts_those_that_ended(kinds, contract, line):
    type(line).objects.filter(pk=line.pk).update(number=1, counts=CapacityCounts.INTAKE)
    assert kinds(row(1, **ENDED), row(2)) == [NEW, REFUSED]


@pytest.mark.django_db
def test_a_group_over_its_maximum_is_a_warning(contract, line):
    CourseGroupFactory(line=line, reference="Klein", minimum=1, maximum=2)
    parsed = read_placements(sheet(as_csv(rows(3, group="Klein"))), "blad.csv")
    judged = examine(parsed, contract, on=ON)
    assert [(each.row, each.code) for each in parsed.findings] == [(4, "over_group_maximum")]
    assert judged.kinds.tolist() == [NEW, NEW, NEW]


@pytest.mark.django_db
@pytest.mark.parametrize("counts", CapacityCounts.values)
@pytest.mark.parametrize(("refills", "weeks"), [(False, None), (True, 4), (False, 0)])
@pytest.mark.parametrize(
    ("status", "kept_until", "begun_on"),
    [
        ("registered", None, None),
        ("accepted", date(2026, 11, 23), None),
        ("accepted", date(2026, 11, 22), None),
        ("accepted", None, None),
        ("scheduled", None, None),
        ("started", None, date(2026, 2, 2)),
        ("started", None, date(2025, 12, 1)),
        ("interrupted", None, date(2026, 2, 2)),
        ("completed", None, date(2026, 2, 2)),
        ("dropped_out", None, date(2026, 2, 2)),
        ("moved", None, None),
    ],
)
@pytest.mark.parametrize("since", [date(2026, 10, 26), date(2026, 10, 27)])
def test_the_sheet_counts_as_the_database_does(
    line, place, counts, refills, weeks, status, kept_until, begun_on, since
):
    type(line).objects.filter(pk=line.pk).update(counts=counts)
    type(line.contract).objects.update(refills_intake=refills, interruption_weeks=weeks)
    place(
        status=status,
        reserved_until_on=kept_until,
        actual_first_on=begun_on,
        actual_last_on=date(2026, 9, 1) if status in ENDED_STATUSES else None,
        status_on=since,
    )
    counted = Placement.objects.filter(seats_taken(of_placements(), ON)).exists()

    period = str(line.first_on), str(line.last_on)
    ours = Line("1", "O", "", "", *period, counts, 20, 0, refills, weeks)
    days = [day.isoformat() if day else None for day in (kept_until, begun_on, since)]
    assert takes_seat(ours, status, *days, on=ON) == counted
