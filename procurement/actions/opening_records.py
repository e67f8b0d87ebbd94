"""The record of an opening (proces-verbaal), as procurement.vault.records lays it down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from accounts.models import AuditEvent, User
from config.shared.periods import AMSTERDAM
from procurement import vault
from procurement.actions.vault import public_keys_of, signing_seed
from procurement.enums import BidStatus, EnvelopeKind
from procurement.models import Bid, BidEnvelope, BidReceipt, Lot, OpeningRecord, SealedFile
from procurement.vault.shares import THRESHOLD

Standing = Sequence[tuple[BidReceipt, Sequence[BidEnvelope]]]
"""Receipts that stand, each with the envelopes that this record names."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who acted, when, and in which session (a SHA-256)."""

    by: User
    at: datetime
    session: str


def signed_record(
    opening: OpeningRecord,
    second: Act,
    standing: Standing,
    unreadable: Iterable[tuple[str, str]],
) -> dict[str, Any]:
    """The record of a completed opening, signed with the key of this installation."""
    is_quality = opening.kind == EnvelopeKind.QUALITY
    body = (
        _frame(opening)
        | _acts(opening, second)
        | {
            "bids": [_bid(receipt, envelopes, is_quality) for receipt, envelopes in standing],
            "replaced": _replaced(opening) if is_quality else [],
            "withdrawn": _withdrawn(opening) if is_quality else [],
            "late": _late(opening) if is_quality else [],
            "unreadable": [{"sha256": sha256, "why": why} for sha256, why in unreadable],
        }
    )
    return vault.signed(body | {"counts": _counts(body)}, signing_seed())


def moment(at: datetime) -> str:
    """ISO 8601 in Dutch time, with the distance from UTC."""
    return at.astimezone(AMSTERDAM).isoformat()


def _frame(opening: OpeningRecord) -> dict[str, Any]:
    """What does not depend on the bids."""
    tender = opening.tender
    return {
        "format": vault.OPENING,
        "tender": {
            "reference": tender.reference,
            "title": tender.title,
            "region": str(tender.region),
        },
        "kind": str(opening.kind),
        "lots": [{"number": lot.number, "name": lot.title} for lot in _lots(opening)],
        "closes_at": moment(cast(datetime, tender.closes_at)),
        "threshold": THRESHOLD,
        "named_officers": tender.officers.count(),
        "window_minutes": settings.BID_OPENING_MINUTES,
        "public_keys": {kind: key.hex() for kind, key in public_keys_of(tender).items()},
    }


def _lots(opening: OpeningRecord) -> list[Lot]:
    lots = opening.tender.lots if opening.kind == EnvelopeKind.QUALITY else opening.lots
    return list(lots.order_by("number"))


def _acts(opening: OpeningRecord, second: Act) -> dict[str, Any]:
    first = Act(opening.first_by, opening.first_at, opening.first_session)
    return {
        "first": _act(first, second.by),
        "second": _act(second, first.by) | {"with": str(opening.opened_with)},
    }


def _act(act: Act, other: User) -> dict[str, str]:
    """Officers of one name are told apart by their e-mail address."""
    name = act.by.name
    if name.strip().casefold() == other.name.strip().casefold():
        name = f"{name} ({act.by.email})"
    return {"name": name, "at": moment(act.at), "session": act.session}


def _counts(body: dict[str, Any]) -> dict[str, int]:
    lists = ("bids", "replaced", "withdrawn", "late", "unreadable")
    opened = [
        envelope
        for bid in body["bids"]
        for envelope in bid["envelopes"]
        if envelope["kind"] == body["kind"]
    ]
    return {name: len(body[name]) for name in lists} | {"envelopes": len(opened)}


def _version(receipt: BidReceipt) -> dict[str, Any]:
    provider = receipt.bid.provider
    return {
        "provider": str(provider),
        "kvk_number": provider.kvk_number,
        "receipt": receipt.sequence,
        "received_at": moment(receipt.received_at),
    }


def _bid(receipt: BidReceipt, envelopes: Iterable[BidEnvelope], with_files: bool) -> dict[str, Any]:
    files = sorted(receipt.files.all(), key=lambda file: file.pk) if with_files else []
    return _version(receipt) | {
        "envelopes": [_envelope(envelope) for envelope in envelopes],
        "attachments": [_file(file) for file in files],
    }


def _envelope(envelope: BidEnvelope) -> dict[str, Any]:
    number = envelope.lot.number if envelope.lot else None
    return {"kind": str(envelope.kind), "lot": number, **_file(envelope)}


def _file(sealed: BidEnvelope | SealedFile) -> dict[str, Any]:
    return {"sha256": sealed.sha256, "size": sealed.size}


def _digests(receipt: BidReceipt) -> list[str]:
    envelopes = {envelope.sha256 for envelope in receipt.envelopes.all()}
    return sorted(envelopes | {file.sha256 for file in receipt.files.all()})


def _receipts(opening: OpeningRecord) -> list[BidReceipt]:
    """Every receipt of the tender, each bid's oldest first."""
    receipts = BidReceipt.objects.filter(bid__tender=opening.tender_id)
    fetched = receipts.select_related("bid__provider").prefetch_related("envelopes", "files")
    return list(fetched.order_by("bid_id", "sequence"))


def _replaced(opening: OpeningRecord) -> list[dict[str, Any]]:
    """Versions that a later one of the same bid took the place of."""
    receipts = _receipts(opening)
    return [
        _version(receipt) | {"replaced_by": after.sequence, "sha256": _digests(receipt)}
        for receipt, after in pairwise(receipts)
        if after.bid_id == receipt.bid_id
    ]


def _withdrawn(opening: OpeningRecord) -> list[dict[str, Any]]:
    """The last version of each bid that was withdrawn and not handed in again."""
    withdrawn = opening.tender.bids.filter(status=BidStatus.WITHDRAWN)
    moments = _withdrawals(withdrawn.order_by("pk"))
    last = {receipt.bid_id: receipt for receipt in _receipts(opening)}
    return [
        _version(last[pk])
        | {
            # The web server's clock and the database's may differ by moments.
            "withdrawn_at": moment(max(at, last[pk].received_at)),
            "sha256": _digests(last[pk]),
        }
        for pk, at in moments.items()
    ]


def _withdrawals(bids: Iterable[Bid]) -> dict[int, datetime]:
    """When each bid was last withdrawn, from its history."""
    events = AuditEvent.objects.filter(
        content_type=ContentType.objects.get_for_model(Bid),
        object_id__in=[bid.pk for bid in bids],
        action="withdraw",
    )
    return dict(events.order_by("pk").values_list("object_id", "at"))


def _late(opening: OpeningRecord) -> list[dict[str, Any]]:
    """When attempts were refused, and not whose they were."""
    refused = opening.tender.late_bids.order_by("refused_at", "pk")
    return [{"at": moment(at)} for at in refused.values_list("refused_at", flat=True)]
