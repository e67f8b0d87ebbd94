"""Background work of accounts; the schedule stands in config/celery.py."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from accounts import actions, audit, jobs, notices
from accounts.actions.requests import tidy_up
from accounts.models import Heartbeat, Invitation


@shared_task(name="accounts.pulse")
def pulse() -> None:
    """Show that a worker is alive."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})


@shared_task(name="accounts.heal_jobs")
def heal_jobs() -> None:
    """Start work again that lost its worker."""
    jobs.heal(at=timezone.now())


@shared_task(name="accounts.seal_audit")
def seal_audit() -> None:
    """Seal the audit rows written since the last time."""
    audit.seal_all(at=timezone.now())


@shared_task(
    name="accounts.mail_invitation", autoretry_for=(OSError,), retry_backoff=True, max_retries=8
)
def mail_invitation(invitation_id: int) -> None:
    """Mail the link of an invitation; tried again for some minutes while no mail server answers."""
    actions.mail_invitation(invitation=Invitation.objects.get(pk=invitation_id))


@shared_task(name="accounts.mail_notifications")
def mail_notifications(ids: list[int]) -> None:
    """Mail new notifications to who wants them at once; what fails is mailed by mail_waiting."""
    notices.mail_now(ids=ids, at=timezone.now())


@shared_task(name="accounts.mail_waiting")
def mail_waiting() -> None:
    """Mail what could not be mailed before, and the mail of the day."""
    notices.mail_waiting(at=timezone.now())


@shared_task(name="accounts.send_reminders")
def send_reminders() -> None:
    """Remind people of what is due."""
    notices.send_reminders(at=timezone.now())


@shared_task(name="accounts.note_fetch")
def note_fetch(feed_id: int, on: str) -> None:
    """Write down that a calendar was read; a page that only shows writes nothing itself."""
    actions.note_fetch(feed_id=feed_id, on=date.fromisoformat(on))


@shared_task(name="accounts.tidy_api")
def tidy_api() -> None:
    """Forget what the API no longer has to keep."""
    tidy_up(at=timezone.now())
