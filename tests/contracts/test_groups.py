"""Groups: planned on a line, counted in heads, started, cancelled."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from config.shared.errors import Refused
from contracts.actions.groups import change_group, create_group
from contracts.models import CourseGroup
from contracts.workflows import GROUP
from tests.contracts.conftest import AT
from tests.factories.contracts import CourseGroupFactory

FACTS = {
    "reference": "G-9",
    "first_on": date(2026, 5, 4),
    "last_on": date(2027, 10, 1),
    "minimum": 6,
    "maximum": 12,
    "level": "B1",
    "mode": "day",
}


def test_group_is_planned_on_a_line(line, coordinator):
    group = create_group(line=line, by=coordinator, at=AT, **FACTS)
    assert (group.line, group.status) == (line, "planned")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"first_on": date(2025, 12, 1)}, "first_on"),
        ({"last_on": date(2026, 5, 3)}, None),
        ({"minimum": 13}, None),
        ({"reference": "111222333"}, "reference"),
    ],
)
def test_group_that_does_not_fit_is_refused(line, coordinator, fields, field):
    with pytest.raises(Refused) as refused:
        create_group(line=line, by=coordinator, at=AT, **FACTS | fields)
    assert refused.value.field == field
    assert not CourseGroup.objects.exists()


def test_reference_is_used_once_on_a_line(line, coordinator):
    create_group(line=line, by=coordinator, at=AT, **FACTS)
    with pytest.raises(Refused, match="bestaat al"):
        create_group(line=line, by=coordinator, at=AT, **FACTS)


def test_open_group_is_changed_and_an_ended_one_is_not(line, coordinator):
    group = CourseGroupFactory(line=line)
    assert change_group(group=group, maximum=20, by=coordinator, at=AT).maximum == 20
    CourseGroup.objects.update(status="cancelled")
    with pytest.raises(Refused):
        change_group(group=group, maximum=21, by=coordinator, at=AT)
    group.refresh_from_db()
    assert group.maximum == 20


def test_days_of_learners_are_not_left_behind(line, place, coordinator):
    group = CourseGroupFactory(line=line)
    later = {"first_on": date(2026, 6, 1), "by": coordinator, "at": AT}
    placement = place(status="scheduled", course_group=group)
    with pytest.raises(Refused) as refused:
        change_group(group=group, **later)
    assert refused.value.field == "first_on"
    assert change_group(group=group, maximum=20, first_on=group.first_on, by=coordinator, at=AT)
    type(placement).objects.update(course_group=None)
    assert change_group(group=group, **later).first_on == date(2026, 6, 1)


def test_heads_and_stake_of_a_group_below_its_minimum(line, place):
    group = CourseGroupFactory(line=line, minimum=6, maximum=8)
    for status in ("accepted", "scheduled", "interrupted"):
        place(status=status, course_group=group, actual_first_on=date(2026, 2, 2))
    place(status="cancelled", course_group=group)

    [found] = CourseGroup.objects.with_heads().with_stake()
    assert (found.heads, found.free_seats, found.lacking) == (3, 5, 3)
    assert found.stake == Decimal(45_000)
    assert list(CourseGroup.objects.with_heads().off_size()) == [group]


def test_group_over_its_maximum_is_off_size(line, place):
    group = CourseGroupFactory(line=line, minimum=1, maximum=1)
    place(started=True, course_group=group)
    assert not CourseGroup.objects.with_heads().off_size().exists()
    place(started=True, course_group=group)
    assert CourseGroup.objects.with_heads().off_size().get().free_seats == -1


def test_group_starts_on_its_first_day(line, coordinator):
    group = CourseGroupFactory(line=line, first_on=date(2026, 3, 2))
    with pytest.raises(Refused, match="2 mrt 2026"):
        GROUP.apply(group, "start", by=coordinator, at=AT - timedelta(days=1))
    assert GROUP.apply(group, "start", by=coordinator, at=AT).status == "started"


def test_group_with_learners_is_not_cancelled(line, place, coordinator):
    group = CourseGroupFactory(line=line)
    placement = place(status="scheduled", course_group=group)
    with pytest.raises(Refused, match="1"):
        GROUP.apply(group, "cancel", by=coordinator, at=AT, reason="Te weinig animo")
    placement.delete()
    moved = GROUP.apply(group, "cancel", by=coordinator, at=AT, reason="Te weinig animo")
    assert moved.status == "cancelled"


def test_group_ends_when_nobody_is_in_it_any_more(line, place, coordinator):
    group = CourseGroupFactory(line=line)
    place(started=True, course_group=group)
    GROUP.apply(group, "start", by=coordinator, at=AT)
    with pytest.raises(Refused):
        GROUP.apply(group, "end", by=coordinator, at=AT)
