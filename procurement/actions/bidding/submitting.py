"""Submitting, replacing and withdrawing a bid: sealed before it reaches the database."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused, refuse_if
from config.shared.queue import later
from procurement import vault
from procurement.actions.bidding.checking import Content, shortcomings, terms_of
from procurement.actions.bidding.deadline import (
    RECEIPT_DEADLINE,
    DeadlinePassed,
    lock_while_open,
    note_late,
)
from procurement.actions.bidding.drafts import require_may_bid
from procurement.actions.bidding.keeping import erase_draft
from procurement.actions.bidding.telling import tell_received, tell_withdrawn
from procurement.actions.common import locked
from procurement.actions.vault import public_keys_of
from procurement.bid_content import about
from procurement.enums import EnvelopeKind
from procurement.models import Bid, BidEnvelope, BidReceipt, Lot, SealedFile
from procurement.workflows import BID


class Sealed(NamedTuple):
    """An envelope before it has its receipt; `lot` is None for that of quality."""

    kind: EnvelopeKind
    lot: Lot | None
    ciphertext: bytes
    sha256: str


@sensitive_variables()
def submit_bid(*, bid: Bid, content: Content, by: User, at: datetime) -> BidReceipt:
    """Seal the bid and enter it, or replace what was entered; returns the receipt.

    One transaction: at or after the deadline nothing of it stays, and what was submitted before
    stands. The receipt's moment is the database's. A submission that came too late raises
    DeadlinePassed and leaves a LateBid, in a transaction of its own.
    """
    require(by, Permission.BID_SUBMIT, bid)
    try:
        with transaction.atomic():
            return _submit(bid, content, by, at)
    except DeadlinePassed:
        note_late(bid, by=by)
        raise


def withdraw_bid(*, bid: Bid, by: User, at: datetime) -> Bid:
    """Take the bid out; until the deadline it can be submitted again."""
    with transaction.atomic():
        lock_while_open(bid.tender)
        row = BID.apply(bid, "withdraw", by=by, at=at)
        tell_withdrawn(row, by=by, at=at)
    return row


@sensitive_variables()
def _submit(bid: Bid, content: Content, by: User, at: datetime) -> BidReceipt:
    lock_while_open(bid.tender)
    row: Bid = locked(bid)
    require_may_bid(row.tender, row.provider, at)
    found = shortcomings(terms_of(row.tender), row.tender, content)
    refuse_if(dict.fromkeys(one.sentence for one in found))
    files = _files(row, content)
    sequence = (row.receipts.aggregate(last=Max("sequence"))["last"] or 0) + 1
    envelopes = list(_sealed(row, content, sequence))
    receipt = _receipt(row, sequence, [*(one.sha256 for one in envelopes), *files], by, at)
    _keep(receipt, envelopes, files)
    BID.apply(row, "submit", by=by, at=at)
    erase_draft(row)
    later("procurement.mail_receipt", receipt_id=receipt.pk)
    tell_received(receipt, at=at)
    return receipt


@sensitive_variables()
def _files(bid: Bid, content: Content) -> Mapping[str, SealedFile]:
    """The sealed files that the content names, by their digest; Refused when one is not there."""
    named = content.quality.attachments
    rows = {(row.path, row.sha256): row for row in bid.files.order_by("pk")}
    missing = [one.name for one in named if (one.path, one.sha256) not in rows]
    if missing:
        raise Refused(
            _("Attachments that are no longer there: %(names)s. Upload them again.")
            % {"names": ", ".join(missing)}
        )
    return {one.sha256: rows[one.path, one.sha256] for one in named}


@sensitive_variables()
def _sealed(bid: Bid, content: Content, sequence: int) -> Iterator[Sealed]:
    """The envelope with quality, and one with the prices of each lot."""
    public, lots = public_keys_of(bid.tender), {lot.number: lot for lot in bid.tender.lots.all()}
    parts: list[tuple[EnvelopeKind, Lot | None, dict[str, Any]]] = [
        (EnvelopeKind.QUALITY, None, content.quality.to_json())
    ]
    for prices in content.prices:
        parts.append((EnvelopeKind.PRICE, lots[prices.lot], prices.to_json()))
    for kind, lot, plain in parts:
        where = about(
            tender=bid.tender_id,
            kvk_number=bid.provider.kvk_number,
            sequence=sequence,
            kind=kind,
            lot=lot.number if lot else None,
        )
        ciphertext = vault.seal(plain, public[kind], about=where)
        yield Sealed(kind, lot, ciphertext, vault.digest(ciphertext))


def _receipt(bid: Bid, sequence: int, digests: list[str], by: User, at: datetime) -> BidReceipt:
    """Write the proof; the trigger fills the moment, or refuses it."""
    try:
        with transaction.atomic():
            receipt = BidReceipt.objects.create(
                bid=bid,
                sequence=sequence,
                sha256=vault.digest_of_all(digests),
                received_at=at,
                submitted_by=by,
            )
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != (
            RECEIPT_DEADLINE
        ):
            raise
        raise DeadlinePassed from error
    receipt.refresh_from_db(fields=["received_at"])
    return receipt


def _keep(receipt: BidReceipt, envelopes: list[Sealed], files: Mapping[str, SealedFile]) -> None:
    BidEnvelope.objects.bulk_create(
        BidEnvelope(
            receipt=receipt,
            kind=one.kind,
            lot=one.lot,
            ciphertext=one.ciphertext,
            sha256=one.sha256,
            size=len(one.ciphertext),
        )
        for one in envelopes
    )
    receipt.files.set(files.values())
