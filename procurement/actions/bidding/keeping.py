"""What is kept of working copies, for how long, and under which key."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from procurement import vault
from procurement.actions.common import locked
from procurement.actions.vault import draft_ring
from procurement.models import Bid, SealedFile

FOLDER = "sealed"
"""Where in the file store sealed files lie; a folder for each two letters below it."""
GRACE = timedelta(days=1)
"""So old is a sealed file without a row before it counts as left behind by a broken upload."""


def erase_draft(bid: Bid) -> None:
    """Leave nothing of the working copy: neither its ciphertext nor its key."""
    bid.draft = bid.draft_key = b""
    bid.draft_saved_at = None
    bid.save(update_fields=["draft", "draft_key", "draft_saved_at"])


def delete_loose(files: "QuerySet[SealedFile]") -> int:
    """Delete those that went with no receipt, rows at once and content on commit; their number."""
    loose = list(files.filter(receipts__isnull=True).order_by("pk"))
    SealedFile.objects.filter(pk__in=[file.pk for file in loose]).delete()
    for file in loose:
        transaction.on_commit(partial(default_storage.delete, file.path))
    return len(loose)


def erase_abandoned(*, at: datetime) -> int:
    """Erase working copies that cannot be submitted any more, BID_DRAFT_KEEP_DAYS after the end.

    With the files that went with no receipt. Returns the number of working copies.
    """
    before = at - timedelta(days=settings.BID_DRAFT_KEEP_DAYS)
    over = Q(tender__closes_at__lt=before) | Q(tender__withdrawn_at__lt=before)
    delete_loose(SealedFile.objects.filter(bid__in=Bid.objects.filter(over).values("pk")))
    drafts = Bid.objects.filter(over).exclude(draft=b"")
    with transaction.atomic():
        found = list(drafts.select_for_update(of=("self",)).order_by("pk"))
        for bid in found:
            erase_draft(bid)
    return len(found)


def remove_orphans(*, at: datetime) -> int:
    """Delete sealed files that no row names, as an upload that broke off leaves; their number."""
    known = set(SealedFile.objects.values_list("path", flat=True))
    orphans = [path for path in _stored() if path not in known and _is_old(path, at)]
    for path in orphans:
        default_storage.delete(path)
    return len(orphans)


def rewrap_drafts(bids: Iterable[Bid]) -> int:
    """Put the keys of drafts under the newest key of the ring; return how many were not yet."""
    ring = draft_ring()
    return sum(_rewrap(bid, ring) for bid in bids)


def _rewrap(bid: Bid, ring: vault.KeyRing) -> bool:
    with transaction.atomic():
        row: Bid = locked(bid)
        wrapped = vault.WrappedKey(bytes(row.draft_key))
        fresh = vault.rewrap(wrapped, ring) if wrapped else wrapped
        if fresh == wrapped:
            return False
        row.draft_key = fresh
        row.save(update_fields=["draft_key"])
        return True


def _stored() -> Iterator[str]:
    """The paths of all sealed files in the file store."""
    if not default_storage.exists(FOLDER):
        return
    for folder in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            yield f"{FOLDER}/{folder}/{name}"


def _is_old(path: str, at: datetime) -> bool:
    return default_storage.get_modified_time(path) < at - GRACE
