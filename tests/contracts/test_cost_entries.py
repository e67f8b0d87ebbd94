"""Costs that a person books, fees that are recorded, and their lines in the ledger."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.enums import KeyBasis
from accounts.models import AllocationKey, AllocationKeyVersion, AllocationShare, AuditEvent
from config.shared.errors import Refused
from contracts import ledger
from contracts.actions.costs import (
    book_cost,
    close_months,
    fees_of,
    record_fee,
    take_back_fee,
    withdraw_cost,
)
from contracts.enums import CostKind, CostType
from contracts.models import CostEntry, CostLine, CostMonth, FeeOccasion
from tests.factories.contracts import CapacityLineFactory, ContractFactory, PlacementFactory
from tests.factories.costs import CostEntryFactory, FeeTariffFactory

AT = datetime(2026, 5, 4, 12, tzinfo=get_default_timezone())
DUE_ON = date(2026, 4, 15)


@pytest.fixture
def placement(noord, waterveen, provider):
    contract = ContractFactory(region=noord, provider=provider, gemeenten_given=[waterveen])
    line = CapacityLineFactory(contract=contract)
    return PlacementFactory(capacity_line=line, gemeente=waterveen, started=True)


@pytest.fixture
def key(noord, waterveen, meerdorp, region_controller):
    """A third for Waterveen, two thirds for Meerdorp, from 2026."""
    made = AllocationKey.objects.create(region=noord, name="Op maat", basis=KeyBasis.MANUAL)
    version = AllocationKeyVersion.objects.create(
        key=made, number=1, first_on=date(2026, 1, 1), reason="Begin", made_at=AT,
        made_by=region_controller,
    )  # fmt: skip
    for gemeente, percentage in ((waterveen, "33.333333"), (meerdorp, "66.666667")):
        AllocationShare.objects.create(version=version, gemeente=gemeente, percentage=percentage)
    return made


def entry(region, **facts) -> CostEntry:
    own = {
        "cost_type": CostType.INTERPRETERS,
        "kind": CostKind.ENTRY,
        "due_on": DUE_ON,
        "first_on": DUE_ON,
        "last_on": DUE_ON,
        "description": "Tolken",
        "amount": Decimal(100),
    }
    return CostEntry(region=region, **own | facts)


def borne() -> dict[str, Decimal]:
    return dict(CostLine.objects.values_list("gemeente__name", "amount"))


def test_a_key_divides_a_cost_to_the_cent(noord, key, region_controller):
    made = book_cost(entry=entry(noord), key=key, by=region_controller, at=AT)
    assert borne() == {"Waterveen": Decimal("33.33"), "Meerdorp": Decimal("66.67")}
    assert made.key == key.versions.get()
    assert AuditEvent.objects.filter(object_id=made.pk, action__endswith="created").exists()
    found = CostMonth.objects.order_by("amount").values_list("cost_type", "unit", "lines", "heads")
    assert list(found) == [(CostType.INTERPRETERS, "", 1, 0)] * 2


def test_a_credit_is_borne_as_typed(noord, waterveen, meerdorp, region_controller):
    credit = entry(noord, kind=CostKind.CREDIT, amount=Decimal(-100))
    amounts = {waterveen: Decimal("-99.99"), meerdorp: Decimal("-0.01")}
    book_cost(entry=credit, amounts=amounts, by=region_controller, at=AT)
    assert borne() == {"Waterveen": Decimal("-99.99"), "Meerdorp": Decimal("-0.01")}


@pytest.mark.parametrize(
    ("facts", "amounts", "sentence"),
    [
        ({}, {"waterveen": 99}, "dragen samen € 99,00, niet € 100,00"),
        ({"kind": CostKind.CREDIT}, {"waterveen": 100}, "een creditering is lager dan nul"),
        ({"vat_rate": 21, "vat_exemption": "onderwijs"}, {"waterveen": 100}, "heeft geen tarief"),
        ({"description": "Tolk 111222333"}, {"waterveen": 100}, "BSN"),
    ],
)
def test_what_does_not_add_up_is_refused_and_leaves_nothing(
    noord, request, region_controller, facts, amounts, sentence
):
    shares = {request.getfixturevalue(name): Decimal(euro) for name, euro in amounts.items()}
    with pytest.raises(Refused, match=sentence):
        book_cost(entry=entry(noord, **facts), amounts=shares, by=region_controller, at=AT)
    assert not CostEntry.objects.exists()


def test_a_key_without_percentages_on_the_day_is_refused(noord, key, region_controller):
    early = entry(noord, due_on=date(2025, 12, 31))
    with pytest.raises(Refused, match="geen percentages op 31 dec 2025"):
        book_cost(entry=early, key=key, by=region_controller, at=AT)


def test_a_reader_books_nothing(noord, waterveen, reader):
    with pytest.raises(Refused):
        book_cost(entry=entry(noord), amounts={waterveen: Decimal(100)}, by=reader, at=AT)


def test_the_contract_of_another_region_is_refused(noord, waterveen, region_controller):
    elsewhere = entry(noord, contract=ContractFactory())
    with pytest.raises(Refused, match="andere regio"):
        book_cost(entry=elsewhere, amounts={waterveen: Decimal(100)}, by=region_controller, at=AT)


@pytest.mark.parametrize(
    "change",
    [
        lambda made: CostEntry.objects.filter(pk=made.pk).update(amount=1),
        lambda made: made.shares.update(amount=1),
        lambda made: made.shares.all().delete(),
    ],
)
def test_the_database_keeps_a_booking_as_it_was(noord, waterveen, change):
    made = CostEntryFactory(region=noord, borne_by=[waterveen])
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change(made)


def test_the_database_asks_that_shares_are_the_amount(noord, waterveen):
    CostEntryFactory(region=noord, borne_by=[])
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="differ"):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_withdrawn_cost_leaves_open_months(noord, waterveen, region_controller):
    made = CostEntryFactory(region=noord, borne_by=[waterveen])
    ledger.rebuild_costs([], entry_ids=[made.pk])
    withdraw_cost(entry=made, reason="Dubbel", by=region_controller, at=AT)
    assert not CostLine.objects.exists()
    assert not CostMonth.objects.exists()
    with pytest.raises(Refused, match="al ingetrokken"):
        withdraw_cost(entry=made, reason="Nogmaals", by=region_controller, at=AT)


def test_a_withdrawn_cost_of_a_closed_month_is_taken_back_later(
    placement, waterveen, region_controller
):
    contract = placement.contract
    made = CostEntryFactory(region=contract.region, contract=contract, borne_by=[waterveen])
    ledger.rebuild_costs([], entry_ids=[made.pk])
    close_months(contract=contract, until=date(2026, 3, 1), by=region_controller, at=AT)
    withdraw_cost(entry=made, reason="Dubbel", by=region_controller, at=AT)
    lines = CostLine.objects.filter(entry=made).order_by("due_on")
    assert [(line.due_on, line.amount) for line in lines] == [
        (date(2026, 3, 31), Decimal(300)),
        (date(2026, 4, 1), Decimal(-300)),
    ]


# --- Fees -----------------------------------------------------------------------------------------


def test_a_recorded_fee_is_charged_each_time(placement, region_controller):
    FeeTariffFactory(contract=placement.contract)
    assert fees_of(placement) == ["Examen"]
    for day in (10, 20):
        made = record_fee(
            placement=placement, name="Examen", on=date(2026, 3, day), by=region_controller, at=AT
        )
    fees = CostLine.objects.filter(kind=CostKind.FEE).order_by("due_on")
    assert [(line.due_on.day, line.amount) for line in fees] == [(10, 250), (20, 250)]
    take_back_fee(occasion=made, reason="Niet geweest", by=region_controller, at=AT)
    assert [line.due_on.day for line in fees.all()] == [10]
    assert FeeOccasion.objects.count() == 1


def test_a_fee_that_the_contract_does_not_know_is_refused(placement, region_controller, reader):
    facts = {"placement": placement, "name": "Examen", "on": DUE_ON, "at": AT}
    with pytest.raises(Refused, match="geen vergoeding met die naam"):
        record_fee(**facts, by=region_controller)
    FeeTariffFactory(contract=placement.contract)
    with pytest.raises(Refused):
        record_fee(**facts, by=reader)
    assert not FeeOccasion.objects.exists()


# --- Pages ----------------------------------------------------------------------------------------


def typed(region, **facts) -> dict:
    return {
        "region": region.pk,
        "cost_type": "guidance",
        "kind": "entry",
        "description": "Begeleiding april",
        "amount": "1.250,00",
        "vat_rate": "0",
        "due_on": "2026-04-30",
        "first_on": "2026-04-01",
        "last_on": "2026-04-30",
        "rhythm": "once",
    } | facts


def test_pages_book_and_withdraw_a_cost(
    client_of, region_controller, noord, waterveen, meerdorp, key, query_budget
):
    client = client_of(region_controller)
    page = reverse("contracts:costentry-create")
    assert "Gedragen door Waterveen" in client.get(page).content.decode()
    wrong = client.post(page, typed(noord, **{f"borne_by_{waterveen.pk}": "1.000"}))
    assert "dragen samen" in wrong.content.decode()
    assert client.post(page, typed(noord, divide_by=key.pk)).status_code == 302
    made = CostEntry.objects.get()
    with query_budget("contracts:costentry-detail"):
        shown = client.get(made.get_absolute_url()).content.decode()
    assert "€ 416,67" in shown
    assert "€ 833,33" in shown
    with query_budget("contracts:costentry-list"):
        assert (
            "Begeleiding april" in client.get(reverse("contracts:costentry-list")).content.decode()
        )
    withdraw = reverse("contracts:costentry-withdraw", args=[made.pk])
    assert client.post(withdraw, {"reason": "Vergissing"}).status_code == 302
    made.refresh_from_db()
    assert made.withdrawn_by == region_controller
    assert "Intrekken" not in client.get(made.get_absolute_url()).content.decode()


def test_a_gemeente_sees_its_own_share_alone(client_of, controller, noord, waterveen, meerdorp):
    both = CostEntryFactory(region=noord, borne_by=[waterveen, meerdorp])
    other = CostEntryFactory(region=noord, borne_by=[meerdorp])
    client = client_of(controller)
    shown = client.get(both.get_absolute_url()).content.decode()
    assert "Waterveen" in shown
    assert "Meerdorp" not in shown
    assert client.get(other.get_absolute_url()).status_code == 404


def test_pages_record_a_fee_and_take_it_back(client_of, region_controller, placement):
    FeeTariffFactory(contract=placement.contract)
    ledger.rebuild_costs([placement.pk])
    client = client_of(region_controller)
    page = reverse("contracts:placement-fee", args=[placement.pk])
    assert page in client.get(placement.get_absolute_url()).content.decode()
    assert client.post(page, {"name": "Examen", "on": "2026-03-12"}).status_code == 302
    occasion = FeeOccasion.objects.get()
    remove = reverse("contracts:feeoccasion-remove", args=[occasion.pk])
    assert (
        remove
        in client.get(
            placement.get_absolute_url(), {"tab": "vastgelegde-vergoedingen"}
        ).content.decode()
    )
    assert client.post(remove, {"reason": "Niet geweest"}).status_code == 302
    assert not FeeOccasion.objects.exists()
