"""What coordinators do with placements: allowed, refused, nothing left behind, full effect."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEvent
from config.shared.errors import Refused
from contracts.actions.placements import (
    accept_placement,
    assign_to_group,
    cancel_placement,
    put_on_waiting_list,
    refuse_placement,
    schedule_placement,
)
from contracts.enums import PlacementStatus
from contracts.models import CapacityLine
from tests.contracts.conftest import AT, TODAY
from tests.factories.contracts import CapacityLineFactory, CourseGroupFactory, TariffFactory


@pytest.fixture
def group(line):
    return CourseGroupFactory(
        line=line, minimum=1, maximum=2, first_on=date(2026, 5, 4), last_on=date(2027, 10, 1)
    )


def test_accepting_keeps_a_seat_until_the_day_given(place, coordinator):
    placement = place(status="registered")
    moved = accept_placement(
        placement=placement, by=coordinator, at=AT, reserved_until_on=date(2026, 5, 1)
    )
    assert (moved.status, moved.reserved_until_on) == ("accepted", date(2026, 5, 1))
    assert moved.status_on == TODAY
    event = moved.events.get()
    assert (event.source, event.target, event.recorded_by) == (
        "registered",
        "accepted",
        coordinator,
    )
    audit = AuditEvent.objects.get(action="accept")
    assert (audit.object_id, audit.by) == (placement.pk, coordinator)


def test_accepting_on_a_full_line_is_refused(line, place, coordinator):
    CapacityLine.objects.update(number=1)
    place(started=True)
    waiting = place(status="waitlisted")
    with pytest.raises(Refused, match="1 gecontracteerd, 1 in gebruik"):
        accept_placement(placement=waiting, by=coordinator, at=AT)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.events.count()) == ("waitlisted", 0)


def test_accepting_until_a_day_that_has_passed_is_refused(place, coordinator):
    with pytest.raises(Refused) as refused:
        accept_placement(
            placement=place(status="registered"),
            by=coordinator,
            at=AT,
            reserved_until_on=TODAY - timedelta(days=1),
        )
    assert refused.value.field == "reserved_until_on"


def test_reader_may_not_accept(place, reader):
    with pytest.raises(Refused):
        accept_placement(placement=place(status="registered"), by=reader, at=AT)


def test_refusing_needs_a_reason(place, coordinator):
    placement = place(status="registered")
    with pytest.raises(Refused):
        refuse_placement(placement=placement, by=coordinator, at=AT, reason="")
    moved = refuse_placement(placement=placement, by=coordinator, at=AT, reason="Verkeerde route")
    assert (moved.status, moved.status_reason) == (PlacementStatus.REFUSED, "Verkeerde route")


def test_waiting_gives_the_seat_back(line, place, coordinator):
    placement = place(status="accepted", reserved_until_on=TODAY)
    moved = put_on_waiting_list(placement=placement, by=coordinator, at=AT, reason="Kinderopvang")
    assert moved.reserved_until_on is None
    assert (line.use_on(TODAY).held, line.use_on(TODAY).waiting) == (0, 1)


def test_scheduling_takes_over_the_days_and_the_tariff_of_the_group(
    line, place, group, coordinator
):
    line.contract.tariffs.update(last_on=date(2026, 4, 30))
    later = TariffFactory(contract=line.contract, first_on=date(2026, 5, 1), price=17_000)
    moved = schedule_placement(
        placement=place(status="registered"), group=group, by=coordinator, at=AT
    )
    assert (moved.status, moved.course_group, moved.tariff) == ("scheduled", group, later)
    assert (moved.planned_first_on, moved.planned_last_on) == (group.first_on, group.last_on)
    assert moved.cost_lines.count() == 3


def test_who_holds_the_last_seat_can_be_scheduled(line, place, group, coordinator):
    CapacityLine.objects.update(number=1)
    placement = place(status="accepted", reserved_until_on=TODAY)
    moved = schedule_placement(placement=placement, group=group, by=coordinator, at=AT)
    assert moved.status == "scheduled"


def test_whose_reservation_expired_waits_for_a_seat_again(line, place, group, coordinator):
    CapacityLine.objects.update(number=1)
    place(started=True)
    placement = place(status="accepted", reserved_until_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="plek vrij"):
        schedule_placement(placement=placement, group=group, by=coordinator, at=AT)


def test_full_group_refuses_one_more(line, place, group, coordinator):
    for _number in range(2):
        place(status="scheduled", course_group=group)
    with pytest.raises(Refused, match="2 van hoogstens 2") as refused:
        schedule_placement(placement=place(status="registered"), group=group, by=coordinator, at=AT)
    assert refused.value.field == "group"


@pytest.mark.parametrize("wrong", ["line", "level", "status"])
def test_group_has_to_fit(line, place, group, coordinator, wrong):
    if wrong == "line":
        group = CourseGroupFactory(line=CapacityLineFactory(contract=line.contract, place="Elders"))
    else:
        value = {"level": "B2", "status": "cancelled"}[wrong]
        type(group).objects.filter(pk=group.pk).update(**{wrong: value})
    with pytest.raises(Refused) as refused:
        schedule_placement(placement=place(status="registered"), group=group, by=coordinator, at=AT)
    assert refused.value.field == "group"


def test_learner_moves_to_another_group_of_the_line(line, place, group, coordinator):
    placement = place(started=True)
    assert assign_to_group(placement=placement, group=group, by=coordinator, at=AT)
    placement.refresh_from_db()
    assert placement.course_group == group
    assert placement.planned_first_on == date(2026, 2, 2)


def test_ended_placement_gets_no_group(place, group, coordinator):
    placement = place(status="completed", actual_first_on=TODAY, actual_last_on=TODAY)
    with pytest.raises(Refused, match="Afgerond"):
        assign_to_group(placement=placement, group=group, by=coordinator, at=AT)


def test_cancelling_frees_the_seat(line, place, coordinator):
    placement = place(status="scheduled")
    moved = cancel_placement(placement=placement, by=coordinator, at=AT, reason="Verhuisd")
    assert moved.status == "cancelled"
    assert line.use_on(TODAY).used == 0


def test_running_placement_cannot_be_cancelled(place, coordinator):
    with pytest.raises(Refused):
        cancel_placement(placement=place(started=True), by=coordinator, at=AT, reason="Nee")
