"""Acts on groups: what they do to learners, seats and costs, and what they refuse."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.db.models import Sum
from django.db.utils import IntegrityError

from config.shared.errors import Refused
from contracts.actions.authorisations import authorise_seats
from contracts.actions.groups import (
    cancel_group,
    fill_group,
    merge_groups,
    move_learners,
    postpone_group,
    split_group,
    start_group,
    wait_with_group,
)
from contracts.actions.groups.figures import candidates, fitting_groups, found, members
from contracts.actions.groups.plans import plan_cancel, plan_fill, plan_merge, plan_postpone
from contracts.enums import CapacityCounts, GroupStatus, OverTargetPolicy
from contracts.ledger import check_costs, rebuild_costs
from contracts.models import CapacityLine, CostLine, CourseGroup, GroupDecision, Placement
from tests.contracts.conftest import AT, TODAY
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    CourseGroupFactory,
    TariffFactory,
    move,
)

APRIL, JULY_2027 = date(2026, 4, 6), date(2027, 7, 30)


@pytest.fixture
def group(line):
    """Planned from 6 April 2026, 6 to 12 learners."""
    return CourseGroupFactory(
        line=line, reference="G-1", first_on=APRIL, last_on=JULY_2027, minimum=6, maximum=12
    )


@pytest.fixture
def other(line):
    """Planned from 4 May 2026, 4 to 8 learners."""
    return CourseGroupFactory(
        line=line,
        reference="G-2",
        first_on=date(2026, 5, 4),
        last_on=date(2027, 9, 30),
        minimum=4,
        maximum=8,
    )


@pytest.fixture
def seated(place):
    """`seated(group, 3)`: so many scheduled in the group, with costs; other fields may be given."""

    def made(group: CourseGroup, number: int = 1, **fields) -> list[Placement]:
        standard = {
            "status": "scheduled",
            "capacity_line": group.line,
            "course_group": group,
            "planned_first_on": group.first_on,
            "planned_last_on": group.last_on,
        }
        rows = [place(**standard | fields) for _number in range(number)]
        rebuild_costs([row.pk for row in rows])
        return rows

    return made


def owed(year: int) -> Decimal:
    found = CostLine.objects.filter(due_on__year=year).aggregate(total=Sum("amount"))
    return found["total"] or Decimal(0)


def years_of(effect) -> dict[int, Decimal]:
    return {change.year: change.after for change in effect.years}


# --- Go or no go ----------------------------------------------------------------------------------


def test_group_below_its_minimum_starts_with_a_reason_only(group, seated, coordinator):
    seated(group, 2)
    at = AT + timedelta(days=60)
    with pytest.raises(Refused, match="onder het minimum") as refused:
        start_group(group=group, by=coordinator, at=at)
    assert refused.value.field == "reason"
    assert not GroupDecision.objects.exists()
    started = start_group(group=group, by=coordinator, at=at, reason="De school vult aan")
    assert started.status == GroupStatus.STARTED
    decision = GroupDecision.objects.get()
    [change] = decision.found_effect.groups
    assert (change.after.heads, change.after.stake) == (2, Decimal("60000.00"))


def test_full_group_starts_without_a_reason(group, seated, coordinator):
    seated(group, 6)
    assert start_group(group=group, by=coordinator, at=AT + timedelta(days=60)).status == "started"


def test_decision_waits_until_a_later_day(group, coordinator):
    with pytest.raises(Refused):
        wait_with_group(
            group=group, decide_on=APRIL + timedelta(1), by=coordinator, at=AT, reason="Nog twee"
        )
    waits = wait_with_group(
        group=group, decide_on=date(2026, 3, 20), by=coordinator, at=AT, reason="Nog twee"
    )
    assert waits.decide_on == date(2026, 3, 20)
    assert GroupDecision.objects.get().reason == "Nog twee"


def test_started_group_neither_waits_nor_moves(group, coordinator):
    move(group, GroupStatus.STARTED)
    with pytest.raises(Refused):
        wait_with_group(group=group, decide_on=APRIL, by=coordinator, at=AT, reason="x")
    with pytest.raises(Refused):
        postpone_group(
            group=group, first_on=date(2026, 6, 1), last_on=JULY_2027, by=coordinator, at=AT
        )


def test_postponing_moves_who_has_not_begun_to_the_tariff_of_the_new_day(
    line, group, seated, coordinator
):
    contract = line.contract
    contract.tariffs.update(last_on=date(2026, 8, 31))
    later = TariffFactory(contract=contract, price=Decimal(16_000), first_on=date(2026, 9, 1))
    [row] = seated(group)
    [begun] = seated(group, status="started", actual_first_on=APRIL)
    days = {"first_on": date(2026, 9, 7), "last_on": date(2027, 12, 24)}
    shown = plan_postpone(found(group), **days, at=AT).effect

    postpone_group(group=group, **days, by=coordinator, at=AT, seen=shown.digest)

    row.refresh_from_db()
    begun.refresh_from_db()
    assert (row.planned_first_on, row.planned_last_on, row.tariff) == (*days.values(), later)
    assert (begun.planned_first_on, begun.tariff == later) == (APRIL, False)
    assert years_of(shown) == {2026: owed(2026), 2027: owed(2027)}
    assert shown.owed == 1_000
    assert not any(check_costs(None))


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"first_on": date(2028, 2, 1), "last_on": date(2028, 9, 1)}, "first_on"),
        ({"first_on": date(2026, 6, 1), "last_on": date(2026, 5, 1)}, "last_on"),
    ],
)
def test_days_that_do_not_fit_are_refused(group, seated, coordinator, days, field):
    [row] = seated(group)
    with pytest.raises(Refused) as refused:
        postpone_group(group=group, **days, by=coordinator, at=AT)
    assert refused.value.field == field
    row.refresh_from_db()
    assert row.planned_first_on == APRIL


def test_postponing_past_the_recognition_is_refused(group, seated, provider, coordinator):
    seated(group)
    provider.recognitions.update(last_on=date(2026, 5, 1))
    days = {"first_on": date(2026, 6, 1), "last_on": JULY_2027}
    with pytest.raises(Refused, match="1 jun 2026"):
        postpone_group(group=group, **days, by=coordinator, at=AT)


def test_cancelled_group_sends_its_learners_back_to_the_waiting_list(group, seated, coordinator):
    rows = seated(group, 3)
    assert owed(2026) > 0
    shown = plan_cancel(found(group), at=AT).effect
    assert [(change.before, change.after) for change in shown.seats] == [(17, 20)]

    cancel_group(group=group, by=coordinator, at=AT, reason="Te weinig animo", seen=shown.digest)

    group.refresh_from_db()
    assert group.status == GroupStatus.CANCELLED
    for row in rows:
        row.refresh_from_db()
        assert (row.status, row.course_group, row.status_on) == ("waitlisted", None, TODAY)
    assert owed(2026) == 0
    assert group.line.use_on(TODAY).free == 20


def test_group_in_which_somebody_has_begun_is_not_cancelled(group, seated, coordinator):
    seated(group, status="started", actual_first_on=TODAY)
    with pytest.raises(Refused, match="begonnen"):
        cancel_group(group=group, by=coordinator, at=AT, reason="Te weinig animo")
    group.refresh_from_db()
    assert group.status == GroupStatus.PLANNED


# --- Merge, split, move ---------------------------------------------------------------------------


def test_planned_group_is_merged_and_cancelled(group, other, seated, coordinator):
    rows = seated(group, 3)
    seated(other, 2)
    shown = plan_merge(found(group), found(other), at=AT).effect
    assert (shown.stake_before, shown.stake_after) == (Decimal(75_000), Decimal(0))

    merged = merge_groups(group=group, into=other, by=coordinator, at=AT, seen=shown.digest)

    group.refresh_from_db()
    assert (group.status, group.merged_into) == (GroupStatus.CANCELLED, other)
    assert merged == other
    assert members(other).count() == 5
    rows[0].refresh_from_db()
    assert (rows[0].planned_first_on, rows[0].planned_last_on) == (other.first_on, other.last_on)
    assert years_of(GroupDecision.objects.get().found_effect).items() <= years_of(shown).items()
    assert not any(check_costs(None))


def test_running_group_ends_when_it_is_merged(group, other, seated, coordinator):
    [row] = seated(group, status="started", actual_first_on=APRIL)
    move(group, GroupStatus.STARTED)
    merge_groups(group=group, into=other, by=coordinator, at=AT)
    group.refresh_from_db()
    row.refresh_from_db()
    assert (group.status, group.merged_into) == (GroupStatus.ENDED, other)
    assert (row.course_group, row.planned_first_on) == (other, APRIL)


def test_merger_that_does_not_fit_leaves_nothing_behind(group, other, seated, coordinator):
    seated(group, 5)
    seated(other, 4)
    with pytest.raises(Refused, match="hoogstens 8") as refused:
        merge_groups(group=group, into=other, by=coordinator, at=AT)
    assert refused.value.field == "into"
    group.refresh_from_db()
    assert (group.status, members(group).count()) == (GroupStatus.PLANNED, 5)
    assert not GroupDecision.objects.exists()


@pytest.mark.parametrize("changes", [{"level": "B2"}, {"status": "cancelled"}])
def test_group_that_teaches_something_else_or_is_over_takes_nobody(
    group, other, seated, coordinator, changes
):
    seated(group)
    CourseGroup.objects.filter(pk=other.pk).update(**changes)
    with pytest.raises(Refused):
        merge_groups(group=group, into=other, by=coordinator, at=AT)


def test_group_of_another_contract_or_route_takes_nobody(line, group, seated, noord, coordinator):
    seated(group)
    foreign = ContractFactory(region=noord, provider=line.contract.provider, active=True)
    zroute = CapacityLineFactory(contract=line.contract, route="B", place="Meerdorp")
    for strange in (foreign.capacity_lines.get(), zroute):
        into = CourseGroupFactory(line=strange)
        with pytest.raises(Refused):
            merge_groups(group=group, into=into, by=coordinator, at=AT)


def test_group_is_not_merged_into_itself(group, coordinator):
    with pytest.raises(Refused):
        merge_groups(group=group, into=group, by=coordinator, at=AT)


def test_what_changed_since_it_was_shown_is_shown_again(group, other, seated, coordinator):
    seated(group)
    shown = plan_merge(found(group), found(other), at=AT).effect
    seated(other)
    with pytest.raises(Refused, match="nog eens"):
        merge_groups(group=group, into=other, by=coordinator, at=AT, seen=shown.digest)
    assert members(group).count() == 1


def test_group_is_split_in_two(group, seated, coordinator):
    CourseGroup.objects.update(hours_per_week=12)
    leaving, staying = seated(group, 4), seated(group, 5)
    made = split_group(
        group=group,
        learners=leaving,
        reference="G-1b",
        first_on=date(2026, 6, 1),
        last_on=date(2027, 9, 30),
        minimum=4,
        maximum=8,
        by=coordinator,
        at=AT,
    )
    assert set(members(made)) == set(leaving)
    assert set(members(group)) == set(staying)
    assert {row.planned_first_on for row in members(made)} == {date(2026, 6, 1)}
    assert (made.level, made.hours_per_week) == ("B1", 12)
    effect = GroupDecision.objects.get().found_effect
    assert [change.after.heads for change in effect.groups] == [5, 4]
    assert not any(check_costs(None))


def test_split_leaves_somebody_and_takes_no_more_than_fit(group, seated, coordinator):
    rows = seated(group, 3)
    facts = {"reference": "G-1b", "first_on": APRIL, "last_on": JULY_2027, "minimum": 1}
    for learners, maximum in ((rows, 8), ([], 8), (rows[:2], 1)):
        with pytest.raises(Refused):
            split_group(
                group=group, learners=learners, **facts, maximum=maximum, by=coordinator, at=AT
            )
    assert CourseGroup.objects.count() == 1


def test_learner_moves_to_a_group_of_another_line(line, group, seated, coordinator):
    [row] = seated(group)
    there = CapacityLineFactory(contract=line.contract, place="Meerdorp", number=1)
    into = CourseGroupFactory(line=there, first_on=APRIL, last_on=JULY_2027)
    move_learners(group=group, learners=[row], into=into, by=coordinator, at=AT)
    row.refresh_from_db()
    assert (row.capacity_line, row.course_group) == (there, into)
    assert (line.use_on(TODAY).free, there.use_on(TODAY).free) == (20, 0)
    seats = GroupDecision.objects.get().found_effect.seats
    assert [(each.before, each.after) for each in seats] == [(19, 20), (1, 0)]


def test_line_without_a_free_seat_takes_nobody_over(line, group, seated, coordinator):
    [row] = seated(group)
    there = CapacityLineFactory(contract=line.contract, place="Meerdorp", number=0)
    into = CourseGroupFactory(line=there, first_on=APRIL, last_on=JULY_2027)
    with pytest.raises(Refused, match="geen plek vrij"):
        move_learners(group=group, learners=[row], into=into, by=coordinator, at=AT)
    line.contract.over_target_policy = OverTargetPolicy.WARN
    line.contract.save()
    move_learners(group=group, learners=[row], into=into, by=coordinator, at=AT)
    assert there.use_on(TODAY).free == -1


def test_seats_beyond_the_number_ask_leave_and_use_it_up(
    line, group, seated, coordinator, contract_manager
):
    rows = seated(group, 2)
    line.contract.over_target_policy = OverTargetPolicy.AUTHORISE
    line.contract.save()
    there = CapacityLineFactory(contract=line.contract, place="Meerdorp", number=0)
    into = CourseGroupFactory(line=there, first_on=APRIL, last_on=JULY_2027)
    act = partial(move_learners, group=group, into=into, by=coordinator, at=AT)
    with pytest.raises(Refused, match="geen plek vrij"):
        act(learners=rows[:1])
    leave = authorise_seats(
        line=there, number=1, reason="Alleen hier is avondles", by=contract_manager, at=AT
    )
    act(learners=rows[:1])
    leave.refresh_from_db()
    assert (leave.used, there.use_on(TODAY).free) == (1, -1)
    with pytest.raises(Refused):
        act(learners=rows[1:])


def test_learner_counts_on_the_line_of_the_intake_too(line, group, seated, coordinator):
    intake = CapacityLineFactory(contract=line.contract, place="Meerdorp", number=1)
    CapacityLine.objects.filter(pk=intake.pk).update(counts=CapacityCounts.INTAKE)
    there = CapacityLineFactory(contract=line.contract, place="Meerdorp", number=5)
    into = CourseGroupFactory(line=there, first_on=APRIL, last_on=JULY_2027)
    rows = seated(group, 2)
    move_learners(group=group, learners=rows[:1], into=into, by=coordinator, at=AT)
    rows[0].refresh_from_db()
    assert (rows[0].capacity_line, rows[0].intake_line) == (there, intake)
    assert (there.use_on(TODAY).free, intake.use_on(TODAY).free) == (4, 0)
    with pytest.raises(Refused, match="geen plek vrij"):
        move_learners(group=group, learners=rows[1:], into=into, by=coordinator, at=AT)


def test_who_began_before_an_intake_line_takes_no_seat_of_it(line, group, seated, coordinator):
    [row] = seated(group, status="started", actual_first_on=date(2026, 2, 2))
    there = CapacityLineFactory(
        contract=line.contract, place="Meerdorp", number=3, first_on=date(2026, 3, 1)
    )
    CapacityLine.objects.filter(pk=there.pk).update(counts=CapacityCounts.INTAKE)
    into = CourseGroupFactory(line=there, first_on=APRIL, last_on=JULY_2027)
    move_learners(group=group, learners=[row], into=into, by=coordinator, at=AT)
    seats = GroupDecision.objects.get().found_effect.seats
    assert [(each.line, each.after - each.before) for each in seats] == [(str(line), 1)]
    assert there.use_on(TODAY).free == 3


# --- Filling --------------------------------------------------------------------------------------


def test_several_are_scheduled_from_the_waiting_list_at_once(group, place, coordinator):
    rows = [place(status=status) for status in ("waitlisted", "registered", "accepted")]
    shown = plan_fill(found(group), list(candidates(group)), at=AT).effect
    fill_group(group=group, learners=rows, by=coordinator, at=AT, seen=shown.digest)
    for row in rows:
        row.refresh_from_db()
        assert (row.status, row.course_group, row.planned_first_on) == ("scheduled", group, APRIL)
    assert years_of(shown) == {2026: owed(2026), 2027: owed(2027)}
    assert [each.after for each in shown.seats] == [group.line.use_on(TODAY).free]


def test_group_is_filled_wholly_or_not_at_all(group, place, coordinator):
    rows = [place(status="waitlisted") for _number in range(3)]
    CapacityLine.objects.update(number=2)
    with pytest.raises(Refused):
        fill_group(group=group, learners=rows, by=coordinator, at=AT)
    CapacityLine.objects.update(number=20)
    CourseGroup.objects.update(minimum=1, maximum=2)
    with pytest.raises(Refused, match="hoogstens 2"):
        fill_group(group=group, learners=rows, by=coordinator, at=AT)
    assert {row.status for row in Placement.objects.all()} == {"waitlisted"}


def test_who_is_no_longer_waiting_is_not_scheduled(group, place, coordinator):
    rows = [place(status="waitlisted"), place(status="cancelled")]
    with pytest.raises(Refused) as refused:
        fill_group(group=group, learners=rows, by=coordinator, at=AT)
    assert refused.value.field == "learners"


# --- What is read ---------------------------------------------------------------------------------


def test_longest_waiting_stands_first_among_the_candidates(group, place):
    late = place(status="waitlisted", status_on=date(2026, 2, 20))
    early = place(status="waitlisted", status_on=date(2026, 1, 5))
    place(status="waitlisted", level="B2")
    place(status="scheduled")
    assert list(candidates(group)) == [early, late]


def test_fitting_groups_are_open_and_of_the_same_contract_route_and_level(line, group, other):
    CourseGroupFactory(line=line, level="B2")
    move(CourseGroupFactory(line=line), GroupStatus.CANCELLED)
    CourseGroupFactory()
    elsewhere = CourseGroupFactory(
        line=CapacityLineFactory(contract=line.contract, place="Meerdorp"), first_on=TODAY
    )
    assert list(fitting_groups(group)) == [elsewhere, other]


@pytest.mark.parametrize(
    ("unit", "price", "stake"),
    [
        ("trajectory", 15_000, "30000.00"),
        ("hour", 10, "16491.42"),
        ("month", 500, "16000.00"),
        ("group", 90_000, "0"),
        ("group_hour", 100, "0"),
    ],
)
def test_stake_of_every_unit_in_the_database_is_that_of_the_arithmetic(
    line, group, seated, unit, price, stake
):
    line.contract.tariffs.update(unit=unit, price=price)
    CourseGroup.objects.update(hours_per_week=12)
    seated(group, 4)
    row = found(group)
    assert row.stake == Decimal(stake)
    assert row.course_price is not None
    assert row.course_price.per_head * row.lacking == row.stake


def test_decision_is_never_changed(group, coordinator):
    wait_with_group(
        group=group, decide_on=date(2026, 3, 20), by=coordinator, at=AT, reason="Nog twee"
    )
    with pytest.raises(IntegrityError):
        GroupDecision.objects.update(reason="anders")


def test_lines_are_locked_in_order(line, group, seated, coordinator, django_assert_max_num_queries):
    [row] = seated(group)
    there = CapacityLineFactory(contract=line.contract, place="Meerdorp", number=1)
    into = CourseGroupFactory(line=there, first_on=APRIL, last_on=JULY_2027)
    with django_assert_max_num_queries(60) as captured:
        move_learners(group=group, learners=[row], into=into, by=coordinator, at=AT)
    locks = [query["sql"] for query in captured if "UPDATE OF" in query["sql"]]
    assert "contracts_capacityline" in locks[0]
    assert 'ORDER BY "contracts_capacityline"."id" ASC' in locks[0]
    assert connection.in_atomic_block
