"""Opening the bids: two different officers, within a few minutes of each other."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.queue import later
from procurement.actions.common import locked, note, require_status
from procurement.enums import BidStatus, TenderStatus
from procurement.models import Bid, OpeningRecord, Tender
from procurement.workflows import BID, TENDER


def opening_window() -> timedelta:
    """How long the first officer's act waits for the second officer."""
    return timedelta(minutes=settings.BID_OPENING_MINUTES)


def waiting_until(opening: OpeningRecord | None, at: datetime) -> datetime | None:
    """Until when a first act waits for the second; None when there is none or it has expired."""
    if opening is None or opening.second_at:
        return None
    until = opening.first_at + opening_window()
    return until if at <= until else None


def open_bids(*, tender: Tender, by: User, at: datetime) -> OpeningRecord:
    """The act of one officer. The first one asks, a second, different one opens.

    A first act that found no second in time has expired: the next act is a first one again.
    """
    with transaction.atomic():
        row: Tender = locked(tender)
        require(by, Permission.TENDER_OPEN, row)
        require_status(row, TenderStatus.CLOSED)
        opening = OpeningRecord.objects.select_for_update().filter(tender=row).first()
        if opening is None or waiting_until(opening, at) is None:
            return _ask(row, opening, by, at)
        return _open(row, opening, by, at)


def _ask(tender: Tender, expired: OpeningRecord | None, by: User, at: datetime) -> OpeningRecord:
    opening = expired or OpeningRecord(tender=tender)
    opening.first_at, opening.first_by = at, by
    opening.save()
    note(tender, "open_first", by=by, at=at)
    return opening


def _open(tender: Tender, opening: OpeningRecord, by: User, at: datetime) -> OpeningRecord:
    if opening.first_by_id == by.pk:
        raise Refused(_("You were the first officer. A second, different officer opens the bids."))
    entered = Bid.objects.filter(tender=tender, status=BidStatus.SUBMITTED).order_by("pk")
    opening.second_at, opening.second_by = at, by
    opening.digests = [bid.receipts.order_by("-sequence")[0].sha256 for bid in entered]
    opening.bids_opened = len(opening.digests)
    opening.bids_withdrawn = tender.bids.filter(status=BidStatus.WITHDRAWN).count()
    opening.save()
    BID.apply_many(tender.bids.all(), "open", by=by, at=at)
    TENDER.apply(tender, "open", by=by, at=at)
    later("accounts.seal_audit")
    return opening
