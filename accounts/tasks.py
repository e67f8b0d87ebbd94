"""Background work of accounts; the schedule stands in config/celery.py."""

from celery import shared_task
from django.utils import timezone

from accounts import audit, jobs
from accounts.models import Heartbeat


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
