"""Who is told of a group below its minimum, and when."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import get_default_timezone

from accounts.models import Notification
from accounts.notices import events_of, send_reminders
from contracts.enums import GroupStatus
from contracts.models import CourseGroup
from contracts.notices_groups import groups_to_decide
from tests.contracts.conftest import AT
from tests.factories.contracts import CourseGroupFactory, move

DAY = date(2026, 3, 9)


def on(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=get_default_timezone())


@pytest.fixture
def group(line, place):
    """Two of at least six learners; to be decided on 9 March."""
    group = CourseGroupFactory(
        line=line, reference="G-1", first_on=date(2026, 4, 6), minimum=6, decide_on=DAY
    )
    for _number in range(2):
        place(status="scheduled", course_group=group)
    return group


def test_coordinator_is_told_before_the_day_and_on_it(group, coordinator, provider_user, reader):
    for at in (on(date(2026, 3, 3)), on(DAY), on(DAY, 9)):
        send_reminders(at=at)
    told = Notification.objects.filter(user=coordinator).order_by("pk")
    assert [notice.subject for notice in told] == ["Go of no-go: groep G-1 heeft 2 van 6"] * 2
    assert "ma 9 mrt 2026" in told[0].sentence
    assert "€ 60.000,00" in told[0].sentence
    assert told[0].url == group.get_absolute_url()
    assert not Notification.objects.filter(user__in=(provider_user, reader)).exists()


@pytest.mark.parametrize(
    "changes", [{"minimum": 2}, {"decide_on": None}, {"decide_on": date(2026, 5, 1)}]
)
def test_group_that_is_full_enough_or_not_due_asks_nothing(group, changes):
    CourseGroup.objects.update(**changes)
    assert not list(groups_to_decide(AT))


def test_group_that_is_over_or_decided_asks_nothing(group):
    move(group, GroupStatus.CANCELLED)
    assert not list(groups_to_decide(AT))


def test_day_that_has_passed_asks_nothing(group):
    assert not list(groups_to_decide(on(DAY + timedelta(days=1))))


def test_another_day_is_told_anew(group, coordinator):
    send_reminders(at=on(DAY))
    CourseGroup.objects.update(decide_on=DAY + timedelta(days=3))
    send_reminders(at=on(DAY + timedelta(days=2)))
    assert Notification.objects.filter(user=coordinator).count() == 2


def test_go_or_no_go_stands_in_the_calendar_of_the_region(
    group, coordinator, zuid_coordinator, provider_user
):
    name = f"group-decision-{group.pk}"
    assert name in {event.uid for event in events_of(coordinator)}
    for user in (zuid_coordinator, provider_user):
        assert name not in {event.uid for event in events_of(user)}
