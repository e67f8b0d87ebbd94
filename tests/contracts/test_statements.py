"""Statements: made as a set, exact, held back, discussed, approved for good, and their papers."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.models import Notification
from config.shared.documents import Facts, to_pdf
from config.shared.errors import Refused
from contracts.actions.statements import (
    agree_to_statement,
    approve_statement,
    comment_on_statement,
    dispute_statement,
    make_statements,
    offer_statement,
    renew_statement,
    set_vat_rule,
    take_back_statement,
)
from contracts.enums.payments import StatementStatus
from contracts.exports.statements import document_of, write_assurance
from contracts.invoices import flaws_of, read_invoice, to_ubl
from contracts.ledger import rebuild_costs
from contracts.models import CostLine, MonthClosing, Placement, Statement, StatementLine
from contracts.statements.proposal import proposed_credit_note, proposed_invoice
from contracts.statements.sums import parts_of, vat_of
from contracts.views.asked import asked_of
from contracts.workflows import DATA_TASK
from tests.factories.contracts import ContractFactory
from tests.factories.payments import learners
from tests.factories.returns import DataTaskFactory

AT = datetime(2026, 4, 2, 10, tzinfo=get_default_timezone())
AFTER_MIDNIGHT = datetime(2026, 4, 3, 0, 30, tzinfo=get_default_timezone())
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture
def placements(line) -> list[Placement]:
    """Two that began in February: 6,000 euro each is due."""
    return learners(line, ["TV-A1", "TV-A2"])


@pytest.fixture
def statement(noord, placements, contract_manager) -> Statement:
    """The concept of February."""
    (made,) = make_statements(region=noord, month=FEBRUARY, by=contract_manager, at=AT).statements
    return made


@pytest.fixture
def offered(statement, contract_manager) -> Statement:
    return offer_statement(statement=statement, by=contract_manager, at=AT)


@pytest.fixture
def approved(offered, contract_manager) -> Statement:
    return approve_statement(statement=offered, by=contract_manager, at=AT)


def begin_later(placement: Placement) -> None:
    """Somebody turns out to have begun in May; the ledger follows."""
    Placement.objects.filter(pk=placement.pk).update(actual_first_on=date(2026, 5, 4))
    rebuild_costs([placement.pk])


# --- Making ---------------------------------------------------------------------------------------


def test_a_statement_has_what_fell_due_in_the_month_to_the_cent(statement, placements, provider):
    lines = list(statement.lines.order_by("position"))
    assert [(line.subject, line.amount) for line in lines] == [
        ("TV-A1", Decimal("6000.00")),
        ("TV-A2", Decimal("6000.00")),
    ]
    assert (statement.amount_excl, statement.amount_vat) == (12_000, 0)
    assert statement.provider == provider
    assert statement.number == f"202602-{provider.kvk_number}"
    assert all(line.vat_ground and not line.is_correction for line in lines)
    assert parts_of(statement)[0].amount == 12_000


def test_statements_of_a_month_are_made_as_a_set_and_once(
    noord, other_provider, placements, contract_manager, query_budget
):
    other = ContractFactory(
        region=noord,
        provider=other_provider,
        gemeenten_given=list(noord.gemeenten_on(FEBRUARY)),
        active=True,
    )
    learners(other.capacity_lines.get(), ["LB-1"])
    with query_budget("statements of a month"):
        made = make_statements(region=noord, month=FEBRUARY, by=contract_manager, at=AT)
    assert sorted(each.amount_excl for each in made.statements) == [6_000, 12_000]
    again = make_statements(region=noord, month=FEBRUARY, by=contract_manager, at=AT)
    assert again.statements == []


def test_a_month_without_costs_has_no_statement(noord, placements, contract_manager):
    made = make_statements(region=noord, month=MARCH, by=contract_manager, at=AT)
    assert (made.statements, made.held) == ([], [])


def test_a_missing_return_holds_the_statement_where_the_rule_says_so(
    settings, noord, provider, contract, placements, contract_manager
):
    settings.RETURN_HOLDS_PAYMENT = True
    DataTaskFactory(contract=contract, month=FEBRUARY, due_on=date(2026, 3, 13))
    asked = {"region": noord, "month": FEBRUARY, "by": contract_manager, "at": AT}
    held = make_statements(**asked)
    assert (held.statements, held.held) == ([], [provider])
    (made,) = make_statements(**asked, held_reason="Opgave volgt, gebeld").statements
    assert made.held_reason == "Opgave volgt, gebeld"
    assert made.amount_excl == 12_000


@pytest.mark.parametrize("who", ["coordinator", "reader", "provider_user", "controller"])
def test_only_who_approves_makes_statements(who, request, noord, placements):
    with pytest.raises(Refused):
        make_statements(region=noord, month=FEBRUARY, by=request.getfixturevalue(who), at=AT)
    assert not Statement.objects.exists()


def test_vat_follows_tariff_then_contract_then_standard(
    noord, contract, placements, contract_manager
):
    by = {"by": contract_manager, "at": AT}
    rule = {"tariff": None, "rate": Decimal(9), "ground": ""}
    set_vat_rule(contract=contract, **rule, **by)
    (statement,) = make_statements(region=noord, month=FEBRUARY, **by).statements
    assert statement.amount_vat == 1_080
    tariff = contract.tariffs.get()
    set_vat_rule(contract=contract, tariff=tariff, rate=Decimal(21), ground="", **by)
    renewed = renew_statement(statement=statement, **by)
    assert (renewed.amount_vat, renewed.amount_incl) == (2_520, 14_520)
    (total,) = vat_of(renewed)
    assert (total.rate, total.base, total.tax) == (21, 12_000, 2_520)


def test_no_vat_without_a_ground(contract, contract_manager):
    with pytest.raises(Refused, match="grond"):
        set_vat_rule(
            contract=contract, tariff=None, rate=Decimal(0), ground="", by=contract_manager, at=AT
        )


# --- The course of it -----------------------------------------------------------------------------


def test_the_provider_sees_it_once_offered_and_agrees(
    statement, provider_user, contract_manager, other_provider_user
):
    assert not Statement.objects.visible_to(provider_user).exists()
    offered = offer_statement(statement=statement, by=contract_manager, at=AT)
    assert Statement.objects.visible_to(provider_user).get() == statement
    assert not Statement.objects.visible_to(other_provider_user).exists()
    assert Notification.objects.filter(user=provider_user).count() == 1
    agreed = agree_to_statement(statement=offered, by=provider_user, at=AT)
    assert (agreed.agreed_at, agreed.agreed_by) == (AT, provider_user)
    assert Notification.objects.filter(user=contract_manager).count() == 1


def test_a_month_that_runs_is_not_offered(noord, line, contract_manager):
    learners(line, ["TV-B1"], planned_first_on=date(2026, 4, 1))
    (made,) = make_statements(
        region=noord, month=date(2026, 4, 1), by=contract_manager, at=AT
    ).statements
    with pytest.raises(Refused, match="voorbij"):
        offer_statement(statement=made, by=contract_manager, at=AT)


def test_the_provider_disputes_and_the_region_renews(
    offered, placements, provider_user, contract_manager
):
    disputed = dispute_statement(
        statement=offered, reason="TV-A2 is in mei begonnen", by=provider_user, at=AT
    )
    assert disputed.status == StatementStatus.DISPUTED
    assert disputed.messages.get().is_of_provider
    begin_later(placements[1])
    renewed = renew_statement(statement=disputed, by=contract_manager, at=AT)
    assert renewed.amount_excl == 6_000
    comment_on_statement(statement=renewed, text="Aangepast", by=contract_manager, at=AT)
    assert renewed.messages.count() == 2


def test_nobody_speaks_for_the_other_side(offered, provider_user, contract_manager, reader):
    with pytest.raises(Refused):
        agree_to_statement(statement=offered, by=contract_manager, at=AT)
    with pytest.raises(Refused):
        dispute_statement(statement=offered, reason="Nee", by=contract_manager, at=AT)
    with pytest.raises(Refused):
        approve_statement(statement=offered, by=provider_user, at=AT)
    with pytest.raises(Refused):
        comment_on_statement(statement=offered, text="Hm", by=reader, at=AT)
    with pytest.raises(Refused):
        renew_statement(statement=offered, by=contract_manager, at=AT)
    offered.refresh_from_db()
    assert offered.status == StatementStatus.OFFERED
    assert not offered.messages.exists()


def test_taken_back_it_is_a_concept_again(offered, provider_user, contract_manager):
    back = take_back_statement(statement=offered, reason="Fout", by=contract_manager, at=AT)
    assert back.status == StatementStatus.CONCEPT
    assert not Statement.objects.visible_to(provider_user).exists()


def test_approval_closes_the_months_of_its_contracts(provider_user, approved, contract):
    assert approved.status == StatementStatus.APPROVED
    months = MonthClosing.objects.filter(contract=contract).values_list("month", flat=True)
    assert max(months) == FEBRUARY
    told = Notification.objects.filter(user=provider_user).order_by("pk").last()
    assert "12.000,00" in f"{told.subject} {told.sentence}"


def test_costs_that_moved_are_not_approved_unseen(offered, placements, contract, contract_manager):
    begin_later(placements[1])
    with pytest.raises(Refused, match="opnieuw"):
        approve_statement(statement=offered, by=contract_manager, at=AT)
    offered.refresh_from_db()
    assert offered.status == StatementStatus.OFFERED
    assert not MonthClosing.objects.filter(contract=contract).exists()


def test_an_approved_statement_never_changes(approved, placements, contract_manager):
    line = approved.lines.order_by("position").first()
    for change in (
        lambda: StatementLine.objects.filter(pk=line.pk).update(amount=1),
        lambda: StatementLine.objects.filter(pk=line.pk).delete(),
        lambda: StatementLine.objects.filter(pk=line.pk).update(statement=approved),
        lambda: Statement.objects.filter(pk=approved.pk).update(amount_excl=1),
        lambda: Statement.objects.filter(pk=approved.pk).delete(),
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            change()
    with pytest.raises(Refused):
        comment_on_statement(statement=approved, text="Nog iets", by=contract_manager, at=AT)


def test_what_changes_afterwards_stands_apart_in_a_later_statement(
    noord, approved, placements, contract_manager
):
    begin_later(placements[1])
    corrections = CostLine.objects.filter(due_on__month=3)
    assert sum(line.amount for line in corrections) == -6_000
    (march,) = make_statements(region=noord, month=MARCH, by=contract_manager, at=AT).statements
    assert march.amount_corrections == march.amount_excl == -6_000
    assert march.lines.get().is_reversal
    approved.refresh_from_db()
    assert approved.amount_excl == 12_000


# --- Papers ---------------------------------------------------------------------------------------


def test_the_proposed_invoice_reads_back_right_and_asks_the_same(approved):
    paper = proposed_invoice(approved, date(2026, 4, 2))
    read = read_invoice(io.BytesIO(to_ubl(paper)))
    assert read == paper
    assert flaws_of(read) == []
    assert read.totals.payable == approved.amount_incl
    assert read.references.statement == approved.number
    assert [line.object_id for line in read.lines] == ["TV-A1", "TV-A2"]
    assert (read.lines[0].quantity, read.lines[0].price) == (Decimal("0.4"), 15_000)


def test_what_is_taken_back_is_a_credit_note(noord, approved, placements, contract_manager):
    with pytest.raises(Refused):
        proposed_credit_note(approved, AT.date())
    begin_later(placements[1])
    (march,) = make_statements(region=noord, month=MARCH, by=contract_manager, at=AT).statements
    note = proposed_credit_note(march, AT.date())
    assert (note.sign, note.totals.payable) == (-1, 6_000)
    assert flaws_of(note) == []
    with pytest.raises(Refused):
        proposed_invoice(march, AT.date())


def test_the_paper_says_what_the_statement_says(approved, statement):
    document = document_of(approved, AT)
    assert document.reference == approved.number
    assert document.mark == ""
    assert to_pdf(document).startswith(b"%PDF")


def assurance_of(statement: Statement) -> list[list[str]]:
    stream = io.BytesIO()
    write_assurance(stream, statement)
    return list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_days_on_paper_are_those_of_the_netherlands(
    offered, contract, contract_manager, provider_user
):
    task = DataTaskFactory(contract=contract, month=FEBRUARY, due_on=date(2026, 3, 13))
    figures = {"running": 2, "started": 2, "ended": 0}
    DATA_TASK.apply(task, "report_nil", by=provider_user, at=AFTER_MIDNIGHT, **figures)
    approve_statement(statement=offered, by=contract_manager, at=AFTER_MIDNIGHT)
    statement = Statement.objects.get()
    (facts,) = (block for block in document_of(statement, AT).blocks if isinstance(block, Facts))
    assert ("Vastgesteld", "3 apr 2026") in facts.pairs
    assert "2026-04-03" in assurance_of(statement)[1]


def test_the_assurance_list_names_hours_and_evidence(approved, contract):
    DataTaskFactory(contract=contract, month=FEBRUARY, due_on=date(2026, 3, 13))
    rows = assurance_of(approved)
    assert len(rows) == 3
    assert [row[3] for row in rows[1:]] == ["TV-A1", "TV-A2"]
    assert {len(row) for row in rows} == {15}


# --- Pages ----------------------------------------------------------------------------------------


def test_the_region_makes_sends_and_approves_on_the_pages(
    client_of, placements, contract_manager, noord, time_machine
):
    time_machine.move_to(AT)
    client = client_of(contract_manager)
    given = {"region": noord.pk, "month": "2026-02-15"}
    response = client.post(reverse("contracts:statement-create"), given)
    statement = Statement.objects.get()
    assert response.url == statement.get_absolute_url()
    for name in ("offer", "approve"):
        url = reverse("contracts:statement-transition", args=[statement.pk, name])
        assert client.post(url).status_code == 302
    statement.refresh_from_db()
    assert statement.status == StatementStatus.APPROVED
    page = client.get(statement.get_absolute_url()).content.decode()
    assert "€ 12.000,00" in page


def test_pages_of_a_statement_cost_a_fixed_number_of_queries(
    client_of, counted_page, offered, provider_user, contract_manager
):
    client = client_of(contract_manager)
    page = counted_page(client, "statement", offered.get_absolute_url())
    assert offered.provider.legal_name in page
    lines = reverse("contracts:statementline-list", args=[offered.pk])
    assert "TV-A1" in counted_page(client, "statement lines", lines)
    listed = reverse("contracts:statement-list")
    assert offered.number in counted_page(client, "statements", listed)
    own = client_of(provider_user).get(offered.get_absolute_url()).content.decode()
    assert reverse("contracts:statement-agree", args=[offered.pk]) in own
    assert reverse("contracts:statement-renew", args=[offered.pk]) not in own


@pytest.mark.parametrize("name", ["pdf", "assurance", "invoice"])
def test_files_of_a_statement_are_downloads(client_of, offered, provider_user, name):
    response = client_of(provider_user).get(
        reverse(f"contracts:statement-{name}", args=[offered.pk])
    )
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content)


def test_there_is_no_credit_note_of_nothing(client_of, offered, provider_user):
    url = reverse("contracts:statement-credit-note", args=[offered.pk])
    assert client_of(provider_user).get(url).status_code == 404


def test_the_provider_reacts_on_the_pages(client_of, offered, provider_user):
    client = client_of(provider_user)
    assert client.post(reverse("contracts:statement-agree", args=[offered.pk])).status_code == 302
    comment = reverse("contracts:statement-comment", args=[offered.pk])
    assert client.post(comment, {"text": "Klopt"}).status_code == 302
    url = reverse("contracts:statement-transition", args=[offered.pk, "dispute"])
    assert client.post(url, {"reason": "Toch niet"}).status_code == 302
    offered.refresh_from_db()
    assert (offered.status, offered.agreed_at) == (StatementStatus.DISPUTED, None)


def test_vat_is_set_on_the_contract(client_of, contract, contract_manager):
    url = reverse("contracts:contract-vat", args=[contract.pk])
    response = client_of(contract_manager).post(url, {"rate": "21,00", "ground": ""})
    assert response.status_code == 302
    assert contract.vat_rules.get().rate == 21


def test_first_screens_say_what_waits(offered, provider_user, contract_manager, reader):
    (own,) = asked_of(provider_user)
    assert own.url == offered.get_absolute_url()
    assert "12.000,00" in own.text
    assert not [task for task in asked_of(reader) if task.url == own.url]
    agree_to_statement(statement=offered, by=provider_user, at=AT)
    assert asked_of(provider_user) == []


def test_the_contract_says_which_vat_is_charged(client_of, contract, contract_manager):
    client = client_of(contract_manager)
    assert "?tab=btw" not in client.get(contract.get_absolute_url()).content.decode()
    set_vat_rule(
        contract=contract, tariff=None, rate=Decimal(21), ground="", by=contract_manager, at=AT
    )
    page = client.get(contract.get_absolute_url(), {"tab": "btw"}).content.decode()
    assert "Het hele contract" in page
