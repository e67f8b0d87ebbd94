"""The deadline for bids, which the database judges.

Each act first locks the tender FOR SHARE, so that closing and extending wait for it, and asks the
database whether bids are still taken; a receipt is judged once more, by a trigger, at the moment it
is written.
"""

from django.db import connection
from django.db.models import DateTimeField, Func
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.errors import Refused
from procurement.enums import TenderStatus
from procurement.models import Bid, LateBid, Tender

LOCK_AND_JUDGE = """
SELECT status, closes_at > clock_timestamp()
FROM procurement_tender WHERE id = %s FOR SHARE
"""
RECEIPT_DEADLINE = "bid_receipt_before_deadline"
"""By this name the trigger on receipts refuses."""


class DeadlinePassed(Refused):
    """It is the closing time or later, by the clock of the database."""

    def __init__(self) -> None:
        super().__init__(_("The deadline for bids has passed."))


def lock_while_open(tender: Tender) -> None:
    """Lock the tender FOR SHARE until the transaction ends.

    Raises DeadlinePassed, or Refused when the tender was never open or is withdrawn.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK_AND_JUDGE, [tender.pk])
        status, is_before_deadline = cursor.fetchone()
    if status in (TenderStatus.DRAFT, TenderStatus.IN_REVIEW, TenderStatus.WITHDRAWN):
        raise Refused(_("This tender takes no bids."))
    if status != TenderStatus.PUBLISHED or not is_before_deadline:
        raise DeadlinePassed


def note_late(bid: Bid, *, by: User) -> LateBid:
    """Write down, for the record of opening, that a bid came too late; by the database's clock."""
    late = LateBid.objects.create(
        tender_id=bid.tender_id,
        provider_id=bid.provider_id,
        refused_at=Func(function="clock_timestamp", output_field=DateTimeField()),
        refused_by=by,
    )
    late.refresh_from_db(fields=["refused_at"])
    return late
