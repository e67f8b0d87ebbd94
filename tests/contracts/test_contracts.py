"""Contracts: drafted from an award or directly, their terms, and the steps they go through."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEvent, AuditSeal
from config.shared.errors import Refused
from contracts.actions.contract_steps import offer_contract
from contracts.actions.contracts import (
    change_contract,
    draft_from_award,
    remove_draft,
    sign_contract,
)
from contracts.actions.terms import (
    TariffTerms,
    add_capacity_line,
    change_capacity_line,
    default_instalments,
    remove_capacity_line,
    remove_tariff,
    set_shares,
    set_tariff,
)
from contracts.capacity import ValueMeter, spread_seats
from contracts.enums import ContractStatus
from contracts.models import CapacityLine, Contract
from contracts.workflows import CONTRACT
from procurement.enums import LotStatus
from tests.contracts.conftest import AT
from tests.factories.contracts import CapacityLineFactory, PlacementFactory, TariffFactory, move
from tests.factories.papers import signed_on_paper

AFTER_STANDSTILL = AT + timedelta(days=60)


def terms(contract: Contract, **fields) -> TariffTerms:
    standard = {
        "route": "O",
        "price": Decimal("16000.1050"),
        "first_on": contract.first_on,
        "last_on": contract.last_on,
        "instalments": default_instalments(),
    }
    return TariffTerms(**standard | fields)


# --- From an award ------------------------------------------------------------------------------


def test_award_becomes_a_draft_with_the_terms_of_the_winning_bid(award, contract_manager):
    contract = draft_from_award(award=award, by=contract_manager, at=AT)

    assert contract.status == ContractStatus.DRAFT
    assert contract.reference == "T-2026-077-P1"
    assert contract.provider == award.winner.bid.provider
    assert (contract.first_on, contract.last_on) == (date(2027, 1, 1), date(2028, 12, 31))
    assert contract.start_guarantee_weeks == 8
    assert {gemeente.name for gemeente in contract.gemeenten.all()} == {"Waterveen", "Meerdorp"}
    tariff = contract.tariffs.get()
    amounts = list(tariff.instalments.order_by("pk").values_list("amount", flat=True))
    assert tariff.price == Decimal("16000.10")
    assert amounts == [Decimal("6400.04"), Decimal("4800.03"), Decimal("4800.03")]


def test_award_spreads_the_seats_by_inhabitants(award, contract_manager):
    contract = draft_from_award(award=award, by=contract_manager, at=AT)

    line = contract.capacity_lines.get()
    shares = {share.gemeente.name: share.number for share in line.shares.all()}
    assert (line.number, line.route, line.place) == (32, "O", "Waterveen")
    assert (line.group_minimum, line.group_maximum) == (10, 16)
    assert shares == {"Waterveen": 24, "Meerdorp": 8}


def test_maximum_value_is_the_part_of_the_lot_in_the_value_of_the_tender(award, contract_manager):
    contract = draft_from_award(award=award, by=contract_manager, at=AT)
    # 900,000 over 30 and 10 expected trajectories at the same ceiling price
    assert contract.maximum_amount == Decimal("675000.00")


def test_award_gives_one_contract(award, contract_manager):
    draft_from_award(award=award, by=contract_manager, at=AT)
    with pytest.raises(Refused, match="T-2026-077-P1"):
        draft_from_award(award=award, by=contract_manager, at=AT)
    assert Contract.objects.count() == 1


def test_award_that_was_not_sent_gives_no_contract(award, contract_manager):
    move(award.lot, LotStatus.NOT_AWARDED)
    with pytest.raises(Refused):
        draft_from_award(award=award, by=contract_manager, at=AT)
    assert not Contract.objects.exists()


def test_reference_that_is_taken_gets_a_number(award, contract_manager, draft):
    Contract.objects.filter(pk=draft.pk).update(reference="T-2026-077-P1")
    assert draft_from_award(award=award, by=contract_manager, at=AT).reference == "T-2026-077-P1-2"


# --- Signing ------------------------------------------------------------------------------------


def test_signing_waits_for_the_standstill(award, contract_manager):
    contract = draft_from_award(award=award, by=contract_manager, at=AT)
    signed_on_paper(contract, contract_manager)
    with pytest.raises(Refused, match="23 mrt 2026"):
        sign_contract(contract=contract, by=contract_manager, at=AFTER_STANDSTILL)
    contract.refresh_from_db()
    assert (contract.status, contract.signed_at) == (ContractStatus.OFFERED, None)


def test_signing_after_the_award_binds_and_seals(
    award, contract_manager, django_capture_on_commit_callbacks
):
    contract = draft_from_award(award=award, by=contract_manager, at=AT)
    signed_on_paper(contract, contract_manager)
    move(award.lot, LotStatus.AWARDED)

    with django_capture_on_commit_callbacks(execute=True):
        signed = sign_contract(contract=contract, by=contract_manager, at=AFTER_STANDSTILL)

    assert (signed.status, signed.signed_by) == (ContractStatus.SIGNED, contract_manager)
    assert AuditSeal.objects.exists()
    assert AuditEvent.objects.filter(action="sign", seal__isnull=False).exists()


def test_coordinator_may_not_sign(award, contract_manager, coordinator):
    contract = draft_from_award(award=award, by=contract_manager, at=AT)
    signed_on_paper(contract, contract_manager)
    move(award.lot, LotStatus.AWARDED)
    with pytest.raises(Refused):
        sign_contract(contract=contract, by=coordinator, at=AFTER_STANDSTILL)


def test_empty_draft_says_what_is_missing(draft):
    sentences = CONTRACT.missing(draft, "offer", AT)
    assert len(sentences) == 2
    assert "tarief" in " ".join(sentences).lower()


def test_contract_of_a_provider_without_recognition_is_not_offered(draft, contract_manager):
    TariffFactory(contract=draft)
    CapacityLineFactory(contract=draft)
    draft.provider.recognitions.all().delete()
    with pytest.raises(Refused, match="Vliegerhof"):
        offer_contract(contract=draft, by=contract_manager, at=AT)


def test_contract_becomes_active_on_its_first_day(draft, contract_manager):
    TariffFactory(contract=draft)
    CapacityLineFactory(contract=draft)
    signed_on_paper(draft, contract_manager)
    signed = sign_contract(contract=draft, by=contract_manager, at=AT - timedelta(days=90))
    with pytest.raises(Refused, match="1 jan 2026"):
        CONTRACT.apply(signed, "activate", by=contract_manager, at=AT - timedelta(days=80))
    assert CONTRACT.apply(signed, "activate", by=contract_manager, at=AT).status == "active"


def test_contract_ends_when_nobody_is_being_taught(contract, line, contract_manager):
    PlacementFactory(capacity_line=line, started=True)
    with pytest.raises(Refused, match="1"):
        CONTRACT.apply(contract, "end", by=contract_manager, at=AT)


def test_termination_needs_a_reason(contract, contract_manager):
    with pytest.raises(Refused):
        CONTRACT.apply(contract, "terminate", by=contract_manager, at=AT)
    ended = CONTRACT.apply(
        contract, "terminate", by=contract_manager, at=AT, reason="Keurmerk verloren"
    )
    assert ended.status == ContractStatus.TERMINATED


# --- Terms of a draft ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda contract, line, by: set_tariff(
            contract=contract, terms=terms(contract), by=by, at=AT
        ),
        lambda contract, line, by: remove_tariff(tariff=contract.tariffs.get(), by=by, at=AT),
        lambda contract, line, by: change_capacity_line(line=line, number=99, by=by, at=AT),
        lambda contract, line, by: set_shares(line=line, numbers={}, by=by, at=AT),
        lambda contract, line, by: remove_capacity_line(line=line, by=by, at=AT),
        lambda contract, line, by: change_contract(
            contract=contract,
            gemeenten=list(contract.gemeenten.all()),
            title="Anders",
            by=by,
            at=AT,
        ),
    ],
)
def test_nothing_of_a_signed_contract_changes(change, contract, line, contract_manager):
    with pytest.raises(Refused, match="Actief"):
        change(contract, line, contract_manager)


def test_instalments_have_to_add_up(draft, contract_manager):
    lacking = {"start": Decimal(40), "halfway": Decimal(30), "completion": Decimal(29)}
    with pytest.raises(Refused, match="99"):
        set_tariff(
            contract=draft, terms=terms(draft, instalments=lacking), by=contract_manager, at=AT
        )
    assert not draft.tariffs.exists()


def test_tariff_is_changed_with_its_instalments(draft, contract_manager):
    tariff = set_tariff(contract=draft, terms=terms(draft), by=contract_manager, at=AT)
    half = {"start": Decimal(50), "completion": Decimal(50)}
    changed = terms(draft, price=Decimal("99.99"), instalments=half)
    set_tariff(contract=draft, terms=changed, tariff=tariff, by=contract_manager, at=AT)

    rows = draft.tariffs.get().instalments.order_by("pk").values_list("moment", "amount")
    assert list(rows) == [("start", Decimal("50.00")), ("completion", Decimal("49.99"))]


def test_tariffs_of_a_route_do_not_overlap(draft, contract_manager):
    set_tariff(contract=draft, terms=terms(draft), by=contract_manager, at=AT)
    with pytest.raises(Refused):
        set_tariff(contract=draft, terms=terms(draft), by=contract_manager, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        TariffFactory(contract=draft)


def test_tariff_lies_within_the_contract(draft, contract_manager):
    outside = terms(draft, last_on=draft.last_on + timedelta(days=1))
    with pytest.raises(Refused):
        set_tariff(contract=draft, terms=outside, by=contract_manager, at=AT)


def test_tariff_does_not_end_before_it_begins(draft, contract_manager):
    """PostgreSQL has no such range: without a word in time the exclusion constraint breaks."""
    impossible = terms(draft, first_on=draft.last_on, last_on=draft.first_on)
    with pytest.raises(Refused, match="niet vóór") as refusal:
        set_tariff(contract=draft, terms=impossible, by=contract_manager, at=AT)
    assert refusal.value.field == "last_on"


def test_another_number_of_seats_keeps_the_proportions(draft, contract_manager, waterveen):
    line = add_capacity_line(line=new_line(draft, 40), by=contract_manager, at=AT)
    change_capacity_line(line=line, number=20, by=contract_manager, at=AT)
    assert {s.gemeente.name: s.number for s in line.shares.all()} == {
        "Waterveen": 15,
        "Meerdorp": 5,
    }


def new_line(contract: Contract, number: int) -> CapacityLine:
    return CapacityLine(
        contract=contract,
        route="O",
        place="Waterveen",
        first_on=contract.first_on,
        last_on=contract.last_on,
        number=number,
    )


def test_shares_have_to_add_up(draft, contract_manager, waterveen, meerdorp):
    line = add_capacity_line(line=new_line(draft, 10), by=contract_manager, at=AT)
    with pytest.raises(Refused, match="11"):
        set_shares(line=line, numbers={waterveen: 6, meerdorp: 5}, by=contract_manager, at=AT)
    set_shares(line=line, numbers={waterveen: 4, meerdorp: 6}, by=contract_manager, at=AT)
    assert line.shares.get(gemeente=meerdorp).number == 6


def test_other_gemeenten_get_the_seats(draft, contract_manager, waterveen):
    line = add_capacity_line(line=new_line(draft, 10), by=contract_manager, at=AT)
    change_contract(contract=draft, gemeenten=[waterveen], by=contract_manager, at=AT)
    assert [(s.gemeente, s.number) for s in line.shares.all()] == [(waterveen, 10)]


# --- Arithmetic ---------------------------------------------------------------------------------


@given(
    number=st.integers(0, 2_000),
    weights=st.lists(st.integers(0, 900_000), min_size=1, max_size=40),
)
def test_seats_are_spread_to_the_last_one(number, weights):
    seats = spread_seats(number, weights)
    assert sum(seats) == number
    if any(weights):
        exact = [number * weight / sum(weights) for weight in weights]
        assert all(abs(got - fair) < 1 for got, fair in zip(seats, exact, strict=True))


@pytest.mark.parametrize(
    ("spent", "maximum", "percentage", "tone"),
    [
        ("0", "0", 0, "neutral"),
        ("1", "0", 100, "wrong"),
        ("84.99", "100", 84, "neutral"),
        ("85", "100", 85, "attention"),
        ("95", "100", 95, "wrong"),
        ("130", "100", 130, "wrong"),
    ],
)
def test_meter_of_the_maximum_value(spent, maximum, percentage, tone):
    meter = ValueMeter(Decimal(spent), Decimal(maximum))
    assert (meter.percentage, meter.tone) == (percentage, tone)


def test_a_draft_is_removed_with_all_that_hangs_under_it(award, contract_manager):
    drafted = draft_from_award(award=award, by=contract_manager, at=AT)
    remove_draft(contract=drafted, by=contract_manager, at=AT)
    assert not Contract.objects.exists()
    assert draft_from_award(award=award, by=contract_manager, at=AT).decision == award


def test_a_contract_that_binds_is_not_removed(contract, contract_manager):
    with pytest.raises(Refused):
        remove_draft(contract=contract, by=contract_manager, at=AT)
    assert Contract.objects.get() == contract


def test_signing_concludes_the_lot_of_the_award(award, contract_manager):
    drafted = draft_from_award(award=award, by=contract_manager, at=AT)
    signed_on_paper(drafted, contract_manager)
    move(award.lot, LotStatus.AWARDED)
    sign_contract(contract=drafted, by=contract_manager, at=AFTER_STANDSTILL)
    award.lot.refresh_from_db()
    assert award.lot.concluded_on == AFTER_STANDSTILL.date()
