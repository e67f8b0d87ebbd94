"""Background work of contracts: each task makes one call and may run twice."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import jobs
from config.shared.errors import Refused
from contracts import imports
from contracts.actions import alerts, deliveries, offers, returns
from contracts.imports import calls


@shared_task(name="contracts.check_delivery")
def check_delivery(*, job_id: int, delivery_id: int, language: str) -> None:
    """Check a sheet, and say what is found in the language of who handed it in."""
    with override(language), jobs.running(job_id) as progress:
        imports.check_delivery(delivery_id=delivery_id, at=timezone.now(), step=progress.step)


@shared_task(name="contracts.apply_delivery")
def apply_delivery(*, job_id: int, delivery_id: int, language: str) -> None:
    """Apply a confirmed sheet; one that was cancelled or refused halfway can be confirmed again."""
    with override(language), jobs.running(job_id) as progress:
        try:
            imports.apply_delivery(delivery_id=delivery_id, at=timezone.now(), step=progress.step)
        except jobs.Cancelled:
            message = _("Cancelled; nothing was changed.")
            deliveries.hand_back(delivery_id=delivery_id, at=timezone.now(), message=message)
            raise
        except Refused as refused:
            deliveries.hand_back(delivery_id=delivery_id, at=timezone.now(), message=str(refused))
            raise


@shared_task(name="contracts.take_delivery")
def take_delivery(*, job_id: int, delivery_id: int, language: str) -> None:
    """Check what a call sent and apply it at once; rejected, with its findings, where it cannot."""
    with override(language), jobs.running(job_id) as progress:
        calls.take_delivery(delivery_id=delivery_id, at=timezone.now(), step=progress.step)


@shared_task(name="contracts.watch_contracts")
def watch_contracts() -> None:
    """Warn of contracts that ask attention; what nobody answered goes on to who signs them."""
    alerts.watch(at=timezone.now())


@shared_task(name="contracts.expire_offers")
def expire_offers() -> None:
    """Give back the seats of offers that nobody answered in time."""
    offers.expire_offers(at=timezone.now())


@shared_task(name="contracts.watch_returns")
def watch_returns() -> None:
    """Ask what providers owe this month, let go what ended, and pass on what stays away."""
    at = timezone.now()
    returns.ask_returns(at=at)
    returns.lapse_returns(at=at)
    returns.escalate_returns(at=at)
