"""Keeps the story of every object, and seals it so that tampering shows."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Model

from accounts.models import AuditEvent, AuditSeal, SealedEvent
from config.shared.workflow import Entry

SEAL_LOCK = 7_021_001
"""Advisory lock number: one sealer at a time."""
BATCH = 5_000
ORGANISATIONS = ("region", "gemeente", "provider")


class AuditRecorder:
    """The recorder that the workflow engine is handed at start-up."""

    def record(self, entries: Sequence[Entry]) -> None:
        """Append one row per entry."""
        AuditEvent.objects.bulk_create([_row(entry) for entry in entries])

    def history(self, obj: Model) -> Iterable[AuditEvent]:
        """The rows about `obj`, newest first, with the person who acted."""
        return AuditEvent.objects.filter(
            content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk
        ).select_related("by")


def _row(entry: Entry) -> AuditEvent:
    return AuditEvent(
        at=entry.at,
        by=entry.by,
        organisation=_organisation(entry),
        content_type=ContentType.objects.get_for_model(entry.obj),
        object_id=entry.obj.pk,
        action=entry.action,
        before=_plain(entry.before),
        after=_plain(entry.after),
        reason=entry.reason,
    )


def _organisation(entry: Entry) -> str:
    """For whom it was done: the role in which the person acted, else whose the object is."""
    acting = getattr(entry.by, "acting", None)
    if acting:
        return str(acting.for_organisation)
    owners = ((kind, getattr(entry.obj, f"{kind}_id", None)) for kind in ORGANISATIONS)
    return next((f"{kind}:{pk}" for kind, pk in owners if pk is not None), "")


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Ids instead of objects, and empty stamps left out."""
    return {
        name: value.pk if isinstance(value, Model) else value
        for name, value in values.items()
        if value is not None
    }


def digest(previous: str, events: Iterable[AuditEvent]) -> str:
    """SHA-256 (hex) over the previous seal's hash and the rows in order of id."""
    chain = hashlib.sha256(previous.encode())
    for event in events:
        facts = (
            event.pk,
            event.at,
            event.by_id,
            event.organisation,
            event.content_type_id,
            event.object_id,
            event.action,
            event.before,
            event.after,
            event.reason,
        )
        chain.update(json.dumps(facts, cls=DjangoJSONEncoder, sort_keys=True).encode())
    return chain.hexdigest()


def seal(*, at: datetime) -> AuditSeal | None:
    """Seal the committed rows that no seal covers yet, at most 5,000; None when there are none.

    A row that another transaction commits later goes into a later seal, so nobody waits here.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
        events = list(AuditEvent.objects.filter(seal__isnull=True).order_by("pk")[:BATCH])
        if not events:
            return None
        last = AuditSeal.objects.order_by("-pk").first()
        previous = last.digest if last else ""
        made = AuditSeal.objects.create(
            sealed_at=at,
            first_id=events[0].pk,
            last_id=events[-1].pk,
            count=len(events),
            digest=digest(previous, events),
            previous_digest=previous,
        )
        SealedEvent.objects.bulk_create(SealedEvent(event=event, seal=made) for event in events)
    return made


def seal_all(*, at: datetime) -> int:
    """Seal until nothing is left; return the number of seals made."""
    made = 0
    while seal(at=at):
        made += 1
    return made


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: how much is sealed, and the first broken seal if any."""

    seals: int
    rows: int
    unsealed: int
    broken: AuditSeal | None


def verify() -> Verdict:
    """Recompute every seal from the rows; any change to a sealed row or seal shows as broken."""
    previous, seals, rows = "", 0, 0
    broken = None
    for made in AuditSeal.objects.order_by("pk").iterator():
        events = list(AuditEvent.objects.filter(seal__seal=made).order_by("pk"))
        intact = (
            made.previous_digest == previous
            and made.count == len(events)
            and made.digest == digest(previous, events)
        )
        if not intact:
            broken = made
            break
        previous, seals, rows = made.digest, seals + 1, rows + made.count
    unsealed = AuditEvent.objects.filter(seal__isnull=True).count()
    return Verdict(seals=seals, rows=rows, unsealed=unsealed, broken=broken)
