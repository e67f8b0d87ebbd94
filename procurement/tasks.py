"""Background work of the tender room; the schedule stands in config/celery.py."""

from celery import shared_task
from django.utils import timezone

from procurement import actions, emails
from procurement.models import Lot, Tender


@shared_task(name="procurement.close_tenders")
def close_tenders() -> None:
    """Close what is past its deadline and end the lots on which nobody bid."""
    actions.close_overdue_tenders(at=timezone.now())


@shared_task(name="procurement.mail_decision")
def mail_decision(*, lot_id: int) -> None:
    """Send the award decision to all bidders of a lot."""
    emails.send_decision(Lot.objects.get(pk=lot_id))


@shared_task(name="procurement.mail_no_award")
def mail_no_award(*, lot_id: int) -> None:
    """Tell the bidders of a lot that it ended without an award."""
    emails.send_no_award(Lot.objects.get(pk=lot_id))


@shared_task(name="procurement.mail_withdrawal")
def mail_withdrawal(*, tender_id: int) -> None:
    """Tell who bid that the tender was withdrawn."""
    emails.send_withdrawal(Tender.objects.get(pk=tender_id))
