"""When instalments fall due."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.enums import CHARGED, ENDED, InstalmentMoment, PlacementStatus, TargetGroup
from contracts.pricing import Course, Part, charges, due_day

START, HALFWAY, COMPLETION = InstalmentMoment
PARTS = [
    Part(START, Decimal("6000.00")),
    Part(HALFWAY, Decimal("4500.00")),
    Part(COMPLETION, Decimal("4500.00")),
]
FIRST, HALF, LAST = date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 22)


def course(status=PlacementStatus.STARTED, **changes) -> Course:
    """Of 22 days from New Year's Day; begun on the first where its status says that it began."""
    fields = {
        "target_group": TargetGroup.STATUS_HOLDER,
        "planned_first_on": FIRST,
        "planned_last_on": LAST,
        "actual_first_on": None if status == PlacementStatus.SCHEDULED else FIRST,
        "actual_last_on": LAST if status in ENDED else None,
    }
    return Course(status, **fields | changes)


def due_days(of: Course) -> list[date]:
    return [charge.due_on for charge in charges(of, PARTS)]


def test_instalments_fall_due_on_the_first_day_halfway_and_on_the_planned_last_day():
    assert due_days(course()) == [FIRST, HALF, LAST]


@pytest.mark.parametrize("status", sorted(set(PlacementStatus) - set(CHARGED)))
def test_nothing_falls_due_without_a_seat(status):
    assert charges(course(status), PARTS) == []


def test_a_scheduled_course_is_owed_on_its_planned_days():
    assert due_days(course(PlacementStatus.SCHEDULED)) == [FIRST, HALF, LAST]


def test_a_late_start_moves_the_start_and_halfway_but_not_the_end():
    late = course(actual_first_on=FIRST + timedelta(10))
    assert due_days(late) == [FIRST + timedelta(10), FIRST + timedelta(15), LAST]


def test_a_start_after_the_planned_end_makes_everything_due_at_once():
    later = LAST + timedelta(5)
    assert due_days(course(actual_first_on=later)) == [later] * 3


@pytest.mark.parametrize(
    "status", [PlacementStatus.DROPPED_OUT, PlacementStatus.SWITCHED, PlacementStatus.MOVED]
)
@pytest.mark.parametrize(
    ("last_on", "left"),
    [(FIRST, 1), (HALF - timedelta(1), 1), (HALF, 2), (LAST - timedelta(1), 2), (LAST, 3)],
)
def test_who_ends_early_leaves_what_was_due_by_the_last_day(status, last_on, left):
    assert due_days(course(status, actual_last_on=last_on)) == [FIRST, HALF, LAST][:left]


def test_who_moves_before_beginning_leaves_nothing():
    assert due_days(course(PlacementStatus.MOVED, actual_first_on=None)) == []


def test_completing_early_settles_what_was_left_on_the_last_day():
    early = date(2026, 1, 5)
    done = course(PlacementStatus.COMPLETED, actual_last_on=early)
    assert due_days(done) == [FIRST, early, early]


def test_completing_late_delays_only_the_completion():
    late = LAST + timedelta(30)
    assert due_days(course(PlacementStatus.COMPLETED, actual_last_on=late)) == [FIRST, HALF, late]


def test_other_target_groups_are_charged_only_where_the_tariff_says_so():
    family = course(target_group=TargetGroup.FAMILY_MIGRANT)
    assert charges(family, PARTS) == []
    assert len(charges(family, PARTS, charges_other_groups=True)) == 3


def test_an_instalment_pays_for_all_days_of_the_course():
    ended = course(PlacementStatus.DROPPED_OUT, actual_last_on=HALF)
    assert {charge[2:4] for charge in charges(ended, PARTS)} == {(FIRST, HALF)}
    assert {charge[2:4] for charge in charges(course(), PARTS)} == {(FIRST, LAST)}


days = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(days, days, st.integers(0, 900), st.sampled_from(sorted(ENDED)))
def test_due_days_lie_within_the_course_and_in_order(first, planned_first, length, status):
    of = Course(
        status,
        TargetGroup.STATUS_HOLDER,
        planned_first,
        planned_first + timedelta(length),
        first,
        first + timedelta(length // 2),
    )
    due = [day for moment in InstalmentMoment if (day := due_day(of, moment))]
    assert due == sorted(due)
    assert all(of.first_on <= day <= of.actual_last_on for day in due)
