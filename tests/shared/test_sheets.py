import datetime as dt
import io
import resource
import subprocess
import sys
import tracemalloc
import zipfile
from contextlib import suppress
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from config.shared import sheets
from config.shared.sheets import (
    Finding,
    Limits,
    Unusable,
    guard,
    open_sheet,
    raw_from_records,
    read,
    reader,
)
from tests.support.sheets import (
    csv_file,
    hostile_files,
    in_memory,
    password_protected,
    shared_file,
    with_false_size,
    xlsx,
    xlsx_of_xml,
)

HEADER = ["kenmerk", "bedrag"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def cells(raw):
    return [raw.header, *raw.frame.to_numpy().tolist()]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "cp1252",
    ],
)
def test_csv_of_every_delimiter_and_encoding(delimiter, encoding):
    text = f"kenmerk{delimiter}naam van de school\r\n007{delimiter}Café d’Été\r\n"
    raw = read(csv_file(text, encoding), "a.csv")
    assert cells(raw) == [["kenmerk", "naam van de school"], ["007", "Café d’Été"]]


def test_a_guessed_encoding_is_told():
    raw = read(csv_file("naam;x\nRené;1\n", "cp1252"), "a.csv")
    assert [notice.code for notice in raw.notices] == ["encoding"]
    assert read(csv_file("naam;x\nRené;1\n"), "a.csv").notices == []


@pytest.mark.parametrize(
    ("content", "shown", "told"),
    [
        ("René;€ 5".encode("iso-8859-15"), "€ 5", "Latin-9"),
        ("René;€ 5".encode("cp1252"), "€ 5", "Windows-1252"),
        ("René;’5’ ¤".encode("cp1252"), "’5’ ¤", "Windows-1252"),
    ],
)
def test_the_old_encodings_of_the_west_are_told_apart_by_their_euro(content, shown, told):
    raw = read(in_memory(b"naam;bedrag\n" + content), "a.csv")
    assert cells(raw)[1] == ["René", shown]
    assert told in raw.notices[0].message


def test_null_bytes_are_refused_wherever_they_stand():
    with pytest.raises(Unusable, match="null bytes"):
        read(in_memory(b"naam;bedrag\n" + b"x;1\n" * 20_000 + b"y\0;2\n"), "a.csv")
    escaped = '<row r="1"><c r="A1" t="inlineStr"><is><t>naam</t></is></c></row>'
    escaped += '<row r="2"><c r="A2" t="inlineStr"><is><t>x_x0000_</t></is></c></row>'
    with pytest.raises(Unusable, match="null bytes"):
        read(xlsx_of_xml(escaped), "a.xlsx")


def test_a_cell_beyond_measure_in_a_workbook_is_named_by_its_line():
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
    content = row.format(1, "naam") + row.format(2, "x" * 200_000)
    with pytest.raises(Unusable, match="Line 2 of the file holds a cell"):
        read(xlsx_of_xml(content), "a.xlsx")


def test_more_errors_of_formulas_than_anyone_mends_are_refused(monkeypatch):
    monkeypatch.setattr(guard, "MOST_ERROR_ROWS", 1)
    cell = '<row r="{0}"><c r="A{0}" t="e"><v>#N/A</v></c></row>'
    assert len(read(xlsx_of_xml(cell.format(1)), "a.xlsx").header) == 1
    with pytest.raises(Unusable, match="More than 1 rows"):
        read(xlsx_of_xml(cell.format(1) + cell.format(2)), "a.xlsx")


def test_decimal_commas_do_not_decide_the_delimiter():
    raw = read(csv_file("uren;bedrag;prijs\n1,5;2,25;3,75\n"), "a.csv")
    assert cells(raw)[1] == ["1,5", "2,25", "3,75"]


def test_the_hint_that_excel_writes_is_no_row():
    raw = read(csv_file("sep=|\nkenmerk|naam;titel\n1|a;b\n"), "a.csv")
    assert cells(raw) == [["kenmerk", "naam;titel"], ["1", "a;b"]]
    assert raw.first_row == 2


def test_quoted_cells_keep_newlines_and_delimiters():
    raw = read(csv_file('kenmerk;tekst\n1;"een;\n""twee"""\n2;x\n'), "a.csv")
    assert cells(raw)[1:] == [["1", 'een;\n"twee"'], ["2", "x"]]


def test_row_numbers_are_those_of_the_sheet_and_blank_rows_are_left_out():
    raw = read(csv_file("\n\nkenmerk;x\n1;a\n;\n2;b\n\n"), "a.csv")
    assert raw.header_row == 3
    assert raw.frame.index.tolist() == [4, 6]


def test_ragged_rows_are_filled_up():
    raw = read(csv_file("a;b;c\n1\n1;2;3;4\n"), "a.csv")
    assert cells(raw) == [["a", "b", "c", ""], ["1", "", "", ""], ["1", "2", "3", "4"]]


def test_cells_of_a_workbook_come_as_a_person_sees_them():
    rows = [
        ["geheel", "deel", "tekst", "dag", "ja", "groot", "klein"],
        [12, 1234.5, "0012", dt.date(2026, 2, 1), True, 123456789012, 0.0000001],
    ]
    raw = read(xlsx(rows), "a.xlsx")
    assert cells(raw)[1] == [
        "12",
        "1234,5",
        "0012",
        "2026-02-01",
        "WAAR",
        "123456789012",
        "0,0000001",
    ]
    assert raw.sheet_name == "Blad1"


def test_the_first_visible_sheet_with_content_is_read():
    def prepare(workbook, sheet):
        sheet.hide()
        workbook.add_worksheet("Leeg")
        workbook.add_worksheet("Gegevens").write_row(0, 0, HEADER)
        workbook.get_worksheet_by_name("Gegevens").activate()

    assert read(xlsx([["verborgen"]], prepare=prepare), "a.xlsx").sheet_name == "Gegevens"


def test_the_sheet_with_the_name_of_the_template_goes_first():
    def prepare(workbook, _sheet):
        workbook.add_worksheet("Plaatsingen").write_row(0, 0, HEADER)

    raw = read(xlsx([["uitleg"]], prepare=prepare), "a.xlsx", sheet_name="plaatsingen")
    assert raw.header == HEADER


def test_errors_of_formulas_are_shown_and_formulas_told():
    def prepare(_workbook, sheet):
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 1, "=1+1", None, 2)

    raw = read(xlsx([HEADER, ["a"], ["b"]], prepare=prepare), "a.xlsx")
    assert cells(raw)[1:] == [["a", "#DIV/0!"], ["b", "2"]]
    assert [notice.code for notice in raw.notices] == ["formulas"]


def test_merged_cells_are_told_with_their_row():
    raw = read(
        xlsx([HEADER], prepare=lambda _book, sheet: sheet.merge_range(1, 0, 2, 1, "samen")),
        "a.xlsx",
    )
    assert [(notice.code, notice.row, notice.value) for notice in raw.notices] == [
        ("merged_cells", 2, "A2:B3")
    ]


def test_a_styled_but_empty_cell_far_away_does_no_harm():
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    raw = read(xlsx_of_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + far), "a.xlsx")
    assert raw.header == ["1"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b";;\n;\n", "is empty"),
        (b"\x89PNG\r\n\x1a\nxx", "not a sheet"),
        (b"%PDF-1.7 tekst", "not a sheet"),
        (b"<html><table><tr><td>1</td></tr></table>", "not a sheet"),
        (b'{"releases": []}', "not a sheet"),
        (b"naam;bedrag\nJan\0sen;12,50\n", "null bytes"),
        (b'naam;bedrag\n"Jansen;12,50\nPieters;13,00\n', "line 2 is not closed"),
        (b'naam;bedrag\nx;1\n"Jan"sen;12,50\n', "line 3 is not closed"),
        (b"naam;" + b"x" * 200_000, "131,072"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xef\xbb\xbfna\xffm", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
    ],
)
def test_what_cannot_be_read_is_answered_in_a_sentence(content, sentence):
    with pytest.raises(Unusable, match=sentence) as refusal:
        read(in_memory(content), "bestand")
    assert len(refusal.value.messages) == 1


def test_a_password_is_named_as_the_reason():
    with pytest.raises(Unusable, match="password"):
        read(password_protected(), "geheim.xlsx")


def test_a_workbook_without_content_is_empty():
    with pytest.raises(Unusable, match="is empty"):
        read(xlsx([]), "leeg.xlsx")


def test_an_archive_that_is_no_workbook():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../buiten.txt", "x")
    with pytest.raises(Unusable, match="not a sheet"):
        read(stream, "a.xlsx")


LIMITS = Limits(rows=3, columns=2)


@pytest.mark.parametrize("make", [xlsx, lambda rows: csv_file(as_csv(rows))])
def test_limits_hold_for_every_kind(make):
    assert len(read(make([HEADER, *[["a", "b"]] * 3]), limits=LIMITS).frame) == 3
    with pytest.raises(Unusable, match="rows"):
        read(make([HEADER, *[["a", "b"]] * 4]), limits=LIMITS)
    with pytest.raises(Unusable, match="columns"):
        read(make([[*HEADER, "x"]]), limits=LIMITS)


def as_csv(rows):
    return "\n".join(";".join(row) for row in rows)


def test_a_file_with_too_many_bytes_is_not_opened():
    with pytest.raises(Unusable, match="MB"):
        read(csv_file("a;b\n" * 100), limits=Limits(file_bytes=100))


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="B1048576"><v>1</v></c></row>',
        "<row r='2'><c r='XFD2' t='str'><v>x</v></c></row>",
        '<row r="2"><c r="ZZZ2"><v>1</v></c></row>',
    ],
)
def test_a_filled_cell_far_away_is_refused_before_room_is_made_for_it(far):
    with pytest.raises(Unusable, match="is filled"):
        read(xlsx_of_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + far), "a.xlsx")


@pytest.mark.parametrize("shift", range(0, 120, 10))
def test_a_far_cell_is_seen_wherever_it_stands_in_a_large_part(shift):
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    filler = "<!--" + "x" * (guard.PIECE - 150 - shift) + "-->"
    far = '<row r="1048576"><c r="B1048576"><v>1</v></c></row>'
    with pytest.raises(Unusable, match="Cell B1048576 is filled"):
        read(xlsx_of_xml(near + filler + far), "a.xlsx")


def test_a_directory_that_lies_about_sizes_is_found_out():
    honest = xlsx_of_xml('<row r="1"><c r="A1"><v>1</v></c></row>' * 500)
    with pytest.raises(Unusable, match="damaged"):
        read(with_false_size(honest, "xl/worksheets/sheet1.xml", 100), "a.xlsx")


def test_a_workbook_that_unpacks_too_far_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(reader, "_child", None)
    big = xlsx_of_xml("<row><c><v>1</v></c></row>" * 2_000_000)
    with pytest.raises(Unusable, match="too large"):
        read(big, "a.xlsx")
    with pytest.raises(Unusable, match="too large"):
        read(xlsx([HEADER]), "a.xlsx", limits=Limits(unpacked_bytes=1000))


def test_a_workbook_that_needs_too_much_memory_or_time_costs_only_a_child():
    many_cells = xlsx_of_xml(("<row>" + "<c><v>1</v></c>" * 10 + "</row>") * 100_000)
    with pytest.raises(Unusable, match="too large"):
        read(many_cells, "a.xlsx", limits=Limits(memory_bytes=40 * 1024**2))


def test_a_line_of_too_many_cells_costs_only_a_child():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wide = io.BytesIO(b"kenmerk;bedrag\n" + b";" * 12_000_000)
    with pytest.raises(Unusable, match="too large"):
        read(wide, "a.csv", limits=Limits(memory_bytes=80 * 1024**2))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024


def test_hostile_files_get_an_answer_within_bounds(tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answers = {}
    for path in hostile_files(tmp_path):
        try:
            answers[path.name] = len(read(path).frame)
        except Unusable as refusal:
            answers[path.name] = refusal.messages[0]
    readable = {name for name, answer in answers.items() if isinstance(answer, int)}
    assert readable == {
        "bad_utf8.csv", "cp1252.csv", "formulas.xlsx", "only_header.csv", "rtl_override.csv",
        "utf16.csv", "utf8_bom.csv",
    }  # fmt: skip
    assert all(str(answers[name]).endswith(".") for name in answers.keys() - readable)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


@pytest.mark.parametrize("folder", ["messy", "badinput"])
def test_awkward_files_are_read_or_refused_in_words(folder):
    for path in sorted(shared_file("data", folder).rglob("*")):
        if path.is_file():
            with suppress(Unusable):
                raw = read(path)
                assert len(raw.header) == raw.frame.shape[1]


@pytest.mark.parametrize(
    "name",
    ["simple", "newlines", "quotes_and_newlines", "escaped_quotes", "comma_in_quotes", "utf8"],
)
def test_a_published_set_of_csv_cases(name):
    raw = read(shared_file("data", "messy", "csv-spectrum", f"{name}.csv"))
    expected = {
        "simple": [["1", "2", "3"]],
        "newlines": [["1", "2", "3"], ["Once upon \na time", "5", "6"], ["7", "8", "9"]],
        "quotes_and_newlines": [["1", 'ha \n"ha" \nha'], ["3", "4"]],
        "escaped_quotes": [["1", 'ha "ha" ha'], ["3", "4"]],
        "comma_in_quotes": [["John", "Doe", "120 any st.", "Anytown, WW", "08123"]],
        "utf8": [["1", "2", "3"], ["4", "5", "ʤ"]],
    }
    assert raw.frame.to_numpy().tolist() == expected[name]


ROWS = [
    ("=1+1", Decimal("-1234.50"), dt.date(2026, 2, 1), True, None),
    ("@SUM(1)", 12, dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC), False, "-12,50"),
]


def test_csv_opens_in_a_dutch_spreadsheet_program():
    stream = io.BytesIO()
    sheets.write_csv(stream, ["a", "b", "c", "d", "e"], ROWS)
    assert stream.getvalue().decode("utf-8") == (
        "\ufeffa;b;c;d;e\r\n"
        "'=1+1;-1234,50;2026-02-01;yes;\r\n"
        "'@SUM(1);12;2026-07-02 00:30;no;-12,50\r\n"
    )


def test_xlsx_has_typed_cells_and_no_formulas():
    stream = io.BytesIO()
    sheets.write_xlsx(stream, "Kosten: 2026/27 [alles]", ["a", "b", "c", "d", "e"], ROWS)
    sheet = openpyxl.load_workbook(stream).active
    assert sheet.title == "Kosten  2026 27  alles"
    shown = [str(cell.value) for cell in sheet[2]]
    assert shown == ["=1+1", "-1234.5", "2026-02-01 00:00:00", "yes", "None"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "d", "s", "n"]
    assert str(sheet["C3"].value) == "2026-07-02 00:30:00"
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("text", ["=1", "+1", "-1+1", "@x", "\t=1", "\r=1", " =1", "＝1", "−1"])
def test_text_that_would_be_evaluated_is_made_harmless(text):
    assert sheets.harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12,50", "-5%", "TV-2026", "1=1", ""])
def test_harmless_text_stays(text):
    assert sheets.harmless(text) == text


def test_exports_of_injection_strings_pass_the_check(tmp_path):
    checker = shared_file("checks", "export_check.py")
    strings = shared_file("data", "badinput").rglob("*.txt")
    lines = [line for path in strings for line in path.read_text("utf-8", "replace").splitlines()]
    rows = [(line, "x", Decimal("-1.00")) for line in [*lines, "=1+1", "\n=2", "|calc", "-"]]
    with (tmp_path / "out.csv").open("wb") as stream:
        sheets.write_csv(stream, ["=kop", "b", "c"], rows)
    with (tmp_path / "out.xlsx").open("wb") as stream:
        sheets.write_xlsx(stream, "=blad", ["=kop", "b", "c"], rows)
    files = [str(tmp_path / name) for name in ("out.csv", "out.xlsx")]
    run = subprocess.run(
        [sys.executable, str(checker), *files], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_what_was_written_reads_back():
    for write in (sheets.write_csv, lambda out, *rest: sheets.write_xlsx(out, "Blad", *rest)):
        stream = io.BytesIO()
        write(stream, HEADER, [("007", Decimal("12.50")), ("008", Decimal(3))])
        assert [row[0] for row in cells(read(stream, "uit"))] == ["kenmerk", "007", "008"]


def test_the_uploaded_sheet_comes_back_with_its_findings():
    raw = read(csv_file("kenmerk;bedrag\n=1;x\n2;3\n"), "a.csv")
    finding = Finding(2, "bedrag", "error", "number", "“x” is not an amount.", "Write 1,50.", "x")
    about_the_sheet = finding._replace(row=None, column="", message="No rows.")
    stream = io.BytesIO()
    sheets.write_errors_sheet(stream, raw, [about_the_sheet, finding])
    book = openpyxl.load_workbook(stream)
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows == [
        ["kenmerk", "bedrag", "error", "how to mend it"],
        ["=1", "x", "bedrag: “x” is not an amount.", "Write 1,50."],
        ["2", "3", None, None],
    ]
    assert [cell.value for cell in book.worksheets[1]["D"]] == [
        "what",
        "No rows.",
        "“x” is not an amount.",
    ]
    again = io.BytesIO()
    sheets.write_errors_sheet(again, read(stream, "b.xlsx"), [])
    assert openpyxl.load_workbook(again).worksheets[0].max_column == 4


def test_a_sheet_is_read_in_chunks_with_its_own_row_numbers():
    text = "titel\n\nkenmerk;bedrag\n" + "".join(f"{row};1\n" for row in range(5)) + "5;1;x\n"
    with open_sheet(csv_file(text), "a.csv", limits=Limits(chunk_rows=2)) as opened:
        assert [line.number for line in opened.header_rows] == [1, 3, 4, 5, 6, 7, 8, 9]
        chunks = list(opened.chunks(header=opened.header_rows[1]))
    assert [chunk.frame.index.tolist() for chunk in chunks] == [[4, 5], [6, 7], [8, 9]]
    assert [chunk.header for chunk in chunks] == [HEADER, HEADER, [*HEADER, ""]]
    assert {chunk.header_row for chunk in chunks} == {3}
    whole = read(csv_file(text), "a.csv")
    assert whole.frame.loc[9].tolist() == ["5", "1", "x"]


def test_a_sheet_without_rows_has_one_empty_chunk_and_notices_come_once():
    with open_sheet(csv_file("kenmerk;x\n")) as opened:
        assert [len(chunk.frame) for chunk in opened.chunks()] == [0]
    text = csv_file("naam;x\nRené;1\nAndré;2\n", "cp1252")
    with open_sheet(text, limits=Limits(chunk_rows=1)) as opened:
        chunks = list(opened.chunks())
    assert [len(chunk.notices) for chunk in chunks] == [1, 0]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_long_sheet_takes_no_more_memory_than_its_chunks(kind, tmp_path):
    path = tmp_path / f"lang.{kind}"
    rows = [
        [f"TV-{row:07}", f"cursist {row}", f"{row:080}", f"{row % 40}"] for row in range(25_000)
    ]
    if kind == "csv":
        path.write_text("a;b;c;d\n" + "\n".join(map(";".join, rows)))
    else:
        with path.open("wb") as stream:
            sheets.write_xlsx(stream, "Blad", ["a", "b", "c", "d"], rows)
    del rows
    tracemalloc.start()
    with open_sheet(path, limits=Limits(chunk_rows=1_000)) as opened:
        read_rows = sum(len(chunk.frame) for chunk in opened.chunks())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read_rows == 25_000
    assert peak < 9 * 1024**2  # all at once take twice as much


def test_records_are_a_sheet_with_their_keys_as_header():
    raw = raw_from_records(
        [
            {"reference": "007", "hours": 12.5, "isOpen": True, "plannedFirstOn": None},
            {},
            {"reference": "8", "amount": Decimal("1234.50"), "hours": 3, "isOpen": False},
        ]
    )
    assert cells(raw) == [
        ["reference", "hours", "isOpen", "plannedFirstOn", "amount"],
        ["007", "12,5", "WAAR", "", ""],
        ["8", "3", "ONWAAR", "", "1234,50"],
    ]
    assert raw.frame.index.tolist() == [1, 3]


@pytest.mark.parametrize(
    "form",
    [
        '[{"kenmerk": "1E5", "bedrag": %s}]',
        '{"rows": [{"kenmerk": "1E5", "bedrag": %s}], "mode": "x"}',
    ],
)
def test_a_kept_json_document_is_read_as_it_came(form):
    raw = read(in_memory((form % "12.50").encode()), "rijen.json")
    assert cells(raw) == [HEADER, ["1E5", "12,50"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b"\xff", "damaged"),
        (b'[{"a": NaN}]', "damaged"),
        (b'"rows"', "no list of rows"),
        (b'{"rows": {}}', "no list of rows"),
        (b"[]", "no rows"),
        (b"[{}]", "no rows"),
        (b"[[1]]", "Row 1 is not an object"),
        (b'[{"a": 1}, {"a": {"b": 1}}]', "“a” in row 2"),
        (b'[{"a": ["b"]}]', "“a” in row 1"),
        (b'[{"a": "\\ud800"}]', "“a” in row 1"),
        (b'[{"a": "x\\u0000"}]', "null bytes"),
    ],
)
def test_a_json_document_that_is_no_sheet_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(Unusable, match=sentence):
        read(in_memory(content), "rijen.JSON")


@pytest.mark.parametrize(
    ("cell", "is_far"),
    [("C5", False), ("D5", True), ("AA1", True), ("B6", True), ("A10", True), ("B5", False)],
)
def test_the_last_place_within_the_limits_is_the_last_that_is_taken(cell, is_far):
    number = cell.lstrip("ABCD")
    row = f'<row r="{number}"><c r="{cell}"><v>1</v></c></row>'
    stream = xlsx_of_xml(row if number == "1" else f'<row r="1"><c r="A1"/></row>{row}')
    if is_far:
        with pytest.raises(Unusable, match=f"Cell {cell} is filled"):
            read(stream, "a.xlsx", limits=Limits(rows=4, columns=3))
    else:
        assert read(stream, "a.xlsx", limits=Limits(rows=4, columns=3)).header_row == int(number)
