"""The waiting list follows the placements: who is waitlisted has an entry, who leaves loses it.

Called wherever placements change their status, in the caller's transaction and after it has locked
the placements: a handful of statements, however many rows a sheet had.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from config.shared.arrays import as_array
from config.shared.workflow import Entry, recorder
from contracts.enums import ENDED, HELD, IN_USE, ON_LIST, OfferAnswer, PlacementStatus, WaitStatus
from contracts.models import Placement, SeatOffer, WaitlistEntry
from contracts.waiting import term_end
from contracts.workflows.waiting import WAITLIST_ENTRY

TAKEN = (*IN_USE, *ENDED)
"""Who took a seat, whatever came of it later."""

CONCERNED = """
WITH named AS MATERIALIZED (SELECT unnest(%(ids)s::bigint[]) AS id)
SELECT placement.id, placement.status
  FROM named JOIN contracts_placement placement ON placement.id = named.id
 WHERE placement.status = %(waitlisted)s
 UNION
SELECT placement.id, placement.status
  FROM named
  JOIN contracts_waitlistentry entry ON entry.placement_id = named.id
  JOIN contracts_placement placement ON placement.id = named.id
 UNION
SELECT placement.id, placement.status
  FROM named
  JOIN contracts_seatoffer offer ON offer.placement_id = named.id AND offer.answer = ''
  JOIN contracts_placement placement ON placement.id = named.id
"""
"""Who among the named ones waits, or is named by an entry or an open offer."""


def sync_waitlist(placement_ids: Iterable[int], *, by: User | None, at: datetime) -> None:
    """Bring entries and offers of these placements to what the placements say.

    Every waitlisted placement has exactly one entry, on the list; one that got a seat has its
    entry placed, one that will not get a seat any more has it withdrawn. An open offer follows the
    placement that keeps its seat.
    """
    concerned = _concerned(placement_ids)
    if concerned:
        _follow(concerned, by=by, at=at)


@transaction.atomic
def _follow(concerned: dict[int, str], *, by: User | None, at: datetime) -> None:
    _answer_offers(concerned, by=by, at=at)
    _add_entries(concerned, by=by, at=at)
    _move_entries(concerned, by=by, at=at)


def _concerned(placement_ids: Iterable[int]) -> dict[int, str]:
    """Status by id of those among them that wait, or that an entry or offer names."""
    ids = sorted(set(placement_ids))
    with connection.cursor() as cursor:
        facts = {"ids": as_array(ids), "waitlisted": PlacementStatus.WAITLISTED.value}
        cursor.execute(CONCERNED, facts)
        return dict(cursor.fetchall())


def _answer_offers(concerned: dict[int, str], *, by: User | None, at: datetime) -> None:
    """Offers of seats that were taken or given up otherwise than by an answer."""
    settled = [pk for pk, status in concerned.items() if status not in HELD]
    offers = list(
        SeatOffer.objects.open()
        .filter(placement__in=settled)
        .select_related("placement")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    taken = [offer for offer in offers if concerned[offer.placement_id] in TAKEN]
    lost = [offer for offer in offers if offer not in taken]
    for answer, answered in ((OfferAnswer.ACCEPTED, taken), (OfferAnswer.DECLINED, lost)):
        rows = SeatOffer.objects.filter(pk__in=[offer.pk for offer in answered])
        rows.update(answer=answer, answered_at=at, answered_by=by)
    _apply("decline", _entries_of(lost), by=by, at=at)
    for offer in taken:
        entry = WaitlistEntry.objects.select_for_update(of=("self",)).get(pk=offer.entry_id)
        WAITLIST_ENTRY.apply(entry, "place", by=None, at=at, placement=offer.placement)


def _entries_of(offers: Sequence[SeatOffer]) -> QuerySet[WaitlistEntry]:
    return WaitlistEntry.objects.filter(
        pk__in=[offer.entry_id for offer in offers], status=WaitStatus.OFFERED
    )


def _add_entries(concerned: dict[int, str], *, by: User | None, at: datetime) -> None:
    """For waitlisted placements that have none yet."""
    waiting = [pk for pk, status in concerned.items() if status == PlacementStatus.WAITLISTED]
    rows = Placement.objects.filter(pk__in=waiting, waitlist_entry__isnull=True).order_by("pk")
    region = Coalesce(F("contract__region"), F("covenant_party__covenant__region"))
    made = WaitlistEntry.objects.bulk_create(
        _entry_for(row, by=by, at=at) for row in rows.annotate(region_id=region)
    )
    recorder().record([Entry(entry, "created", by, at, {}, {}) for entry in made])


def _entry_for(placement: Any, *, by: User | None, at: datetime) -> WaitlistEntry:
    term = placement.term_ends_on
    if term is None and placement.pip_on:
        term = term_end(placement.pip_on)
    return WaitlistEntry(
        region_id=placement.region_id,
        gemeente_id=placement.gemeente_id,
        reference=placement.reference,
        route=placement.route,
        target_group=placement.target_group,
        level=placement.level,
        since_on=placement.status_on,
        pip_on=placement.pip_on,
        term_ends_on=term,
        placement=placement,
        created_at=at,
        created_by=by,
    )


def _move_entries(concerned: dict[int, str], *, by: User | None, at: datetime) -> None:
    """Entries whose placement says something else than they do."""
    of_status: dict[str, set[int]] = {}
    for pk, status in concerned.items():
        of_status.setdefault(_meaning(status), set()).add(pk)
    entries = WaitlistEntry.objects.all()
    again = entries.filter(placement__in=of_status.get("waits", ())).exclude(status__in=ON_LIST)
    day = Placement.objects.filter(pk=OuterRef("placement")).values("status_on")
    again.update(since_on=Subquery(day))
    _apply("wait_again", again, by=by, at=at)
    _apply("place", entries.filter(placement__in=of_status.get("taken", ())), by=by, at=at)
    # A seat that is kept may be an offer: then the answer decides.
    kept = entries.filter(placement__in=of_status.get("kept", ()), status=WaitStatus.WAITING)
    _apply("place", kept, by=by, at=at)
    _apply("withdraw", entries.filter(placement__in=of_status.get("gone", ())), by=by, at=at)


def _meaning(status: str) -> str:
    """What a placement's status means for who waits."""
    if status == PlacementStatus.WAITLISTED:
        return "waits"
    if status in HELD:
        return "kept"
    return "taken" if status in TAKEN else "gone"


def _apply(name: str, entries: QuerySet[WaitlistEntry], *, by: User | None, at: datetime) -> None:
    WAITLIST_ENTRY.apply_many(entries, name, by=by, at=at)
