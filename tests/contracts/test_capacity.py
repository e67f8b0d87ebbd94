"""Seats: counted as the design says, given out once, refused when none is left."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from config.shared.errors import Refused
from contracts.actions.capacity import over_capacity, reserve_seat
from contracts.actions.placements import (
    schedule_placement,
)
from contracts.enums import CapacityCounts, ContractStatus, OverTargetPolicy, PlacementStatus
from contracts.models import CapacityLine, Contract, Placement
from tests.contracts.conftest import AT, TODAY
from tests.factories.contracts import CourseGroupFactory, move
from tests.support.proof import FULL


def set_number(line: CapacityLine, number: int) -> None:
    CapacityLine.objects.filter(pk=line.pk).update(number=number)
    line.refresh_from_db()


# --- Counting -----------------------------------------------------------------------------------


def test_line_counts_places_at_the_same_time(line, place):
    place(status="scheduled")
    place(started=True)
    place(status="interrupted", actual_first_on=TODAY)
    place(status="accepted", reserved_until_on=TODAY)
    place(status="accepted", reserved_until_on=TODAY - timedelta(days=1))
    place(status="waitlisted")
    place(status="registered")
    place(status="completed", actual_first_on=TODAY, actual_last_on=TODAY)

    use = line.use_on(TODAY)
    assert (use.contracted, use.used, use.held, use.waiting, use.free) == (20, 3, 1, 1, 16)


def test_line_counts_trajectories_begun_in_its_period(line, place):
    CapacityLine.objects.filter(pk=line.pk).update(counts=CapacityCounts.INTAKE)
    begun = {"actual_first_on": date(2026, 2, 2), "actual_last_on": date(2026, 2, 20)}
    for status in ("completed", "dropped_out", "switched", "moved"):
        place(status=status, **begun)
    place(started=True)
    place(status="completed", actual_first_on=date(2025, 12, 31), actual_last_on=TODAY)
    place(status="moved", actual_last_on=TODAY)
    place(status="scheduled")
    place(status="accepted", reserved_until_on=TODAY)

    use = line.use_on(TODAY)
    assert (use.used, use.held, use.free) == (5, 2, 13)


def test_share_of_a_gemeente_counts_its_own_people(line, place, meerdorp, waterveen):
    place(started=True)
    place(started=True, gemeente=meerdorp)
    place(status="waitlisted", gemeente=meerdorp)

    [found] = CapacityLine.objects.with_use(on=TODAY, gemeente=meerdorp)
    assert (found.contracted, found.used, found.waiting, found.free) == (10, 1, 1, 9)
    rows = {row["gemeente_id"]: row for row in line.tallies.figures(TODAY, "gemeente_id")}
    assert rows[waterveen.pk]["used"] == 1
    assert rows[meerdorp.pk]["waiting"] == 1


def test_over_capacity_names_the_lines_that_gave_out_too_much(line, place):
    for _number in range(3):
        place(started=True)
    set_number(line, 3)
    assert over_capacity([line.pk], TODAY) == []
    set_number(line, 2)
    [over] = over_capacity([line.pk, line.pk], TODAY)
    assert (over.contracted, over.used, over.free) == (2, 3, -1)


# --- Reserving ----------------------------------------------------------------------------------


def test_reserved_seat_is_kept_for_the_usual_days(line, request_of, coordinator, settings):
    settings.RESERVATION_DAYS = 10
    placement = reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)

    assert placement.status == PlacementStatus.ACCEPTED
    assert placement.reserved_until_on == date(2026, 3, 12)
    assert placement.tariff == line.contract.tariffs.get()
    event = placement.events.get()
    assert (event.source, event.target, event.on) == ("", "accepted", TODAY)
    assert line.use_on(TODAY).held == 1


def test_full_line_refuses_and_leaves_nothing_behind(line, request_of, coordinator):
    set_number(line, 1)
    reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)
    with pytest.raises(Refused, match="1 gecontracteerd, 0 in gebruik, 1 gereserveerd"):
        reserve_seat(line=line, request=request_of("TV-2"), by=coordinator, at=AT)
    assert Placement.objects.count() == 1


def test_nought_is_a_limit(line, request_of, coordinator):
    set_number(line, 0)
    with pytest.raises(Refused):
        reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)


def test_expired_reservation_frees_its_seat(line, request_of, coordinator):
    set_number(line, 1)
    reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)
    later = AT + timedelta(days=60)
    second = replace(request_of("TV-2"), planned_first_on=date(2026, 8, 3))
    assert reserve_seat(line=line, request=second, by=coordinator, at=later).pk


def test_contract_that_warns_gives_the_seat_and_records_it(line, request_of, coordinator):
    set_number(line, 0)
    Contract.objects.update(over_target_policy=OverTargetPolicy.WARN)
    placement = reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)
    assert placement.events.get().reason == "Boven het gecontracteerde aantal: 1 plekken van 0."


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"planned_first_on": date(2025, 12, 31)}, "planned_first_on"),
        ({"planned_last_on": date(2026, 1, 1)}, None),
        ({"reserved_until_on": date(2026, 3, 1)}, "reserved_until_on"),
        ({"reference": "111222333"}, "reference"),
        ({"level": "A2"}, None),
    ],
)
def test_request_that_does_not_fit_is_refused(line, request_of, coordinator, fields, field):
    asked = replace(request_of(), **fields)
    with pytest.raises(Refused) as refused:
        reserve_seat(line=line, request=asked, by=coordinator, at=AT)
    assert refused.value.field == field
    assert not Placement.objects.exists()


def test_gemeente_outside_the_contract_gets_no_seat(line, request_of, coordinator, zuid):
    outside = zuid.gemeenten_on(TODAY).get()
    with pytest.raises(Refused, match="Heidestad"):
        reserve_seat(line=line, request=request_of(gemeente=outside), by=coordinator, at=AT)


def test_reference_is_used_once_in_a_contract(line, request_of, coordinator):
    reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)
    with pytest.raises(Refused):
        reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)


def test_no_tariff_no_seat(line, request_of, coordinator):
    line.contract.tariffs.update(last_on=date(2026, 3, 31))
    with pytest.raises(Refused, match="6 apr 2026"):
        reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)


def test_lapsed_recognition_blocks_new_placements(line, request_of, coordinator):
    line.contract.provider.recognitions.update(last_on=date(2026, 4, 5))
    with pytest.raises(Refused, match="Vliegerhof"):
        reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)


def test_what_the_contract_says_now_counts(line, request_of, coordinator):
    """Also for who read the line before the contract was changed."""
    assert line.contract.over_target_policy == OverTargetPolicy.BLOCK
    CapacityLine.objects.update(number=0)
    Contract.objects.update(over_target_policy=OverTargetPolicy.WARN)
    assert reserve_seat(line=line, request=request_of(), by=coordinator, at=AT).pk


def test_terminated_contract_gives_no_seats(line, request_of, coordinator):
    move(line.contract, ContractStatus.TERMINATED)
    with pytest.raises(Refused, match="Ontbonden"):
        reserve_seat(line=line, request=request_of(), by=coordinator, at=AT)


# --- The last seat --------------------------------------------------------------------------------


def _ask(line: CapacityLine, request, by) -> str:
    """Why the seat was not given, else empty; each thread has a connection of its own."""
    try:
        reserve_seat(line=line, request=request, by=by, at=AT)
    except Refused as refused:
        return refused.messages[0]
    finally:
        connection.close()
    return ""


@pytest.mark.db
@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("people", "seats"), [(64, 10) if FULL else (16, 3)])
def test_nobody_gets_a_seat_that_another_has(line, request_of, coordinator, people, seats):
    set_number(line, seats)
    with ThreadPoolExecutor(max_workers=people) as pool:
        asked = [
            pool.submit(_ask, line, request_of(f"TV-{number}"), coordinator)
            for number in range(people)
        ]
    answers = [each.result() for each in asked]
    assert answers.count("") == seats
    assert sum("geen plek vrij" in answer for answer in answers) == people - seats
    assert Placement.objects.count() == seats
    assert line.use_on(TODAY).free == 0


def _schedule(placement: Placement, group, by) -> bool:
    try:
        schedule_placement(placement=placement, group=group, by=by, at=AT)
    except Refused:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
def test_last_seat_of_a_group_is_given_once(line, place, coordinator):
    group = CourseGroupFactory(line=line, minimum=1, maximum=1)
    placements = [place(status="registered") for _number in range(6)]
    with ThreadPoolExecutor(max_workers=6) as pool:
        asked = [pool.submit(_schedule, each, group, coordinator) for each in placements]
    assert sum(each.result() for each in asked) == 1
