"""A provider's bid: working on it, submitting, replacing and withdrawing it.

The deadline is the database's to judge. Each act first locks the tender FOR SHARE, so that closing
waits for it, and asks the database whether bids are still taken; a receipt is judged once more, by
a trigger, at the moment it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import day, money
from config.shared.errors import Refused, refuse_if
from procurement.actions.common import constraints_refuse, locked, note, require_status
from procurement.enums import BidStatus, TenderStatus
from procurement.models import Bid, BidReceipt, Lot, LotBid, Tender
from procurement.workflows import BID
from providers.enums import LearningRoute
from providers.models import Provider

LOCK_AND_JUDGE = """
SELECT status, closes_at > clock_timestamp()
FROM procurement_tender WHERE id = %s FOR SHARE
"""
RECEIPT_DEADLINE = "bid_receipt_before_deadline"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a bidder offers for one lot; price in euro excl. VAT per unit of the lot."""

    lot: Lot
    price: Decimal
    offered_places: int
    group_minimum: int
    group_maximum: int
    locations: str
    answer: str

    def values(self) -> dict[str, Any]:
        """The columns of LotBid beside the lot."""
        return {part.name: getattr(self, part.name) for part in fields(self) if part.name != "lot"}


@dataclass(frozen=True, slots=True)
class Content:
    """The whole of a bid."""

    contact_name: str
    contact_email: str
    declaration: bool
    offers: Sequence[Offer]


def start_bid(*, tender: Tender, provider: Provider, by: User, at: datetime) -> Bid:
    """Begin a bid, or return the one that the provider already has on this tender."""
    standing = Bid.objects.filter(tender=tender, provider=provider).first()
    if standing:
        require(by, Permission.BID_SUBMIT, standing)
        return standing
    bid = Bid(tender=tender, provider=provider, created_at=at, created_by=by)
    bid.contact_name, bid.contact_email = by.name, by.email
    require(by, Permission.BID_SUBMIT, bid)
    with constraints_refuse(Bid):
        _lock_while_open(tender)
        bid.save(force_insert=True)
        BID.record_created(bid, by=by, at=at)
    return bid


def draft_bid(
    *, tender: Tender, provider: Provider, typed: dict[str, Any], by: User, at: datetime
) -> Bid:
    """Begin a bid with what was typed so far."""
    with transaction.atomic():
        bid = start_bid(tender=tender, provider=provider, by=by, at=at)
        return save_bid_draft(bid=bid, typed=typed, by=by, at=at)


def save_bid_draft(*, bid: Bid, typed: dict[str, Any], by: User, at: datetime) -> Bid:
    """Keep what was typed as the working copy; what was submitted stays as it is and valid."""
    with transaction.atomic():
        _lock_while_open(bid.tender)
        row: Bid = locked(bid)
        require(by, Permission.BID_SUBMIT, row)
        require_status(row, BidStatus.DRAFT, BidStatus.SUBMITTED, BidStatus.WITHDRAWN)
        row.draft = typed
        row.save(update_fields=["draft"])
        note(row, "save_draft", by=by, at=at)
    return row


def submit_bid(*, bid: Bid, content: Content, by: User, at: datetime) -> BidReceipt:
    """Enter the bid, or replace what was entered; returns the receipt.

    One transaction: at or after the deadline nothing of it stays, and what was submitted before
    stands. The receipt's moment is the database's.
    """
    too_late = {RECEIPT_DEADLINE: _deadline_passed()}
    with constraints_refuse(LotBid, BidReceipt, sentences=too_late):
        _lock_while_open(bid.tender)
        row = _write(locked(bid), content)
        row = BID.apply(row, "submit", by=by, at=at)
        return _receipt(row, by, at)


def withdraw_bid(*, bid: Bid, by: User, at: datetime) -> Bid:
    """Take the bid out; until the deadline it can be submitted again."""
    with transaction.atomic():
        _lock_while_open(bid.tender)
        return BID.apply(bid, "withdraw", by=by, at=at)


def broken_limits(offer: Offer) -> dict[str, str]:
    """A sentence per field of `offer` that is outside what its lot asks; empty when all is well."""
    lot = offer.lot
    limits = {"minimum": lot.group_minimum, "maximum": lot.group_maximum}
    broken: dict[str, str] = {}
    if offer.price <= 0:
        broken["price"] = _("Give a price above zero.")
    elif offer.price > lot.ceiling_price:
        broken["price"] = _("The ceiling price of this lot is %(price)s.") % {
            "price": money(lot.ceiling_price, places=4)
        }
    if offer.offered_places < 1:
        broken["offered_places"] = _("Offer at least one place.")
    if not lot.group_minimum <= offer.group_minimum <= lot.group_maximum:
        broken["group_minimum"] = (
            _("The smallest group lies between %(minimum)s and %(maximum)s.") % limits
        )
    if not lot.group_minimum <= offer.group_maximum <= lot.group_maximum:
        broken["group_maximum"] = (
            _("The largest group lies between %(minimum)s and %(maximum)s.") % limits
        )
    elif offer.group_maximum < offer.group_minimum:
        broken["group_maximum"] = _("The largest group may not be below the smallest group.")
    return broken


def missing_recognitions(provider: Provider, tender: Tender, *, at: datetime) -> list[str]:
    """Sentences on the routes for which the provider holds no recognition on the first day.

    A notice and no refusal: evidence is asked of the intended winner only (art. 2.102 Aw 2012).
    """
    sentences = []
    for lot in tender.lots.order_by("number"):
        route = lot.get_route_display()
        if not provider.recognised_on(lot.first_on, LearningRoute(lot.route)):
            sentences.append(
                _("%(lot)s: no recognition for the %(route)s is registered for %(day)s.")
                % {"lot": lot, "route": route, "day": day(lot.first_on)}
            )
    return sentences


def _lock_while_open(tender: Tender) -> None:
    """Lock the tender FOR SHARE; Refused when, by the database's clock, it takes no more bids."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_AND_JUDGE, [tender.pk])
        status, is_before_deadline = cursor.fetchone()
    if status in (TenderStatus.DRAFT, TenderStatus.WITHDRAWN):
        raise Refused(_("This tender takes no bids."))
    if status != TenderStatus.PUBLISHED or not is_before_deadline:
        raise Refused(_deadline_passed())


def _deadline_passed() -> str:
    return _("The deadline for bids has passed.")


def _write(bid: Bid, content: Content) -> Bid:
    """Put the content where the old one was; rows of lots that stay keep their place."""
    lots = {offer.lot.pk for offer in content.offers}
    refuse_if(_strangers(bid, content.offers))
    refuse_if(sentence for offer in content.offers for sentence in broken_limits(offer).values())
    bid.contact_name, bid.contact_email = content.contact_name, content.contact_email
    bid.declaration, bid.draft = content.declaration, {}
    bid.save(update_fields=["contact_name", "contact_email", "declaration", "draft"])
    bid.lot_bids.exclude(lot__in=lots).delete()
    for offer in content.offers:
        LotBid.objects.update_or_create(bid=bid, lot=offer.lot, defaults=offer.values())
    return bid


def _strangers(bid: Bid, offers: Sequence[Offer]) -> list[str]:
    """A sentence per lot that is not this tender's."""
    return [
        _("%(lot)s is not a lot of this tender.") % {"lot": offer.lot}
        for offer in offers
        if offer.lot.tender_id != bid.tender_id
    ]


def _receipt(bid: Bid, by: User, at: datetime) -> BidReceipt:
    """Write the proof; the trigger fills the moment, or refuses it."""
    receipt = BidReceipt.objects.create(
        bid=bid,
        sequence=bid.receipts.count() + 1,
        sha256=bid.digest(),
        received_at=at,
        submitted_by=by,
    )
    receipt.refresh_from_db(fields=["received_at"])
    return receipt
