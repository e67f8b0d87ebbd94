"""Rows into placements: one load into a staging table, then a handful of statements for all."""

from datetime import datetime
from typing import Any

from django.db import connection

from contracts.enums import RowKind
from contracts.imports.agreement import CONVERSATION, FIELDS, RESERVATION
from contracts.imports.conversations import record_conversations
from contracts.imports.recording import copy_rows
from contracts.imports.rows import Rows
from contracts.models import Delivery

STAGED = "staged_placement"
WRITTEN = (*FIELDS, RESERVATION)
_WRITTEN = ", ".join(WRITTEN)

STAGE = f"""
    CREATE TEMPORARY TABLE {STAGED} ON COMMIT DROP AS
    SELECT 0 AS row_number, id AS placement_id, reference, {_WRITTEN},
        NULL::date AS conversation_on, '' AS conversation_outcome
    FROM contracts_placement WITH NO DATA
"""  # noqa: S608 - names of our own columns

NOTE_MOVES = f"""
    INSERT INTO contracts_placementevent
        (placement_id, source, target, "on", reason, recorded_at, recorded_by_id, delivery_id)
    SELECT placement.id, placement.status, staged.status, staged.status_on, staged.status_reason,
        %(at)s, %(by)s, %(delivery)s
    FROM {STAGED} staged JOIN contracts_placement placement ON placement.id = staged.placement_id
    WHERE placement.status <> staged.status
    ORDER BY placement.id
"""  # noqa: S608 - names of our own

CHANGE = f"""
    UPDATE contracts_placement placement
    SET delivery_id = %(delivery)s, {", ".join(f"{name} = staged.{name}" for name in WRITTEN)}
    FROM {STAGED} staged WHERE placement.id = staged.placement_id
"""  # noqa: S608 - names of our own columns

ADD = f"""
    WITH added AS (
        INSERT INTO contracts_placement (contract_id, delivery_id, reference, {_WRITTEN})
        SELECT %(contract)s, %(delivery)s, reference, {_WRITTEN}
        FROM {STAGED} WHERE placement_id IS NULL ORDER BY row_number
        RETURNING id, status, status_on, status_reason
    ), noted AS (
        INSERT INTO contracts_placementevent
            (placement_id, source, target, "on", reason, recorded_at, recorded_by_id, delivery_id)
        SELECT id, '', status, status_on, status_reason, %(at)s, %(by)s, %(delivery)s FROM added
    )
    SELECT id FROM added
"""  # noqa: S608 - names of our own columns


def merge(delivery: Delivery, rows: Rows, *, at: datetime) -> list[int]:
    """Make the new placements and change the changed ones; return the ids of both.

    Unchanged and refused rows are left out, so that they leave no version and no event. To be
    called inside a transaction that holds the contract's capacity lines.
    """
    facts: dict[str, Any] = {
        "contract": delivery.contract_id,
        "delivery": delivery.pk,
        "at": at,
        "by": delivery.confirmed_by_id,
    }
    kinds = rows.kinds
    wanted = kinds.isin([RowKind.NEW.value, RowKind.CHANGED.value])
    if not wanted.any():
        return []
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        _stage(rows, wanted)
        cursor.execute(NOTE_MOVES, facts)
        cursor.execute(CHANGE, facts)
        cursor.execute(ADD, facts)
        added = [pk for (pk,) in cursor.fetchall()]
        if rows.values.loc[wanted, "conversation_on"].notna().any():
            record_conversations(STAGED, facts)
        cursor.execute(f"DROP TABLE {STAGED}")
    return [*map(int, rows.standing.loc[wanted & rows.exists, "id"]), *added]


def _stage(rows: Rows, wanted: Any) -> None:
    columns = [rows.values.loc[wanted, name] for name in (*WRITTEN, *CONVERSATION)]
    ids, references = rows.standing.loc[wanted, "id"], rows.frame.loc[wanted, "reference"]
    header = ("row_number", "placement_id", "reference", *WRITTEN, *CONVERSATION)
    lines = zip(rows.frame.index[wanted], ids, references, *columns, strict=True)
    copy_rows(STAGED, header, lines)
