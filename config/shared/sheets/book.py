"""Workbooks of plain sheets, written as text row by row: many times as fast as cell by cell, and
in the same little memory.

A sheet has a bold header that stays in sight, a filter, widths, and cells of the type that their
value has. Anything else is for xlsxwriter. The parts are those of ISO/IEC 29500, SpreadsheetML.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from config.shared.sheets.cells import letters_of, wall_clock, yes_or_no

CELL_LIMIT = 32_767  # characters
LOOKED_AT = 100  # rows that decide the widths of columns
NARROWEST, WIDEST = 8, 50
PACKING = 4  # of 9: hardly larger than the usual 6, and in half the time
_ROWS_AT_ONCE = 500
_SHEET_NAME_LENGTH = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
_NOT_PLAIN = re.compile("[&<>\x00-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\\s|\\s$")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold."""

_LIKE_A_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What programs take for a character written as its code: _x0041_ is an A."""

_DAY_ZERO = dt.date(1899, 12, 30)
_FIRST_DAY = dt.date(1900, 3, 1)  # before it, programs count differently

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BOLD, TEXT, AMOUNT, DAY, INSTANT = range(1, 6)
"""Looks of cells, as the styles number them; 0 is none in particular."""

_FORMATS = (0, 0, 49, 4, 164, 165)
_STYLES = f"""<styleSheet xmlns="{_MAIN}"><numFmts count="2">
<numFmt numFmtId="164" formatCode="d\\-m\\-yyyy"/>
<numFmt numFmtId="165" formatCode="d\\-m\\-yyyy\\ hh:mm"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="2"><border/><border><left/><right/><top/><bottom style="thin"/></border></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(_FORMATS)}">{
    "".join(
        f'<xf numFmtId="{number}" fontId="{int(look == BOLD)}" fillId="0" '
        f'borderId="{int(look == BOLD)}" xfId="0" applyNumberFormat="1" applyFont="1"/>'
        for look, number in enumerate(_FORMATS)
    )
}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


class Book:
    """A workbook that is being written: sheets are added one after the other."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._areas: dict[str, str] = {}  # of the filters, by the name of the sheet

    def add(self, name: object, header: Sequence[object], rows: Iterable[Sequence[object]]) -> None:
        """A sheet with a header, and rows that are as wide.

        Cells are Decimal, int, date, datetime, bool or None; anything else is text, which is never
        a formula or a link.
        """
        rows = iter(rows)
        first_rows = list(islice(rows, LOOKED_AT))
        letters = [letters_of(place) for place in range(len(header))]
        with self._archive.open(_part(len(self._areas) + 1), "w") as part:
            part.write(_beginning(_widths(header, first_rows)).encode())
            part.write(_header(header, letters).encode("utf-8", "replace"))
            last = 1
            for number, piece in _pieces(chain(first_rows, rows), letters):
                part.write(piece)
                last = number
            area = f"A1:{(letters or ['A'])[-1]}{last}"
            part.write(f'</sheetData><autoFilter ref="{area}"/></worksheet>'.encode())
        self._areas[sheet_title(name)] = area

    def finish(self) -> None:
        """Write the parts that tell of the sheets."""
        for name, text in _surroundings(self._areas).items():
            self._archive.writestr(name, f"{_HEAD}{text}")


@contextmanager
def book_to(stream: IO[bytes]) -> Iterator[Book]:
    """A workbook that is complete in the file when the block ends."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=PACKING) as archive:
        book = Book(archive)
        yield book
        book.finish()


def sheet_title(name: object) -> str:
    """At most 31 characters and none that a workbook forbids in the name of a sheet."""
    plain = _NOT_IN_SHEET_NAMES.sub(" ", _NO_TEXT.sub(" ", str(name)))
    return plain[:_SHEET_NAME_LENGTH].strip() or _("Sheet")


# --- Rows and cells -------------------------------------------------------------------------------


def _header(header: Sequence[object], letters: Sequence[str]) -> str:
    titles = zip(letters, map(str, header), strict=True)
    return f'<row r="1">{"".join(_text(f"{letter}1", text, BOLD) for letter, text in titles)}</row>'


def _pieces(
    rows: Iterator[Sequence[object]], letters: Sequence[str]
) -> Iterator[tuple[int, bytes]]:
    """So many rows at a time as XML, with the number of the last."""
    numbered = enumerate(rows, 2)
    while chunk := list(islice(numbered, _ROWS_AT_ONCE)):
        text = "".join([_row(number, row, letters) for number, row in chunk])
        yield chunk[-1][0], text.encode("utf-8", "replace")


def _row(number: int, row: Sequence[object], letters: Sequence[str]) -> str:
    cells = [
        (_WRITERS.get(cell.__class__) or _writer_of(cell))(f"{letter}{number}", cell)
        for letter, cell in zip(letters, row, strict=False)
        if cell is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text(place: str, text: str, look: int = TEXT) -> str:
    text = text[:CELL_LIMIT]
    space = ""
    if _NOT_PLAIN.search(text):
        text, space = _mended(text), ' xml:space="preserve"'
    return f'<c r="{place}" s="{look}" t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _mended(text: str) -> str:
    """The text as XML holds it: a sign for what it cannot hold, lines ended as in Unix."""
    text = _NO_TEXT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return escape(_LIKE_A_CODE.sub("_x005F_", text))


def _decimal(place: str, number: Decimal) -> str:
    return f'<c r="{place}" s="{AMOUNT}"><v>{number:f}</v></c>'


def _whole(place: str, number: int) -> str:
    return f'<c r="{place}"><v>{number}</v></c>'


def _day(place: str, day: dt.date) -> str:
    if day < _FIRST_DAY:
        return _text(place, day.isoformat())
    return f'<c r="{place}" s="{DAY}"><v>{(day - _DAY_ZERO).days}</v></c>'


def _instant(place: str, at: dt.datetime) -> str:
    since = wall_clock(at) - dt.datetime.combine(_DAY_ZERO, dt.time.min)
    return f'<c r="{place}" s="{INSTANT}"><v>{since / dt.timedelta(days=1)!r}</v></c>'


def _yes_or_no(place: str, answer: bool) -> str:
    return _text(place, yes_or_no(answer))


_WRITERS: dict[type, Callable[[str, Any], str]] = {
    str: _text,
    bool: _yes_or_no,
    int: _whole,
    Decimal: _decimal,
    dt.date: _day,
    dt.datetime: _instant,
}


def _writer_of(cell: object) -> Callable[[str, Any], str]:
    """For kinds of these types, and as text for any other."""
    for kind in (str, int, Decimal, dt.datetime, dt.date):
        if isinstance(cell, kind):
            return _WRITERS[kind]
    return lambda place, other: _text(place, str(other))


# --- The parts around the rows --------------------------------------------------------------------


def _part(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _beginning(widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews>{f'<cols>{columns}</cols>' if columns else ''}<sheetData>"
    )


def _widths(header: Sequence[object], rows: list[Sequence[object]]) -> list[int]:
    longest = [len(str(text)) + 2 for text in header]
    for row in rows:
        for position, cell in enumerate(row[: len(longest)]):
            longest[position] = max(longest[position], len(str(cell)) + 1)
    return [min(max(width, NARROWEST), WIDEST) for width in longest]


def _surroundings(areas: dict[str, str]) -> dict[str, str]:
    """The parts of the package beside the sheets, by name."""
    numbers = range(1, len(areas) + 1)
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, areas, strict=True)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"{escape(_absolute(name, area))}</definedName>"
        for place, (name, area) in enumerate(areas.items())
    )
    links = "".join(
        _link(number, "worksheet", f"worksheets/sheet{number}.xml") for number in numbers
    )
    overrides = "".join(_override(_part(number), "worksheet") for number in numbers)
    return {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}'
        f"</sheets><definedNames>{filters}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": _links(links + _link(len(areas) + 1, "styles", "styles.xml")),
        "xl/styles.xml": _STYLES,
        "_rels/.rels": _links(_link(1, "officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{_override('xl/workbook.xml', 'sheet.main')}{_override('xl/styles.xml', 'styles')}"
        f"{overrides}</Types>",
    }


def _absolute(name: str, area: str) -> str:
    """Where a filter lies, as a formula names it: 'A sheet'!$A$1:$C$9."""
    return "'{}'!{}".format(name.replace("'", "''"), re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", area))


def _links(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>'
