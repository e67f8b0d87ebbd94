"""Long work: asked for on commit, shown while it runs, picked up after a crash."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts import jobs
from accounts.enums import JobState
from accounts.models import Job
from config.shared.errors import Refused
from config.shared.queue import later

TASK = "accounts.seal_audit"


@pytest.fixture
def job(officer, monkeypatch):
    monkeypatch.setattr(jobs, "later", lambda *args, **kwargs: None)
    return jobs.ask(task=TASK, label="Verzegelen", by=officer, at=timezone.now())


def test_a_wrong_name_fails_at_once(db):
    with pytest.raises(KeyError):
        later("contracts.no_such_task")


def test_work_starts_only_once_the_transaction_commits(
    officer, monkeypatch, django_capture_on_commit_callbacks
):
    started = []
    monkeypatch.setattr(
        "celery.app.task.Task.apply_async", lambda self, **kw: started.append(kw["kwargs"])
    )
    with django_capture_on_commit_callbacks(execute=True):
        asked = jobs.ask(task=TASK, label="x", by=officer, at=timezone.now(), delivery_id=7)
        assert started == []
    assert started == [{"job_id": asked.pk, "delivery_id": 7}]


def test_progress_is_shown_and_ends_as_done(job):
    with jobs.running(job.pk) as progress:
        progress.step(5, 20, "5 van 20")
        job.refresh_from_db()
        assert (job.state, job.percentage, job.message) == (JobState.RUNNING, 25, "5 van 20")
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert job.finished_at


def test_a_refusal_becomes_the_message_of_the_job(job):
    with jobs.running(job.pk):
        raise Refused("Het contract is beëindigd.")
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "Het contract is beëindigd.")


def test_a_failure_is_told_in_general_words_and_raised_on(job):
    with pytest.raises(ZeroDivisionError), jobs.running(job.pk):
        _ = 1 // 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "division" not in job.message


def test_cancelling_stops_at_the_next_step(job):
    jobs.cancel(job)
    with jobs.running(job.pk) as progress:
        progress.step(1, 2)
        pytest.fail("the work went on")
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


@pytest.mark.parametrize(
    ("state", "attempts", "expected"),
    [
        (JobState.RUNNING, 1, JobState.QUEUED),
        (JobState.QUEUED, 0, JobState.QUEUED),
        (JobState.RUNNING, 3, JobState.FAILED),
        (JobState.DONE, 1, JobState.DONE),
    ],
)
def test_lost_work_starts_again_at_most_three_times(job, settings, state, attempts, expected):
    now = timezone.now()
    silent = now - timedelta(seconds=settings.JOB_STALE_SECONDS + 1)
    Job.objects.update(state=state, attempts=attempts, heartbeat_at=silent)
    jobs.heal(at=now)
    job.refresh_from_db()
    assert job.state == expected


def test_work_that_shows_life_is_left_alone(job):
    Job.objects.update(state=JobState.RUNNING, heartbeat_at=timezone.now())
    assert jobs.heal(at=timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.db
def test_progress_is_seen_while_the_work_itself_has_not_committed(job):
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).count()
        with jobs.running(job.pk) as progress:
            progress.step(1, 2, "halverwege")
            seen = Job.objects.using(jobs.PROGRESS).get(pk=job.pk)
            assert (seen.done, seen.message) == (1, "halverwege")
        transaction.set_rollback(True)
    job.refresh_from_db()
    assert job.state == JobState.DONE
