"""Officers with vault keys, tenders with keys, and bids that are really sealed to them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Region, User
from procurement import actions, vault
from procurement.bid_content import Attachment, LotOffer, Partner, Prices, Quality, about
from procurement.enums import BidStatus, EnvelopeKind
from procurement.models import (
    ArchivistKey,
    Bid,
    BidEnvelope,
    BidReceipt,
    Lot,
    OpeningRecord,
    SealedFile,
    Tender,
    TenderOfficer,
    VaultKey,
)
from providers.models import Provider
from tests.factories.procurement import TenderFactory

PASSPHRASE = "vier paarden lopen langs de gracht"
"""Of every vault key here; each officer has a key of their own all the same."""


def with_vault_key(user: User, passphrase: str = PASSPHRASE) -> VaultKey:
    """The standing vault key of `user`, made when there is none."""
    standing = VaultKey.objects.standing().filter(user=user).first()
    if standing:
        return standing
    pair = vault.new_pair()
    locked = vault.lock_private(pair.private, passphrase, strength="minimum")
    return VaultKey.objects.create(
        user=user,
        public_key=pair.public,
        salt=locked.salt,
        opslimit=locked.opslimit,
        memlimit=locked.memlimit,
        locked_key=locked.ciphertext,
        created_at=timezone.now(),
    )


def with_printed_key(region: Region, by: User) -> tuple[ArchivistKey, str]:
    """The region's archivist's key, and the groups that stand on paper."""
    pair = vault.new_pair()
    row = ArchivistKey.objects.create(
        region=region,
        holder="Gerda Griffier, kluis 2",
        public_key=pair.public,
        made_at=timezone.now(),
        made_by=by,
    )
    return row, vault.printed(pair.private)


def named(tender: Tender, *users: User) -> Tender:
    """The tender with these officers to open its bids, each with a vault key."""
    for user in users:
        with_vault_key(user)
        TenderOfficer.objects.create(
            tender=tender, user=user, named_at=timezone.now(), named_by=tender.created_by
        )
    return tender


def sealed_tender(*officers: User, **fields: Any) -> Tender:
    """A published tender with its keys, that takes bids for another month."""
    tender = TenderFactory(
        published=True, **{"closes_at": timezone.now() + timedelta(days=30)} | fields
    )
    named(tender, *officers)
    actions.make_tender_keys(tender, at=timezone.now())
    return tender


def offer_on(lot: Lot, **values: Any) -> LotOffer:
    """What a bid says about one lot, with an answer to every quality criterion."""
    answers = {
        criterion.pk: "Wij werken in kleine groepen."
        for criterion in lot.tender.criteria.quality().order_by("pk")
    }
    standard = {
        "lot": lot.number,
        "offered_places": 20,
        "groups_a_year": 2,
        "group_minimum": lot.group_minimum,
        "group_maximum": lot.group_maximum,
        "locations": "Waterveen, Stationsplein 1",
        "answers": answers,
    }
    return LotOffer(**standard | values)


def sealed_bid(
    tender: Tender,
    by: User,
    *lots: Lot,
    price: Decimal = Decimal(15_000),
    lines: Mapping[int, Decimal] | None = None,
    answer: str = "",
    partners: Iterable[Partner] = (),
    files: Iterable[tuple[str, bytes]] = (),
    provider: Provider | None = None,
) -> Bid:
    """A submitted bid on `lots` (all when none is named), sealed to the keys of the tender.

    `price` is per unit of every lot, `lines` the further lines by number; `answer` answers every
    criterion; `files` are names and contents. A second bid of a provider replaces its first.
    """
    provider = provider or by.provider_memberships.get().provider
    bid = _begun(tender, provider, by)
    sealed = [_sealed_file(bid, name, content, by) for name, content in files]
    chosen = lots or tuple(tender.lots.order_by("number"))
    quality = Quality(
        tender=tender.reference,
        contact_name="Pia Aanbieder",
        contact_email="pia@voorbeeld.test",
        espd={"ground-2.86": "nee"},
        partners=tuple(partners),
        lots=tuple(_answered(lot, answer) for lot in chosen),
        attachments=tuple(attachment for _row, attachment in sealed),
    )
    contents: list[tuple[str, Lot | None, dict[str, Any]]] = [
        (EnvelopeKind.QUALITY, None, quality.to_json())
    ]
    for lot in chosen:
        prices = Prices(tender.reference, lot.number, price, _of_lot(lot, lines or {}))
        contents.append((EnvelopeKind.PRICE, lot, prices.to_json()))
    return _handed_in(bid, contents, [row for row, _attachment in sealed], by)


def _of_lot(lot: Lot, lines: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The prices of the further lines that the lot has."""
    numbers = lot.price_lines.order_by("number").values_list("number", flat=True)
    return {number: lines[number] for number in numbers if number in lines}


def _answered(lot: Lot, answer: str) -> LotOffer:
    offer = offer_on(lot)
    return offer_on(lot, answers=dict.fromkeys(offer.answers, answer)) if answer else offer


def _begun(tender: Tender, provider: Provider, by: User) -> Bid:
    fresh = {"created_at": timezone.now(), "created_by": by}
    return Bid.objects.get_or_create(tender=tender, provider=provider, defaults=fresh)[0]


def _sealed_file(bid: Bid, name: str, content: bytes, by: User) -> tuple[SealedFile, Attachment]:
    sealer = vault.StreamSealer()
    sealed = sealer.push(content) + sealer.finish()
    path = default_storage.save(f"bids/{sealer.sha256[:20]}", ContentFile(sealed))
    row = SealedFile.objects.create(
        bid=bid,
        path=path,
        sha256=sealer.sha256,
        size=sealer.size,
        uploaded_at=timezone.now(),
        uploaded_by=by,
    )
    return row, Attachment(path, name, "pdf", len(content), sealer.sha256, sealer.key)


def _handed_in(
    bid: Bid,
    contents: list[tuple[str, Lot | None, dict[str, Any]]],
    files: list[SealedFile],
    by: User,
) -> Bid:
    sequence = bid.receipts.count() + 1
    public = actions.public_keys_of(bid.tender)
    envelopes = []
    for kind, lot, content in contents:
        place = about(
            tender=bid.tender_id,
            kvk_number=bid.provider.kvk_number,
            sequence=sequence,
            kind=kind,
            lot=lot.number if lot else None,
        )
        envelopes.append((kind, lot, vault.seal(content, public[kind], about=place)))
    digests = [vault.digest(sealed) for _kind, _lot, sealed in envelopes]
    receipt = BidReceipt.objects.create(
        bid=bid,
        sequence=sequence,
        sha256=vault.digest_of_all([*digests, *(file.sha256 for file in files)]),
        received_at=timezone.now(),
        submitted_by=by,
    )
    for (kind, lot, sealed), sha256 in zip(envelopes, digests, strict=True):
        BidEnvelope.objects.create(
            receipt=receipt, kind=kind, lot=lot, ciphertext=sealed, sha256=sha256, size=len(sealed)
        )
    for file in files:
        file.receipts.add(receipt)
    submitted = {"submitted_at": timezone.now(), "submitted_by": by}
    Bid.objects.filter(pk=bid.pk).update(status=BidStatus.SUBMITTED, **submitted)
    bid.refresh_from_db()
    return bid


def past_deadline(tender: Tender) -> Tender:
    """The tender closed: its deadline is this very moment, so that all receipts lie before it."""
    now = timezone.now()
    Tender.objects.filter(pk=tender.pk).update(
        closes_at=now,
        published_at=now - timedelta(days=40),
        questions_close_at=None,
        clarification_planned_at=None,
    )
    tender.refresh_from_db()
    return actions.close_tender(tender=tender, at=now)


def proof(user: User, at: datetime, **values: Any) -> actions.Proof:
    """What `user` brings to an act: a session of their own, a second factor, the passphrase."""
    standard = {"session": vault.digest(user.email.encode()), "factor_at": at}
    secret = {} if "printed_key" in values else {"passphrase": PASSPHRASE}
    return actions.Proof(**standard | secret | values)


def open_by_two(
    tender: Tender,
    first: User,
    second: User,
    kind: str = EnvelopeKind.QUALITY,
    at: datetime | None = None,
) -> OpeningRecord:
    """Both acts, a minute apart: the bids, or the prices of every lot that waits for it."""
    at = at or timezone.now()
    later = at + timedelta(minutes=1)
    opening = actions.begin_opening(
        tender=tender, kind=kind, proof=proof(first, at), by=first, at=at
    )
    record = actions.complete_opening(
        opening=opening, proof=proof(second, later), by=second, at=later
    )
    tender.refresh_from_db()
    return record
