"""What was found in a delivery, kept for its page: one finding or row a line, loaded by COPY."""

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
from contracts.imports.agreement import FIELDS
from contracts.imports.examining import Step
from contracts.imports.rows import Rows
from contracts.models import Delivery, DeliveryFinding, DeliveryRow

AT_ONCE = 4_000
WHOLE_SHEET = 0
"""Row number of a finding about the sheet as a whole."""

SHOWN_OF_NEW = ("gemeente_id", "route", "planned_first_on", "status")
"""What the preview tells of a placement that is new."""


def record(delivery: Delivery, rows: Rows, *, step: Step) -> None:
    """Replace what was recorded of `delivery` by what `rows` say."""
    DeliveryFinding.objects.filter(delivery=delivery).delete()
    DeliveryRow.objects.filter(delivery=delivery).delete()
    findings = (
        (delivery.pk, finding.row or WHOLE_SHEET, finding.column, *finding[2:])
        for finding in rows.parsed.findings
    )
    header = ("delivery_id", "row_number", "column", "level", "code", "message", "remedy", "value")
    copy_rows(DeliveryFinding._meta.db_table, header, findings)
    total = len(rows.frame)
    lines = _lines(delivery, rows)
    for done in range(0, total, AT_ONCE):
        header = ("delivery_id", "row_number", "kind", "reference", "changes")
        copy_rows(DeliveryRow._meta.db_table, header, islice(lines, AT_ONCE))
        checked = min(done + AT_ONCE, total)
        texts = {"done": number(checked), "total": number(total)}
        step(checked, total, _("%(done)s of %(total)s rows checked") % texts)


def counts(rows: Rows) -> dict[str, int]:
    """The counters of a delivery: rows in all and by kind."""
    kinds = rows.kinds.value_counts()
    by_kind = {f"rows_{kind.value}": int(kinds.get(kind.value, 0)) for kind in RowKind}
    return {"rows_total": len(rows.frame), **by_kind}


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Load `rows` into `table` of our own by COPY."""
    names = ", ".join(f'"{name}"' for name in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,  # type: ignore[attr-defined]
    ):
        for row in rows:
            copy.write_row(row)


def _lines(delivery: Delivery, rows: Rows) -> Iterator[tuple[Any, ...]]:
    changes = _changes(rows)
    cells = zip(rows.frame.index, rows.kinds, rows.frame["reference"].fillna(""), strict=True)
    for position, (row, kind, reference) in enumerate(cells):
        yield delivery.pk, row, kind, reference, json.dumps(changes.get(position, {}))


def _changes(rows: Rows) -> dict[int, dict[str, list[str | None]]]:
    """By position: {field: [before, after]} of new and changed rows."""
    kinds = rows.kinds
    found: dict[int, dict[str, list[str | None]]] = defaultdict(dict)
    for name in FIELDS:
        shown = (kinds == RowKind.CHANGED.value) & rows.differences[name]
        if name in SHOWN_OF_NEW:
            shown |= kinds == RowKind.NEW.value
        before, after = rows.standing[name].to_numpy(), rows.values[name].to_numpy()
        for position in np.flatnonzero(shown).tolist():
            found[position][name] = [before[position], after[position]]
    return found
