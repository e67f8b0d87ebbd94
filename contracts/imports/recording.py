"""What was found in a delivery, kept for its page, and what its rows would write, until applied."""

import json
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from django.db import connection

from config.shared.columns.parsing import MAX_FINDINGS
from config.shared.sheets import ERROR, Finding
from contracts import judged
from contracts.enums import RowKind
from contracts.imports.agreement import COMPARED, RESERVATION, Agreement
from contracts.imports.contest import Verdict
from contracts.imports.loading import Loads, numbers
from contracts.imports.rows import NOTHING, Rows, ask
from contracts.imports.sheet import PLACEMENTS
from contracts.models import Delivery, DeliveryFinding, DeliveryRow

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

WRITTEN = (*COMPARED, RESERVATION)

REFUSE_ROWS = """
    UPDATE contracts_deliveryrow SET kind = %s, changes = '{}'
    WHERE delivery_id = %s AND row_number = ANY(%s)
"""
GROUPS_OF = f"""
    SELECT judged.row_number, course.reference
    FROM {judged.TABLE} judged
    JOIN contracts_coursegroup course ON course.id = judged.course_group_id
    WHERE judged.delivery_id = %s AND judged.row_number = ANY(%s)
"""  # noqa: S608 - a table of our own
FORGET_ROWS = f"""
    DELETE FROM {judged.TABLE} WHERE delivery_id = %s AND row_number = ANY(%s)
"""  # noqa: S608 - a table of our own


_Names = Mapping[str, Mapping[str, str]]


class Record:
    """Keeps of one delivery, chunk by chunk, findings, rows and what the rows would write."""

    def __init__(self, delivery: Delivery, agreement: Agreement, loads: Loads) -> None:
        self.delivery = delivery
        self._load = loads.load
        self._names = _names(agreement)
        self._found = 0

    def clear(self) -> None:
        """Let go of what an earlier check kept, if there was one."""
        if not self.delivery.judged_digest:
            return
        DeliveryFinding.objects.filter(delivery=self.delivery).delete()
        DeliveryRow.objects.filter(delivery=self.delivery).delete()
        judged.forget_judged(self.delivery.pk)

    def keep(self, rows: Rows) -> None:
        """Add a chunk of rows that were judged by what is in them."""
        self._keep_findings(rows.parsed.findings)
        kinds, row_numbers = rows.kinds.to_numpy(), numbers(rows.frame.index)
        self._load(
            DeliveryRow._meta.db_table,
            {
                "delivery_id": str(self.delivery.pk),
                "row_number": row_numbers,
                "kind": kinds,
                "reference": rows.frame["reference"].fillna(""),
                "changes": _changes(rows, kinds, self._names),
            },
        )
        wanted = np.isin(kinds, (RowKind.NEW.value, RowKind.CHANGED.value))
        self._keep_judged(rows, wanted, row_numbers[wanted])

    def settle(self, verdicts: Iterable[Verdict]) -> None:
        """Add what came of rows that competed with each other; who lost does nothing."""
        for verdict in verdicts:
            rows = sorted(verdict.messages)
            if not rows:
                continue
            self._keep_findings(self._findings_of(verdict, rows))
            if verdict.level == ERROR:
                with connection.cursor() as cursor:
                    cursor.execute(REFUSE_ROWS, [RowKind.REFUSED.value, self.delivery.pk, rows])
                    cursor.execute(FORGET_ROWS, [self.delivery.pk, rows])

    def references_of(self, rows: Sequence[int]) -> dict[int, str]:
        """The references of rows by their numbers."""
        found = DeliveryRow.objects.filter(delivery=self.delivery, row_number__in=rows)
        return dict(found.order_by().values_list("row_number", "reference"))

    def _findings_of(self, verdict: Verdict, rows: Sequence[int]) -> list[Finding]:
        column, remedy = verdict.rule.columns[0], str(verdict.rule.remedy)
        label, code = str(PLACEMENTS.column(column).label), verdict.rule.code
        values = self.references_of(rows) if column == "reference" else self._groups_of(rows)
        return [
            Finding(
                row, label, verdict.level, code, verdict.messages[row], remedy, values.get(row, "")
            )
            for row in rows
        ]

    def _groups_of(self, rows: Sequence[int]) -> dict[int, str]:
        with connection.cursor() as cursor:
            cursor.execute(GROUPS_OF, [self.delivery.pk, list(rows)])
            return dict(cursor.fetchall())

    def _keep_findings(self, findings: Sequence[Finding]) -> None:
        findings = findings[: max(0, MAX_FINDINGS - self._found)]
        self._found += len(findings)
        if not findings:
            return
        rows, *texts = (np.array(values, dtype=object) for values in zip(*findings, strict=True))
        names = ("column", "level", "code", "message", "remedy", "value")
        self._load(
            DeliveryFinding._meta.db_table,
            {
                "delivery_id": str(self.delivery.pk),
                "row_number": numbers(row or WHOLE_SHEET for row in rows),
                **dict(zip(names, texts, strict=True)),
            },
        )

    def _keep_judged(self, rows: Rows, wanted: np.ndarray, row_numbers: np.ndarray) -> None:
        values = {name: rows.now(name).of_rows(wanted) for name in WRITTEN}
        self._load(
            judged.TABLE,
            {
                "delivery_id": str(self.delivery.pk),
                "row_number": row_numbers,
                "placement_id": rows.standing["id"].to_numpy()[wanted],
                "reference": rows.now("reference").of_rows(wanted),
                **values,
            },
        )


def _changes(rows: Rows, kinds: np.ndarray, names: _Names) -> np.ndarray:
    """For each new or changed row a JSON object of `"column": [before, after]`.

    Written once for each different pair: sheets repeat themselves.
    """
    is_changed = kinds == RowKind.CHANGED.value
    is_told = is_changed | (kinds == RowKind.NEW.value)
    pieces = []
    for field, column in COLUMN_OF.items():
        told = (is_told if column in SHOWN_OF_NEW else is_changed) & rows.differences[field]
        if told.any():
            pieces.append(
                np.where(told, _pairs(rows, field, column, names.get(field, {})), NOTHING)
            )
    said = zip(*pieces, strict=True) if pieces else [()] * len(kinds)
    return np.array(["{" + ", ".join(filter(None, each)) + "}" for each in said], dtype=object)


def _pairs(rows: Rows, field: str, column: str, names: Mapping[str, str]) -> np.ndarray:
    """`"column": [before, after]` for each row, in the words of a person."""

    def said(*pair: str | None) -> str:
        return f'"{column}": {json.dumps([names.get(text or "", text) for text in pair])}'

    pairs = ask((rows.before(field), rows.now(field)), said)
    return pairs.each(lambda text: text, object)


def _names(agreement: Agreement) -> _Names:
    """What a person calls the ids of a field."""
    return {
        "gemeente_id": {pk: code for code, pk in agreement.gemeenten.items()},
        "capacity_line_id": {line.pk: line.place for line in agreement.lines},
        "course_group_id": {group.pk: group.reference for group in agreement.groups},
    }
