"""Figures of seats: by rule, by line and gemeente, kept whoever writes placements."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.shared.errors import Refused
from contracts.actions.capacity import pair_anew, reserve_seat
from contracts.actions.placements import schedule_placement
from contracts.capacity import paired
from contracts.enums import CapacityCounts, PlacementStatus, SeatFigure
from contracts.models import CapacityLine, Contract, CourseGroup, Placement, SeatTally
from contracts.tally import check_tallies
from tests.contracts.conftest import AT, TODAY
from tests.factories.contracts import CourseGroupFactory
from tests.factories.seats import IntakeLineFactory

pytestmark = pytest.mark.django_db
BEGUN = date(2026, 2, 2)


@pytest.fixture
def intake(line) -> CapacityLine:
    """Counts who begins, beside `line`."""
    return IntakeLineFactory(contract=line.contract)


@pytest.fixture
def some_of_each(line, place, meerdorp):
    """A placement of every status on `line`; some of Meerdorp."""
    ended = {"actual_first_on": BEGUN, "actual_last_on": TODAY}
    place(status="registered")
    place(status="waitlisted", gemeente=meerdorp)
    place(status="accepted", reserved_until_on=TODAY)
    place(status="accepted", reserved_until_on=TODAY - timedelta(days=1))
    place(status="scheduled", gemeente=meerdorp)
    place(started=True)
    place(status="interrupted", actual_first_on=BEGUN, status_on=TODAY - timedelta(days=20))
    place(status="dropped_out", **ended)
    place(status="completed", **ended)


# --- The rule -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("weeks", "kept"), [(None, True), (0, False), (3, False), (4, True)])
def test_interruption_keeps_a_place_for_the_weeks_of_the_contract(line, place, weeks, kept):
    Contract.objects.update(interruption_weeks=weeks)
    place(status="interrupted", actual_first_on=BEGUN, status_on=TODAY - timedelta(days=21))
    assert line.use_on(TODAY).used == kept


@pytest.mark.parametrize(("refills", "used"), [(False, 3), (True, 2)])
def test_dropout_gives_the_intake_back_where_the_contract_says_so(line, place, refills, used):
    Contract.objects.update(refills_intake=refills)
    CapacityLine.objects.update(counts=CapacityCounts.INTAKE)
    ended = {"actual_first_on": BEGUN, "actual_last_on": TODAY}
    for status in ("dropped_out", "completed", "switched"):
        place(status=status, **ended)
    assert line.use_on(TODAY).used == used


def test_each_figure_is_the_number_of_placements_behind_it(line, intake, some_of_each, place):
    place(status="started", actual_first_on=BEGUN, intake_line=intake)
    place(status="waitlisted", intake_line=intake)
    for each in (line, intake):
        found = CapacityLine.objects.with_use(on=TODAY).get(pk=each.pk)
        for figure in SeatFigure.values:
            behind = Placement.objects.behind(figure, [each.pk], TODAY)
            assert behind.count() == getattr(found, figure), (each.counts, figure)


# --- Two kinds on one contract ------------------------------------------------------------------


def test_placement_counts_on_the_places_and_on_the_intake(line, intake, request_of, coordinator):
    for asked in (line, intake):
        reference = f"TV-{asked.counts}"
        made = reserve_seat(line=asked, request=request_of(reference), by=coordinator, at=AT)
        assert (made.capacity_line, made.intake_line) == (line, intake)
    assert (line.use_on(TODAY).held, intake.use_on(TODAY).held) == (2, 2)


def test_both_kinds_must_have_room(line, intake, request_of, coordinator):
    CapacityLine.objects.filter(pk=intake.pk).update(number=0)
    with pytest.raises(Refused, match="0 gecontracteerd"):
        reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)
    assert not Placement.objects.exists()


def test_who_begins_with_a_group_counts_in_the_intake_of_that_day(line, place, coordinator):
    this_year = IntakeLineFactory(contract=line.contract, last_on=date(2026, 12, 31))
    next_year = IntakeLineFactory(contract=line.contract, first_on=date(2027, 1, 1))
    group = CourseGroupFactory(line=line, first_on=date(2027, 2, 1))
    placement = place(status="registered", intake_line=this_year)
    moved = schedule_placement(placement=placement, group=group, by=coordinator, at=AT)
    assert moved.intake_line == next_year


def test_line_of_another_place_or_period_is_no_pair(line, intake):
    elsewhere = IntakeLineFactory(contract=line.contract, place="Elders")
    lines = [line, intake, elsewhere]
    assert paired(line, lines, TODAY) == (line, intake)
    assert paired(intake, lines, TODAY) == (line, intake)
    assert paired(line, lines, date(2030, 1, 1)) == (line, None)
    assert paired(elsewhere, lines, TODAY) == (elsewhere, None)


def test_placements_count_in_an_intake_that_is_agreed_later(line, place):
    begun, planned = place(started=True), place(planned_first_on=date(2027, 2, 1))
    first = IntakeLineFactory(contract=line.contract, last_on=date(2026, 12, 31))
    pair_anew(line.contract)
    second = IntakeLineFactory(contract=line.contract, first_on=date(2027, 1, 1))
    pair_anew(line.contract)
    for row, expected in ((begun, first), (planned, second)):
        row.refresh_from_db()
        assert row.intake_line == expected
    CapacityLine.objects.filter(pk=second.pk).update(place="Elders")
    pair_anew(line.contract)
    planned.refresh_from_db()
    assert planned.intake_line is None
    assert (first.use_on(TODAY).used, check_tallies()) == (1, (0, 0))


# --- The tallies --------------------------------------------------------------------------------


def test_tallies_follow_every_kind_of_statement(line, intake, some_of_each, meerdorp):
    group = CourseGroupFactory(line=line)
    statements = (
        lambda rows: rows.update(course_group=group),
        lambda rows: rows.update(gemeente=meerdorp),
        lambda rows: rows.update(intake_line=intake),
        lambda rows: rows.filter(status="accepted").update(reserved_until_on=TODAY),
        lambda rows: rows.filter(status="accepted").update(status="scheduled"),
        lambda rows: rows.update(capacity_line=intake, intake_line=None),
        lambda rows: rows.filter(status="registered").delete(),
    )
    for write in statements:
        write(Placement.objects.order_by("pk"))
        assert check_tallies() == (0, 0)
    assert CourseGroup.objects.with_heads().get(pk=group.pk).heads == 5


def test_another_period_of_a_line_counts_its_intake_anew(line, place):
    CapacityLine.objects.update(counts=CapacityCounts.INTAKE)
    place(started=True)
    assert line.use_on(TODAY).used == 1
    CapacityLine.objects.update(first_on=date(2026, 3, 1))
    assert line.use_on(TODAY).used == 0
    assert check_tallies() == (0, 0)


def test_tally_without_placements_is_gone(line, place):
    placement = place(status="registered")
    Placement.objects.filter(pk=placement.pk).update(status=PlacementStatus.CANCELLED)
    assert list(line.tallies.values_list("status", "number")) == [("cancelled", 1)]


def test_recount_finds_and_mends_a_wrong_tally(line, some_of_each, capsys):
    call_command("recount_seats", "--check")
    SeatTally.objects.filter(status="started").update(number=9)
    with pytest.raises(CommandError, match="differ from a recount: 2"):
        call_command("recount_seats", "--check")
    call_command("recount_seats")
    assert "what its placements say" in capsys.readouterr().out
    assert line.use_on(TODAY).used == 3


def test_figures_need_no_placements(line, some_of_each):
    """What the tallies say is said, also where the placements are out of sight."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE contracts_placement RENAME TO placements_elsewhere")
    assert line.use_on(TODAY).used == 3
