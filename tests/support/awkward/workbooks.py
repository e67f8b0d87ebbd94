"""Awkward workbooks, damaged ones, and files that are no sheet at all."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

import xlsxwriter

from tests.support.awkward.shapes import (
    HEADER,
    TWO,
    Awkward,
    other,
    refused,
    table,
    text,
    workbook,
    wrong,
    zipped,
)
from tests.support.old_workbooks import ods, xls, xlsb
from tests.support.placements import row
from tests.support.sheets import OLE_HEAD, password_protected, xlsx_of_xml


def workbooks() -> Iterator[tuple[str, Awkward]]:
    yield "xlsx", Awkward("blad.xlsx", workbook())
    yield "xlsx called csv", Awkward("blad.csv", workbook())
    yield "xlsx called xls", Awkward("blad.xls", workbook())
    yield "xlsx without a name", Awkward("blad", workbook())
    yield "csv called xlsx", Awkward("blad.xlsx", text())
    yield "xls", Awkward("blad.xls", xls(table()))
    yield "xlsb", Awkward("blad.xlsb", xlsb(table()))
    yield "ods", Awkward("blad.ods", ods(table()))
    yield "ods with a million blank rows", Awkward("blad.ods", ods(table(), blank_rows=1_000_000))
    yield "days of 1904", Awkward("mac.xlsx", _of_1904())
    yield "real days", Awkward("dagen.xlsx", workbook(_with_days(date(2026, 2, 2))))
    yield (
        "days with a time",
        Awkward(
            "dagen.xlsx",
            workbook(_with_days(datetime(2026, 2, 2, 0, 0))),  # noqa: DTZ001 - a cell
        ),
    )
    yield "numbers as text", Awkward("tekst.xlsx", workbook())
    numbers_ = {"gemeente": 9001, "offered_hours": 120, "attended_hours": 96.5}
    lines = [row(1, **numbers_), row(2, **numbers_)]
    yield "text as numbers", Awkward("getal.xlsx", workbook(table(*lines)))
    yield (
        "references that Excel made numbers",
        other("getal.xlsx", workbook(table(row(1, reference=123.0), row(2, reference=1e15)))),
    )
    yield (
        "a title above the header of a workbook",
        Awkward("titel.xlsx", workbook([["Plaatsingen"], [], *table()])),
    )
    for name, prepare in PREPARED.items():
        yield name, Awkward("blad.xlsx", workbook(prepare=prepare))
    yield "merged cells", other("blad.xlsx", _merged(), "samengevoegd", count=2)
    yield "formulas", other("blad.xlsx", workbook(prepare=_formula), "formules")
    yield "errors of formulas", wrong("blad.xlsx", workbook(prepare=_errors), "#REF!")
    yield "a tick for a number", wrong("blad.xlsx", workbook(prepare=_tick), "")
    for name, sheets in SHEETS.items():
        yield name, Awkward("boek.xlsx", _book(sheets))
    yield "a chart alone", refused("grafiek.xlsx", _chart_alone(), "")
    yield "an empty workbook", refused("leeg.xlsx", _book([("Blad1", [], None)]), "leeg")


def damaged() -> Iterator[tuple[str, Awkward]]:
    whole = workbook()
    for share in (10, 50, 90):
        name = f"the first {share}% of a workbook"
        yield name, refused("half.xlsx", whole[: len(whole) * share // 100], "beschadigd")
    yield "a workbook with another byte", refused("byte.xlsx", _with_other_byte(whole), "")
    yield "a locked workbook", refused("slot.xlsx", password_protected().getvalue(), "wachtwoord")
    yield "the head of an old workbook", refused("oud.xls", OLE_HEAD + b"\0" * 2_000, "")
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield "a cell in the far corner", refused("ver.xlsx", xlsx_of_xml(far).getvalue(), "")
    yield "a workbook without sheets", refused("geen.xlsx", zipped({"xl/a.xml": b"<a/>"}), "")
    yield "a sheet that is no XML", refused("xml.xlsx", xlsx_of_xml("<row><c>").getvalue(), "")


def no_sheets() -> Iterator[tuple[str, Awkward]]:
    yield "an empty file", refused("leeg.csv", b"", "leeg")
    yield "a mark alone", refused("leeg.csv", b"\xef\xbb\xbf", "leeg")
    yield "blanks alone", refused("leeg.csv", b" \r\n;;;\r\n\t\r\n", "leeg")
    for name, content in {
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "a program": b"MZ" + b"\0" * 500,
        "a letter": b"{\\rtf1\\ansi Plaatsingen}",
        "a page called xls": b"<html><table><tr><td>kenmerk</td></tr></table></html>",
        "an XML file": b'<?xml version="1.0"?><rijen><rij/></rijen>',
        "a packed sheet": gzip.compress(text()),
        "a zip with a sheet": zipped({"blad.csv": text()}),
        "a zip in a zip": zipped({"a.zip": zipped({"blad.csv": text()})}),
        "a text document": zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}),
        "a database": b"SQLite format 3\0" + b"\0" * 500,
    }.items():
        yield name, refused("blad.csv", content, "")
    records = [{name: value for name, value in line.items() if value != ""} for line in TWO]
    yield "rows as JSON", Awkward("rijen.json", json.dumps(records).encode())
    for name, content in {
        "JSON with rows within rows": b'[{"reference": {"a": 1}}]',
        "JSON that is no list": b'{"a": 1}',
        "half of JSON": b'[{"reference": "TV',
        "deep JSON": b"[" * 50_000 + b"]" * 50_000,
        "JSON with a number beyond measure": b'[{"reference": 1e400}]',
    }.items():
        yield name, refused("rijen.json", content, "")


def _with_days(day: date) -> list[list[object]]:
    lines = [row(n, planned_first_on=day, actual_first_on=day, status_on=day) for n in (1, 2)]
    return table(*lines)


def _of_1904() -> bytes:
    """A workbook of an old Mac: its days are counted from 1904."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        shown = book.add_format({"num_format": "d-m-yyyy"})
        for number, line in enumerate(_with_days(date(2026, 2, 2))):
            for place, cell in enumerate(line):
                sheet.write(number, place, cell, shown if isinstance(cell, date) else None)
    return stream.getvalue()


def _merged() -> bytes:
    def merge(_book, sheet) -> None:
        place = HEADER.index("place")
        sheet.merge_range(1, place, 2, place, "Waterveen")

    return workbook(prepare=merge)


def _formula(_book, sheet) -> None:
    sheet.write_formula(1, HEADER.index("offered_hours"), "=100+20", None, 120)


def _errors(_book, sheet) -> None:
    sheet.write_formula(1, HEADER.index("offered_hours"), "=A1+#REF!", None, "#REF!")


def _tick(_book, sheet) -> None:
    sheet.write_boolean(1, HEADER.index("offered_hours"), True)


def _rich(book, sheet) -> None:
    place = HEADER.index("reference")
    sheet.write_rich_string(1, place, "TV-", book.add_format({"bold": True}), "00001")


def _hide_rows(_book, sheet) -> None:
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.autofilter(0, 0, 2, len(HEADER) - 1)


def _note(_book, sheet) -> None:
    sheet.write_comment(1, 0, "Let op")
    sheet.insert_textbox(5, 5, "Tekst in een vak")
    sheet.freeze_panes(1, 1)


def _macro(book, _sheet) -> None:
    book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0 no macro"), is_stream=True)


PREPARED: dict[str, Callable] = {
    "letters in two fonts": _rich,
    "hidden rows and a filter": _hide_rows,
    "notes and boxes": _note,
    "a macro": _macro,
    "hidden columns": lambda _book, sheet: sheet.set_column(0, 3, None, None, {"hidden": True}),
    "a locked sheet": lambda _book, sheet: sheet.protect("geheim"),
    "a formatted cell far down": lambda book, sheet: sheet.write_blank(
        900, 3, None, book.add_format({"bold": True})
    ),
}
EXPLANATION = [["Uitleg"], ["Vul de regels in op het andere blad."]]
SHEETS: dict[str, list[tuple[str, list, str | None]]] = {
    "an empty sheet first": [("Leeg", [], None), ("Data", table(), None)],
    "a hidden sheet first": [("Oud", table(row(9)), "hide"), ("Data", table(), None)],
    "a very hidden sheet first": [("Lijst", table(row(9)), "very_hidden"), ("Data", table(), None)],
    "an explanation first": [("Uitleg", EXPLANATION, None), ("Plaatsingen", table(), None)],
    "the template's name on a later sheet": [
        ("Vorige maand", table(row(9)), None),
        ("PLAATSINGEN", table(), None),
    ],
}


def _book(sheets: Sequence[tuple[str, list, str | None]]) -> bytes:
    """A workbook of several sheets, some of them hidden."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, lines, hidden in sheets:
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
            if hidden:
                getattr(sheet, hidden)()
            elif lines:
                sheet.set_first_sheet()
                sheet.activate()
    return stream.getvalue()


def _chart_alone() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("Blad1")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Blad1!$A$1:$A$2"})
        book.add_chartsheet().set_chart(chart)
    return stream.getvalue()


def _with_other_byte(whole: bytes) -> bytes:
    """The packed sheet is damaged in its middle."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    place = part.header_offset + part.compress_size // 2 + 60
    return whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
