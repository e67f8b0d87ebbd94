"""Reminders: at each step once, to who it concerns now, however often and in parallel it runs."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from accounts.enums import Permission, Role
from accounts.models import Notification, ReminderSent
from accounts.notices import Due, people_with, register_reminders, send_reminders
from accounts.notices.reminders import step_of
from accounts.tasks import send_reminders as task
from tests.factories.accounts import KIND, member_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

pytestmark = pytest.mark.usefixtures("kinds", "sources")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)


CLOSES = local(2026, 12, 10, 12)


@pytest.fixture
def sources(monkeypatch):
    """Nothing but what the test registers is due."""
    monkeypatch.setattr("accounts.notices.reminders._sources", [])


@pytest.fixture
def closing(noord) -> Callable[..., None]:
    """Registers something that the officers of Noord must do before it closes."""

    def register(**changes) -> None:
        due = {
            "kind": KIND,
            "key": "tender:7",
            "to": people_with(Permission.TENDER_PUBLISH, region=noord),
            "subject": "Sluit binnenkort",
            "sentence": "De inschrijving sluit binnenkort.",
            "url": "/",
            "due_at": CLOSES,
            "organisation": f"region:{noord.pk}",
        }
        register_reminders(lambda at: [Due(**due | changes)])

    return register


@pytest.mark.parametrize(
    ("at", "step"),
    [
        (local(2026, 12, 3, 11, 59), None),
        (local(2026, 12, 3, 12), 7),
        (local(2026, 12, 8, 11, 59), 7),
        (local(2026, 12, 8, 12), 2),
        (local(2026, 12, 9, 12), 1),
        (local(2026, 12, 10, 11, 59), 1),
        (local(2026, 12, 10, 12), None),
        (local(2026, 12, 11, 12), None),
    ],
)
def test_the_step_is_the_nearest_that_has_come(at, step):
    assert step_of(CLOSES, at) == step


@pytest.mark.parametrize(
    ("due_at", "first"),
    [
        (local(2027, 3, 29, 12), local(2027, 3, 28, 12)),
        (local(2027, 3, 28, 12), local(2027, 3, 27, 12)),
        (local(2026, 10, 25, 12), local(2026, 10, 24, 12)),
        (local(2026, 10, 26, 12), local(2026, 10, 25, 12)),
    ],
)
def test_a_day_before_is_the_same_hour_also_when_the_clock_changes(settings, due_at, first):
    settings.REMINDER_DAYS = [1]
    as_kept = due_at.astimezone(UTC)  # the database gives moments in UTC

    assert step_of(as_kept, first - timedelta(minutes=1)) is None
    assert step_of(as_kept, first) == 1


def test_each_step_reminds_once(officer, second_officer, closing):
    closing()
    told = []
    for at in (
        local(2026, 12, 1, 12),
        local(2026, 12, 3, 12),
        local(2026, 12, 3, 12, 15),
        local(2026, 12, 8, 12),
        local(2026, 12, 9, 12),
        local(2026, 12, 9, 18),
        local(2026, 12, 10, 12),
    ):
        told.append(send_reminders(at=at))

    assert told == [0, 2, 0, 2, 2, 0, 0]
    row = officer.notifications.order_by("created_at").first()
    assert (row.subject, row.kind) == ("Sluit binnenkort", KIND)
    assert row.organisation.startswith("region:")


def test_what_was_missed_is_not_caught_up(officer, closing):
    closing()

    assert send_reminders(at=local(2026, 12, 9, 20)) == 1
    assert ReminderSent.objects.get().days == 1


def test_who_joins_later_is_reminded_and_the_others_not_again(officer, noord, closing):
    closing()
    send_reminders(at=local(2026, 12, 3, 12))
    joined = member_of(noord, Role.PROCUREMENT_OFFICER)

    assert send_reminders(at=local(2026, 12, 3, 13)) == 1
    assert joined.notifications.count() == officer.notifications.count() == 1


def test_a_deadline_that_moves_is_reminded_of_anew(officer, closing, monkeypatch):
    closing()
    send_reminders(at=local(2026, 12, 9, 12))
    monkeypatch.setattr("accounts.notices.reminders._sources", [])
    closing(due_at=CLOSES + timedelta(days=7))

    assert send_reminders(at=local(2026, 12, 10, 12)) == 1
    assert officer.notifications.count() == 2


def test_other_things_due_have_reminders_of_their_own(officer, closing):
    closing()
    closing(key="tender:8")

    assert send_reminders(at=local(2026, 12, 9, 12)) == 2


def test_the_days_are_a_setting(officer, closing, settings):
    settings.REMINDER_DAYS = [14]
    closing()

    assert send_reminders(at=local(2026, 11, 26, 12)) == 1
    assert send_reminders(at=local(2026, 12, 9, 12)) == 0


def test_nobody_to_remind_leaves_nothing_behind(noord, closing):
    closing()

    assert send_reminders(at=local(2026, 12, 9, 12)) == 0
    assert not ReminderSent.objects.exists()


def test_a_reminder_that_fails_is_sent_later(officer, closing, monkeypatch):
    closing(kind="test.unknown")
    with pytest.raises(KeyError):
        send_reminders(at=local(2026, 12, 9, 12))

    assert not ReminderSent.objects.exists()


def test_the_task_reminds(officer, closing, time_machine):
    time_machine.move_to(local(2026, 12, 9, 12))
    closing()

    task()

    assert officer.notifications.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once(officer, second_officer, closing):
    closing()
    start, told = threading.Barrier(2), []

    def work() -> None:
        try:
            start.wait()
            told.append(send_reminders(at=local(2026, 12, 9, 12)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) in ([0, 2], [1, 1])
    assert Notification.objects.count() == 2
