"""Awkward sheets of placements, each with what should become of it.

`write_all` makes files of them, for runs against a real page.
"""

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from tests.support.old_workbooks import ods, xls, xlsb
from tests.support.placements import COLUMNS, as_csv, row, rows
from tests.support.sheets import OLE_HEAD, password_protected, xlsx, xlsx_of_xml

HEADER = list(COLUMNS)
TWO = rows(2)
WIDE, TOO_WIDE = 190, 20_000
LONG_CELL = 40_000
TOO_LONG_CELL = 200_000


@dataclass(frozen=True, slots=True)
class Awkward:
    """A file, and what should become of it.

    `says` stands in the refusal of the file, or in something that is found in it. `rows` is None
    where the whole file is refused; else so many are read, `refused` of which are wrong.
    `as_usual`: what was read is what the plain sheet has.
    """

    filename: str
    content: bytes
    rows: int | None = 2
    refused: int = 0
    says: str = ""
    as_usual: bool = True


def cells(line: dict[str, object]) -> list[object]:
    return [line.get(name, "") for name in COLUMNS]


def table(*lines: dict[str, object]) -> list[list[object]]:
    """Header and rows, as a workbook takes them."""
    return [HEADER, *(cells(line) for line in lines or TWO)]


def refused(filename: str, content: bytes, says: str) -> Awkward:
    """A file of which no row is read."""
    return Awkward(filename, content, rows=None, says=says)


def wrong(filename: str, content: bytes, says: str, *, count: int = 2, bad: int = 1) -> Awkward:
    """A file that is read, some rows of which are wrong."""
    return Awkward(filename, content, rows=count, refused=bad, says=says, as_usual=False)


def other(filename: str, content: bytes, says: str = "", *, count: int = 2) -> Awkward:
    """A file that is taken, with other cells than the plain sheet has."""
    return Awkward(filename, content, rows=count, says=says, as_usual=False)


def text(encoding: str = "utf-8", delimiter: str = ";", **first: object) -> bytes:
    """Two rows as csv, the first with other cells."""
    return as_csv([row(1, **first), row(2)], encoding=encoding, delimiter=delimiter)


def replaced(old: bytes, new: bytes, source: bytes = b"") -> bytes:
    """The plain sheet with something else in it."""
    source = source or text()
    assert old in source
    return source.replace(old, new)


def lines_of(content: bytes) -> list[bytes]:
    return content.split(b"\r\n")[:-1]


def workbook(lines: Sequence[Sequence[object]] = (), prepare=None, **options: object) -> bytes:
    return xlsx(lines or table(), prepare=prepare, **options).getvalue()


def encodings() -> Iterator[tuple[str, Awkward]]:
    for name in (
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
    ):
        yield f"encoding {name}", Awkward("blad.csv", text(name))
    for mark, name in ((b"\xfe\xff", "utf-16-be"), (b"\x00\x00\xfe\xff", "utf-32-be")):
        yield f"big-endian mark {name}", Awkward("blad.csv", mark + text(name))
    for name, said in (("cp1252", "Windows-1252"), ("iso-8859-15", "Latin-9")):
        content = text(name, status_reason="Café: € 12 per maand")
        yield f"encoding {name}", other("blad.csv", content, said)
    bad = replaced(b"Gestart;2026-02-02;", b"Gestart;2026-02-02;caf\xe9 \xc3\xa9")
    yield "two encodings in one file", other("blad.csv", bad, "Windows-1252")
    yield "half a UTF-16 character", refused("blad.csv", text("utf-16")[:-1], "beschadigd")
    yield "no encoding at all", refused("blad.csv", bytes(range(256)) * 8, "geen")


def delimiters() -> Iterator[tuple[str, Awkward]]:
    for name, mark in (("comma", ","), ("tab", "\t"), ("bar", "|"), ("semicolon", ";")):
        content = text(delimiter=mark, offered_hours="120", attended_hours="96,5")
        yield f"delimiter {name}", Awkward("blad.txt", content)
    yield "sep= with semicolons", Awkward("blad.csv", b"sep=;\r\n" + text())
    yield "sep= with a mark", Awkward("blad.csv", b"\xef\xbb\xbfsep=,\r\n" + text(delimiter=","))
    yield "sep= of something rare", Awkward("blad.csv", b"sep=~\r\n" + text(delimiter="~"))
    head, *below = lines_of(text())
    commas = b"\r\n".join([head, *(line.replace(b";", b",") for line in below)])
    yield "header with semicolons, rows with commas", wrong("blad.csv", commas + b"\r\n", "", bad=2)
    loose = b"\r\n".join([head, below[0] + b";;;;", below[1]]) + b"\r\n"
    yield "empty cells past the header", Awkward("blad.csv", loose)
    moved = b"\r\n".join([head, below[0] + b";;x", below[1]]) + b"\r\n"
    yield "a cell past the header", wrong("blad.csv", moved, "zonder kop")


def line_ends() -> Iterator[tuple[str, Awkward]]:
    plain = text()
    mixed = plain.replace(b"\r\n", b"\n", 1)
    for name, content in {
        "line ends of Unix": plain.replace(b"\r\n", b"\n"),
        "line ends of an old Mac": plain.replace(b"\r\n", b"\r"),
        "line ends mixed": mixed,
        "no line end at the end": plain[:-2],
        "blank lines between": plain.replace(b"\r\n", b"\r\n\r\n;;;\r\n"),
        "two thousand blank lines below": plain + b";;;;\r\n" * 2_000,
        "blank lines above": b"\r\n;;\r\n\r\n" + plain,
    }.items():
        yield name, Awkward("blad.csv", content)
    inside = replaced(b"Gestart;2026-02-02;", b'Gestart;2026-02-02;"eerst\r\ndan"')
    yield "a line end within quotation marks", other("blad.csv", inside)


def quotes() -> Iterator[tuple[str, Awkward]]:
    every = b"\r\n".join(
        b";".join(b'"%s"' % cell for cell in line.split(b";")) for line in lines_of(text())
    )
    yield "every cell quoted", Awkward("blad.csv", every + b"\r\n")
    said = replaced(b"Gestart;2026-02-02;", b'Gestart;2026-02-02;"zij zei ""ja"""')
    yield "quotation marks doubled", other("blad.csv", said)
    unclosed = replaced(b"TV-00002", b'"TV-00002')
    yield "a quotation mark left open", refused("blad.csv", unclosed, "aanhalingsteken")
    after = replaced(b"TV-00002", b'"TV"-00002')
    yield "text after a quotation mark", refused("blad.csv", after, "aanhalingsteken")
    single = replaced(b"TV-00002", b"'TV-00002'")
    yield "single quotation marks", other("blad.csv", single)


def numbers() -> Iterator[tuple[str, Awkward]]:
    for name, hours in {
        "decimal point": "120.00",
        "thousands with a dot": "1.120,50",
    }.items():
        yield f"hours with {name}", other("blad.csv", text(offered_hours=hours))
    for name, hours in {
        "a space for thousands": "1 120,50",
        "a narrow space": "1\u202f120,50",
        "a plus": "+120",
        "an exponent": "1e309",
        "not a number": "NaN",
        "infinity": "inf",
        "a unit": "120 uur",
        "below zero": "-1",
        "three decimals": "120,125",
        "a formula": "=100+20",
        "many digits": "9" * 400,
        "underscores": "1_000",
    }.items():
        yield f"hours with {name}", wrong("blad.csv", text(offered_hours=hours), "")


def days() -> Iterator[tuple[str, Awkward]]:
    for name, day in {
        "dashes": "2-2-2026",
        "zeros": "02-02-2026",
        "slashes": "2/2/2026",
        "dots": "2.2.2026",
        "spaces": "2 2 2026",
        "a time": "2026-02-02 00:00:00",
        "a T and a Z": "2026-02-02T00:00:00Z",
        "no marks": "20260202",
    }.items():
        yield f"a day with {name}", Awkward("blad.csv", text(planned_first_on=day))
    yield (
        "a day as a serial number",
        Awkward("blad.csv", text(planned_first_on="46055"), says="46055"),
    )
    for name, day in {
        "two digits of the year": "2-2-26",
        "the month in words": "2 februari 2026",
        "the month first": "2/30/2026",
        "a leap day that is none": "29-2-2026",
        "the year 0": "0000-01-01",
        "the year 9999": "9999-12-31",
        "text": "volgende week",
        "digits of another script": "٢-٢-٢٠٢٦",
    }.items():
        yield f"a day with {name}", wrong("blad.csv", text(planned_first_on=day), "")


def references() -> Iterator[tuple[str, Awkward]]:
    for name, reference in {
        "leading zeros": "000123",
        "an exponent that Excel made": "1,23457E+11",
        "what looks like an exponent": "705E01",
        "what looks like a day": "2023-001",
        "Excel's way to keep zeros": '="000123"',
        "an apostrophe": "'TV-1",
        "letters from right to left": "תלמיד-1",
        "letters of Arabic": "طالب-12",
        "an emoji": "TV-🎓-1",
        "accents apart": "Ame\u0301lie-1",
    }.items():
        content = text(reference=reference)
        yield f"a reference with {name}", other("blad.csv", content)
    for name, mark in {
        "a zero width space": "\u200b",
        "a turn to the left": "\u202e",
        "a soft hyphen": "\u00ad",
        "a mark of byte order": "\ufeff",
    }.items():
        content = text(reference=f"TV{mark}-00001")
        yield f"a reference with {name}", Awkward("blad.csv", content, says="onzichtbare")
    for name, reference in {
        "a BSN": "123456782",
        "a BSN with spaces": "123 456 782",
        "a formula": "=cmd|'/C calc'!A0",
        "a formula wrapped": '="=1+1"',
        "a control character": "TV\x1b1",
        "too many characters": "T" * 41,
    }.items():
        yield f"a reference with {name}", wrong("blad.csv", text(reference=reference), "")
    yield "a NUL in a reference", refused("blad.csv", text(reference="TV\x001"), "")
    long = text(status_reason="é" * LONG_CELL)
    yield "a very long cell", wrong("blad.csv", long, "tekens")
    beyond = text(status_reason="x" * TOO_LONG_CELL)
    yield "a cell beyond measure", refused("blad.csv", beyond, "")


def headers() -> Iterator[tuple[str, Awkward]]:
    head, *below = lines_of(text())
    names = head.split(b";")

    def under(header: bytes) -> bytes:
        return b"\r\n".join([header, *below]) + b"\r\n"

    yield "header in capitals", Awkward("blad.csv", under(head.upper()))
    spaced = b";".join(b"  %s * " % name.replace(b"_", b" ") for name in names)
    yield "header with spaces and asterisks", Awkward("blad.csv", under(spaced))
    hidden = "\u200b;".join(name.decode() for name in names).encode()
    yield "header with invisible marks", Awkward("blad.csv", under(hidden))
    broken = b";".join(b'"%s"' % name.replace(b"_", b"\n") for name in names)
    yield "header over two lines", Awkward("blad.csv", under(broken))
    noted = b";".join(b"%s (dd-mm-jjjj)" % name for name in names)
    yield "header with notes between brackets", Awkward("blad.csv", under(noted))
    title = b"Plaatsingen 2026\r\n\r\nTaalschool Voorbeeld;;;maand 10\r\n"
    yield "a title above the header", Awkward("blad.csv", title + text())
    twice = b"\r\n".join([head, head, *below]) + b"\r\n"
    yield "two headers", wrong("blad.csv", twice, "", count=3)
    again = b"\r\n".join([head, below[0], head, below[1]]) + b"\r\n"
    yield "the header once more further down", wrong("blad.csv", again, "", count=3)
    yield (
        "a column twice",
        refused("blad.csv", under(head.replace(names[4], names[0])), "twee keer"),
    )
    extra = b"\r\n".join([head + b";Opmerking intern", *(line + b";x" for line in below)])
    yield "a column of their own", Awkward("blad.csv", extra, says="Opmerking intern")
    turned = as_csv(TWO, columns=COLUMNS[::-1])
    yield "columns the other way round", Awkward("blad.csv", turned)
    gaps = b"\r\n".join(b";" + line.replace(b";", b";;") for line in [head, *below]) + b"\r\n"
    yield "empty columns between", Awkward("blad.csv", gaps)
    short = as_csv(TWO, columns=[name for name in COLUMNS if name != "status"])
    yield "a required column missing", refused("blad.csv", short, "status")
    yield "a header alone", other("kop.csv", head + b"\r\n", count=0)
    yield "another sheet", refused("anders.csv", b"naam;bedrag\nTafel;12\n", "sjabloon")
    yield "one column", refused("een.csv", b"kenmerk\nTV-1\n", "")
    yield "one word", refused("woord.csv", b"hallo", "")
    wide = b"\r\n".join(
        line + b"".join(b";%s%d" % (fill, place) for place in range(WIDE - len(names)))
        for line, fill in zip([head, *below], (b"kolom", b"x", b"x"), strict=True)
    )
    yield "many columns of their own", Awkward("breed.csv", wide, says="kolom0")
    endless = b";".join(b"k%d" % place for place in range(TOO_WIDE))
    yield "twenty thousand columns", refused("breed.csv", endless + b"\n" + endless, "kolommen")


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
    yield "a workbook without sheets", refused("geen.xlsx", _zip({"xl/a.xml": b"<a/>"}), "")
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
        "a zip with a sheet": _zip({"blad.csv": text()}),
        "a zip in a zip": _zip({"a.zip": _zip({"blad.csv": text()})}),
        "a text document": _zip({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}),
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


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


AWKWARD: dict[str, Awkward] = dict(
    found
    for kind in (
        encodings,
        delimiters,
        line_ends,
        quotes,
        numbers,
        days,
        references,
        headers,
        workbooks,
        damaged,
        no_sheets,
    )
    for found in kind()
)


def write_all(folder: Path) -> list[Path]:
    """Each as a file, in a folder of its own so that it keeps its name."""
    paths = []
    for number, sheet in enumerate(AWKWARD.values()):
        path = folder / f"{number:03}" / sheet.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sheet.content)
        paths.append(path)
    return paths

