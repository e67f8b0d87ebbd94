"""Units and categories of VAT of invoices in words: on pages, in files and among the filters."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import translation

from contracts.invoices.codes import UNITS, VAT_CATEGORIES, unit_in_words, vat_in_words
from tests.factories.payments import InvoiceFactory, InvoiceLineFactory

LIST = "contracts:invoiceline-list"


@pytest.fixture
def line(noord, provider):
    invoice = InvoiceFactory(region=noord, provider=provider)
    return InvoiceLineFactory(invoice=invoice, unit_code="HUR", quantity=12, tax_category="E")


def test_codes_have_words_in_both_languages():
    assert (unit_in_words("MON"), vat_in_words("AE")) == ("maand", "Verlegd")
    with translation.override("en"):
        assert (unit_in_words("MON"), vat_in_words("AE")) == ("month", "Reverse charge")
    assert [unit_in_words("XPP"), vat_in_words("L"), unit_in_words("")] == ["XPP", "L", ""]


@pytest.mark.parametrize("words", [UNITS, VAT_CATEGORIES], ids=["units", "VAT"])
def test_every_code_has_a_word_of_its_own(words):
    assert len({str(word) for word in words.values()}) == len(words)


def test_the_page_of_a_line_says_words(line, client_of, region_controller):
    facts = dict(client_of(region_controller).get(line.get_absolute_url()).context["facts"])
    assert (facts["Hoeveelheid"], facts["Eenheid"]) == ("12", "uur")
    assert facts["Btw-categorie"] == "Vrijgesteld"


def test_list_and_file_say_the_same_words(line, client_of, region_controller):
    client, url = client_of(region_controller), reverse(LIST, args=[line.invoice_id])
    columns = {"_columns": ["name", "unit_code", "tax_category"]}
    page = client.get(url, columns).content.decode()
    response = client.get(url, {**columns, "_export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    (row,) = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    for word in ("uur", "Vrijgesteld"):
        assert word in page
        assert word in row
    assert "HUR" not in row


def test_lines_are_found_by_unit_and_category(line, client_of, region_controller):
    InvoiceLineFactory(invoice=line.invoice, name="Boeken", tax_category="S")
    client, url = client_of(region_controller), reverse(LIST, args=[line.invoice_id])
    for asked in ({"unit_code": "HUR"}, {"tax_category": "E"}):
        page = client.get(url, asked)
        assert [row.record for row in page.context["table"].rows] == [line]
