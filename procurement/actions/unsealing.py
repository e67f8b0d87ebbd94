"""From sealed envelopes to rows: what two officers find when they open.

What cannot be read does not stop the others: the reader gives what the record has to name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from procurement import vault
from procurement.bid_content import LotOffer, Prices, Quality, about, compared_price
from procurement.enums import EnvelopeKind, PriceKind
from procurement.models import (
    Bid,
    BidAnswer,
    BidEnvelope,
    BidPartner,
    BidPrice,
    BidReceipt,
    Lot,
    LotBid,
    SealedFile,
    Tender,
)
from procurement.workflows import BID, LOT_BID

UNREADABLE = (vault.VaultError, ValueError, DatabaseError)
"""Changed or sealed for another place; not the form it should have; not fit for the tables."""
CHUNK = 1024 * 1024


@dataclass(slots=True)
class Reading:
    """The private key of one kind, and what could not be read with it: digest and reason."""

    tender: Tender
    private: bytes = field(repr=False)
    by: User
    at: datetime
    unreadable: list[tuple[str, str]] = field(default_factory=list)

    def content(self, envelope: BidEnvelope, receipt: BidReceipt) -> dict[str, Any]:
        """What the envelope holds; CannotUnseal unless it belongs where it lies."""
        place = about(
            tender=self.tender.pk,
            kvk_number=receipt.bid.provider.kvk_number,
            sequence=receipt.sequence,
            kind=envelope.kind,
            lot=envelope.lot.number if envelope.lot else None,
        )
        return vault.unseal(bytes(envelope.ciphertext), self.private, about=place)

    def cannot(self, sha256: str, reason: object) -> None:
        """Keep what the record will name."""
        self.unreadable.append((sha256, str(reason)))


def standing_receipts(bids: Iterable[Bid]) -> list[BidReceipt]:
    """The last receipt of each bid, with its envelopes and files, in the order of the bids."""
    receipts = (
        BidReceipt.objects.filter(bid__in=[bid.pk for bid in bids])
        .select_related("bid__provider", "bid__tender")
        .prefetch_related("envelopes__lot", "files")
        .order_by("bid_id", "-sequence")
        .distinct("bid_id")
    )
    return list(receipts)


@sensitive_variables()
def read_qualities(reading: Reading, receipts: Iterable[BidReceipt]) -> None:
    """Open the quality envelopes: bids become opened, or unreadable when they cannot be read."""
    lots = {lot.number: lot for lot in reading.tender.lots.order_by("number")}
    criteria = set(reading.tender.criteria.quality().order_by("pk").values_list("pk", flat=True))
    for receipt in receipts:
        envelope = _quality_envelope(receipt)
        try:
            with transaction.atomic():
                quality = Quality.from_json(reading.content(envelope, receipt))
                _refuse_strange(quality, receipt, set(lots), criteria)
                _write_bid(reading, receipt.bid, quality, lots)
        except UNREADABLE as error:
            BID.apply(receipt.bid, "fail_opening", by=reading.by, at=reading.at)
            reading.cannot(envelope.sha256, _why(error))
        else:
            _write_files(reading, receipt, quality)


def read_prices(reading: Reading, lots: Iterable[Lot]) -> list[tuple[BidReceipt, BidEnvelope]]:
    """Open the price envelopes of the bids that still take part in `lots`; returns those.

    A bid whose prices cannot be read is excluded from that lot, with the reason.
    """
    opened = []
    for lot in lots:
        taking_part = lot.lot_bids.taking_part().select_related("bid").order_by("pk")
        by_bid = {lot_bid.bid_id: lot_bid for lot_bid in taking_part}
        for receipt in standing_receipts(lot_bid.bid for lot_bid in by_bid.values()):
            envelope = _price_envelope(receipt, lot)
            opened.append((receipt, envelope))
            _read_price(reading, receipt, envelope, by_bid[receipt.bid_id])
    return opened


@sensitive_variables()
def _read_price(
    reading: Reading, receipt: BidReceipt, envelope: BidEnvelope, lot_bid: LotBid
) -> None:
    try:
        with transaction.atomic():
            prices = Prices.from_json(reading.content(envelope, receipt))
            _write_prices(lot_bid, prices)
    except UNREADABLE as error:
        reason = _why(error)
        LOT_BID.apply(lot_bid, "exclude", by=None, at=reading.at, reason=reason)
        reading.cannot(envelope.sha256, reason)


def _quality_envelope(receipt: BidReceipt) -> BidEnvelope:
    return next(one for one in receipt.envelopes.all() if one.kind == EnvelopeKind.QUALITY)


def _price_envelope(receipt: BidReceipt, lot: Lot) -> BidEnvelope:
    """Each lot that a readable bid offers for has one: the opening of quality saw to that."""
    return next(one for one in receipt.envelopes.all() if one.lot_id == lot.pk)


def _why(error: Exception) -> str:
    """A sentence for the record; never what the database quotes, as that is content."""
    if isinstance(error, vault.VaultError):
        return str(error)
    return _("What the envelope holds does not have the form of a bid on this tender.")


@sensitive_variables()
def _refuse_strange(
    quality: Quality, receipt: BidReceipt, lots: set[int], criteria: set[int]
) -> None:
    """ValueError for content of another tender, or that does not match its own envelopes."""
    priced = {one.lot.number for one in receipt.envelopes.all() if one.lot}
    offered = [offer.lot for offer in quality.lots]
    answered = set(chain.from_iterable(offer.answers for offer in quality.lots))
    if quality.tender != receipt.bid.tender.reference:
        raise ValueError("The content names another tender.")
    if sorted(offered) != sorted(priced) or not priced <= lots:
        raise ValueError("The lots are not those of the price envelopes.")
    if not answered <= criteria:
        raise ValueError("An answer is to no criterion of the tender.")


@sensitive_variables()
def _write_bid(reading: Reading, bid: Bid, quality: Quality, lots: dict[int, Lot]) -> None:
    row = BID.apply(bid, "open", by=reading.by, at=reading.at)
    row.contact_name, row.contact_email = quality.contact_name, quality.contact_email
    row.espd = dict(quality.espd)
    row.save(update_fields=["contact_name", "contact_email", "espd"])
    BidPartner.objects.bulk_create(
        BidPartner(bid=row, **partner.to_json()) for partner in quality.partners
    )
    for offer in quality.lots:
        _write_offer(row, lots[offer.lot], offer)


@sensitive_variables()
def _write_offer(bid: Bid, lot: Lot, offer: LotOffer) -> None:
    lot_bid = LotBid.objects.create(
        bid=bid,
        lot=lot,
        offered_places=offer.offered_places,
        groups_a_year=offer.groups_a_year,
        group_minimum=offer.group_minimum,
        group_maximum=offer.group_maximum,
        locations=offer.locations,
    )
    BidAnswer.objects.bulk_create(
        BidAnswer(lot_bid=lot_bid, criterion_id=criterion, text=text)
        for criterion, text in offer.answers.items()
    )


@sensitive_variables()
def _write_files(reading: Reading, receipt: BidReceipt, quality: Quality) -> None:
    """Name the attachments and keep their keys; each is read to its end to see that it opens."""
    known = {attachment.path: attachment for attachment in quality.attachments}
    for row in sorted(receipt.files.all(), key=lambda file: file.pk):
        attachment = known.get(row.path)
        if attachment is None:
            reading.cannot(row.sha256, _("The bid does not name this file and holds no key of it."))
            continue
        row.name, row.kind, row.key = attachment.name, attachment.kind, attachment.key
        row.opened_at = reading.at
        row.save(update_fields=["name", "kind", "key", "opened_at"])
        if reason := _broken(row):
            reading.cannot(row.sha256, reason)


def _broken(row: SealedFile) -> str:
    """Why the attachment does not open; empty when it does."""
    try:
        with default_storage.open(row.path) as file:
            for _piece in vault.unsealed(file.chunks(CHUNK), bytes(row.key)):
                pass
    except vault.VaultError as error:
        return str(error)
    except OSError:
        return _("The file is not in the file store.")
    return ""


@sensitive_variables()
def _write_prices(lot_bid: LotBid, prices: Prices) -> None:
    """ValueError unless the prices are of this lot and of exactly the lines of its price table."""
    lot = lot_bid.lot
    lines = {line.number: line for line in lot.price_lines.order_by("number")}
    if prices.lot != lot.number or set(prices.lines) != set(lines):
        raise ValueError("The prices are not those of the price table of the lot.")
    lot_bid.price = _price_of(lot, prices)
    weighed = [(price, lines[number].quantity) for number, price in prices.lines.items()]
    lot_bid.compared_price = compared_price(lot_bid.price, lot.expected, weighed)
    lot_bid.save(update_fields=["price", "compared_price"])
    BidPrice.objects.bulk_create(
        BidPrice(lot_bid=lot_bid, line=lines[number], price=price)
        for number, price in prices.lines.items()
    )


def _price_of(lot: Lot, prices: Prices) -> Decimal:
    """The bidder's price, or that of the lot where it is fixed."""
    return lot.ceiling_price if lot.price_kind == PriceKind.FIXED else prices.price
