"""Letters and reports: one content in two kinds of file, whatever people typed into it."""

import dataclasses
import datetime as dt
import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.shared.documents import (
    Bold,
    Bullets,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Signatory,
    Signature,
    Table,
    to_docx,
    to_pdf,
    with_bold,
)
from tests.support.pdf import beginnings_of, pages_of, squeezed

AT = dt.datetime(2026, 11, 23, 12, 30, tzinfo=dt.UTC)
RIGHT_MARGIN = 530.5  # points from the left
MARKUP = "#panic() $x^2$ *vet* _schuin_ [a](b) <label> @noot `code` \\n // /* */ = kop {{ x }} %s"
SCORES = Table(
    columns=(Column("Criterium"), Column("Punten", "right")),
    rows=(("Begeleiding", "28,00"), ("Prijs", "27,64")),
    totals=("Totaal", "55,64"),
    caption="Punten per criterium",
)
LETTER = Document(
    title="Gunningsbeslissing perceel 2",
    created_at=AT,
    reference="NRD-2026-014",
    sender=("Taalregio Noord", "Postbus 12, 9000 AA Waterveen"),
    addressee=("Stichting Letterbrug", "Kadeplein 4", "9012 AB Meerdorp"),
    place_and_date="Waterveen, 23 november 2026",
    footer="Taalregio Noord · vertrouwelijk",
    blocks=(
        Paragraph("Geachte heer Voorbeeld,"),
        Heading("De beoordeling"),
        Paragraph(("Wij gunnen aan ", Bold("Taalschool De Vliegerhof"), ".")),
        SCORES,
        Facts((("Uw prijs", "€ 13.950,00"), ("Rang", "2 van 4"))),
        Heading("De voordelen", 2),
        Bullets(("Elke acht weken een start.", "Een vaste mentor.")),
        Note(("U kunt tot en met 14 december bezwaar maken.",), title="Opschortende termijn"),
        Numbered(("Vraag een toelichting.", "Dien een klacht in.")),
        Signature("Met vriendelijke groet,", (Signatory("Ines Inkoper", "inkoper"),)),
    ),
)


def document(*blocks, **fields) -> Document:
    return Document(**{"title": "Nota", "created_at": AT, "blocks": blocks} | fields)


def word_lines(content: bytes) -> list[str]:
    """What a reader of the docx meets, from top to bottom."""
    lines = []
    for part in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, WordTable):
            lines += [cell.text for row in part.rows for cell in row.cells]
        else:
            lines.append(part.text)
    return [line for line in lines if line]


def pdf_text(content: bytes) -> str:
    return squeezed(" ".join(pages_of(content)))


def test_both_files_say_the_same_in_the_same_order():
    pdf = pdf_text(to_pdf(LETTER))
    lines = word_lines(to_docx(LETTER))
    assert len(lines) > 25
    position = 0
    for line in lines:
        position = pdf.index(squeezed(line), position)


def test_a_document_of_more_pages_counts_them_and_repeats_its_footer():
    pages = pages_of(
        to_pdf(document(Paragraph("een"), PageBreak(), Paragraph("twee"), footer="F1"))
    )
    assert [page[-10:] for page in pages] == ["F1 1 van 2", "F1 2 van 2"]


def test_the_frame_speaks_the_language_of_the_document():
    english = dataclasses.replace(LETTER, language="en")
    assert "Our reference" in word_lines(to_docx(english))
    assert pages_of(to_pdf(english))[0].endswith("1 of 2")
    assert "Ons kenmerk" in word_lines(to_docx(LETTER))
    assert b"/Lang(en-GB)" in to_pdf(english)
    assert b"/Lang(nl-NL)" in to_pdf(LETTER)


def test_a_letter_names_its_particulars_before_the_subject_and_a_report_after_it():
    report = dataclasses.replace(LETTER, addressee=())
    for made, letter_first in ((LETTER, True), (report, False)):
        text = pdf_text(to_pdf(made))
        assert (text.index("NRD2026014") < text.index("Gunningsbeslissing")) is letter_first


def test_the_mark_of_an_exercise_stands_on_every_page_and_in_the_properties():
    made = document(Paragraph("een"), PageBreak(), Paragraph("twee"), mark="OEFENING")
    assert all(page.startswith("OEFENING") for page in pages_of(to_pdf(made)))
    word = docx.Document(io.BytesIO(to_docx(made)))
    assert word.sections[0].header.paragraphs[0].text == "OEFENING"
    assert word.core_properties.title == "OEFENING: Nota"
    assert b"OEFENING: Nota" in to_pdf(made)


def test_the_pdf_is_tagged_for_a_screen_reader():
    pdf = to_pdf(LETTER)
    for tag in (b"/S/H1", b"/S/H2", b"/S/H3", b"/S/TH/", b"/S/TD/", b"/S/LI/", b"/S/Caption"):
        assert tag in pdf, tag
    assert b"pdfuaid:part>1<" in pdf


def test_the_header_of_a_table_stands_on_each_page_it_reaches():
    rows = tuple((f"vraag {number}", "antwoord") for number in range(90))
    long = Table((Column("Onderwerp"), Column("Uitleg")), rows)
    pages = pages_of(to_pdf(document(long)))
    assert len(pages) > 1
    assert all("Onderwerp" in page for page in pages)
    table = docx.Document(io.BytesIO(to_docx(document(long)))).tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_figures_stand_right_and_totals_stand_out_in_word():
    table = docx.Document(io.BytesIO(to_docx(document(SCORES)))).tables[0]
    first, last = table.rows[1].cells, table.rows[-1].cells
    assert [cell.paragraphs[0].alignment for cell in first] == [None, 2]
    assert [cell.paragraphs[0].runs[0].bold for cell in first] == [None, None]
    assert [cell.paragraphs[0].runs[0].bold for cell in last] == [True, True]


def test_headings_and_lists_are_styles_in_word():
    word = docx.Document(io.BytesIO(to_docx(LETTER)))
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs}
    assert styles["Gunningsbeslissing perceel 2"] == "Heading 1"
    assert styles["De beoordeling"] == "Heading 2"
    assert styles["De voordelen"] == "Heading 3"
    assert styles["Een vaste mentor."] == "List Bullet"
    assert styles["Dien een klacht in."] == "List Number"


def test_each_numbered_list_counts_for_itself():
    made = document(Numbered(("a", "b")), Numbered(("c",)), Numbered(("d",), start=7))
    assert "1.a2.b1.c7.d" in pdf_text(to_pdf(made))
    word = docx.Document(io.BytesIO(to_docx(made)))
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3
    starts = word.part.numbering_part.element.xpath("//w:startOverride/@w:val")
    assert starts[-3:] == ["1", "1", "7"]


def test_two_tables_after_each_other_stay_two():
    assert len(docx.Document(io.BytesIO(to_docx(document(SCORES, SCORES)))).tables) == 2


def test_the_docx_is_in_its_language_and_carries_nothing_that_runs():
    content = to_docx(LETTER)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        styles = package.read("word/styles.xml").decode()
        parts = "".join(package.read(name).decode("latin-1") for name in names)
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]*)"', styles)) == {"nl-NL"}
    assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower()]
    assert 'TargetMode="External"' not in parts
    assert "PAGE" in parts


def test_the_properties_say_who_and_when():
    about = docx.Document(io.BytesIO(to_docx(LETTER))).core_properties
    assert (about.author, about.subject) == ("Taalregio Noord", "NRD-2026-014")
    assert about.created.replace(tzinfo=dt.UTC) == AT
    assert b"/CreationDate" in to_pdf(LETTER) or b"CreateDate>2026-11-23" in to_pdf(LETTER)


@pytest.mark.parametrize("make", [to_pdf, to_docx])
def test_the_same_document_gives_the_same_bytes(make):
    first = make(LETTER)
    assert first == make(LETTER)
    later = dataclasses.replace(LETTER, created_at=AT + dt.timedelta(days=1))
    assert first != make(later)


def everywhere(text: str) -> Document:
    """A document with `text` in each place that takes a text."""
    return Document(
        title=f"T{text}",
        created_at=AT,
        reference=text,
        sender=(text, text),
        addressee=(text, text),
        place_and_date=text,
        mark=text,
        footer=text,
        blocks=(
            Heading(text),
            Paragraph(text),
            Paragraph((text, Bold(text))),
            Bullets((text,)),
            Numbered((text,)),
            Facts(((text, text),)),
            Table((Column(text), Column(text, "right")), ((text, text),), text, (text, text)),
            Note((text,), title=text),
            Signature(text, (Signatory(text, text),) * 3),
        ),
    )


def test_markup_comes_out_as_text():
    made = everywhere(MARKUP)
    times = pdf_text(to_pdf(made)).count(squeezed(MARKUP))
    assert times >= 27
    lines = word_lines(to_docx(made))
    assert sum(line.count(MARKUP) for line in lines) >= 25


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\x00b\x07c\x1b[31md", "abc[31md"),
        ("een\ttab", "een tab"),
        ("\u202egniloot\u202c \u2066b\u2069", "gniloot b"),
        ("half \ud83d paar", "half \ufffd paar"),
        ("geen \uffff teken \ue000", "geen \ufffd teken \ufffd"),
        ("e\u0301\u0301n", "é\u0301n"),
        ("vol\ufeffop", "volop"),
    ],
)
def test_what_is_no_visible_text_is_left_out(typed, shown):
    assert word_lines(to_docx(document(Paragraph(typed))))[-1] == shown
    assert squeezed(shown) in pdf_text(to_pdf(document(Paragraph(typed))))


def test_every_kind_of_line_end_begins_a_new_line():
    lines = word_lines(to_docx(document(Paragraph("a\r\nb\rc\u2028d\x0be"))))
    assert lines[-1] == "a\nb\nc\nd\ne"


def test_letters_of_other_scripts_are_set():
    typed = "Ünal Ørsted Łukasz Ελένη Ольга العربية שלום"
    text = pdf_text(to_pdf(document(Paragraph(typed))))
    for word in typed.split()[:5]:
        assert word in text
    assert set("العربية") <= set(text)
    assert word_lines(to_docx(document(Paragraph(typed))))[-1] == typed


def test_what_no_font_has_is_shown_by_number():
    typed = "Prima 😀 en 漢字"
    assert "Prima[U+1F600]en[U+6F22][U+5B57]" in pdf_text(to_pdf(document(Paragraph(typed))))
    assert word_lines(to_docx(document(Paragraph(typed))))[-1] == typed


def test_a_word_without_end_stays_on_the_page_and_stays_whole():
    word = "verantwoordingsinformatie" * 20
    pdf = to_pdf(everywhere(word))
    assert word in pdf_text(pdf)
    assert max(beginnings_of(pdf)) < RIGHT_MARGIN


def test_an_address_is_kept_on_one_line_and_can_be_copied():
    address = "inkoopbureau.aanbestedingen@noord.example"
    text = "Stuur uw vraag over dit perceel bij voorkeur per e-mail aan " + address
    assert address in pages_of(to_pdf(document(Paragraph(text))))[0]


@pytest.mark.parametrize("make", [to_pdf, to_docx])
def test_emptiness_everywhere_is_no_reason_to_fail(make):
    assert make(everywhere(""))
    empty = (Paragraph(()), Bullets(()), Numbered(()), Facts(()), Note(()), Signature("", ()))
    assert make(document(*empty, PageBreak(), PageBreak(), Table((Column(""),), ())))


def test_a_title_longer_than_a_property_may_be_is_cut_there_only():
    made = document(title="lang " * 100)
    word = docx.Document(io.BytesIO(to_docx(made)))
    assert len(word.core_properties.title) == 255
    assert squeezed(made.title) in pdf_text(to_pdf(made))


@settings(max_examples=15)
@given(st.text(max_size=12))
@example("\u20e2")
@example("T\u0489 😀")
@example("\x85\u2028")
def test_any_text_can_be_set(typed):
    made = everywhere(typed)
    assert pages_of(to_pdf(made))
    assert word_lines(to_docx(made))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"title": "\u202e\x00"},
        {"language": "fr"},
        {"created_at": AT.replace(tzinfo=None)},
        {"blocks": (Heading("diep", 2),)},
        {"blocks": (Heading("een"), Heading("drie", 3))},
        {"blocks": (Heading("nul", 0),)},
    ],
)
def test_a_document_that_cannot_be_right_is_not_made(wrong):
    with pytest.raises(ValueError, match=r"document|Headings"):
        document(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": (("a",),)},
        {"rows": (("a", "b", "c"),)},
        {"rows": (), "totals": ("a",)},
    ],
)
def test_a_table_has_a_cell_for_each_column(wrong):
    with pytest.raises(ValueError, match="A table of 2 columns"):
        Table((Column("a"), Column("b")), **wrong)


def test_values_in_a_sentence_stand_out():
    sentence = with_bold("Tot en met {day} bij de {court}.", day="maandag", court="rechtbank")
    assert sentence == ("Tot en met ", Bold("maandag"), " bij de ", Bold("rechtbank"), ".")
    assert with_bold("{a}", a="{b}") == (Bold("{b}"),)
    with pytest.raises(KeyError):
        with_bold("Tot {day}")
