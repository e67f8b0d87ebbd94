"""Workbooks written as text: what every program reads in them is what was put in."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from django.db.models import IntegerChoices, TextChoices
from django.utils import translation
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.shared.sheets import Limits, new_book, read, sheet_title, write_xlsx
from config.shared.sheets.cells import letters_of


class Colour(TextChoices):
    RED = "R", "rood"


class Size(IntegerChoices):
    LARGE = 3, "groot"


def book_of(*sheets):
    stream = io.BytesIO()
    with new_book(stream) as book:
        for name, header, rows in sheets:
            book.add(name, header, rows)
    stream.seek(0)
    return stream


def cell_back(value):
    """What another program reads, as a value and its kind."""
    book = openpyxl.load_workbook(book_of(("Blad", ["kop"], [(value,)])))
    found = book.active["A2"]
    return found.value, found.data_type


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("tekst", ("tekst", "s")),
        ("=1+1", ("=1+1", "s")),
        ("0012", ("0012", "s")),
        (' <a> & "b" ', (' <a> & "b" ', "s")),
        ("een\ntwee\ttabs", ("een\ntwee\ttabs", "s")),
        ("een\rtwee\r\n", ("een\ntwee\n", "s")),
        ("bel\x07\x00", ("bel\ufffd\ufffd", "s")),
        ("\U0001f600 עברית", ("\U0001f600 עברית", "s")),
        ("half \ud800", ("half ?", "s")),
        ("x" * 40_000, ("x" * 32_767, "s")),
        (mark_safe("vet"), ("vet", "s")),
        (lazystr("lui"), ("lui", "s")),
        (Colour.RED, ("R", "s")),
        (1.5, ("1.5", "s")),
        (12, (12, "n")),
        (Size.LARGE, (3, "n")),
        (Decimal("1234.50"), (1234.5, "n")),
        (Decimal("1E+3"), (1000, "n")),
        (dt.date(2026, 2, 1), (dt.datetime(2026, 2, 1), "d")),  # noqa: DTZ001 - sheets have no zone
        (dt.date(1899, 1, 1), ("1899-01-01", "s")),
        (dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC), (dt.datetime(2026, 7, 2, 0, 30), "d")),  # noqa: DTZ001
        (None, (None, "n")),
    ],
)
def test_a_cell_is_of_the_type_of_its_value(value, expected):
    assert cell_back(value) == expected


def test_yes_and_no_are_words():
    with translation.override("nl"):
        assert (cell_back(True), cell_back(False)) == (("ja", "s"), ("nee", "s"))


@settings(max_examples=15, deadline=None)  # each starts a process
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), min_size=1))
@example(["_x0041_", "_x0000_", " ", "\ud7ff"])
def test_any_text_comes_back_when_it_is_read_here(texts):
    stream = book_of(("Blad", ["nr", *map(str, range(len(texts)))], [["x", *texts]]))
    found = read(stream, "a.xlsx", limits=Limits(columns=1_000)).frame.iloc[0].tolist()
    kept = [text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for text in texts]
    assert found[1 : len(texts) + 1] == kept


def test_sheets_have_a_header_in_sight_a_filter_and_widths():
    rows = [(number, "y" * 80, "") for number in range(1_234)]
    book = openpyxl.load_workbook(
        book_of(("Het 'eerste' & <blad>", ["a", "b", "c"], rows), ("Leeg", ["x"], []))
    )
    assert book.sheetnames == ["Het 'eerste' & <blad>".replace("'", " "), "Leeg"]
    first, empty = book.worksheets
    assert (first.freeze_panes, first.auto_filter.ref) == ("A2", "A1:C1235")
    assert empty.auto_filter.ref == "A1:A1"
    assert [first.column_dimensions[letter].width for letter in "ABC"] == [8, 50, 8]
    assert (first["A1"].font.b, first["A2"].font.b) == (True, False)
    assert first["A1235"].value == 1_233


def test_the_parts_are_well_formed_and_named_by_the_directory():
    with zipfile.ZipFile(book_of(("Een", ["a"], [("1",)]), ("Twee", ["b"], []))) as archive:
        names = archive.namelist()
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in names}  # noqa: S314 - our own
    listed = {
        each.get("PartName").removeprefix("/")
        for each in parts["[Content_Types].xml"]
        if each.get("PartName")
    }
    assert listed == {name for name in names if name.endswith(".xml") and "Types" not in name}
    targets = {f"xl/{each.get('Target')}" for each in parts["xl/_rels/workbook.xml.rels"]}
    assert targets == listed - {"xl/workbook.xml"}


def test_rows_are_written_while_they_come(monkeypatch):
    def rows():
        for number in range(2_000):
            yield (f"TV-{number}", Decimal(number))

    stream = io.BytesIO()
    write_xlsx(stream, "Blad", ["kenmerk", "bedrag"], rows())
    assert read(stream, "a.xlsx").frame.iloc[-1].tolist() == ["TV-1999", "1999"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Kosten: 2026/27 [alles]", "Kosten  2026 27  alles"),
        ("x" * 40, "x" * 31),
        ("\x00'", "Blad"),
    ],
)
def test_names_of_sheets_are_those_a_workbook_allows(name, title):
    with translation.override("nl"):
        assert sheet_title(name) == title


def test_columns_are_named_by_letters():
    assert [letters_of(place) for place in (0, 25, 26, 701, 702, 16_383)] == [
        "A", "Z", "AA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip
