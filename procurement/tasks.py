"""Background work of the tender room; the schedule stands in config/celery.py."""

from celery import shared_task
from django.utils import timezone

from procurement import actions, emails
from procurement.models import BidReceipt, Lot, Tender

MAIL = {"autoretry_for": (OSError,), "retry_backoff": True, "max_retries": 8}
"""A mail server that does not answer is tried again for some minutes."""


@shared_task(name="procurement.close_tenders")
def close_tenders() -> None:
    """Close what is past its deadline and end the lots on which nobody bid."""
    actions.close_overdue_tenders(at=timezone.now())


@shared_task(name="procurement.close_consultations")
def close_consultations() -> None:
    """Close the consultations whose moment has passed."""
    actions.close_overdue_consultations(at=timezone.now())


@shared_task(name="procurement.forget_expired_shares")
def forget_expired_shares() -> None:
    """Delete the first officer's shares that no second officer took up in time."""
    actions.forget_expired_shares(at=timezone.now())


@shared_task(name="procurement.mail_receipt", **MAIL)
def mail_receipt(*, receipt_id: int) -> None:
    """Send who submitted a bid its signed receipt."""
    receipt = BidReceipt.objects.get(pk=receipt_id)
    emails.send_receipt(receipt, actions.signed_receipt(receipt))


@shared_task(name="procurement.clean_bids")
def clean_bids() -> None:
    """Erase working copies that nobody can submit any more, and files of uploads that broke off."""
    at = timezone.now()
    actions.erase_abandoned(at=at)
    actions.remove_orphans(at=at)


@shared_task(name="procurement.mail_decision", **MAIL)
def mail_decision(*, lot_id: int) -> None:
    """Send the award decision to all bidders of a lot."""
    emails.send_decision(Lot.objects.get(pk=lot_id))


@shared_task(name="procurement.mail_award", **MAIL)
def mail_award(*, lot_id: int) -> None:
    """Tell the bidders of a lot that its award is final."""
    emails.send_award(Lot.objects.get(pk=lot_id))


@shared_task(name="procurement.mail_revocation", **MAIL)
def mail_revocation(*, lot_id: int) -> None:
    """Tell the bidders of a lot that a decision they got no longer stands."""
    emails.send_revocation(Lot.objects.get(pk=lot_id))


@shared_task(name="procurement.mail_no_award", **MAIL)
def mail_no_award(*, lot_id: int) -> None:
    """Tell the bidders of a lot that it ended without an award."""
    emails.send_no_award(Lot.objects.get(pk=lot_id))


@shared_task(name="procurement.mail_withdrawal", **MAIL)
def mail_withdrawal(*, tender_id: int) -> None:
    """Tell who bid that the tender was withdrawn."""
    emails.send_withdrawal(Tender.objects.get(pk=tender_id))
