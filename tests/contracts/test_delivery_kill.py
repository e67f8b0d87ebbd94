"""A worker that dies halfway: the sheet ends applied once or not at all, and never stays busy."""

import random
import time
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts import jobs
from accounts.models import Job
from config.celery import app
from contracts import imports, judged
from contracts.actions import deliveries
from contracts.enums import DeliveryStatus
from contracts.models import CapacityLine, CostLine, Placement, PlacementEvent
from tests.support.placements import as_csv, row, sheet
from tests.support.proof import FULL, SEED, share
from tests.support.worker import files_on_disk, kill, wait_until, worker

__all__ = ["files_on_disk"]

ROWS = 40
MANY = 1_500
"""So many take long enough to be killed in the middle."""
pytestmark = [
    pytest.mark.queue,
    pytest.mark.django_db(transaction=True, databases=["default", "progress"]),
]


@pytest.fixture
def confirmed(files_on_disk, contract, provider_user, settings):
    """A checked sheet whose applying has been asked; no worker runs yet."""
    settings.JOB_STALE_SECONDS = 1
    CapacityLine.objects.update(number=100_000)
    app.control.purge()

    def made(turn=0, size=ROWS):
        at = timezone.now()
        file = sheet(as_csv(row(turn * size + number) for number in range(size)))
        delivery = deliveries.keep_sheet(contract=contract, file=file, by=provider_user, at=at)
        imports.check_delivery(delivery_id=delivery.pk, at=at)
        return deliveries.confirm_delivery(
            delivery=delivery, by=provider_user, at=at, warnings_reason="Nagevraagd"
        )

    return made


@pytest.fixture
def received(files_on_disk, contract, provider_user, settings):
    """A sheet of which the check has been asked; no worker runs yet."""
    settings.JOB_STALE_SECONDS = 1
    app.control.purge()

    def made(turn=0, size=ROWS):
        file = sheet(as_csv(row(turn * size + number) for number in range(size)))
        return deliveries.receive_delivery(
            contract=contract, file=file, by=provider_user, at=timezone.now()
        )

    return made


@contextmanager
def held(statement):
    """Hold a lock on a connection of its own, so that the worker stops exactly there."""
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(statement)
            yield
    finally:
        other.close()


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0]


def heal_and_finish(delivery, media):
    """What beat does every minute, with a new worker."""
    wait_until(lambda: jobs.heal(at=timezone.now()) or not is_busy(delivery), "the job is healed")
    with worker(media):
        wait_until(lambda: not is_busy(delivery), "the healed job is finished")


def is_busy(delivery):
    return not job_of(delivery).finished


def assert_checked_once(delivery, size=ROWS):
    """Every row was judged once, and nothing is changed."""
    delivery.refresh_from_db()
    job = job_of(delivery)
    assert (delivery.status, job.state) == (DeliveryStatus.CHECKED, "done"), job.message
    assert (delivery.rows.count(), delivery.rows_total) == (size, size)
    assert kept_of(delivery) == delivery.rows_new
    assert not Placement.objects.filter(delivery=delivery).exists()


def assert_applied_once(delivery, size=ROWS):
    """Neither lost nor doubled: rows, events and three instalments each."""
    delivery.refresh_from_db()
    job = job_of(delivery)
    assert (delivery.status, job.state) == (DeliveryStatus.APPLIED, "done"), job.message
    assert Placement.objects.filter(delivery=delivery).count() == size
    assert PlacementEvent.objects.filter(delivery=delivery).count() == size
    assert CostLine.objects.filter(placement__delivery=delivery).count() == 3 * size
    assert kept_of(delivery) == 0


def kept_of(delivery):
    """How many rows are kept to be applied."""
    with connection.cursor() as cursor:
        statement = f"SELECT count(*) FROM {judged.TABLE} WHERE delivery_id = %s"
        cursor.execute(statement, [delivery.pk])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "where",
    [
        pytest.param("SELECT FROM contracts_capacityline FOR UPDATE", id="before the merge"),
        pytest.param("LOCK TABLE contracts_placementevent IN SHARE MODE", id="in the merge"),
        pytest.param("LOCK TABLE contracts_costline IN SHARE MODE", id="after the merge"),
        pytest.param("LOCK TABLE accounts_auditevent IN SHARE MODE", id="just before the end"),
    ],
)
def test_a_killed_worker_leaves_nothing_and_is_healed(confirmed, files_on_disk, where):
    delivery = confirmed()
    with worker(files_on_disk) as process:
        with held(where):
            wait_until(somebody_waits, "the worker stands at the lock")
            kill(process)
            wait_until(lambda: not somebody_waits(), "the server ends what the worker left")
        assert Placement.objects.count() == 0
        assert is_busy(delivery)
    time.sleep(1.1)
    heal_and_finish(delivery, files_on_disk)
    assert_applied_once(delivery)


@pytest.mark.proof
def test_killed_at_random_moments(received, confirmed, files_on_disk):
    chance, halfway = random.Random(SEED), 0
    phases = {"check": (received, assert_checked_once), "apply": (confirmed, assert_applied_once)}
    takes = {
        name: seconds_of(made(0, MANY), files_on_disk) for name, (made, _assert) in phases.items()
    }
    turns = share(range(1, 51))
    for turn in turns:
        phase = chance.choice(sorted(phases))
        made, assert_done_once = phases[phase]
        delivery = made(turn, MANY)
        with worker(files_on_disk) as process:
            wait_until(lambda d=delivery: job_of(d).attempts, f"work begins (turn {turn})")
            time.sleep(chance.random() * takes[phase])
            kill(process)
        halfway += is_busy(delivery)
        wait_until(lambda: not somebody_waits(), "the server is quiet")
        time.sleep(1.1)
        heal_and_finish(delivery, files_on_disk)
        assert_done_once(delivery, MANY)
        print(f"turn {turn}: halfway {halfway}", flush=True)
    assert halfway >= len(turns) // (2 if FULL else 5), "the kills came too late"


def seconds_of(delivery, media):
    """How long the work takes a worker that nobody kills."""
    with worker(media):
        wait_until(lambda: job_of(delivery).attempts, "work begins")
        began = time.monotonic()
        wait_until(lambda: not is_busy(delivery), "the work is done")
        return time.monotonic() - began


def job_of(delivery):
    return Job.objects.get(pk=delivery.job_id)
