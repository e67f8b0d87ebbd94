"""Invoices after costs moved: closed months, credits, several invoices, statements anew."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.models import Notification
from config.shared.errors import Refused
from contracts.actions.invoice_matching import compare_again
from contracts.actions.invoice_receiving import Sender, receive_invoice
from contracts.actions.invoices import (
    approve_invoice,
    approve_matching,
    decide_line,
    dispute_invoice,
    refuse_invoice,
    settle_invoice,
    withdraw_invoice,
)
from contracts.actions.statements import (
    agree_to_statement,
    approve_statement,
    dispute_statement,
    make_statements,
    offer_statement,
    renew_statement,
)
from contracts.enums.payments import (
    InvoiceSource,
    InvoiceStatus,
    LineDecision,
    MatchVerdict,
    StatementStatus,
)
from contracts.invoices import to_ubl
from contracts.ledger import rebuild_costs
from contracts.models import Invoice, InvoiceMatch, Statement
from contracts.statements.proposal import proposed_invoice
from tests.contracts.test_statements import begin_later
from tests.factories.costs import CostEntryFactory
from tests.support.invoicing import charge, invoice_of, two_learners
from tests.support.ubl import Draft, period, reference

AT = datetime(2026, 4, 2, 10, tzinfo=get_default_timezone())
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
IN_MARCH = period("2026-03-01", "2026-03-31")
PAPERS = ("pdf", "assurance", "invoice")
MATCHES, INVOICED = MatchVerdict.MATCHES, MatchVerdict.INVOICED


@pytest.fixture
def placements(line):
    return two_learners(line)


@pytest.fixture
def draft(provider, contract, placements) -> Draft:
    return invoice_of(provider, contract, issued_on="2026-04-02", due_on="2026-05-02")


@pytest.fixture
def send(provider_user, draft):
    """`send("F-2", charge(...), head=...)`: the invoice as it is after receipt."""

    def sent(number: str, *rows, **changes) -> Invoice:
        content = draft.but(number=number, rows=rows or draft.rows, **changes).xml()
        file = ContentFile(content, name="factuur.xml")
        return receive_invoice(file=file, sender=Sender(provider_user, InvoiceSource.PAGE), at=AT)

    return sent


@pytest.fixture
def granted(contract_manager):
    """Grants what matches of an invoice."""

    def grant(invoice: Invoice) -> Invoice:
        approve_matching(invoice=invoice, by=contract_manager, at=AT)
        return approve_invoice(invoice=invoice, by=contract_manager, at=AT)

    return grant


def verdicts(invoice: Invoice) -> list[str]:
    return list(invoice.lines.order_by("position").values_list("verdict", flat=True))


def close(noord, month: date, by) -> Statement:
    """The statement of the month, approved, so that the month is closed."""
    (made,) = make_statements(region=noord, month=month, by=by, at=AT).statements
    return approve_statement(statement=made, by=by, at=AT)


# --- Credit over a closed month -------------------------------------------------------------------


def test_what_was_due_in_a_closed_month_is_given_back_in_the_open_one(
    send, granted, noord, placements, contract, contract_manager
):
    granted(send("F-1", charge("TV-A1"), charge("TV-A2")))
    close(noord, FEBRUARY, contract_manager)
    begin_later(placements[0])
    named = reference("ContractDocumentReference", contract.reference)
    of_february = send("C-1", kind="CreditNote")
    assert verdicts(of_february) == [INVOICED]
    withdrawn = {"reason": "Verkeerde maand", "at": AT}
    withdraw_invoice(invoice=of_february, by=of_february.received_by, **withdrawn)
    credit = send("C-2", kind="CreditNote", head=IN_MARCH + named)
    assert verdicts(credit) == [MATCHES]
    assert granted(credit).approved_excl == -6_000
    assert InvoiceMatch.objects.all().granted() == 6_000


def test_without_a_period_a_credit_note_finds_the_correction(
    send, granted, noord, placements, contract, contract_manager
):
    granted(send("F-1"))
    close(noord, FEBRUARY, contract_manager)
    begin_later(placements[0])
    named = reference("ContractDocumentReference", contract.reference)
    credit = send("C-1", kind="CreditNote", head=named)
    assert (verdicts(credit), credit.lines.get().matches.get().month) == ([MATCHES], MARCH)


def test_no_more_is_given_back_than_was_corrected(
    send, granted, noord, placements, contract, contract_manager
):
    granted(send("F-1"))
    close(noord, FEBRUARY, contract_manager)
    begin_later(placements[0])
    named = reference("ContractDocumentReference", contract.reference)
    credit = send("C-1", charge("TV-A1", "7000.00"), kind="CreditNote", head=IN_MARCH + named)
    line = credit.lines.get()
    assert (line.verdict, line.difference) == (MatchVerdict.PRICE, -1_000)


def test_a_month_that_was_credited_is_not_invoiced_again(
    send, granted, noord, placements, contract, contract_manager
):
    granted(send("F-1"))
    close(noord, FEBRUARY, contract_manager)
    begin_later(placements[0])
    named = reference("ContractDocumentReference", contract.reference)
    granted(send("C-1", kind="CreditNote", head=IN_MARCH + named))
    again = send("F-2")
    assert (verdicts(again), again.lines.get().difference) == ([INVOICED], 6_000)


# --- Several invoices for one cost ----------------------------------------------------------------


def test_a_cost_in_two_parts_is_granted_to_the_cent_and_no_further(send, granted, contract_manager):
    by = {"by": contract_manager, "at": AT}
    first = send("F-1", charge("TV-A1", "2000.01"))
    assert verdicts(first) == [MatchVerdict.PRICE]
    decide_line(line=first.lines.get(), amount=Decimal("2000.01"), **by)
    approve_invoice(invoice=first, **by)
    second = send("F-2", charge("TV-A1", "3999.99"))
    assert verdicts(second) == [MATCHES]
    granted(second)
    third = send("F-3", charge("TV-A1", "0.01"))
    assert verdicts(third) == [INVOICED]
    with pytest.raises(Refused, match="0,00"):
        decide_line(line=third.lines.get(), amount=Decimal("0.01"), **by)
    assert InvoiceMatch.objects.all().granted() == 6_000


def test_two_lines_of_one_invoice_do_not_both_take_the_same_cost(send, contract_manager):
    twice = send("F-1", charge("TV-A1"), charge("TV-A1"))
    assert verdicts(twice) == [MATCHES, INVOICED]
    approve_matching(invoice=twice, by=contract_manager, at=AT)
    assert InvoiceMatch.objects.all().granted() == 6_000
    assert [line.decision for line in twice.lines.order_by("position")] == [
        LineDecision.APPROVED,
        LineDecision.OPEN,
    ]


def test_what_a_refused_invoice_had_been_granted_is_free_for_the_next(
    send, granted, contract_manager
):
    first, second = send("F-1"), send("F-2")
    approve_matching(invoice=first, by=contract_manager, at=AT)
    compare_again(invoice=second, by=contract_manager, at=AT)
    assert verdicts(second) == [INVOICED]
    refuse_invoice(invoice=first, reason="Dubbel", by=contract_manager, at=AT)
    compare_again(invoice=second, by=contract_manager, at=AT)
    assert verdicts(second) == [MATCHES]
    assert granted(second).status == InvoiceStatus.APPROVED
    assert InvoiceMatch.objects.all().granted() == 6_000


# --- Disputes -------------------------------------------------------------------------------------


def test_decisions_outlive_a_dispute(send, contract_manager):
    by = {"by": contract_manager, "at": AT}
    invoice = send("F-1", charge("TV-A1"), charge("TV-A2", "6500.00"))
    approve_matching(invoice=invoice, **by)
    disputed = dispute_invoice(invoice=invoice, reason="Toeslag?", **by)
    second = disputed.lines.get(position=2)
    decide_line(line=second, amount=Decimal(6_000), reason="Zonder toeslag", **by)
    settled = settle_invoice(invoice=disputed, **by)
    assert approve_invoice(invoice=settled, **by).approved_excl == 12_000


def test_a_line_is_decided_again_until_the_invoice_is(send, contract_manager, provider_user):
    by = {"by": contract_manager, "at": AT}
    invoice = send("F-1", charge("TV-A1", "6500.00"))
    line = invoice.lines.get()
    decide_line(line=line, amount=Decimal(5_000), reason="Een deel", **by)
    decide_line(line=line, amount=Decimal(6_000), reason="Wat verschuldigd is", **by)
    assert InvoiceMatch.objects.all().granted() == 6_000
    approved = approve_invoice(invoice=invoice, **by)
    with pytest.raises(Refused):
        decide_line(line=line, amount=Decimal(0), reason="Toch niet", **by)
    with pytest.raises(Refused):
        dispute_invoice(invoice=approved, reason="Te laat", **by)
    told = Notification.objects.filter(user=provider_user).order_by("pk").last()
    assert "6.500,00" in told.sentence
    assert "6.000,00" in told.sentence


@pytest.mark.parametrize("who", ["provider_user", "reader", "coordinator", "controller"])
def test_who_does_not_decide_neither_disputes_nor_settles(who, request, send, contract_manager):
    invoice = send("F-1")
    by = {"by": request.getfixturevalue(who), "at": AT}
    with pytest.raises(Refused):
        dispute_invoice(invoice=invoice, reason="Nee", **by)
    disputed = dispute_invoice(invoice=invoice, reason="Waarom?", by=contract_manager, at=AT)
    with pytest.raises(Refused):
        settle_invoice(invoice=disputed, **by)
    disputed.refresh_from_db()
    assert (disputed.status, disputed.messages.count()) == (InvoiceStatus.DISPUTED, 1)


# --- Statement after correction -------------------------------------------------------------------


def test_a_disputed_statement_is_made_anew_and_its_invoice_follows(
    send, granted, noord, placements, contract_manager, provider_user
):
    by = {"by": contract_manager, "at": AT}
    (made,) = make_statements(region=noord, month=FEBRUARY, **by).statements
    offered = offer_statement(statement=made, **by)
    own = {"by": provider_user, "at": AT}
    disputed = dispute_statement(statement=offered, reason="TV-A2 begon in mei", **own)
    begin_later(placements[1])
    with pytest.raises(Refused, match="opnieuw"):
        approve_statement(statement=disputed, **by)
    renewed = renew_statement(statement=disputed, **by)
    assert (renewed.amount_excl, renewed.status) == (6_000, StatementStatus.DISPUTED)
    again = offer_statement(statement=renewed, **by)
    agreed = agree_to_statement(statement=again, **own)
    approved = approve_statement(statement=agreed, **by)
    file = ContentFile(to_ubl(proposed_invoice(approved, AT.date())), name="factuur.xml")
    sender = Sender(provider_user, InvoiceSource.PAGE)
    invoice = receive_invoice(file=file, sender=sender, at=AT)
    assert verdicts(invoice) == [MATCHES]
    assert granted(invoice).approved_excl == approved.amount_excl


def test_an_invoice_from_before_the_correction_asks_too_much_afterwards(
    send, noord, placements, contract_manager
):
    invoice = send("F-1", charge("TV-A1"), charge("TV-A2"))
    assert verdicts(invoice) == [MATCHES, MATCHES]
    begin_later(placements[1])
    compare_again(invoice=invoice, by=contract_manager, at=AT)
    assert verdicts(invoice) == [MATCHES, MatchVerdict.NOT_DUE]
    assert invoice.lines.get(position=2).difference == 6_000


# --- Words in papers ------------------------------------------------------------------------------


def test_controls_in_a_booked_cost_break_no_paper(
    noord, contract, waterveen, placements, contract_manager, client_of
):
    CostEntryFactory(
        region=noord,
        contract=contract,
        borne_by=[waterveen],
        due_on=FEBRUARY,
        description="Excursie\x0b <b>&\x01 \u202eslot",
    )
    rebuild_costs(None)
    statement = close(noord, FEBRUARY, contract_manager)
    assert statement.lines.filter(subject__contains="Excursie").exists()
    client = client_of(contract_manager)
    lines = reverse("contracts:statementline-list", args=[statement.pk])
    for url in (
        *(reverse(f"contracts:statement-{name}", args=[statement.pk]) for name in PAPERS),
        *(f"{lines}?_export={kind}" for kind in ("csv", "xlsx")),
    ):
        response = client.get(url)
        assert response.status_code == 200, url
        assert b"".join(response.streaming_content)
