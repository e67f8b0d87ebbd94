"""Every report as csv, xlsx and JSON: the same figures for page, command, call and mail."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from config.shared import sheets
from config.shared.sheets.writing import BytesSink
from reports.questions import Question

SHEET_NAME = 31
"""Signs that the name of a sheet in a workbook may have."""


def write(question: Question, kind: str, stream: BytesSink) -> None:
    """The answer as `kind`, one of KINDS; KeyError for another."""
    _WRITERS[kind](stream, question)


def described(question: Question) -> dict[str, Any]:
    """The whole answer as plain values: amounts and shares are text, so that no reader makes a
    float of them.
    """
    return {
        "report": question.code,
        "question": str(question.asks),
        "on": question.asked.on.isoformat(),
        "answer": question.sentence,
        "basis": question.footnote,
        "definitions": dict(question.definitions()),
        "rows": question.told_rows(),
        **question.told_facts(),
    }


def _write_csv(stream: BytesSink, question: Question) -> None:
    """The rows, and their total as the last."""
    sheets.write_csv(stream, _header(question), _cells(question))


def _write_xlsx(stream: BytesSink, question: Question) -> None:
    """A sheet with the rows and their total, and one that says what the figures are."""
    with sheets.new_book(stream) as book:
        book.add(str(question.title)[:SHEET_NAME], _header(question), _cells(question))
        explained = [
            (_("Answer"), question.sentence),
            (_("Question"), str(question.asks)),
            *question.definitions(),
            (_("Basis"), question.footnote),
        ]
        book.add(_("Explanation"), [_("Figure"), _("Meaning")], explained)


def _write_json(stream: BytesSink, question: Question) -> None:
    stream.write(f"{json.dumps(described(question), ensure_ascii=False, indent=2)}\n".encode())


_WRITERS: dict[str, Callable[[BytesSink, Question], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "xlsx": _write_xlsx,
}
KINDS = tuple(_WRITERS)
"""What a report can be written as; also the ending of the file."""


def _header(question: Question) -> list[str]:
    return [str(column.label) for column in question.columns]


def _cells(question: Question) -> Iterator[list[Any]]:
    yield from (["" if value is None else value for value in row] for row in question.rows)
    totals = question.totals()
    if totals is not None and question.rows:
        yield list(totals)
