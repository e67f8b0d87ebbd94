"""The answers to questions as csv, xlsx and JSON: the same figures for page, command and call."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from config.shared import sheets
from config.shared.sheets.writing import BytesSink
from reports.questions import Question

SHEET_NAME = 31
"""Signs that the name of a sheet in a workbook may have."""


def write_csv(stream: BytesSink, question: Question) -> None:
    """The rows, and their total as the last."""
    sheets.write_csv(stream, _header(question), _cells(question))


def write_xlsx(stream: BytesSink, question: Question) -> None:
    """A sheet with the rows and their total, and one that says what the figures are."""
    with sheets.new_book(stream) as book:
        book.add(str(question.title)[:SHEET_NAME], _header(question), _cells(question))
        explained = [
            (_("Question"), str(question.asks)),
            (_("Answer"), question.sentence),
            *question.definitions(),
            (_("Basis"), question.footnote),
        ]
        book.add(_("Explanation"), [_("Figure"), _("Meaning")], explained)


def write_json(stream: BytesSink, question: Question) -> None:
    """Amounts and shares as text, so that no reader makes a float of them."""
    stream.write(f"{json.dumps(described(question), ensure_ascii=False, indent=2)}\n".encode())


def described(question: Question) -> dict[str, Any]:
    """The whole answer as plain values."""
    return {
        "report": question.code,
        "question": str(question.asks),
        "on": question.asked.on.isoformat(),
        "answer": question.sentence,
        "basis": question.footnote,
        "definitions": dict(question.definitions()),
        "rows": [
            {
                column.name: column.told(value)
                for column, value in zip(question.columns, row, strict=True)
            }
            for row in question.rows
        ],
    }


WRITERS: dict[str, Callable[[BytesSink, Question], None]] = {
    "csv": write_csv,
    "json": write_json,
    "xlsx": write_xlsx,
}


def _header(question: Question) -> list[str]:
    return [str(column.label) for column in question.columns]


def _cells(question: Question) -> Iterator[list[Any]]:
    yield from (["" if value is None else value for value in row] for row in question.rows)
    totals = question.totals()
    if totals is not None and question.rows:
        yield list(totals)
