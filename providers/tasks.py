"""Background work of the register; the schedule stands in config/celery.py."""

from celery import shared_task
from django.utils import timezone

from providers import emails
from providers.actions import changes, mergers, places, registrations
from providers.models import ProviderRegistration

MAIL = {"autoretry_for": (OSError,), "retry_backoff": True, "max_retries": 8}
"""A mail server that does not answer is tried again for some minutes."""


@shared_task(name="providers.mail_registration", **MAIL)
def mail_registration(registration_id: int) -> None:
    """Mail the link that confirms an address."""
    row = ProviderRegistration.objects.filter(pk=registration_id).first()
    if row:
        registrations.mail_registration(registration=row)


@shared_task(name="providers.mail_registration_refused", **MAIL)
def mail_registration_refused(registration_id: int) -> None:
    """Mail why an organisation is not taken into the register."""
    emails.send_refusal(ProviderRegistration.objects.get(pk=registration_id))


@shared_task(name="providers.turn_day")
def turn_day() -> None:
    """Let accepted changes, mergers and moves whose day has come take effect."""
    now = timezone.now()
    changes.enter_due_changes(at=now)
    places.move_along_due(at=now)
    mergers.hand_over_due(at=now)
    registrations.forget_unconfirmed(at=now)
