"""What was judged into placements: a handful of statements, however many rows."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from contracts import judged
from contracts.imports.agreement import CONVERSATION, FIELDS, RESERVATION
from contracts.imports.conversations import record_conversations
from contracts.models import Delivery, Placement

WRITTEN = (*FIELDS, RESERVATION)
_WRITTEN = ", ".join(WRITTEN)
_OURS = f"(SELECT * FROM {judged.TABLE} WHERE delivery_id = %(delivery)s)"  # noqa: S608

COUNT = f"""
    SELECT count(*) FILTER (WHERE placement_id IS NULL), count(placement_id),
        count({CONVERSATION[0]})
    FROM {_OURS} judged
"""  # noqa: S608 - names of our own columns

NOTE_MOVES = f"""
    INSERT INTO contracts_placementevent
        (placement_id, source, target, "on", reason, recorded_at, recorded_by_id, delivery_id)
    SELECT placement.id, placement.status, judged.status, judged.status_on, judged.status_reason,
        %(at)s, %(by)s, %(delivery)s
    FROM {_OURS} judged JOIN contracts_placement placement ON placement.id = judged.placement_id
    WHERE placement.status <> judged.status
    ORDER BY placement.id
"""  # noqa: S608 - names of our own

CHANGE = f"""
    WITH changed AS (
        UPDATE contracts_placement placement
        SET delivery_id = %(delivery)s, {", ".join(f"{name} = judged.{name}" for name in WRITTEN)}
        FROM {_OURS} judged WHERE placement.id = judged.placement_id
        RETURNING placement.id
    )
    SELECT array_agg(id) FROM changed
"""  # noqa: S608 - names of our own columns

ADD = f"""
    WITH added AS (
        INSERT INTO contracts_placement (contract_id, delivery_id, reference, {_WRITTEN})
        SELECT %(contract)s, %(delivery)s, reference, {_WRITTEN}
        FROM {_OURS} judged WHERE placement_id IS NULL ORDER BY row_number
        RETURNING id, status, status_on, status_reason
    ), noted AS (
        INSERT INTO contracts_placementevent
            (placement_id, source, target, "on", reason, recorded_at, recorded_by_id, delivery_id)
        SELECT id, '', status, status_on, status_reason, %(at)s, %(by)s, %(delivery)s FROM added
    )
    SELECT array_agg(id) FROM added
"""  # noqa: S608 - names of our own columns


_SOUGHT_BY = ", ".join(
    field.attname for field in Placement._meta.concrete_fields if field.is_relation or field.choices
)
LOOK_QUICKLY = "SET LOCAL default_statistics_target = 20"
"""A sample of 6,000 rows; the server's own look at the table, some minutes later, is thorough."""
RENEW_STATISTICS = f"ANALYZE contracts_placement (reference, status_on, {_SOUGHT_BY})"

MANY_ROWS = 5_000
"""So many new placements are told to the planner at once, which otherwise hears within minutes."""


def merge(delivery: Delivery, *, at: datetime) -> list[int]:
    """Make the new placements and change the changed ones; return the ids of both.

    Unchanged and refused rows were not kept, so that they leave no version and no event. To be
    called inside a transaction that holds the contract's capacity lines.
    """
    facts: dict[str, Any] = {
        "contract": delivery.contract_id,
        "delivery": delivery.pk,
        "at": at,
        "by": delivery.confirmed_by_id,
    }
    ids: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute(COUNT, facts)
        new, changed, conversations = cursor.fetchone()
        if changed:
            cursor.execute(NOTE_MOVES, facts)
            cursor.execute(CHANGE, facts)
            ids += cursor.fetchone()[0]
        if new:
            cursor.execute(ADD, facts)
            ids += cursor.fetchone()[0]
    if new >= MANY_ROWS:
        transaction.on_commit(_renew_statistics, robust=True)
    if conversations:
        record_conversations(_OURS, facts)
    judged.forget_judged(delivery.pk)
    return ids


def _renew_statistics() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOOK_QUICKLY)
        cursor.execute(RENEW_STATISTICS)
