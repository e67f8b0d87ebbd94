"""GET /healthz: 200 with the state of all parts, or 503 with what is wrong."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.models import Heartbeat
from config import checks, health

pytestmark = [pytest.mark.django_db, pytest.mark.db, pytest.mark.queue]


@pytest.fixture
def seen():
    """Make a worker that was seen some seconds ago."""

    def make(seconds):
        Heartbeat.objects.update_or_create(
            name="worker", defaults={"seen_at": timezone.now() - timedelta(seconds=seconds)}
        )

    return make


def ask(client, status):
    answer = client.get("/healthz")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_all_is_well(client, seen):
    seen(3)
    said = ask(client, 200)
    assert said["wrong"] == []
    assert (said["database"], said["broker"], said["migrations"]) == ("ok", "ok", "ok")
    assert said["role"]
    assert said["worker"]["seen"] is True
    assert 3 <= said["worker"]["seconds_ago"] < 10


def test_a_worker_that_was_never_seen(client):
    assert ask(client, 503)["wrong"] == ["worker: No worker was ever seen."]


def test_a_worker_that_fell_silent(client, seen, settings):
    seen(settings.WORKER_SILENCE_SECONDS + 5)
    assert "was last seen" in ask(client, 503)["worker"]


def test_a_database_that_does_not_answer(client, seen, monkeypatch):
    def refuse():
        raise OperationalError("connection refused")

    seen(1)
    monkeypatch.setattr(health, "database_role", refuse)
    assert ask(client, 503)["wrong"] == ["database: connection refused"]


def test_a_role_that_row_level_security_does_not_hold(client, seen, monkeypatch):
    seen(1)
    role = checks.DatabaseRole("boss", superuser=True, bypasses_rls=False)
    monkeypatch.setattr(health, "database_role", lambda: role)
    assert "'boss' is a superuser" in ask(client, 503)["database"]


def test_migrations_that_are_not_applied(client, seen, monkeypatch):
    seen(1)
    monkeypatch.setattr(
        health.MigrationExecutor, "migration_plan", lambda self, targets: ["one", "two"]
    )
    assert ask(client, 503)["migrations"] == "2 migrations are not applied."


def test_a_broker_that_does_not_answer(client, seen, monkeypatch):
    def refuse(**options):
        raise ConnectionRefusedError("nobody there")

    seen(1)
    monkeypatch.setattr(health.app, "connection_for_write", refuse)
    assert ask(client, 503)["broker"] == "nobody there"


def test_it_is_not_cached_and_not_posted_to(client, seen):
    seen(1)
    assert "no-store" in client.get("/healthz")["Cache-Control"]
    assert client.post("/healthz").status_code == 405
