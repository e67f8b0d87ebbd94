"""E-invoices: what is read, what is refused in words, what is wrong with one, and what we write."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.errors import Refused
from contracts.invoices import (
    Adjustment,
    Line,
    Paper,
    PaperKind,
    Party,
    References,
    TaxPart,
    Totals,
    flaws_of,
    read_invoice,
    reading,
    to_ubl,
    xml,
)
from tests.support.ubl import GROUND, HOSTILE, PLAIN, TAXED, VALID, Draft, Row, adjustment


def read(source: Draft | bytes) -> Paper:
    return read_invoice(BytesIO(source.xml() if isinstance(source, Draft) else source))


def codes(draft: Draft) -> set[str]:
    return {flaw.code for flaw in flaws_of(read(draft))}


# --- Reading --------------------------------------------------------------------------------------


def test_there_are_thirty_six():
    assert len(VALID) == 36
    assert len({draft.xml() for draft in VALID.values()}) == 36


@pytest.mark.parametrize("name", VALID)
def test_invoices_of_every_dialect_parse_and_add_up(name):
    paper = read(VALID[name])
    assert [flaw.code for flaw in flaws_of(paper)] == []
    assert len(paper.lines) == len(VALID[name].rows)
    assert paper.supplier.kvk == "12345678"
    assert paper.customer.oin == "00000001123456789000"


def test_every_term_arrives_where_it_belongs():
    paper = read(VALID["references"])
    assert paper.references == References(
        contract="C-2026-001", order="O-1", buyer="Inkoop", statement="202610-12345678"
    )
    assert (paper.kind, paper.number, paper.currency) == (PaperKind.INVOICE, "F-2026-001", "EUR")
    assert (paper.issued_on, paper.due_on) == (date(2026, 11, 2), date(2026, 12, 2))
    assert (paper.supplier.name, paper.customer.name) == ("Taalschool De Brug", "Regio Noord")
    assert paper.taxes == (TaxPart("E", Decimal(0), Decimal(6000), Decimal(0), "", GROUND),)
    assert read(VALID["period"]).last_on == date(2026, 10, 31)
    assert read(VALID["period-of-a-line"]).lines[0].first_on == date(2026, 10, 1)
    assert read(VALID["credit-of-an-invoice"]).references.preceding == "F-2026-000"
    assert read(VALID["credit-note-with-due-day"]).due_on == date(2026, 12, 1)
    assert read(VALID["attachment"]).attachments == ("urenstaat.pdf",)
    assert read(VALID["several-numbers"]).supplier.vat == "NL123456789B13"


def test_a_credit_note_gives_back():
    assert read(VALID["credit-note"]).sign == -1
    assert read(PLAIN).sign == 1


@pytest.mark.parametrize("name", ["placement-as-object", "placement-as-property"])
def test_the_placement_of_a_line_is_found_where_it_is_named(name):
    assert read(VALID[name]).lines[0].object_id == "TV-2026-0001"


def test_a_placement_may_be_named_in_the_words_of_a_line():
    assert "TV-2026-0001" in read(VALID["placement-in-words"]).lines[0].text


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_invoice_is_refused_in_words(name):
    with pytest.raises(Refused) as caught:
        read(HOSTILE[name])
    (sentence,) = caught.value.messages
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("billion-laughs", "DOCTYPE"),
        ("external-entity", "DOCTYPE"),
        ("type-after-comment", "DOCTYPE"),
        ("utf-16", "UTF-8"),
        ("latin-1", "UTF-8"),
        ("zip", "zip"),
        ("pdf", "PDF"),
        ("cii", "CII"),
        ("deep", "niveaus"),
    ],
)
def test_the_refusal_says_what_is_wrong(name, words):
    with pytest.raises(Refused, match=words):
        read(HOSTILE[name])


def test_more_lines_and_elements_than_an_invoice_has_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 3)
    with pytest.raises(Refused, match="3 regels"):
        read(VALID["many-lines"])
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 20)
    with pytest.raises(Refused, match="onderdelen"):
        read(PLAIN)


def test_invisible_characters_do_not_come_in():
    draft = PLAIN.but(rows=(Row(name="Traject\u202e nee\u200b"),))
    assert read(draft).lines[0].name == "Traject nee"


# --- Checks ---------------------------------------------------------------------------------------

WRONG: dict[str, Draft] = {
    "TR-01": PLAIN.but(currency="USD"),
    "PEPPOL-R120": PLAIN.but(rows=(Row(amount="6000.00", quantity="2", price="3000.01"),)),
    "BR-CO-10": PLAIN.but(
        swaps=(
            (
                ">6000.00</cbc:LineExtensionAmount><cbc:TaxE",
                ">6000.01</cbc:LineExtensionAmount><cbc:TaxE",
            ),
        )
    ),
    "BR-CO-11": VALID["allowance"].but(swaps=((">100.00</cbc:Allow", ">99.00</cbc:Allow"),)),
    "BR-CO-12": VALID["charge"].but(swaps=((">25.50</cbc:ChargeT", ">25.51</cbc:ChargeT"),)),
    "BR-CO-13": PLAIN.but(swaps=((">6000.00</cbc:TaxExcl", ">5999.99</cbc:TaxExcl"),)),
    "BR-CO-14": VALID["taxed"].but(
        swaps=(
            (
                '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">210.00',
                '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">211.00',
            ),
        )
    ),
    "BR-CO-15": PLAIN.but(swaps=((">6000.00</cbc:TaxIncl", ">6000.02</cbc:TaxIncl"),)),
    "BR-CO-16": PLAIN.but(swaps=((">6000.00</cbc:Payable", ">600.00</cbc:Payable"),)),
    "BR-CO-17": VALID["taxed"].but(swaps=((">210.00<", ">209.00<"), (">1210.00<", ">1209.00<"))),
    "BR-CO-25": PLAIN.but(due_on=""),
    "BR-E-08": PLAIN.but(swaps=((">6000.00</cbc:TaxableAmount", ">1.00</cbc:TaxableAmount"),)),
    "BR-E-05": PLAIN.but(rows=(Row(rate="21"),)),
    "BR-E-10": PLAIN.but(grounds={}),
    "BR-DEC": PLAIN.but(rows=(Row(amount="10.005", price="10.005"),)),
    "BR-29": PLAIN.but(head=VALID["period"].head.replace("2026-10-31", "2026-09-30")),
    "TR-02": PLAIN.but(due_on="2026-10-01"),
    "TR-03": PLAIN.but(supplier=(("0106", "1234"),)),
}


@pytest.mark.parametrize("code", WRONG)
def test_each_rule_finds_what_is_wrong(code):
    assert code in codes(WRONG[code])


def test_a_rate_that_nothing_accounts_for_is_found():
    swapped = PLAIN.but(rows=(Row(), TAXED)).text()
    start = swapped.index("<cac:TaxSubtotal>", swapped.index("<cac:TaxSubtotal>") + 1)
    end = swapped.index("</cac:TaxSubtotal>", start) + len("</cac:TaxSubtotal>")
    found = {flaw.code for flaw in flaws_of(read((swapped[:start] + swapped[end:]).encode()))}
    assert found >= {"BR-CO-18", "BR-CO-14"}


def test_only_what_changes_no_amount_lets_an_invoice_through():
    mild = {
        flaw.code for name in WRONG for flaw in flaws_of(read(WRONG[name])) if not flaw.is_error
    }
    assert mild == {"BR-CO-25", "TR-02", "TR-03"}


# --- Writing --------------------------------------------------------------------------------------

amounts = st.decimals("0.01", "99999.99", places=2)


@st.composite
def papers(draw) -> Paper:
    """Invoices and credit notes whose figures are right."""
    kind = draw(st.sampled_from(PaperKind))
    lines = tuple(
        Line(
            number=str(number),
            name=draw(
                st.text("abcdef é&<>'", min_size=1).map(str.split).map(" ".join).filter(bool)
            ),
            quantity=Decimal(draw(st.integers(-3, 3))) or Decimal(1),
            unit="C62",
            price=draw(amounts),
            amount=Decimal(0),
            category="E",
            rate=Decimal(0),
            object_id=draw(st.sampled_from(["", "TV-1"])),
            first_on=draw(st.sampled_from([None, date(2026, 10, 1)])),
            adjustments=draw(
                st.sampled_from([(), (Adjustment(False, Decimal("1.10"), "Korting"),)])
            ),
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    )
    lines = tuple(
        replace(
            line,
            amount=line.quantity * line.price + sum(each.effect for each in line.adjustments),
        )
        for line in lines
    )
    total = sum((line.amount for line in lines), Decimal(0))
    return Paper(
        kind=kind,
        number="F-1",
        issued_on=date(2026, 11, 2),
        currency="EUR",
        supplier=Party("School", kvk="12345678", street="Kade 1", city="Waterveen"),
        customer=Party("Regio", oin="00000001123456789000"),
        totals=Totals(total, total, total, total),
        lines=lines,
        taxes=(TaxPart("E", Decimal(0), total, Decimal(0), "", GROUND),),
        references=References("C-1", "O-1", "B-1", "S-1", "F-0"),
        due_on=date(2026, 12, 2),
        first_on=date(2026, 10, 1),
        last_on=date(2026, 10, 31),
        note="Maand oktober",
        terms="30 dagen",
    )


@given(papers())
def test_what_we_write_reads_back_as_it_was_and_is_right(paper):
    written = to_ubl(paper)
    assert read(written) == paper
    assert flaws_of(paper) == []


def test_the_same_invoice_gives_the_same_bytes_and_names_its_rules():
    paper = read(VALID["exempt-and-taxed"])
    assert to_ubl(paper) == to_ubl(paper)
    assert b"urn:fdc:nen.nl:nlcius:v1.0" in to_ubl(paper)
    assert adjustment(False, "1.00").startswith("<a:AllowanceCharge>")
