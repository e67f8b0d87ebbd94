"""Who can open the bids of a tender: its officers, its keys, and the shares that they hold.

What the keys do stands in procurement.vault, and why in docs/vault.md.
"""

import base64
from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from nacl.signing import SigningKey

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from accounts.notices import people_with
from config.shared.errors import Refused
from procurement import vault
from procurement.actions.common import constraints_refuse, locked, note, require_status
from procurement.enums import EnvelopeKind, TenderStatus
from procurement.models import (
    ArchivistKey,
    KeyShare,
    Tender,
    TenderKey,
    TenderOfficer,
    VaultKey,
)
from procurement.vault.shares import THRESHOLD

Holder: TypeAlias = VaultKey | ArchivistKey
"""To whose key a share is sealed."""


def signing_seed() -> bytes:
    """The 32 bytes with which this installation signs receipts and records of opening."""
    return base64.b64decode(settings.VAULT_SIGNING_SEED)


def signing_public_key() -> str:
    """What an outsider checks those signatures with, in hexadecimal; made known to bidders."""
    return bytes(SigningKey(signing_seed()).verify_key).hex()


def draft_ring() -> vault.KeyRing:
    """The keys that wrap those of drafts, the newest first."""
    return vault.KeyRing.of(settings.BID_DRAFT_KEYS)


def make_tender_keys(tender: Tender, *, at: datetime) -> list[TenderKey]:
    """Make the two key pairs of a tender and deal out the private halves; nothing else keeps them.

    Each named officer gets a share of either key, and so does the region's printed key when there
    is one. Two shares make a key again. Refused when fewer than two officers are named, when one
    of them has no vault key, and when the tender has its keys already.
    """
    with constraints_refuse(TenderKey):
        holders: list[Holder] = [*_officer_keys(tender), *_printed_keys(tender)]
        return [_make_key(tender, kind, holders, at) for kind in EnvelopeKind]


def public_keys_of(tender: Tender) -> dict[str, bytes]:
    """The public halves by kind of envelope: what bids on the tender are sealed to."""
    keys = tender.keys.values_list("kind", "public_key")
    return {kind: bytes(public) for kind, public in keys}


def name_officer(*, tender: Tender, user: User, by: User, at: datetime) -> TenderOfficer:
    """Name an officer who will hold a share and open the bids; until publication.

    Refused for who may not open bids of the region, and for who has no vault key.
    """
    with constraints_refuse(TenderOfficer):
        row = _before_publication(tender, by)
        if user.pk not in {person.pk for person in possible_officers(row)}:
            raise Refused(_("Name someone who may open bids in this region."), field="user")
        if not VaultKey.objects.standing().filter(user=user).exists():
            raise Refused(
                _("%(name)s has no vault key yet and has to make one first.") % {"name": user},
                field="user",
            )
        officer = TenderOfficer(tender=row, user=user, named_at=at, named_by=by)
        officer.save(force_insert=True)
        note(row, "name_officer", by=by, at=at, after={"officer": user})
    return officer


def remove_officer(*, officer: TenderOfficer, by: User, at: datetime) -> Tender:
    """Take the name off again; after publication the shares have been dealt out."""
    with transaction.atomic():
        row = _before_publication(officer.tender, by)
        note(row, "remove_officer", by=by, at=at, before={"officer": officer.user})
        officer.delete()
    return row


def possible_officers(tender: Tender) -> QuerySet[User]:
    """Who may open bids in the tender's region, with `has_vault_key`."""
    standing = VaultKey.objects.standing().filter(user=OuterRef("pk"))
    people = people_with(Permission.TENDER_OPEN, region=tender.region_id)
    return people.annotate(has_vault_key=Exists(standing)).order_by("name", "pk")


def _before_publication(tender: Tender, by: User) -> Tender:
    row: Tender = locked(tender)
    require(by, Permission.TENDER_DRAFT, row)
    require_status(row, TenderStatus.DRAFT, TenderStatus.IN_REVIEW)
    return row


def _officer_keys(tender: Tender) -> list[VaultKey]:
    officers = [row.user for row in tender.officers.select_related("user").order_by("pk")]
    if len(officers) < THRESHOLD:
        raise Refused(_("Name at least two officers, with a vault key, who will open the bids."))
    standing = VaultKey.objects.standing().filter(user__in=officers)
    keys = {key.user_id: key for key in standing}
    lacking = [str(user) for user in officers if user.pk not in keys]
    if lacking:
        raise Refused(_("No vault key yet: %(names)s.") % {"names": ", ".join(lacking)})
    return [keys[user.pk] for user in officers]


def _printed_keys(tender: Tender) -> Iterator[ArchivistKey]:
    """The region's printed key, when it has one."""
    yield from ArchivistKey.objects.standing().filter(region=tender.region_id)


@sensitive_variables()
def _make_key(tender: Tender, kind: str, holders: list[Holder], at: datetime) -> TenderKey:
    pair = vault.new_pair()
    row = TenderKey(tender=tender, kind=kind, public_key=pair.public, made_at=at)
    row.save(force_insert=True)
    shares = vault.split(pair.private, len(holders))
    KeyShare.objects.bulk_create(
        _share(row, share, holder) for share, holder in zip(shares, holders, strict=True)
    )
    return row


def _share(key: TenderKey, share: vault.Share, holder: Holder) -> KeyShare:
    """One share, sealed to who holds it."""
    sealed = vault.seal_bytes(share.packed(), bytes(holder.public_key))
    row = KeyShare(key=key, index=share.index, sealed=sealed)
    if isinstance(holder, VaultKey):
        row.vault_key = holder
    else:
        row.archivist_key = holder
    return row
