"""Opening sealed bids: two officers, each with a fresh second factor and a secret of their own.

The first act seals that officer's share anew to those who may act second; within
BID_OPENING_MINUTES a second person makes the key of the two shares, and with it reads what was
sealed. One transaction: what breaks off leaves everything closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.queue import later
from procurement import vault
from procurement.actions.common import constraints_refuse, locked, note, require_status
from procurement.actions.opening_records import Act, Standing, signed_record
from procurement.actions.unsealing import (
    Reading,
    read_prices,
    read_qualities,
    standing_receipts,
)
from procurement.actions.vault_keys import unlocked
from procurement.enums import BidStatus, EnvelopeKind, LotStatus, OpenedWith, TenderStatus
from procurement.models import (
    ArchivistKey,
    KeyShare,
    Lot,
    OpeningRecord,
    ResealedShare,
    Tender,
    TenderKey,
    VaultKey,
)
from procurement.notices_opening import tell_begun, tell_opened
from procurement.workflows import TENDER

FACTOR_FRESH = timedelta(minutes=5)
"""How long ago the second factor may have been given."""
FIRST_ACTS = {EnvelopeKind.QUALITY: "open_first", EnvelopeKind.PRICE: "open_prices_first"}
"""What the first act is called in the history of the tender."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a person brings to an act: a session, a second factor just given, and a secret.

    `session` is a SHA-256 that tells two sessions apart. The secret is the passphrase of a vault
    key, or for a second act the groups of the region's printed key.
    """

    session: str
    factor_at: datetime
    passphrase: str = field(default="", repr=False)
    printed_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who holds a share: a key, and its private half for the time of the act."""

    key: VaultKey | ArchivistKey
    private: bytes = field(repr=False)

    @property
    def is_printed(self) -> bool:
        return isinstance(self.key, ArchivistKey)

    def of(self) -> dict[str, Any]:
        """The filter for what is sealed to this key."""
        return {"archivist_key" if self.is_printed else "vault_key": self.key}

    def opened(self, sealed: bytes | memoryview) -> vault.Share:
        """The share that was sealed to this key."""
        return vault.Share.unpacked(vault.unseal_bytes(bytes(sealed), self.private))


def opening_window() -> timedelta:
    """How long the first officer's act waits for the second officer."""
    return timedelta(minutes=settings.BID_OPENING_MINUTES)


def waiting_until(opening: OpeningRecord | None, at: datetime) -> datetime | None:
    """Until when a first act waits for the second; None when there is none or it has expired."""
    if opening is None or opening.second_at:
        return None
    until = opening.first_at + opening_window()
    return until if at <= until else None


def lots_to_open(tender: Tender) -> "QuerySet[Lot]":
    """The lots whose prices can be opened: quality is locked, and prices are still sealed."""
    return tender.lots.filter(
        status=LotStatus.IN_EVALUATION,
        quality_locked_at__isnull=False,
        prices_opened_at__isnull=True,
    ).order_by("number")


def held_key(tender: Tender, kind: str, user: User) -> VaultKey | None:
    """The vault key, in use or replaced since, to which the officer's share was sealed."""
    held = KeyShare.objects.filter(key__tender=tender, key__kind=kind, vault_key__user=user)
    share = held.select_related("vault_key").first()
    return share.vault_key if share else None


@sensitive_variables("holder")
def begin_opening(
    *, tender: Tender, kind: str, proof: Proof, by: User, at: datetime
) -> OpeningRecord:
    """The act of the first officer: nothing is opened yet.

    Prices are opened of all lots whose quality is locked. A first act that found no second in
    time has expired, and this one takes its place.
    """
    require(by, Permission.TENDER_OPEN, tender)
    _refuse_stale(proof, at)
    holder = _passphrase_holder(tender, kind, proof, by, at)
    with constraints_refuse(OpeningRecord):
        row: Tender = locked(tender)
        lots = _openable(row, kind, at)
        opening = _first_act(row, kind, proof, by, at)
        opening.lots.set(lots)
        _seal_anew(opening, holder)
        note(
            row, "open_first" if kind == EnvelopeKind.QUALITY else "open_prices_first", by=by, at=at
        )
        tell_begun(opening, until=at + opening_window())
    return opening


@sensitive_variables("holder")
def complete_opening(
    *, opening: OpeningRecord, proof: Proof, by: User, at: datetime
) -> OpeningRecord:
    """The act of the second person, with a passphrase or with the printed key: all is opened.

    Refused, and everything stays closed, when the first act has expired, was the same person's or
    was done in the same session, and when the two shares do not make the key of the tender.
    """
    require(by, Permission.TENDER_OPEN, opening.tender)
    _refuse_stale(proof, at)
    _refuse_second(opening, proof, by, at)
    holder = _second_holder(opening, proof, by, at)
    with transaction.atomic():
        tender: Tender = locked(opening.tender)
        row: OpeningRecord = locked(opening)
        _refuse_second(row, proof, by, at)
        row.tender = tender
        row.second_at, row.second_by = at, by
        row.opened_with = OpenedWith.ARCHIVIST if holder.is_printed else OpenedWith.PASSPHRASE
        _open(row, Reading(tender, _rebuilt(row, holder), by, at), proof)
        row.resealed_shares.all().delete()
        later("accounts.seal_audit")
        tell_opened(row, at=at)
    return row


def forget_expired_shares(*, at: datetime) -> int:
    """Delete the shares that waited too long for a second officer; returns how many."""
    return ResealedShare.objects.filter(expires_at__lte=at).delete()[0]


def _refuse_stale(proof: Proof, at: datetime) -> None:
    if not timedelta(0) <= at - proof.factor_at <= FACTOR_FRESH:
        raise Refused(_("Give your second factor again: it has to be less than five minutes old."))


def _refuse_second(opening: OpeningRecord, proof: Proof, by: User, at: datetime) -> None:
    if waiting_until(opening, at) is None:
        raise Refused(_("The act of the first officer has expired. Begin again."))
    if opening.first_by_id == by.pk:
        raise Refused(_("You were the first officer. A second, different officer opens the bids."))
    if opening.first_session == proof.session:
        raise Refused(_("The first officer acted in this same session. Use a session of your own."))


@sensitive_variables()
def _passphrase_holder(tender: Tender, kind: str, proof: Proof, by: User, at: datetime) -> _Holder:
    key = held_key(tender, kind, by)
    if key is None:
        raise Refused(_("You are not named to open the bids of this tender."))
    return _Holder(key, unlocked(key=key, passphrase=proof.passphrase, by=by, at=at))


@sensitive_variables()
def _second_holder(opening: OpeningRecord, proof: Proof, by: User, at: datetime) -> _Holder:
    if not proof.printed_key:
        return _passphrase_holder(opening.tender, opening.kind, proof, by, at)
    try:
        private = vault.from_printed(proof.printed_key)
    except vault.MistypedKey as error:
        raise Refused(*error.messages, field="printed_key") from error
    public = vault.public_of(private)
    keys = ArchivistKey.objects.filter(pk__in=opening.resealed_shares.values("archivist_key"))
    for key in keys.order_by("pk"):
        if bytes(key.public_key) == public:
            return _Holder(key, private)
    raise Refused(_("This is not the printed key of this tender."), field="printed_key")


def _openable(tender: Tender, kind: str, at: datetime) -> list[Lot]:
    """The lots whose prices are opened; Refused when there is nothing to open (yet)."""
    if kind == EnvelopeKind.PRICE:
        require_status(tender, TenderStatus.IN_EVALUATION)
        lots = list(lots_to_open(tender))
        if not lots:
            raise Refused(_("Of no lot is quality locked while its prices are closed."))
        return lots
    require_status(tender, TenderStatus.CLOSED)
    if tender.closes_at is None or at < tender.closes_at:
        raise Refused(_("The deadline for bids has not passed yet."))
    return []


def _first_act(tender: Tender, kind: str, proof: Proof, by: User, at: datetime) -> OpeningRecord:
    """A new record, or an expired one that begins again."""
    waiting = tender.openings.waiting(kind).select_for_update().first()
    if waiting and waiting_until(waiting, at):
        raise Refused(
            _("%(name)s has begun already. Reload the page: you can act second.")
            % {"name": waiting.first_by}
        )
    opening = waiting or OpeningRecord(tender=tender, kind=kind)
    opening.first_at, opening.first_by, opening.first_session = at, by, proof.session
    opening.save()
    opening.resealed_shares.all().delete()
    return opening


def _seal_anew(opening: OpeningRecord, holder: _Holder) -> None:
    """The first officer's share, sealed to each of the others and to the printed key."""
    shares = KeyShare.objects.filter(key__tender=opening.tender_id, key__kind=opening.kind)
    share = holder.opened(shares.get(**holder.of()).sealed)
    others = shares.exclude(**holder.of()).select_related("vault_key", "archivist_key")
    ResealedShare.objects.bulk_create(
        ResealedShare(
            opening=opening,
            vault_key=other.vault_key,
            archivist_key=other.archivist_key,
            sealed=vault.seal_bytes(share.packed(), _public_of(other)),
            expires_at=opening.first_at + opening_window(),
        )
        for other in others.order_by("pk")
    )


def _public_of(share: KeyShare) -> bytes:
    holder: Any = share.vault_key or share.archivist_key
    return bytes(holder.public_key)


@sensitive_variables()
def _rebuilt(opening: OpeningRecord, holder: _Holder) -> bytes:
    """The private key of the tender, from both shares; checked against its public half."""
    key: TenderKey = opening.tender.keys.get(kind=opening.kind)
    own = holder.opened(key.shares.get(**holder.of()).sealed)
    first = holder.opened(opening.resealed_shares.get(**holder.of()).sealed)
    return vault.rebuilt([first, own], bytes(key.public_key))


def _open(opening: OpeningRecord, reading: Reading, proof: Proof) -> None:
    """Read, write the record, and move on what was waiting for it."""
    is_quality = opening.kind == EnvelopeKind.QUALITY
    standing = _open_quality(opening, reading) if is_quality else _open_prices(opening, reading)
    opening.bids_opened = len(standing)
    act = Act(reading.by, reading.at, proof.session)
    opening.record = signed_record(opening, act, standing, reading.unreadable)
    opening.save()
    if is_quality:
        TENDER.apply(reading.tender, "open", by=reading.by, at=reading.at)


def _open_quality(opening: OpeningRecord, reading: Reading) -> Standing:
    tender = reading.tender
    require_status(tender, TenderStatus.CLOSED)
    entered = list(tender.bids.filter(status=BidStatus.SUBMITTED).order_by("pk"))
    receipts = standing_receipts(entered)
    read_qualities(reading, receipts)
    opening.bids_withdrawn = tender.bids.filter(status=BidStatus.WITHDRAWN).count()
    opening.bids_late = tender.late_bids.count()
    return [(receipt, list(receipt.envelopes.all())) for receipt in receipts]


def _open_prices(opening: OpeningRecord, reading: Reading) -> Standing:
    """The lots of the first act that still wait; what was withdrawn since stays closed."""
    require_status(reading.tender, TenderStatus.IN_EVALUATION)
    chosen = opening.lots.values("pk")
    lots = list(lots_to_open(reading.tender).filter(pk__in=chosen).select_for_update())
    if not lots:
        raise Refused(_("None of the lots waits for its prices any more."))
    opening.lots.set(lots)
    found = read_prices(reading, lots)
    for lot in lots:
        lot.prices_opened_at, lot.prices_opened_by = reading.at, reading.by
        lot.save(update_fields=["prices_opened_at", "prices_opened_by"])
        note(lot, "open_prices", by=reading.by, at=reading.at)
    return _by_bid(found)


def _by_bid(found: Iterable[tuple[Any, Any]]) -> Standing:
    """Receipts with all their envelopes together, in the order of the bids."""
    grouped: dict[int, tuple[Any, list[Any]]] = {}
    for receipt, envelope in found:
        grouped.setdefault(receipt.bid_id, (receipt, []))[1].append(envelope)
    return [grouped[pk] for pk in sorted(grouped)]
