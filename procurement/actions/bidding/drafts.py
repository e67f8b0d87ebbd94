"""The working copy of a bid: always ciphertext in the database, and erased on submission.

Saving locks the tender FOR SHARE, as submitting does: after the deadline nothing is kept any more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused, refuse_if
from config.shared.periods import amsterdam
from procurement import vault
from procurement.actions.bidding.deadline import lock_while_open
from procurement.actions.bidding.keeping import delete_loose
from procurement.actions.common import constraints_refuse, locked, note, require_status
from procurement.actions.publication import may_bid
from procurement.actions.vault import draft_ring
from procurement.bid_content import Attachment
from procurement.bid_drafts import CONTACT, Part, Working, from_copy, to_copy
from procurement.enums import BidStatus
from procurement.models import Bid, SealedFile, Tender
from procurement.workflows import BID
from providers.access import barred
from providers.models import Provider

MAXIMUM_ATTACHMENTS = 40
"""So many files may go with one bid."""
CHANGEABLE = (BidStatus.DRAFT, BidStatus.SUBMITTED, BidStatus.WITHDRAWN)


class Stored(NamedTuple):
    """A file that was sealed into the file store; `size` is that of the ciphertext."""

    attachment: Attachment
    size: int


class PartChanged(Refused):
    """A colleague saved the same part in the meantime; `theirs` is what it is now."""

    def __init__(self, theirs: Part) -> None:
        self.theirs = theirs
        super().__init__(
            _("%(name)s saved this page too, after you opened it. Nothing was overwritten.")
            % {"name": theirs.by}
        )


def start_bid(*, tender: Tender, provider: Provider, by: User, at: datetime) -> Bid:
    """Begin a bid, or return the one that the provider already has on this tender."""
    standing = Bid.objects.filter(tender=tender, provider=provider).first()
    if standing:
        require(by, Permission.BID_SUBMIT, standing)
        return standing
    bid = Bid(tender=tender, provider=provider, created_at=at, created_by=by)
    require(by, Permission.BID_SUBMIT, bid)
    with constraints_refuse(Bid):
        lock_while_open(tender)
        require_may_bid(tender, provider, at)
        bid.save(force_insert=True)
        fields = {"contact_name": by.name, "contact_email": by.email}
        _put(bid, Working({CONTACT: _part(fields, 1, 0, by, at)}), at)
        BID.record_created(bid, by=by, at=at)
    return bid


def require_may_bid(tender: Tender, provider: Provider, at: datetime) -> None:
    """Raise Refused when this provider may not bid on the tender, or gets no new work there."""
    refuse_if([may_bid(tender, provider), barred(provider.pk, tender.region_id, amsterdam(at))])


@sensitive_variables()
def working_copy(bid: Bid) -> Working:
    """What the draft holds; empty when there is none.

    UnknownDraftKey when the key that wraps its key was taken away, CannotUnseal when it was
    changed.
    """
    if not bid.draft:
        return Working()
    key = vault.WrappedKey(bytes(bid.draft_key))
    return Working.from_json(
        vault.open_draft(bytes(bid.draft), key, draft_ring(), about=_about(bid))
    )


@sensitive_variables()
def save_part(
    *,
    bid: Bid,
    name: str,
    fields: Mapping[str, str],
    base: int,
    by: User,
    at: datetime,
    is_automatic: bool = False,
) -> Bid:
    """Keep what was typed in one part; what was submitted stays as it is and valid.

    `base` is the version of the part that the person started from. Raises PartChanged when a
    colleague saved another one since. What the page keeps by itself (`is_automatic`) leaves no
    line in the history.
    """

    def put(working: Working, version: int) -> Working:
        standing = working.parts.get(name)
        is_other = standing is not None and dict(standing.fields) != dict(fields)
        if standing and is_other and not standing.follows(base, by.pk):
            raise PartChanged(standing)
        return working.with_part(name, _part(fields, version, base, by, at))

    return _change(bid, put, by=by, at=at, is_noted=not is_automatic)


@sensitive_variables()
def attach(*, bid: Bid, files: Sequence[Stored], by: User, at: datetime) -> Bid:
    """Add sealed files to the working copy; when this raises they are the caller's to delete."""

    def put(working: Working, version: int) -> Working:
        together = (*working.attachments, *(file.attachment for file in files))
        if len(together) > MAXIMUM_ATTACHMENTS:
            said = {"most": MAXIMUM_ATTACHMENTS}
            raise Refused(_("A bid has at most %(most)s attachments.") % said)
        return replace(working, attachments=together)

    with transaction.atomic():
        row = _change(bid, put, by=by, at=at)
        SealedFile.objects.bulk_create(
            SealedFile(
                bid=row,
                path=file.attachment.path,
                sha256=file.attachment.sha256,
                size=file.size,
                uploaded_at=at,
                uploaded_by=by,
            )
            for file in files
        )
    return row


@sensitive_variables()
def detach(*, bid: Bid, sealed_file: SealedFile, by: User, at: datetime) -> Bid:
    """Take a file out of the working copy; it is deleted unless it went with an earlier receipt."""

    def put(working: Working, version: int) -> Working:
        left = [one for one in working.attachments if one.path != sealed_file.path]
        return replace(working, attachments=left)

    with transaction.atomic():
        row = _change(bid, put, by=by, at=at)
        delete_loose(SealedFile.objects.filter(bid=row, pk=sealed_file.pk))
    return row


@sensitive_variables()
def readable_copy(bid: Bid, *, at: datetime) -> dict[str, Any]:
    """The working copy as the bidder downloads it."""
    reference, kvk_number = bid.tender.reference, bid.provider.kvk_number
    return to_copy(
        working_copy(bid), tender=reference, kvk_number=kvk_number, saved_at=at.isoformat()
    )


@sensitive_variables()
def restore_copy(*, bid: Bid, content: Any, by: User, at: datetime) -> Bid:
    """Let the working copy start from a downloaded copy; it takes the place of what there is.

    Attachments that are still in the file store, and open with the key in the copy, come along.
    Raises Refused for what is no copy, or that of another bid.
    """

    def put(working: Working, version: int) -> Working:
        fresh = _read_copy(content, _part({}, version, 0, by, at))
        _refuse_stranger(bid, content)
        kept = [one for one in fresh.attachments if _opens(bid, one)]
        replaced = SealedFile.objects.filter(bid=bid)
        delete_loose(replaced.exclude(path__in=[one.path for one in kept]))
        return replace(fresh, attachments=kept)

    return _change(bid, put, by=by, at=at)


def _read_copy(content: Any, saved: Part) -> Working:
    try:
        return from_copy(content, saved=saved)
    except ValueError as error:
        raise Refused(
            _("This is not a copy that was downloaded here, or it was changed."), field="copy"
        ) from error


def _refuse_stranger(bid: Bid, content: Mapping[str, Any]) -> None:
    ours = (bid.tender.reference, bid.provider.kvk_number)
    if (content["tender"], content["kvk_number"]) != ours:
        raise Refused(_("This is the copy of another bid."), field="copy")


def _opens(bid: Bid, attachment: Attachment) -> bool:
    """Whether the sealed file is there and opens with this key, to the last byte."""
    known = SealedFile.objects.filter(bid=bid, path=attachment.path, sha256=attachment.sha256)
    if not known.exists() or not default_storage.exists(attachment.path):
        return False
    with default_storage.open(attachment.path) as sealed:
        try:
            size = sum(map(len, vault.unsealed(sealed.chunks(), attachment.key)))
        except vault.BrokenStream:
            return False
    return size == attachment.size


@sensitive_variables()
def _change(
    bid: Bid,
    put: Callable[[Working, int], Working],
    *,
    by: User,
    at: datetime,
    is_noted: bool = True,
) -> Bid:
    """Put another working copy in the place of the one that stands, under lock."""
    with transaction.atomic():
        lock_while_open(bid.tender)
        row: Bid = locked(bid)
        require(by, Permission.BID_SUBMIT, row)
        require_status(row, *CHANGEABLE)
        _put(row, put(working_copy(row), row.draft_version + 1), at)
        if is_noted:
            note(row, "save_draft", by=by, at=at)
    return row


@sensitive_variables()
def _put(bid: Bid, working: Working, at: datetime) -> None:
    """Seal the working copy; the key of a new draft is made here."""
    ring = draft_ring()
    key = vault.WrappedKey(bytes(bid.draft_key)) if bid.draft_key else vault.new_draft_key(ring)
    bid.draft = vault.seal_draft(working.to_json(), key, ring, about=_about(bid))
    bid.draft_key, bid.draft_saved_at = key, at
    bid.draft_version += 1
    bid.save(update_fields=["draft", "draft_key", "draft_saved_at", "draft_version"])


def _part(fields: Mapping[str, str], version: int, base: int, by: User, at: datetime) -> Part:
    return Part(fields, version, base, by.pk, by.name, at.isoformat())


def _about(bid: Bid) -> str:
    """Sealed with the draft, so that it opens under its own bid only."""
    return f"bid {bid.pk}"
