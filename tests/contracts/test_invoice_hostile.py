"""Invoices that mean harm, or are far beyond measure: refused in words or kept, never an error."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEvent
from config.shared.errors import Refused
from contracts.actions.invoice_receiving import Sender, receive_invoice
from contracts.enums.payments import InvoiceSource, InvoiceStatus, MatchVerdict
from contracts.models import Invoice, InvoiceLine
from tests.factories.contracts import ContractFactory
from tests.factories.payments import learners
from tests.support.invoicing import AT, IN_FEBRUARY, charge, invoice_of, two_learners
from tests.support.ubl import VALID, Draft, Row, about, period, property_of, reference

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def placements(line):
    return two_learners(line)


@pytest.fixture
def draft(provider, contract) -> Draft:
    return invoice_of(provider, contract)


@pytest.fixture
def send(provider_user):
    def sent(draft: Draft, *, name: str = "factuur.xml") -> Invoice:
        sender = Sender(provider_user, InvoiceSource.PAGE)
        return receive_invoice(file=ContentFile(draft.xml(), name=name), sender=sender, at=AT)

    return sent


# --- Beyond measure -------------------------------------------------------------------------------


def swapped(old: str, new: str):
    return lambda draft: draft.but(swaps=((old, new),))


def rows(*changed: Row):
    return lambda draft: draft.but(rows=changed)


BEYOND = {
    "amount": rows(Row(amount="99999999999.00")),
    "sum of lines": rows(*(Row(amount=sign + "9999999999.00") for sign in ("", "", "-", "-"))),
    "exponent": swapped(">6000.00</cbc:PriceAmount", ">6E3</cbc:PriceAmount"),
    "not a number": swapped(">6000.00</cbc:PriceAmount", ">NaN</cbc:PriceAmount"),
    "endless": swapped(">6000.00</cbc:PriceAmount", ">Infinity</cbc:PriceAmount"),
    "rate": rows(Row(category="S", rate="123456")),
    "rate below nought": rows(Row(category="S", rate="-21")),
    "base quantity": rows(Row(amount="100.00", price="9999999999", base="0.0000001")),
    "base quantity of nought": rows(Row(base="0")),
    "last year of the calendar": lambda draft: draft.but(issued_on="9999-12-31"),
    "first year of the calendar": lambda draft: draft.but(issued_on="0001-01-01"),
    "endless period": lambda draft: draft.but(head=period("2026-02-01", "9999-12-31")),
    "no such day": lambda draft: draft.but(issued_on="2026-02-30"),
}


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_beyond_measure_is_refused_in_words(send, draft, placements, name):
    with pytest.raises(Refused) as caught:
        send(BEYOND[name](draft))
    assert caught.value.messages[0].endswith(".")
    assert not Invoice.objects.exists()


figures = st.decimals(-10_000_000, 10_000_000, places=2).map(str)
quantities = st.sampled_from(["0", "-1", "0.000001", "1", "3.3333333333", "9999999999"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    asked=st.lists(st.tuples(figures, quantities, figures), min_size=1, max_size=4),
    kind=st.sampled_from(["Invoice", "CreditNote"]),
)
def test_whatever_figures_stand_in_it_it_is_kept_or_refused(send, draft, placements, asked, kind):
    lines = tuple(
        Row(amount=amount, quantity=quantity, price=price, extra=about(f"TV-A{nth % 2 + 1}"))
        for nth, (amount, quantity, price) in enumerate(asked)
    )
    Invoice.objects.all().delete()
    found = send(draft.but(rows=lines, kind=kind))
    assert found.status in (InvoiceStatus.CHECKED, InvoiceStatus.REFUSED)
    assert found.lines.count() == len(asked)


def test_a_period_of_a_century_costs_no_more_than_a_month(send, draft, placements):
    wide = draft.but(head=draft.head.replace("2026-02-28", "2099-12-31"))
    assert send(wide).lines.get().verdict == MatchVerdict.MATCHES


# --- Words that mean harm -------------------------------------------------------------------------


def test_markup_in_an_invoice_is_shown_as_words(send, draft, client_of, provider_user):
    row = Row(name=SCRIPT, description='\u202e\u200b=HYPERLINK("x")', extra=about(SCRIPT[:20]))
    invoice = send(draft.but(number=SCRIPT, rows=(row,)), name=f"../../{SCRIPT}.xml")
    assert "/" not in invoice.filename
    client = client_of(provider_user)
    lines = reverse("contracts:invoiceline-list", args=[invoice.pk])
    for url in (invoice.get_absolute_url(), lines, reverse("contracts:invoice-list")):
        text = client.get(url).text
        assert SCRIPT not in text
        assert "&lt;script&gt;" in text
    exported = b"".join(client.get(f"{lines}?_export=csv").streaming_content).decode("utf-8-sig")
    assert "alert(1)" in exported


def test_a_name_of_any_length_is_kept_short(send, draft):
    invoice = send(draft.but(number="F" * 500), name="f" * 400 + ".xml")
    assert len(invoice.number) == 60
    assert len(invoice.filename) <= 200
    assert invoice.file.name.endswith(".xml")


@pytest.mark.parametrize("where", ["name", "description", "extra", "item"])
def test_a_bsn_does_not_come_in_whatever_the_place(send, draft, where):
    bsn = "123456782"
    text = {"extra": about(bsn), "item": property_of("Kenmerk", bsn)}.get(where, f"Voor {bsn}")
    with pytest.raises(Refused, match="BSN"):
        send(draft.but(rows=(replace(Row(), **{where: text}),)))
    assert not Invoice.objects.exists()


def test_nor_in_the_reason_of_an_allowance(send, draft):
    reduced = VALID["allowance"].but(supplier=draft.supplier, head=draft.head)
    with pytest.raises(Refused, match="BSN"):
        send(reduced.but(swaps=((">Korting<", ">Korting 123456782<"),)))


# --- What is not the sender's ---------------------------------------------------------------------


def test_a_placement_of_another_school_is_unknown_to_the_invoice(
    send, draft, placements, other_provider, noord, waterveen
):
    theirs = ContractFactory(
        region=noord, provider=other_provider, gemeenten_given=[waterveen], active=True
    )
    learners(theirs.capacity_lines.get(), ["LB-1"])
    invoice = send(draft.but(head=IN_FEBRUARY, rows=(charge("LB-1"),)))
    line = invoice.lines.get()
    assert (line.verdict, line.placement) == (MatchVerdict.UNKNOWN, None)


def test_naming_the_contract_or_statement_of_another_school_leads_nowhere(
    send, draft, placements, other_provider, noord, waterveen
):
    theirs = ContractFactory(region=noord, provider=other_provider, gemeenten_given=[waterveen])
    head = reference("ContractDocumentReference", theirs.reference)
    head += reference("AdditionalDocumentReference", f"202602-{other_provider.kvk_number}", "130")
    invoice = send(draft.but(head=head))
    assert (invoice.contract, invoice.statement) == (None, None)


@pytest.mark.parametrize("number", ["f-2026-001", " F-2026-001 ", "F-2026-001\u200b"])
def test_a_number_in_another_dress_is_the_same_number(send, draft, placements, number):
    send(draft)
    with pytest.raises(Refused, match="2026-001"):
        send(draft.but(number=number, rows=(charge("TV-A2"),)))


def test_what_was_refused_leaves_a_trail_and_no_costs(send, draft, placements):
    wrong = send(draft.but(swaps=((">6000.00</cbc:PayableAmount", ">1.00</cbc:PayableAmount"),)))
    assert wrong.status == InvoiceStatus.REFUSED
    assert not InvoiceLine.objects.filter(invoice=wrong, matches__isnull=False).exists()
    assert AuditEvent.objects.filter(object_id=wrong.pk).count() >= 2


def test_a_page_that_gets_a_hostile_file_answers_in_words(client_of, provider_user, draft):
    client = client_of(provider_user)
    for make in BEYOND.values():
        file = io.BytesIO(make(draft).xml())
        file.name = "factuur.xml"
        response = client.post(reverse("contracts:invoice-create"), {"file": file})
        assert response.status_code == 200
        assert response.context["form"].errors
    assert not Invoice.objects.filter(issued_on__gt=date(2099, 1, 1)).exists()
    assert Decimal(0) == sum(each.amount_excl for each in Invoice.objects.all())
