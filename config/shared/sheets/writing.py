"""The way out: csv and xlsx that no spreadsheet program mistakes for something to execute.

Days are written as 2026-02-01 in csv, which every program reads alike; xlsx has real dates, shown
as 1-2-2026.
"""

import csv
import datetime as dt
import io
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import chain, islice
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook

from config.shared.sheets.book import Book, book_to
from config.shared.sheets.cells import wall_clock, yes_or_no
from config.shared.sheets.finding import ERROR, ERRORS_HEADER, NOTICE, WARNING, Finding
from config.shared.sheets.raw import Raw
from config.shared.sheets.words import in_each_language, plain

BOM = "\ufeff"
SPOOL_BYTES = 16 * 1024**2
_ROWS_AT_ONCE = 1_000
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠−|")
_NEGATIVE_NUMBER = re.compile(r"-\d[\d.,]*%?")
_SAFE_WORKBOOK = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class BytesSink(Protocol):
    """A binary file or an HttpResponse."""

    def write(self, content: bytes, /) -> object: ...


def write_csv(
    stream: BytesSink, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> None:
    """UTF-8 with BOM, semicolons, CRLF: what a Dutch Excel opens by double click. Decimals get a
    comma.

    Text that a program could take for a formula gets an apostrophe in front.
    """
    buffer = io.StringIO(BOM)
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    lines = chain([header], rows)
    while chunk := list(islice(lines, _ROWS_AT_ONCE)):
        writer.writerows([_csv_cell(cell) for cell in row] for row in chunk)
        stream.write(buffer.getvalue().encode("utf-8", "replace"))
        buffer.seek(0)
        buffer.truncate()


def _csv_cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return yes_or_no(cell)
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", ",")
    if isinstance(cell, dt.datetime):
        return wall_clock(cell).isoformat(sep=" ", timespec="minutes")
    return str(cell) if isinstance(cell, (int, dt.date)) else harmless(str(cell))


def harmless(text: str) -> str:
    """The text, with an apostrophe in front when a spreadsheet program would evaluate it. Negative
    numbers stay.
    """
    text = text.replace("\x00", "")
    if text.lstrip(" \u00a0").startswith(_FORMULA_STARTS) and not _NEGATIVE_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def write_xlsx(
    stream: BytesSink,
    sheet_name: object,
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
) -> None:
    """One sheet in constant memory, as `Book.add` writes it."""
    with new_book(stream) as book:
        book.add(sheet_name, header, rows)


@contextmanager
def new_book(stream: BytesSink) -> Iterator[Book]:
    """A workbook of plain sheets that goes to the stream when the block ends."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as file:
        with book_to(file) as book:
            yield book
        file.seek(0)
        shutil.copyfileobj(file, stream)


@contextmanager
def workbook_to(stream: BytesSink, **options: object) -> Iterator[Workbook]:
    """A workbook of xlsxwriter, for sheets that are more than plain, in the same way."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as file:
        with Workbook(file, _SAFE_WORKBOOK | options) as workbook:
            yield workbook
        file.seek(0)
        shutil.copyfileobj(file, stream)


def write_errors_sheet(stream: BytesSink, raw: Raw, findings: Sequence[Finding]) -> None:
    """The uploaded sheet back, with two columns that say by row what is wrong and how to mend it.

    A second sheet lists all findings, those about the sheet as a whole too.
    """
    by_row: dict[int | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_row[finding.row].append(finding)
    ours = {plain(text) for label in ERRORS_HEADER for text in in_each_language(label)}
    kept = [position for position, text in enumerate(raw.header) if plain(text) not in ours]
    header = [*(raw.header[position] for position in kept), *ERRORS_HEADER]
    cells = raw.frame[kept].itertuples(index=True, name=None)
    rows = ([*row[1:], *_in_two_cells(by_row.get(row[0], []))] for row in cells)
    with new_book(stream) as book:
        book.add(raw.sheet_name or _("Sheet"), header, rows)
        about = [
            _("row"),
            _("column"),
            pgettext("finding", "level"),
            _("what"),
            _("how to mend it"),
            _("value"),
        ]
        book.add(_("Findings"), about, map(_as_row, findings))


def _in_two_cells(findings: list[Finding]) -> tuple[str | None, str | None]:
    if not findings:
        return None, None
    what = "\n".join(
        f"{each.column}: {each.message}" if each.column else each.message for each in findings
    )
    return what, "\n".join(dict.fromkeys(each.remedy for each in findings if each.remedy))


def _as_row(finding: Finding) -> Sequence[Any]:
    levels = {ERROR: _("error"), WARNING: _("warning"), NOTICE: _("notice")}
    return (
        finding.row,
        finding.column,
        levels[finding.level],
        finding.message,
        finding.remedy,
        finding.value,
    )
