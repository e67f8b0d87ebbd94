"""What contracts guarantee: terms of a draft, what was taken, and the shortfall that is booked."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.models import AuditEvent
from config.shared.documents import Table
from config.shared.errors import Refused
from contracts import ledger
from contracts.actions.costs import withdraw_cost
from contracts.actions.guarantees import book_shortfall, set_guarantees
from contracts.enums import ContractStatus, GuaranteeKind, PlacementStatus
from contracts.models import CapacityShare, ContractGuarantee, CostEntry, CostLine
from contracts.paper_facts import PartyDetails, facts_of
from contracts.paper_terms import terms
from tests.factories.contracts import (
    ContractFactory,
    PlacementFactory,
)
from tests.factories.cost_terms import ContractGuaranteeFactory
from tests.support.forms import row_fields
from tests.support.pages import text_of

AFTER = datetime(2027, 1, 4, 12, tzinfo=get_default_timezone())
YEAR = {"first_on": date(2026, 1, 1), "last_on": date(2026, 12, 31)}
HEADS = {"kind": GuaranteeKind.HEADS, "minimum_amount": None, "minimum_heads": 3, "price": 2_000}


@pytest.fixture
def contract(noord, waterveen, meerdorp, provider):
    """Two learners from 2 February 2026: 6,000 then and 4,500 on 31 October, each."""
    made = ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen, meerdorp], active=True
    )
    line = made.capacity_lines.get()
    line.shares.all().delete()
    for gemeente, number in ((waterveen, 2), (meerdorp, 1)):
        CapacityShare.objects.create(line=line, gemeente=gemeente, number=number)
    PlacementFactory.create_batch(2, capacity_line=line, gemeente=waterveen, started=True)
    PlacementFactory(capacity_line=line, gemeente=meerdorp, status=PlacementStatus.CANCELLED)
    ledger.rebuild_costs(None)
    return made


@pytest.fixture
def after_the_year():
    with time_machine.travel(AFTER, tick=True):
        yield


def taken(**facts) -> tuple:
    made = ContractGuaranteeFactory(**facts)
    row = ContractGuarantee.objects.with_taken().get(pk=made.pk)
    return row.taken_amount, row.taken_heads


@pytest.mark.parametrize(
    ("first_on", "last_on", "amount"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 21_000),
        (date(2026, 2, 2), date(2026, 10, 30), 12_000),
        (date(2026, 2, 3), date(2026, 10, 31), 9_000),
        (date(2026, 2, 2), date(2026, 2, 2), 12_000),
        (date(2026, 2, 3), date(2026, 2, 28), 0),
        (date(2025, 1, 1), date(2025, 12, 31), 0),
    ],
)
def test_an_amount_is_taken_by_what_falls_due_in_the_period(contract, first_on, last_on, amount):
    period = {"first_on": first_on, "last_on": last_on}
    assert taken(contract=contract, **period) == (amount, 0)
    assert taken(contract=contract, route="Z", **period) == (0, 0)


def test_learners_are_taken_who_begin_in_the_period(contract):
    assert taken(contract=contract, **HEADS) == (21_000, 2)
    assert taken(contract=contract, **HEADS | {"first_on": date(2026, 2, 3)})[1] == 0


@pytest.mark.parametrize(
    ("facts", "amount", "heads", "short"),
    [
        ({}, 59_999, 0, 1),
        ({}, 60_001, 0, 0),
        (HEADS, 0, 1, 4_000),
        (HEADS, 0, 4, 0),
    ],
)
def test_a_shortfall_is_what_was_taken_too_little(facts, amount, heads, short):
    guarantee = ContractGuaranteeFactory.build(contract=None, **facts)
    assert guarantee.shortfall(Decimal(amount), heads) == short


def test_a_draft_is_given_its_guarantees_as_a_whole(noord, region_controller):
    draft = ContractFactory(region=noord, status=ContractStatus.DRAFT)
    asked = {"contract": draft, "by": region_controller, "at": AFTER}
    value = {"kind": "value", "minimum_amount": Decimal(50_000), **YEAR}
    heads = {"kind": "heads", "minimum_heads": 4, "price": Decimal(1_500), "route": "O", **YEAR}
    set_guarantees(rows=[value, heads], **asked)
    assert [str(row) for row in draft.guarantees.order_by("pk")] == [
        "ten minste € 50.000,00",
        "ten minste 4 inburgeraars",
    ]
    told = AuditEvent.objects.filter(object_id=draft.pk).order_by("pk").last()
    assert "Gegarandeerd minimum: ten minste € 50.000,00" in told.reason
    set_guarantees(rows=[], **asked)
    assert not draft.guarantees.exists()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"minimum_amount": None}, "Geef een bedrag"),
        ({"kind": "heads"}, "Geef een bedrag"),
        ({"last_on": date(2025, 12, 31)}, "niet vóór de eerste dag"),
        ({"minimum_amount": Decimal(-1)}, "niet onder nul"),
    ],
)
def test_what_makes_no_guarantee_is_refused(noord, region_controller, facts, sentence):
    draft = ContractFactory(region=noord, status=ContractStatus.DRAFT)
    row = {"kind": "value", "minimum_amount": Decimal(50_000), **YEAR} | facts
    with pytest.raises(Refused, match=sentence):
        set_guarantees(contract=draft, rows=[row], by=region_controller, at=AFTER)
    assert not ContractGuarantee.objects.exists()


def test_two_alike_begin_on_different_days(noord, region_controller):
    draft = ContractFactory(region=noord, status=ContractStatus.DRAFT)
    first = {"kind": "value", "minimum_amount": Decimal(50_000), **YEAR}
    asked = {"contract": draft, "by": region_controller, "at": AFTER}
    with pytest.raises(Refused, match="op dezelfde dag"):
        set_guarantees(rows=[first, first | {"last_on": date(2026, 6, 30)}], **asked)
    assert not ContractGuarantee.objects.exists()
    set_guarantees(rows=[first, first | {"route": "O"}], **asked)
    assert draft.guarantees.count() == 2


def test_a_signed_contract_keeps_its_guarantees(contract, region_controller):
    with pytest.raises(Refused):
        set_guarantees(contract=contract, rows=[], by=region_controller, at=AFTER)
    guarantee = ContractGuaranteeFactory(contract=contract)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContractGuarantee.objects.filter(pk=guarantee.pk).update(minimum_amount=None)


def test_a_shortfall_is_booked_by_seats_and_counts_once(contract, region_controller):
    guarantee = ContractGuaranteeFactory(contract=contract)
    asked = {"guarantee": guarantee, "reason": "Te weinig instroom", "by": region_controller}
    entry = book_shortfall(at=AFTER, **asked)
    lines = CostLine.objects.filter(entry=entry).order_by("gemeente__name")
    assert list(lines.values_list("gemeente__name", "amount", "due_on")) == [
        ("Meerdorp", 13_000, date(2026, 12, 31)),
        ("Waterveen", 26_000, date(2026, 12, 31)),
    ]
    assert entry.reason == "Te weinig instroom"
    assert "€ 60.000,00" in entry.description
    with pytest.raises(Refused, match="al geboekt"):
        book_shortfall(at=AFTER, **asked)
    withdraw_cost(entry=entry, reason="Onjuist", by=region_controller, at=AFTER)
    assert book_shortfall(at=AFTER, **asked).amount == 39_000


def test_a_shortfall_is_not_booked_early_nor_where_nothing_is_short(
    contract, reader, region_controller
):
    guarantee = ContractGuaranteeFactory(contract=contract)
    reached = ContractGuaranteeFactory(contract=contract, minimum_amount=21_000)
    asked = {"reason": "Nodig", "by": region_controller, "at": AFTER}
    early = datetime(2026, 12, 31, 12, tzinfo=get_default_timezone())
    with pytest.raises(Refused, match="als de periode voorbij is"):
        book_shortfall(guarantee=guarantee, **asked | {"at": early})
    with pytest.raises(Refused, match="is gehaald"):
        book_shortfall(guarantee=reached, **asked)
    with pytest.raises(Refused):
        book_shortfall(guarantee=guarantee, **asked | {"by": reader})
    contract.capacity_lines.get().shares.all().delete()
    with pytest.raises(Refused, match="verdeelsleutel"):
        book_shortfall(guarantee=guarantee, **asked)
    assert not CostEntry.objects.exists()


def test_pages_show_a_guarantee_and_book_its_shortfall(
    client_of, contract, region_controller, query_budget, after_the_year
):
    guarantee = ContractGuaranteeFactory(contract=contract)
    client = client_of(region_controller)
    shown = client.get(contract.get_absolute_url() + "?tab=afspraken").content.decode()
    assert guarantee.get_absolute_url() in shown
    with query_budget("contracts:contractguarantee-detail"):
        page = client.get(guarantee.get_absolute_url()).content.decode()
    assert "€ 39.000,00" in page
    book = reverse("contracts:contractguarantee-book", args=[guarantee.pk])
    assert book in page
    proposed = text_of(client.get(book))
    assert "€ 39.000,00" in proposed
    assert "Meerdorp € 13.000,00, Waterveen € 26.000,00" in proposed
    client.post(book, {"reason": "Te weinig instroom"})
    guarantee.refresh_from_db()
    assert guarantee.entry.amount == 39_000
    assert book not in client.get(guarantee.get_absolute_url()).content.decode()
    stranger = ContractGuaranteeFactory()
    assert client.get(stranger.get_absolute_url()).status_code == 404


def test_a_page_writes_the_guarantees_of_a_draft(client_of, noord, contract_manager):
    draft = ContractFactory(region=noord, status=ContractStatus.DRAFT)
    client = client_of(contract_manager)
    page = reverse("contracts:contract-guarantees", args=[draft.pk])
    typed = {
        "kind": "heads",
        "route": "O",
        "first_on": "2026-01-01",
        "last_on": "2026-12-31",
        "minimum_heads": "12",
        "price": "1.500,00",
    }
    client.post(page, row_fields([typed]))
    made = draft.guarantees.get()
    assert (made.minimum_heads, made.price, made.route) == (12, 1_500, "O")
    assert 'value="12"' in client.get(page).content.decode()


def test_the_paper_of_a_contract_says_what_is_guaranteed(contract):
    ContractGuaranteeFactory(contract=contract)
    ContractGuaranteeFactory(contract=contract, route="O", **HEADS)
    party = PartyDetails(name="Regio Noord")
    facts = facts_of(contract, party, party, [])
    [table] = [
        block
        for block in terms(json.loads(json.dumps(facts)))
        if isinstance(block, Table) and block.columns[2].label == "Gegarandeerd"
    ]
    assert [row[2:] for row in table.rows] == [
        ("ten minste € 60.000,00", ""),
        ("ten minste 3 inburgeraars", "€ 2.000,00"),
    ]
    del facts["guarantees"]
    assert list(terms(facts))
