"""From an approved statement to an invoice, to whom it is made out, and what a provider sees."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.models import AuditEvent, Region
from config.shared.errors import Refused
from contracts.actions.invoice_receiving import Sender, receive_invoice
from contracts.actions.invoices import (
    answer_invoice,
    approve_invoice,
    approve_matching,
    dispute_invoice,
    pay_invoice,
    withdraw_invoice,
)
from contracts.actions.statement_invoices import OwnTerms, send_invoice_of_statement
from contracts.actions.statements import approve_statement, make_statements, offer_statement
from contracts.enums import FindingLevel
from contracts.enums.payments import InvoiceKind, InvoiceSource, InvoiceStatus, MatchVerdict
from contracts.invoices import PaperKind, Party, read_invoice, to_ubl
from contracts.invoices.buyers import flaws_of_buyer
from contracts.models import Invoice, Statement
from contracts.statements.proposal import proposed_invoice
from contracts.views.asked import asked_of
from tests.contracts.test_statements import begin_later
from tests.factories.contracts import ContractFactory
from tests.factories.providers import person_of
from tests.support.invoicing import IN_FEBRUARY, invoice_of, two_learners
from tests.support.ubl import Draft

AT = datetime(2026, 4, 2, 10, tzinfo=get_default_timezone())
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
KVK, OIN = "87654321", "00000001123456789000"
OTHER_OIN = "00000001987654321000"
DESK = reverse("contracts:provider-desk")
TERMS = OwnTerms("2026-017")


@pytest.fixture
def placements(line):
    return two_learners(line)


@pytest.fixture
def numbered(noord: Region) -> Region:
    """Noord, as senders of invoices know it."""
    noord.kvk_number, noord.oin, noord.invoice_reference = KVK, OIN, "KPL-4410"
    noord.save()
    return noord


def approved_of(region: Region, month: date, by, at: datetime = AT) -> Statement:
    (made,) = make_statements(region=region, month=month, by=by, at=at).statements
    return approve_statement(statement=offer_statement(statement=made, by=by, at=at), by=by, at=at)


@pytest.fixture
def approved(noord, placements, contract_manager) -> Statement:
    """The statement of February: 12,000 euro."""
    return approved_of(noord, FEBRUARY, contract_manager)


@pytest.fixture
def sent(approved, provider_user) -> Invoice:
    return send_invoice_of_statement(
        statement=approved, kind=PaperKind.INVOICE, terms=TERMS, by=provider_user, at=AT
    )


def texts(person) -> list[str]:
    return [task.text for task in asked_of(person)]


# --- Sending --------------------------------------------------------------------------------------


def test_a_statement_becomes_an_invoice_that_matches_in_full(sent, approved, provider_user):
    assert (sent.number, sent.status, sent.source) == (
        "2026-017",
        InvoiceStatus.CHECKED,
        InvoiceSource.STATEMENT,
    )
    assert (sent.statement, sent.amount_payable) == (approved, approved.amount_incl)
    assert (sent.issued_on, sent.due_on) == (date(2026, 4, 2), date(2026, 5, 2))
    assert set(sent.lines.values_list("verdict", flat=True)) == {MatchVerdict.MATCHES}
    assert not sent.findings.exists()
    with sent.file.open("rb") as file:
        assert read_invoice(file).number == "2026-017"


def test_it_is_sent_once_until_it_is_withdrawn(sent, approved, provider_user):
    again = {
        "statement": approved,
        "kind": PaperKind.INVOICE,
        "terms": OwnTerms("2026-018"),
        "by": provider_user,
        "at": AT,
    }
    with pytest.raises(Refused, match="2026-017"):
        send_invoice_of_statement(**again)
    withdraw_invoice(invoice=sent, reason="Verkeerd nummer", by=provider_user, at=AT)
    assert send_invoice_of_statement(**again).number == "2026-018"


def test_it_waits_for_the_approval_and_for_something_to_ask(
    noord, placements, contract_manager, provider_user
):
    (made,) = make_statements(region=noord, month=FEBRUARY, by=contract_manager, at=AT).statements
    offered = offer_statement(statement=made, by=contract_manager, at=AT)
    asked = {"statement": offered, "terms": TERMS, "by": provider_user, "at": AT}
    with pytest.raises(Refused, match="vaststellen"):
        send_invoice_of_statement(kind=PaperKind.INVOICE, **asked)
    approve_statement(statement=offered, by=contract_manager, at=AT)
    with pytest.raises(Refused):
        send_invoice_of_statement(kind=PaperKind.CREDIT_NOTE, **asked)
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    "number", ["F\x0b17", "\x01", "\ufffe", "F-\u202e71", "\U0001f4b6", "'\"><b>&amp;"]
)
def test_any_number_of_its_own_is_written_legibly_or_refused(
    client_of, approved, provider_user, number
):
    url = reverse("contracts:statement-send-invoice", args=[approved.pk])
    response = client_of(provider_user).post(url, {"number": number})
    sent = Invoice.objects.filter(status=InvoiceStatus.CHECKED)
    assert response.status_code == (302 if sent else 200)
    for invoice in sent:
        with invoice.file.open("rb") as file:
            assert read_invoice(file).number == invoice.number
        assert invoice.number == invoice.number.strip() != ""


@pytest.mark.parametrize("who", ["other_provider_user", "contract_manager", "region_controller"])
def test_only_the_provider_sends_it(who, request, approved):
    with pytest.raises(Refused):
        send_invoice_of_statement(
            statement=approved,
            kind=PaperKind.INVOICE,
            terms=TERMS,
            by=request.getfixturevalue(who),
            at=AT,
        )
    assert not Invoice.objects.exists()


def test_what_a_later_month_takes_back_is_credited_in_its_own_note(
    sent, placements, noord, provider_user, contract_manager
):
    by = {"by": contract_manager, "at": AT}
    approve_matching(invoice=sent, **by)
    approve_invoice(invoice=sent, **by)
    begin_later(placements[1])
    march = approved_of(noord, MARCH, contract_manager)
    assert march.amount_excl == -6_000
    credit = send_invoice_of_statement(
        statement=march,
        kind=PaperKind.CREDIT_NOTE,
        terms=OwnTerms("2026-020", preceding=sent.number),
        by=provider_user,
        at=AT,
    )
    assert (credit.kind, credit.amount_payable, credit.preceding_number) == (
        InvoiceKind.CREDIT_NOTE,
        Decimal("-6000.00"),
        "2026-017",
    )
    assert [line.verdict for line in credit.lines.all()] == [MatchVerdict.MATCHES]
    approve_matching(invoice=credit, **by)
    assert approve_invoice(invoice=credit, **by).approved_incl == -6_000


# --- To whom it is made out -----------------------------------------------------------------------


def test_a_proposal_names_the_region_by_its_numbers(numbered, approved):
    written = to_ubl(proposed_invoice(approved, AT.date()))
    paper = read_invoice(ContentFile(written))
    assert (paper.customer.name, paper.customer.kvk, paper.customer.oin) == ("Noord", KVK, OIN)
    assert paper.references.buyer == "KPL-4410"
    text = written.decode()
    buyer = text[text.index("<cac:AccountingCustomerParty>") :]
    assert f'<cbc:EndpointID schemeID="0190">{OIN}</cbc:EndpointID>' in buyer
    assert f'<cbc:CompanyID schemeID="0106">{KVK}</cbc:CompanyID>' in buyer


def test_without_numbers_the_statement_is_the_reference(approved):
    paper = proposed_invoice(approved, AT.date())
    assert (paper.customer.kvk, paper.customer.oin) == ("", "")
    assert paper.references.buyer == approved.number


@pytest.mark.parametrize(
    ("named", "own", "levels"),
    [
        ((KVK, OIN), (KVK, OIN), []),
        ((KVK, ""), (KVK, OIN), []),
        (("", ""), (KVK, OIN), []),
        ((KVK, OIN), ("", ""), []),
        ((KVK, ""), ("", OIN), []),
        ((KVK, OTHER_OIN), (KVK, OIN), [False]),
        (("", OTHER_OIN), (KVK, OIN), [True]),
        (("11112222", OTHER_OIN), (KVK, OIN), [True, True]),
    ],
)
def test_numbers_that_both_have_are_held_together(named, own, levels):
    buyer, region = (Party("Naam", kvk=kvk, oin=oin) for kvk, oin in (named, own))
    assert [flaw.is_error for flaw in flaws_of_buyer(buyer, region)] == levels


@pytest.fixture
def draft(provider, contract) -> Draft:
    return invoice_of(provider, contract, customer=(("0190", OIN),))


def receive(draft: Draft, by) -> Invoice:
    file = ContentFile(draft.xml(), name="factuur.xml")
    return receive_invoice(file=file, sender=Sender(by, InvoiceSource.PAGE), at=AT)


def test_an_invoice_for_another_buyer_is_refused_in_words(
    draft, numbered, placements, provider_user
):
    wrong = receive(draft.but(customer=(("0190", OTHER_OIN),)), provider_user)
    assert wrong.status == InvoiceStatus.REFUSED
    finding = wrong.findings.get()
    assert (finding.code, finding.level) == ("TR-06", FindingLevel.ERROR)
    assert finding.message == (
        f"De factuur staat op naam van Regio Noord met OIN {OTHER_OIN}, terwijl Noord {OIN} heeft."
    )
    right = receive(draft, provider_user)
    assert (right.status, right.buyer_oin) == (InvoiceStatus.CHECKED, OIN)


def test_a_second_number_that_differs_is_a_warning(draft, numbered, placements, provider_user):
    found = receive(draft.but(customer=(("0106", "11112222"), ("0190", OIN))), provider_user)
    assert found.status == InvoiceStatus.CHECKED
    assert found.findings.get(code="TR-06").level == FindingLevel.WARNING


def test_the_buyer_tells_for_which_region_it_is(
    draft, numbered, zuid, provider, placements, provider_user
):
    ContractFactory(provider=provider, region=zuid)
    bare = draft.but(head=IN_FEBRUARY)
    assert receive(bare, provider_user).region == numbered
    with pytest.raises(Refused) as caught:
        receive(bare.but(number="F-2", customer=(("0190", OTHER_OIN),)), provider_user)
    assert caught.value.field == "region"


# --- What a provider sees -------------------------------------------------------------------------


def test_the_first_screen_asks_for_the_invoice_until_it_is_there(approved, provider_user):
    assert texts(provider_user) == ["Stuur de factuur van februari 2026: € 12.000,00"]
    send_invoice_of_statement(
        statement=approved, kind=PaperKind.INVOICE, terms=TERMS, by=provider_user, at=AT
    )
    assert texts(provider_user) == []


def test_an_invoice_made_elsewhere_counts_as_well(draft, approved, provider_user):
    assert len(texts(provider_user)) == 1
    receive(draft, provider_user)
    assert texts(provider_user) == []


def test_a_dispute_waits_until_it_is_answered(sent, provider_user, contract_manager):
    disputed = dispute_invoice(invoice=sent, reason="TV-A1?", by=contract_manager, at=AT)
    assert texts(provider_user) == ["Reageer op factuur 2026-017: die wordt betwist"]
    answer_invoice(invoice=disputed, text="Zie de presentielijst", by=provider_user, at=AT)
    assert texts(provider_user) == []
    answer_invoice(invoice=disputed, text="En TV-A2?", by=contract_manager, at=AT)
    assert len(texts(provider_user)) == 1


def test_the_first_screen_tells_what_is_asked_approved_and_paid(
    client_of, sent, provider, contract_manager, provider_user, other_provider_user, time_machine
):
    time_machine.move_to(AT)
    by = {"by": contract_manager, "at": AT}
    own = client_of(provider_user)
    assert "€ 12.000,00 wacht op een besluit van de regio." in own.get(DESK).text
    approve_matching(invoice=sent, **by)
    approved = approve_invoice(invoice=sent, **by)
    assert "€ 12.000,00 is goedgekeurd en moet nog worden betaald." in own.get(DESK).text
    pay_invoice(invoice=approved, paid_on=AT.date(), **by)
    page = own.get(DESK).text
    assert "€ 12.000,00 is in 2026 betaald." in page
    assert "2026-017" in page
    assert "2026-017" not in client_of(other_provider_user).get(DESK).text


def test_a_provider_has_its_own_columns(client_of, sent, provider_user, contract_manager):
    url = reverse("contracts:invoice-list")
    own = client_of(provider_user).get(url).context["table"]
    region = client_of(contract_manager).get(url).context["table"]
    assert "paid_on" in own.columns.names()
    assert "provider" not in own.columns.names()
    assert "provider" in region.columns.names()
    statements = client_of(provider_user).get(reverse("contracts:statement-list"))
    assert "provider" not in statements.context["table"].columns.names()


# --- Pages ----------------------------------------------------------------------------------------


def test_a_provider_sends_it_on_the_page(
    client_of, numbered, approved, provider_user, time_machine
):
    time_machine.move_to(AT)
    client = client_of(provider_user)
    page = client.get(approved.get_absolute_url()).text
    url = reverse("contracts:statement-send-invoice", args=[approved.pk])
    assert url in page
    shown = client.get(url).text
    assert "€ 12.000,00" in shown
    assert f"OIN {OIN}" in shown
    response = client.post(url, {"number": "2026-017"})
    invoice = Invoice.objects.get()
    assert response.url == invoice.get_absolute_url()
    assert url not in client.get(approved.get_absolute_url()).text
    assert "is er al" in client.post(url, {"number": "2026-018"}).text
    assert f"Noord, {KVK}, {OIN}" in client.get(invoice.get_absolute_url()).text


def test_there_is_no_page_for_a_document_that_nothing_asks(client_of, approved, provider_user):
    url = reverse("contracts:statement-send-credit-note", args=[approved.pk])
    assert client_of(provider_user).get(url).status_code == 404


def test_colleagues_of_another_school_and_the_region_do_not_reach_it(
    client_of, approved, other_provider, contract_manager
):
    url = reverse("contracts:statement-send-invoice", args=[approved.pk])
    assert client_of(contract_manager).get(url).status_code == 403
    stranger = person_of(other_provider, "provider_staff")
    assert client_of(stranger).get(url).status_code == 404


def test_pages_of_sending_cost_a_fixed_number_of_queries(
    client_of, counted_page, approved, provider_user
):
    client = client_of(provider_user)
    url = reverse("contracts:statement-send-invoice", args=[approved.pk])
    assert "202602" in counted_page(client, "statement send invoice", url)
    assert "202602" in counted_page(client, "own statement", approved.get_absolute_url())


# --- The region's numbers -------------------------------------------------------------------------


def test_who_manages_the_region_records_its_numbers(client_of, administrator, noord):
    client = client_of(administrator)
    url = reverse("accounts:region-update", args=[noord.pk])
    typed = {"kvk_number": "8765 4321", "oin": "0000 0001 1234 5678 9000", "invoice_reference": " "}
    assert client.post(url, typed).url == reverse("accounts:region-detail", args=[noord.pk])
    noord.refresh_from_db()
    assert (noord.kvk_number, noord.oin, noord.invoice_reference) == (KVK, OIN, "")
    event = AuditEvent.objects.get(object_id=noord.pk, action="updated")
    assert event.after["oin"] == OIN
    page = client.get(reverse("accounts:region-detail", args=[noord.pk])).text
    assert KVK in page
    assert OIN in page
    assert "Noord" in client.get(reverse("accounts:region-list")).text


@pytest.mark.parametrize(
    "typed", [{"kvk_number": "1234"}, {"oin": "12345"}, {"invoice_reference": "123456782"}]
)
def test_a_number_that_cannot_be_is_refused_where_it_was_typed(
    client_of, administrator, noord, typed
):
    url = reverse("accounts:region-update", args=[noord.pk])
    response = client_of(administrator).post(url, typed)
    assert list(response.context["form"].errors) == list(typed)
    noord.refresh_from_db()
    assert noord.kvk_number == noord.oin == noord.invoice_reference == ""


def test_only_the_administrator_of_the_region_changes_them(
    client_of, administrator, coordinator, zuid, noord
):
    url = reverse("accounts:region-update", args=[noord.pk])
    assert client_of(coordinator).get(url).status_code == 403
    foreign = reverse("accounts:region-update", args=[zuid.pk])
    assert client_of(administrator).get(foreign).status_code == 404
