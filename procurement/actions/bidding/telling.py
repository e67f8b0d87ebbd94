"""Tells the provider's own people what happened to their bid; never a word of what it says."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import Permission
from accounts.models import User
from accounts.notices import notify, people_with
from config.shared.periods import AMSTERDAM
from procurement.models import Bid, BidReceipt

RECEIVED, WITHDRAWN = "procurement.bid_received", "procurement.bid_withdrawn"


def tell_received(receipt: BidReceipt, *, at: datetime) -> None:
    """The colleagues of who submitted, who gets the receipt itself by mail."""
    said = {
        "tender": receipt.bid.tender,
        "name": receipt.submitted_by,
        "version": receipt.sequence,
        "time": f"{receipt.received_at.astimezone(AMSTERDAM):%H:%M:%S}",
    }
    _tell(
        receipt.bid,
        but=receipt.submitted_by,
        kind=RECEIVED,
        subject=lambda: _("Bid received: %(tender)s") % said,
        sentence=lambda: (
            _("%(name)s submitted version %(version)s, which came in at %(time)s.") % said
        ),
        at=at,
    )


def tell_withdrawn(bid: Bid, *, by: User, at: datetime) -> None:
    """The colleagues of who withdrew it."""
    said = {"tender": bid.tender, "name": by}
    _tell(
        bid,
        but=by,
        kind=WITHDRAWN,
        subject=lambda: _("Bid withdrawn: %(tender)s") % said,
        sentence=lambda: (
            _("%(name)s withdrew your bid. Until the deadline it can be submitted again.") % said
        ),
        at=at,
    )


def _tell(bid: Bid, *, but: User, **what: Any) -> None:
    people = people_with(Permission.BID_SUBMIT, provider_id=bid.provider_id)
    notify(
        to=people.exclude(pk=but.pk),
        url=bid.get_absolute_url(),
        about=bid,
        organisation=f"provider:{bid.provider_id}",
        is_training=bid.tender.region.is_training,
        **what,
    )
