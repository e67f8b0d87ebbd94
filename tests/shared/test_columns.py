import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest
from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import lazystr
from hypothesis import given
from hypothesis import strategies as st

from config.shared import columns
from config.shared.columns import (
    Boolean,
    Choice,
    Column,
    Date,
    Decimal,
    Integer,
    Rule,
    Sheet,
    Text,
    Unrecognised,
    in_order,
    parse,
    parse_chunks,
    write_template,
)
from config.shared.identifiers import clean_gemeente_code
from config.shared.sheets import (
    Limits,
    Unusable,
    open_sheet,
    raw_from_records,
    read,
    write_errors_sheet,
)
from tests.support.sheets import csv_file, xlsx


class Colour(TextChoices):
    RED = "R", "robijnrood"
    BLUE = "B", "blauw"


PARCELS = Sheet(
    name="parcels",
    title="Pakjes",
    version=3,
    key=("reference",),
    columns=(
        Column(
            "reference", "Kenmerk", Text(12), required=True, aliases=("nummer",), example="P-12"
        ),
        Column("gemeente", "Gemeentecode", Text(6, clean=clean_gemeente_code)),
        Column("colour", "Kleur", Choice(Colour, aliases={"R": ("rose-rood",)}), example="blauw"),
        Column("first_on", "Eerste dag", Date(), help="De dag van aankomst"),
        Column("last_on", "Laatste dag", Date()),
        Column("weight", "Gewicht (kg)", Decimal(places=2, maximum=1000)),
        Column("pieces", "Aantal", Integer(minimum=1)),
        Column("fragile", "Breekbaar", Boolean()),
    ),
    rules=(
        in_order("first_on", "last_on", message="De laatste dag ligt voor de eerste.", remedy="x"),
        Rule(
            "colour",
            "no_red_glass",
            "Rood is nooit breekbaar.",
            "Kies blauw.",
            lambda frame: (frame["colour"] == "R") & (frame["fragile"] == "true"),
        ),
    ),
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def parsed(text):
    return parse(read(csv_file(text), "pakjes.csv"), PARCELS)


def one_cell(label, cell):
    result = parsed(f"Kenmerk;{label}\nP-1;{cell}\n")
    name = next(column.name for column in PARCELS.columns if str(column.label) == label)
    return result.frame.iloc[0][name], [(found.level, found.code) for found in result.findings]


@pytest.mark.parametrize(
    ("label", "cell", "canonical"),
    [
        ("Gemeentecode", "384", "0384"),
        ("Gemeentecode", "GM0384", "0384"),
        ("Gemeentecode", '="0384"', "0384"),
        ("Kleur", "B", "B"),
        ("Kleur", "BLAUW", "B"),
        ("Kleur", "robijn-rood", "R"),
        ("Kleur", "Rosé rood", "R"),
        ("Eerste dag", "1-2-2026", "2026-02-01"),
        ("Eerste dag", "01-02-2026", "2026-02-01"),
        ("Eerste dag", "1/2/2026", "2026-02-01"),
        ("Eerste dag", "1.2.2026", "2026-02-01"),
        ("Eerste dag", "2026-02-01", "2026-02-01"),
        ("Eerste dag", "2026-02-01 00:00:00", "2026-02-01"),
        ("Eerste dag", "20260201", "2026-02-01"),
        ("Gewicht (kg)", "12,5", "12.5"),
        ("Gewicht (kg)", "12.50", "12.50"),
        ("Gewicht (kg)", "1.000,00", "1000.00"),
        ("Aantal", "1.200", "1200"),
        ("Aantal", "007", "7"),
        ("Breekbaar", "Ja", "true"),
        ("Breekbaar", "x", "true"),
        ("Breekbaar", "0", "false"),
        ("Breekbaar", "  ", None),
    ],
)
def test_cells_become_canonical(label, cell, canonical):
    assert one_cell(label, cell) == (canonical, [])


@pytest.mark.parametrize(
    ("label", "cell", "code"),
    [
        ("Gemeentecode", "Diemen", "gemeente_code"),
        ("Gemeentecode", "=A1+1", "formula"),
        ("Gemeentecode", "#REF!", "cell_error"),
        ("Gemeentecode", "#N/B", "cell_error"),
        ("Gemeentecode", "0384\x07", "control"),
        ("Kleur", "groen", "choice"),
        ("Eerste dag", "31-2-2026", "date"),
        ("Eerste dag", "1-2-26", "date"),
        ("Eerste dag", "morgen", "date"),
        ("Eerste dag", "2-13-2026", "date"),
        ("Eerste dag", "1-1-1899", "date_range"),
        ("Gewicht (kg)", "twaalf", "number"),
        ("Gewicht (kg)", "12,505", "number"),
        ("Gewicht (kg)", "-1", "too_small"),
        ("Gewicht (kg)", "1000,01", "too_large"),
        ("Aantal", "0", "too_small"),
        ("Aantal", "1,5", "integer"),
        ("Aantal", "9" * 30, "integer"),
        ("Breekbaar", "misschien", "choice"),
    ],
)
def test_wrong_cells_are_refused(label, cell, code):
    assert one_cell(label, cell) == (None, [("error", code)])


def test_a_finding_says_where_what_and_how():
    [finding] = parsed("Kenmerk;Eerste dag\nP-1;\n\nP-2;31-2-2026\n").findings
    assert finding == (
        4,
        "Eerste dag",
        "error",
        "date",
        "“31-2-2026” is not a day of the calendar.",
        "Write the date as 1-2-2026 or 2026-02-01.",
        "31-2-2026",
    )


def test_everything_that_is_wrong_is_said_at_once():
    result = parsed("Kenmerk;Aantal;Kleur\n;0;groen\nP-2;1;blauw\nlang-te-lang-kenmerk;x;B\n")
    assert [(found.row, found.column, found.code) for found in result.findings] == [
        (2, "Kenmerk", "missing"),
        (2, "Kleur", "choice"),
        (2, "Aantal", "too_small"),
        (4, "Kenmerk", "too_long"),
        (4, "Aantal", "integer"),
    ]
    assert result.refused.tolist() == [True, False, True]
    assert result.valid["reference"].tolist() == ["P-2"]
    assert (result.errors, result.warnings) == (5, 0)


@pytest.mark.parametrize(
    "reference", ["705E01", "2023-001", "0012", "1E5", "1-2", "TRUE", "NULL", "nan"]
)
def test_references_stay_as_they_are(reference):
    from_csv = parsed(f"Kenmerk\n{reference}\n")
    from_xlsx = parse(read(xlsx([["Kenmerk"], [reference]])), PARCELS)
    assert (
        from_csv.frame["reference"].tolist() == from_xlsx.frame["reference"].tolist() == [reference]
    )


@pytest.mark.parametrize("reference", ["111222333", "111.222.333", "x 111 222 333"])
def test_a_number_that_can_be_a_bsn_is_refused(reference):
    sheet = Sheet("p", "P", 1, (Column("reference", "Kenmerk", Text(40)),))
    [finding] = parse(read(csv_file(f"Kenmerk\n{reference}\n")), sheet).findings
    assert (finding.level, finding.code) == ("error", "personal_number")


def test_numbers_of_organisations_are_left_alone():
    kind = Text(40, personal_numbers_allowed=True)
    sheet = Sheet("p", "P", 1, (Column("rsin", "RSIN", kind),))
    assert parse(read(csv_file("RSIN\n111222333\n")), sheet).findings == []


def test_invisible_characters_are_left_out_with_a_notice():
    result = parsed("Kenmerk\nP\u200b-1\u202e\n")
    assert result.frame["reference"].tolist() == ["P-1"]
    assert [(found.level, found.code) for found in result.findings] == [("notice", "invisible")]
    assert not result.refused.any()


def test_a_cell_in_which_nothing_can_be_seen_is_empty():
    result = parsed("Kenmerk;Kleur\n\u202e;\u200b\n")
    assert result.frame[["reference", "colour"]].iloc[0].tolist() == [None, None]
    assert [(found.level, found.code) for found in result.findings] == [("error", "missing")]


def test_a_number_in_a_date_column_is_taken_as_excel_meant_it():
    assert one_cell("Eerste dag", "46054") == ("2026-02-01", [("notice", "serial_date")])


def test_dates_of_a_workbook():
    rows = [["Kenmerk", "Eerste dag"], ["P-1", dt.date(2026, 2, 1)]]
    assert parse(read(xlsx(rows)), PARCELS).frame["first_on"].tolist() == ["2026-02-01"]


def test_headers_are_known_by_any_spelling_and_in_any_order():
    result = parsed("GEWICHT;eerste_dag;  Nummer * ;breekbaar (ja/nee)\n1,5;1-2-2026;P-1;nee\n")
    assert result.frame.iloc[0][["reference", "first_on", "weight", "fragile"]].tolist() == [
        "P-1", "2026-02-01", "1.5", "false",
    ]  # fmt: skip
    assert result.findings == []


def test_headers_are_known_in_the_other_language():
    with translation.override("nl"):
        labels = Sheet("p", "P", 1, (Column("x", translation.gettext_lazy("yes"), Text()),))
        assert {"yes", "ja"} >= {str(labels.header[0])}
        assert parse(read(csv_file("YES\n1\n")), labels).frame["x"].tolist() == ["1"]


def test_a_header_under_a_title_is_found():
    result = parsed("Overzicht pakjes;;\n;;\nKenmerk;Kleur;Aantal\nP-1;B;2\n")
    assert result.frame.index.tolist() == [4]
    assert result.frame["pieces"].tolist() == ["2"]


def test_an_unknown_column_is_told_and_skipped():
    result = parsed("Kenmerk;Opmerking\nP-1;x\n")
    assert [(found.level, found.code, found.column) for found in result.findings] == [
        ("notice", "unknown_column", "Opmerking")
    ]


def test_a_missing_required_column_makes_the_sheet_unusable():
    with pytest.raises(Unusable, match="missing: Kenmerk"):
        parsed("Kleur;Aantal\nB;1\n")


def test_another_template_is_unusable():
    with pytest.raises(Unusable, match=r"No column of “Pakjes” was found in “pakjes.csv”"):
        parsed("naam;adres\nx;y\n")


def test_a_column_that_stands_there_twice_is_unusable():
    with pytest.raises(Unusable, match="“Kenmerk” stands there twice"):
        parsed("Kenmerk;nummer\n1;2\n")


def test_a_header_without_rows_is_told():
    result = parsed("Kenmerk;Kleur\n")
    assert result.frame.empty
    assert [found.code for found in result.findings] == ["no_rows"]


def test_a_row_that_moved_along_is_refused():
    result = parsed("Kenmerk;Kleur\nP-1;B;over\nP-2;B\n")
    assert [(found.row, found.code) for found in result.findings] == [(2, "stray_cells")]


def test_rows_with_the_same_key_name_each_other():
    result = parsed("Kenmerk;Aantal\nP-1;1\nP-2;1\nP-1;2\nP-1;1\n;1\n;1\n")
    repeated = [
        (found.row, found.message) for found in result.findings if found.code == "duplicate"
    ]
    assert repeated == [
        (2, "This row is about the same as row 5."),
        (4, "This row is about the same as row 2."),
        (5, "This row is about the same as row 2."),
    ]


def test_rules_between_columns():
    result = parsed(
        "Kenmerk;Eerste dag;Laatste dag;Kleur;Breekbaar\n"
        "P-1;2-1-2026;1-1-2026;B;ja\n"
        "P-2;1-1-2026;1-1-2026;B;ja\n"
        "P-3;1-1-2026;;R;ja\n"
        "P-4;onzin;1-1-2026;R;nee\n"
    )
    found = [(finding.row, finding.column, finding.code) for finding in result.findings]
    assert found == [
        (2, "Laatste dag", "order"),
        (4, "Kleur", "no_red_glass"),
        (5, "Eerste dag", "date"),
    ]


def test_checks_from_elsewhere_join_in():
    result = parsed("Kenmerk;Aantal\nP-1;1\nP-2;2\nP-3;3\n")
    broken = result.frame["reference"].isin(["P-2", "P-3"])
    messages = result.frame["reference"] + " is onbekend."
    result.add(broken, "reference", "unknown", messages, "Meld het aan.")
    result.add(result.frame["pieces"] == "1", "pieces", "few", "Weinig.", level="warning")
    result.sort()
    assert [(found.row, found.message, found.value) for found in result.findings] == [
        (2, "Weinig.", "1"),
        (3, "P-2 is onbekend.", "P-2"),
        (4, "P-3 is onbekend.", "P-3"),
    ]
    assert result.valid.index.tolist() == [2]


def test_more_findings_than_anyone_reads_are_counted(monkeypatch):
    monkeypatch.setattr(columns.parsing, "MAX_FINDINGS", 5)
    result = parsed("Kenmerk;Aantal\n" + "P-1;x\n" * 10)
    assert len(result.findings) == 5
    assert result.refused.all()
    assert result.unlisted == 15


@given(
    st.lists(
        st.tuples(*[st.text(alphabet='aP01-.,;" \n2\u00e9#=', max_size=9)] * 3),
        max_size=8,
    )
)
def test_no_cell_breaks_the_parser(rows):
    quoted = "\n".join(
        ";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )
    result = parsed("Kenmerk;Gewicht;Eerste dag\n" + quoted)
    flagged = {finding.row for finding in result.findings if finding.level == "error"}
    assert flagged == set(result.frame.index[result.refused])
    assert result.valid["reference"].notna().all()


def test_two_columns_may_not_answer_to_one_header():
    sheet = Sheet("p", "P", 1, (Column("a", "Naam"), Column("b", "x", aliases=("naam",))))
    with pytest.raises(ValueError, match="Two columns of p"):
        parse(read(csv_file("naam\n1\n")), sheet)


def test_the_description_follows_from_the_declaration():
    description = PARCELS.describe()
    assert [about["label"] for about in description] == PARCELS.header
    assert description[2] == {
        "name": "colour",
        "label": "Kleur",
        "kind": "choice",
        "required": False,
        "allowed": "robijnrood, blauw",
        "codes": [("R", "robijnrood"), ("B", "blauw")],
        "aliases": [],
        "help": "",
        "example": "blauw",
    }


@pytest.fixture
def template():
    stream = io.BytesIO()
    write_template(stream, PARCELS)
    return stream


def test_the_template_is_recognised_when_it_comes_back(template):
    raw = read(template, "pakjes.xlsx", sheet_name="Pakjes")
    assert raw.header == PARCELS.header
    assert raw.template == "parcels 3"
    assert [found.code for found in parse(raw, PARCELS).findings] == ["no_rows"]


def test_the_template_guesses_nothing(template):
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["Pakjes", "Explanation", "Lists"]
    form = book["Pakjes"]
    assert form.column_dimensions["A"].number_format == "@"
    lists = [rule for rule in form.data_validations.dataValidation if rule.type == "list"]
    assert [rule.formula1 for rule in lists] == ["'Lists'!$C$1:$C$2", "'Lists'!$H$1:$H$2"]
    assert [cell.value for cell in book["Lists"]["C"]] == ["robijnrood", "blauw"]
    explained = {cell.value for row in book["Explanation"].iter_rows() for cell in row}
    assert {"Template version: parcels 3", "De dag van aankomst", "P-12"} <= explained


def test_an_old_template_is_told(template):
    newer = Sheet("parcels", "Pakjes", 4, PARCELS.columns)
    codes = [found.code for found in parse(read(template), newer).findings]
    assert codes == ["template_version", "no_rows"]


def test_a_corrected_sheet_of_errors_can_be_uploaded_again():
    first = parsed("Kenmerk;Aantal\nP-1;nul\n")
    stream = io.BytesIO()
    write_errors_sheet(stream, first.raw, first.findings)
    again = parse(read(stream, "fouten.xlsx"), PARCELS)
    assert [found.code for found in again.findings] == ["integer"]
    assert again.raw.header[2:] == ["error", "how to mend it"]


def understood(result):
    return [(each["header"], each["column"], each["by"]) for each in result.understood]


def mapped(text, mapping):
    return parse(read(csv_file(text), "pakjes.csv"), PARCELS, mapping=mapping)


def test_how_columns_were_understood_is_told():
    result = parsed("Kenmerk;Opmerking;;KLEUR;fout\nP-1;x;;B;\n")
    assert understood(result) == [
        ("Kenmerk", "reference", "name"),
        ("Opmerking", None, "name"),
        ("KLEUR", "colour", "name"),
        ("fout", None, "name"),
    ]


def test_a_person_says_which_column_is_which():
    choice = {"ons kenmerk ": "reference", "NOOT": "", "oude kolom": "no_such_column"}
    result = mapped("Ons kenmerk;Noot;Kleur\nP-1;x;B\n", choice)
    assert understood(result) == [
        ("Ons kenmerk", "reference", "person"),
        ("Noot", None, "person"),
        ("Kleur", "colour", "name"),
    ]
    assert result.findings == []
    assert result.frame["reference"].tolist() == ["P-1"]


def test_the_choice_of_a_person_goes_before_a_name():
    result = mapped("Kenmerk;Echt kenmerk;Kleur\nx;P-1;B\n", {"Echt kenmerk": "reference"})
    assert result.frame["reference"].tolist() == ["P-1"]
    assert understood(result)[0] == ("Kenmerk", None, "name")
    assert mapped("Kenmerk;Kleur\nP-1;B\n", {"Kleur": ""}).frame["colour"].tolist() == [None]


def test_a_choice_about_a_header_that_is_not_there_takes_nothing_from_the_names():
    result = mapped("Kenmerk;Kleur\nP-1;B\n", {"Ons nummer": "reference"})
    assert understood(result)[0] == ("Kenmerk", "reference", "name")


def test_a_header_of_which_only_a_person_knows_the_names_is_found_under_a_title():
    choice = {"a": "reference", "b": "colour"}
    assert mapped("Titel;\na;b\nP-1;B\n", choice).frame["colour"].tolist() == ["B"]


def test_two_headers_for_one_column_are_refused_whoever_chose_them():
    with pytest.raises(Unusable, match="“Kenmerk” stands there twice"):
        mapped("a;b\n1;2\n", {"a": "reference", "b": "reference"})


def test_a_sheet_that_lacks_columns_says_what_it_understood():
    with pytest.raises(Unrecognised) as refusal:
        parsed("Nr.;Kleur\n1;B\n")
    assert [column.name for column in refusal.value.missing] == ["reference"]
    assert understood(refusal.value) == [("Nr.", None, "name"), ("Kleur", "colour", "name")]


ROW = "P-{};0384;B;1-1-2026;2-1-2026;1,5;2;ja\n"


@pytest.mark.parametrize(("header", "first_row"), [("", 1), ("a;b;c;d;e;f;g;h\n", 2)])
def test_columns_are_recognised_by_order_where_no_name_is_known(header, first_row):
    text = header + ROW.format(1) + ROW.format(2) + "P-3;0384;geel;x;;;;\n"
    result = parsed(text)
    assert result.frame.index.tolist() == [first_row, first_row + 1, first_row + 2]
    assert result.frame["reference"].tolist() == ["P-1", "P-2", "P-3"]
    assert result.frame["weight"].tolist() == ["1.5", "1.5", None]
    assert [(found.row, found.code) for found in result.findings] == [
        (None, "by_order"),
        (first_row + 2, "choice"),
        (first_row + 2, "date"),
    ]
    assert {by for _header, _column, by in understood(result)} == {"order"}
    assert result.raw.header == (header.strip().split(";") if header else PARCELS.header)
    with open_sheet(csv_file(text)) as opened:
        [chunk] = parse_chunks(opened, PARCELS)
    assert chunk.frame.equals(result.frame)
    assert chunk.findings == result.findings


@pytest.mark.parametrize(
    "text",
    [
        "P-1;0384;B;1-1-2026;2-1-2026;1,5;2\n",  # a column too few
        "P-1;0384;B;1-1-2026;2-1-2026;1,5;2;ja;x\n",  # one too many
        "P-1;0384;1-1-2026;B;2-1-2026;1,5;2;ja\n",  # two of them changed places
        ";0384;B;1-1-2026;2-1-2026;1,5;2;ja\n",  # what is required is empty
        "P-1;0384;B;;;;;\n",  # one date or choice proves nothing
    ],
)
def test_an_order_that_does_not_fit_is_not_recognised(text):
    with pytest.raises(Unrecognised, match="No column"):
        parsed(text)


def test_keys_of_records_have_no_order():
    cells = dict(zip("abcdefgh", ROW.strip().split(";"), strict=True))
    with pytest.raises(Unrecognised):
        parse(raw_from_records([cells]), PARCELS)


def test_records_speak_in_names_however_they_are_spelt():
    raw = raw_from_records([{"reference": "P-1", "firstOn": "2026-02-01", "weight": 1.5}])
    frame = parse(raw, PARCELS).frame
    assert frame.loc[1, ["first_on", "weight"]].tolist() == ["2026-02-01", "1.5"]


def test_chunks_find_the_same_as_the_whole(monkeypatch):
    monkeypatch.setattr(columns.parsing, "MOST_REMEMBERED", 3)
    rows = [f"P-{n};{n % 3};{'BRX'[n % 3]};{n % 28 + 1}-1-2026;5-1-2026;;;\n" for n in range(57)]
    text = "Pakjes;;\nKenmerk;Aantal;Kleur;Eerste dag;Laatste dag;Extra;;\n" + "".join(rows)
    text += "P-99;1;B;1-1-2026;2-1-2026;;;over\n"
    whole = parse(read(csv_file(text, "cp1252"), "a.csv"), PARCELS)
    limits = Limits(chunk_rows=10)
    with open_sheet(csv_file(text, "cp1252"), "a.csv", limits=limits) as opened:
        chunks = list(parse_chunks(opened, PARCELS))
    assert len(chunks) == 6
    assert pd.concat([chunk.frame for chunk in chunks]).equals(whole.frame)
    assert [found for chunk in chunks for found in chunk.findings] == whole.findings
    assert pd.concat([chunk.refused for chunk in chunks]).equals(whole.refused)
    assert {tuple(understood(chunk)) for chunk in chunks} == {tuple(understood(whole))}


def test_findings_are_capped_over_all_chunks_together(monkeypatch):
    monkeypatch.setattr(columns.parsing, "MAX_FINDINGS", 5)
    text = csv_file("Kenmerk;Aantal\n" + "P-1;x\n" * 10)
    with open_sheet(text, limits=Limits(chunk_rows=4)) as opened:
        chunks = list(parse_chunks(opened, PARCELS))
    assert [(len(chunk.findings), chunk.unlisted) for chunk in chunks] == [(3, 0), (2, 2), (0, 3)]
    assert all(chunk.refused.all() for chunk in chunks)


def test_a_header_without_rows_is_one_chunk_that_says_so():
    with open_sheet(csv_file("Kenmerk;Kleur\n")) as opened:
        [chunk] = parse_chunks(opened, PARCELS)
    assert chunk.frame.empty
    assert [found.code for found in chunk.findings] == ["no_rows"]


def test_labels_may_be_lazy():
    sheet = Sheet("p", lazystr("P"), 1, (Column("a", lazystr("Naam"), required=True),))
    [finding] = parse(read(csv_file("naam;b\n;1\n")), Sheet("p", "P", 1, sheet.columns)).findings[
        1:
    ]
    assert isinstance(finding.column, str)
    assert finding.message == "“Naam” is not filled in."


def test_a_large_sheet_is_parsed_by_column_not_by_row():
    frame = pd.DataFrame({"Kenmerk": [f"P-{row}" for row in range(20_000)], "Aantal": "5"})
    raw = read(csv_file(frame.to_csv(sep=";", index=False)))
    calls = []

    class Counting(Integer):
        def read(self, text):
            calls.append(text)
            return super().read(text)

    parse(raw, Sheet("p", "P", 1, (Column("r", "Kenmerk"), Column("n", "Aantal", Counting()))))
    assert calls == ["5"]


_NEARLY_PLAIN = st.text(st.sampled_from("AZaz0123456789-. \n\t=#é\u200b"), min_size=1, max_size=12)


@given(st.lists(_NEARLY_PLAIN | st.text(min_size=1) | st.from_regex(r"\d{8,10}"), min_size=1))
def test_texts_that_are_plain_at_one_look_are_read_as_they_are(texts):
    kind = Text(max_length=10)
    if kind.all_plain(texts):
        assert [kind.read(text.strip()) for text in texts] == texts


def test_references_are_plain_at_one_look():
    kind = Text(max_length=10)
    assert kind.all_plain(["TV-2026-12", "0012", "a", "12345678"])
    for odd in ("TV-2026-123", "111222333", " a", "a b", "=1", "é", "a\n"):
        assert not kind.all_plain(["TV-1", odd])
    assert not Text(clean=clean_gemeente_code).all_plain(["0384"])
