"""What was found in a delivery, kept for its page: one finding or row a line, loaded by COPY."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection
from django.utils.translation import gettext as _

from config.shared.display import number
from contracts.enums import RowKind
from contracts.imports.agreement import COMPARED, Agreement
from contracts.imports.examining import Step
from contracts.imports.rows import Rows
from contracts.models import Delivery, DeliveryFinding, DeliveryRow

AT_ONCE = 4_000
WHOLE_SHEET = 0
"""Row number of a finding about the sheet as a whole."""

COLUMN_OF = {
    "gemeente_id": "gemeente",
    "capacity_line_id": "place",
    "course_group_id": "group",
} | {name: name for name in COMPARED if not name.endswith("_id")}
"""Column of the sheet by field of a placement; the tariff follows from route and day."""

SHOWN_OF_NEW = ("gemeente", "route", "group", "planned_first_on", "status")
"""What the preview tells of a placement that is new."""


FINDING_COLUMNS = (
    "delivery_id",
    "row_number",
    "column",
    "level",
    "code",
    "message",
    "remedy",
    "value",
)
ROW_COLUMNS = ("delivery_id", "row_number", "kind", "reference", "changes")


def record(delivery: Delivery, rows: Rows, *, step: Step) -> None:
    """Replace what was recorded of `delivery` by what `rows` say, unless that is the same."""
    digest = _digest(rows)
    if digest != delivery.outcome_digest:
        _replace(delivery, rows, step=step)
        Delivery.objects.filter(pk=delivery.pk).update(outcome_digest=digest)


def _digest(rows: Rows) -> str:
    """SHA-256 over everything that the recorded rows and findings are made of."""
    frames = (rows.values, rows.standing)
    facts = [rows.kinds.tolist(), *(frame[name].tolist() for frame in frames for name in frame)]
    return hashlib.sha256(repr((facts, rows.parsed.findings)).encode()).hexdigest()


def _replace(delivery: Delivery, rows: Rows, *, step: Step) -> None:
    DeliveryFinding.objects.filter(delivery=delivery).delete()
    DeliveryRow.objects.filter(delivery=delivery).delete()
    findings = (
        (delivery.pk, finding.row or WHOLE_SHEET, finding.column, *finding[2:])
        for finding in rows.parsed.findings
    )
    copy_rows(DeliveryFinding._meta.db_table, FINDING_COLUMNS, findings)
    total, lines = len(rows.frame), _lines(delivery, rows)
    for done in range(0, total, AT_ONCE):
        copy_rows(DeliveryRow._meta.db_table, ROW_COLUMNS, islice(lines, AT_ONCE))
        checked = min(done + AT_ONCE, total)
        texts = {"done": number(checked), "total": number(total)}
        step(checked, total, _("%(done)s of %(total)s rows checked") % texts)


def counts(rows: Rows) -> dict[str, Any]:
    """The counters of a delivery: rows in all, by kind, and those with a warning that count."""
    kinds = rows.kinds.value_counts()
    by_kind = {f"rows_{kind.value}": int(kinds.get(kind.value, 0)) for kind in RowKind}
    warned = int((rows.warned & ~rows.parsed.refused).sum())
    return {"rows_total": len(rows.frame), "rows_warned": warned, **by_kind}


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Load `rows` into `table` of our own by COPY."""
    names = ", ".join(f'"{name}"' for name in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _lines(delivery: Delivery, rows: Rows) -> Iterator[Sequence[Any]]:
    changes = _changes(rows)
    cells = zip(rows.frame.index, rows.kinds, rows.frame["reference"].fillna(""), strict=True)
    for position, (row, kind, reference) in enumerate(cells):
        yield delivery.pk, row, kind, reference, "{" + ", ".join(changes[position]) + "}"


def _changes(rows: Rows) -> dict[int, list[str]]:
    """By position of a new or changed row: each `"column": [before, after]` as JSON.

    Written once for each different pair: sheets repeat themselves.
    """
    kinds = rows.kinds
    is_changed, is_new = kinds == RowKind.CHANGED.value, kinds == RowKind.NEW.value
    found: dict[int, list[str]] = defaultdict(list)
    for name, column in COLUMN_OF.items():
        told = is_changed | is_new if column in SHOWN_OF_NEW else is_changed
        positions = np.flatnonzero(told & rows.differences[name])
        before, after = rows.standing[name].to_numpy(), rows.values[name].to_numpy()
        pairs = list(zip(before[positions], after[positions], strict=True))
        names = _names(rows.agreement, name)
        texts = {
            pair: f'"{column}": {json.dumps([names.get(value, value) for value in pair])}'
            for pair in set(pairs)
        }
        for position, pair in zip(positions.tolist(), pairs, strict=True):
            found[position].append(texts[pair])
    return found


def _names(agreement: Agreement, field: str) -> dict[str | None, str]:
    """What a person calls the ids of a field; empty for a field that holds no ids."""
    if field == "gemeente_id":
        return {pk: code for code, pk in agreement.gemeenten.items()}
    if field == "capacity_line_id":
        return {line.pk: line.place for line in agreement.lines}
    if field == "course_group_id":
        return {group.pk: group.reference for group in agreement.groups}
    return {}
