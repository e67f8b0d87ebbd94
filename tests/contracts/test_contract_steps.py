"""What becomes of a contract: suspended, resumed, ended and terminated, and what is outstanding."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification
from config.shared.errors import Refused
from contracts.actions.contract_steps import (
    end_contract,
    offer_contract,
    resume_contract,
    suspend_contract,
    terminate_contract,
)
from contracts.enums import ContractKind, ContractStatus, DeliveryStatus, PlacementStatus
from contracts.ledger import rebuild_costs
from contracts.models import Contract, Delivery, RenewalOption, SocialReturn
from contracts.workflows import CONTRACT
from contracts.workflows.closing import outstanding
from tests.contracts.conftest import AT, TODAY
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    CourseGroupFactory,
    PlacementFactory,
    TariffFactory,
    move,
)


def sentences(contract: Contract) -> str:
    return " ".join(found.sentence for found in outstanding(contract, AT))


# --- Offering ------------------------------------------------------------------------------------


def test_incomplete_draft_is_not_offered(draft, contract_manager):
    with pytest.raises(Refused):
        offer_contract(contract=draft, by=contract_manager, at=AT)
    draft.refresh_from_db()
    assert (draft.status, draft.papers.count()) == (ContractStatus.DRAFT, 0)


def test_coordinator_does_not_offer(draft, coordinator):
    TariffFactory(contract=draft)
    CapacityLineFactory(contract=draft)
    with pytest.raises(Refused, match="rol"):
        offer_contract(contract=draft, by=coordinator, at=AT)
    assert not draft.papers.exists()


def test_seats_of_a_framework_agreement_stand_in_its_call_offs(draft):
    TariffFactory(contract=draft)
    draft.kind = ContractKind.FRAMEWORK
    assert CONTRACT.missing(draft, "offer", AT) == []
    draft.kind = ContractKind.DIRECT
    assert len(CONTRACT.missing(draft, "offer", AT)) == 1


def test_fee_is_no_price_of_a_route(draft):
    CapacityLineFactory(contract=draft)
    TariffFactory(contract=draft, unit="fee", name="Intake")
    assert "Onderwijsroute" in " ".join(CONTRACT.missing(draft, "offer", AT))


# --- Suspending ----------------------------------------------------------------------------------


def test_suspended_contract_is_resumed(contract, contract_manager, provider_user):
    held = suspend_contract(contract=contract, reason="Onderzoek", by=contract_manager, at=AT)
    assert (held.status, held.suspended_by) == (ContractStatus.SUSPENDED, contract_manager)
    assert "Onderzoek" in Notification.objects.get(user=provider_user).sentence
    resumed = resume_contract(contract=held, by=contract_manager, at=AT + timedelta(days=9))
    assert (resumed.status, resumed.suspended_at) == (ContractStatus.ACTIVE, None)


def test_suspending_takes_a_reason_and_the_right_role(contract, contract_manager, coordinator):
    with pytest.raises(Refused, match="reden"):
        suspend_contract(contract=contract, reason=" ", by=contract_manager, at=AT)
    with pytest.raises(Refused, match="rol"):
        suspend_contract(contract=contract, reason="Onderzoek", by=coordinator, at=AT)
    contract.refresh_from_db()
    assert (contract.status, contract.suspended_at) == (ContractStatus.ACTIVE, None)
    assert not Notification.objects.exists()


# --- Ending --------------------------------------------------------------------------------------


def test_contract_on_which_nothing_is_outstanding_ends(contract, contract_manager):
    ended = end_contract(contract=contract, by=contract_manager, at=AT)
    assert (ended.status, ended.ended_on) == (ContractStatus.ENDED, TODAY)


def test_contract_that_ran_out_ended_on_its_last_day(contract, contract_manager):
    after = AT.replace(year=2028)
    ended = end_contract(contract=contract, by=contract_manager, at=after)
    assert ended.ended_on == contract.last_on


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (PlacementStatus.STARTED, "1 plaatsing loopt nog"),
        (PlacementStatus.INTERRUPTED, "1 plaatsing loopt nog"),
        (PlacementStatus.SCHEDULED, "1 plaatsing loopt nog"),
        (PlacementStatus.REGISTERED, "wacht nog op een plek"),
        (PlacementStatus.WAITLISTED, "wacht nog op een plek"),
    ],
)
def test_open_placement_is_outstanding(contract, place, status, said):
    placement = place()
    path = {
        PlacementStatus.REGISTERED: (),
        PlacementStatus.WAITLISTED: ("accepted", "waitlisted"),
        PlacementStatus.SCHEDULED: ("accepted", "scheduled"),
        PlacementStatus.STARTED: ("accepted", "scheduled", "started"),
        PlacementStatus.INTERRUPTED: ("accepted", "scheduled", "started", "interrupted"),
    }[status]
    for step in path:
        begun = {"actual_first_on": placement.planned_first_on} if step == "started" else {}
        move(placement, step, **begun)
    assert said in sentences(contract)


def test_ended_placement_is_not_outstanding(contract, place):
    place(started=True)
    placement = contract.placements.get()
    move(placement, PlacementStatus.COMPLETED, actual_last_on=date(2026, 3, 1))
    assert sentences(contract) == ""


def test_group_that_runs_is_outstanding(contract, line):
    CourseGroupFactory(line=line)
    assert "1 groep" in sentences(contract)


def test_delivery_that_waits_is_outstanding(contract):
    delivery = Delivery.objects.create(
        contract=contract,
        provider=contract.provider,
        file="x.csv",
        filename="x.csv",
        sha256="0" * 64,
        size=1,
        received_at=AT,
    )
    assert "1 aanlevering" in sentences(contract)
    move(delivery, DeliveryStatus.CHECKED)
    move(delivery, DeliveryStatus.REJECTED)
    assert sentences(contract) == ""


def test_undecided_option_is_outstanding(contract):
    RenewalOption.objects.create(
        contract=contract,
        number=1,
        first_on=date(2028, 1, 1),
        last_on=date(2028, 12, 31),
        decide_by_on=date(2027, 9, 1),
    )
    assert "verlengingsoptie" in sentences(contract)


def test_call_off_that_runs_is_outstanding(contract, noord, provider):
    call_off = ContractFactory(
        region=noord, provider=provider, kind=ContractKind.CALL_OFF, framework=contract
    )
    assert "nadere overeenkomst" in sentences(contract)
    move(call_off, ContractStatus.SIGNED, signed_at=AT, signed_by=call_off.created_by)
    move(call_off, ContractStatus.TERMINATED)
    assert sentences(contract) == ""


def test_social_return_that_falls_short_is_outstanding(contract, place, contract_manager):
    place(started=True)
    rebuild_costs([contract.placements.get().pk])
    Contract.objects.filter(pk=contract.pk).update(social_return_percentage=Decimal(5))
    contract.refresh_from_db()
    spent = Contract.objects.with_spent().get(pk=contract.pk).spent
    due = spent / 20
    assert spent > 0
    SocialReturn.objects.create(
        contract=contract,
        on=TODAY,
        description="Stage",
        amount=due - Decimal(1),
        recorded_at=AT,
        recorded_by=contract_manager,
    )
    assert "1,00 tekort" in sentences(contract)
    SocialReturn.objects.create(
        contract=contract,
        on=TODAY,
        description="Stage",
        amount=Decimal(1),
        recorded_at=AT,
        recorded_by=contract_manager,
    )
    assert "tekort" not in sentences(contract)


def test_ending_is_refused_while_something_is_outstanding(contract, place, contract_manager):
    place(started=True)
    with pytest.raises(Refused, match="1 plaatsing"):
        end_contract(contract=contract, by=contract_manager, at=AT)
    contract.refresh_from_db()
    assert (contract.status, contract.ended_on) == (ContractStatus.ACTIVE, None)


def test_what_is_outstanding_leads_to_where_it_is_settled(contract, place):
    place(started=True)
    (found,) = outstanding(contract, AT)
    assert found.url == f"/placements/?contract={contract.pk}"


# --- Terminating ---------------------------------------------------------------------------------


def test_terminated_contract_has_its_last_day(contract, contract_manager, provider_user):
    ended = terminate_contract(
        contract=contract,
        reason="Keurmerk verloren",
        on=TODAY - timedelta(days=2),
        by=contract_manager,
        at=AT,
    )
    assert (ended.status, ended.ended_on) == (ContractStatus.TERMINATED, date(2026, 2, 28))
    assert "Keurmerk verloren" in Notification.objects.get(user=provider_user).sentence


def test_contract_is_not_terminated_ahead(contract, contract_manager):
    with pytest.raises(Refused, match="laatste dag"):
        terminate_contract(
            contract=contract,
            reason="Keurmerk verloren",
            on=TODAY + timedelta(days=1),
            by=contract_manager,
            at=AT,
        )
    contract.refresh_from_db()
    assert contract.status == ContractStatus.ACTIVE


def test_terminating_does_not_wait_for_what_is_open(contract, place, contract_manager):
    PlacementFactory(capacity_line=contract.capacity_lines.get(), started=True)
    ended = terminate_contract(contract=contract, reason="Fraude", by=contract_manager, at=AT)
    assert (ended.status, ended.ended_on) == (ContractStatus.TERMINATED, TODAY)


def test_running_contract_has_no_day_that_it_ended(contract):
    with pytest.raises(IntegrityError, match="contract_ended_on"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(ended_on=TODAY)
