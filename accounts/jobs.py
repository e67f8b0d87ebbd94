"""Long work: asking for it, doing it with visible progress, and picking it up after a crash."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import JobState
from accounts.models import Job, User
from config.shared.errors import Refused
from config.shared.queue import later

PROGRESS = "progress"
"""Alias of a second connection: work inside one transaction cannot show its own progress."""


class Cancelled(Exception):
    """Somebody asked the work to stop; raised between two phases, so that nothing is half done."""


def ask(*, task: str, label: str, by: User | None, at: datetime, **kwargs: Any) -> Job:
    """Queue `task` with `kwargs` on commit, as a job that a person can watch."""
    job = Job.objects.create(
        task=task, kwargs=kwargs, label=label, created_at=at, created_by=by, heartbeat_at=at
    )
    later(task, job_id=job.pk, **kwargs)
    return job


class Progress:
    """Tells the watching page how far one job is, outside the work's own transaction."""

    def __init__(self, job_id: int) -> None:
        self._rows = Job.objects.using(PROGRESS).filter(pk=job_id)

    def step(self, done: int, total: int, message: object = "") -> None:
        """Show `done` of `total` with a sentence; raise Cancelled when a person asked to stop."""
        self._rows.update(done=done, total=total, message=str(message), heartbeat_at=timezone.now())
        if self._rows.filter(cancel_requested=True).exists():
            raise Cancelled


@contextmanager
def running(job_id: int) -> Iterator[Progress]:
    """Mark the job as busy, then as done, cancelled or failed with a sentence.

    A Refused becomes the job's message; any other error is told in general words and raised on,
    so that the worker's log has it.
    """
    rows = Job.objects.using(PROGRESS).filter(pk=job_id)
    rows.update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        heartbeat_at=timezone.now(),
        finished_at=None,
    )
    outcome, message = (
        JobState.FAILED,
        _("Something went wrong here; nothing was changed. Try again."),
    )
    try:
        yield Progress(job_id)
        outcome, message = JobState.DONE, ""
    except Cancelled:
        outcome, message = JobState.CANCELLED, _("Cancelled; nothing was changed.")
    except Refused as refused:
        message = str(refused)
    finally:
        rows.update(state=outcome, message=message, finished_at=timezone.now())


def cancel(job: Job) -> None:
    """Ask the work to stop at its next step."""
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)


def heal(*, at: datetime) -> int:
    """Start again what lost its worker, at most three times in all; return how many were.

    A job counts as lost when it showed no sign of life for JOB_STALE_SECONDS.
    """
    stale = at - timedelta(seconds=settings.JOB_STALE_SECONDS)
    with transaction.atomic():
        lost = Job.objects.select_for_update(skip_locked=True).filter(
            state__in=(JobState.QUEUED, JobState.RUNNING), heartbeat_at__lt=stale
        )
        jobs = list(lost.order_by("pk"))
        for job in jobs:
            _start_again(job, at)
    return len(jobs)


def _start_again(job: Job, at: datetime) -> None:
    if job.attempts >= settings.JOB_MAXIMUM_ATTEMPTS:
        job.state, job.finished_at = JobState.FAILED, at
        job.message = _("Stopped three times halfway; nothing was changed. Ask your administrator.")
    else:
        job.state, job.heartbeat_at = JobState.QUEUED, at
        later(job.task, job_id=job.pk, **job.kwargs)
    job.save(update_fields=["state", "finished_at", "message", "heartbeat_at"])
