"""Warnings about contracts: raised once, told, answered, passed on, and gone with their cause."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import Notification
from config.shared.errors import Refused
from contracts.actions.alerts import acknowledge_alert, escalate_alerts, raise_alerts
from contracts.enums import AlertKind
from contracts.ledger import rebuild_costs
from contracts.models import Contract, ContractAlert, RenewalOption
from contracts.tasks import watch_contracts
from tests.contracts.conftest import AT, TODAY
from tests.factories.accounts import member_of
from tests.factories.contracts import ContractFactory
from tests.factories.papers import ContractAlertFactory

LATER = AT + timedelta(days=15)


@pytest.fixture
def option(contract) -> RenewalOption:
    return RenewalOption.objects.create(
        contract=contract,
        number=1,
        first_on=date(2028, 1, 1),
        last_on=date(2028, 12, 31),
        decide_by_on=TODAY + timedelta(days=60),
    )


@pytest.fixture
def spent(contract, place) -> Contract:
    """15,000 euro of the contract is spent or committed."""
    place(started=True)
    rebuild_costs([contract.placements.get().pk])
    return contract


def kinds() -> list[str]:
    return [alert.kind for alert in ContractAlert.objects.open()]


def maximum(contract: Contract, amount: int) -> None:
    Contract.objects.filter(pk=contract.pk).update(maximum_amount=Decimal(amount))


def test_option_to_decide_on_is_warned_of_once(option, contract_manager):
    assert raise_alerts(at=AT) == 1
    assert raise_alerts(at=AT) == 0
    alert = ContractAlert.objects.get()
    assert (alert.kind, alert.due_on) == (AlertKind.OPTION_DECISION, option.decide_by_on)
    assert Notification.objects.get().user == contract_manager


def test_option_far_away_is_not_warned_of(option, settings):
    settings.ALERT_OPTION_DAYS = 59
    assert raise_alerts(at=AT) == 0


def test_decided_option_lets_the_warning_lapse(option, contract_manager):
    raise_alerts(at=AT)
    RenewalOption.objects.update(status="declined", decided_at=AT, decided_by=contract_manager)
    raise_alerts(at=LATER)
    alert = ContractAlert.objects.get()
    assert alert.lapsed_at == LATER
    assert kinds() == []


@pytest.mark.parametrize(
    ("amount", "level"), [(21_500, None), (21_400, 70), (17_600, 85), (15_700, 95), (14_000, 95)]
)
def test_value_meter_warns_at_its_levels(spent, amount, level):
    maximum(spent, amount)
    raise_alerts(at=AT)
    assert [alert.level for alert in ContractAlert.objects.open()] == ([level] if level else [])


def test_higher_level_takes_the_place_of_the_lower(spent):
    maximum(spent, 20_000)
    raise_alerts(at=AT)
    maximum(spent, 15_000)
    raise_alerts(at=LATER)
    levels = ContractAlert.objects.order_by("level").values_list("level", "lapsed_at")
    assert list(levels) == [(70, LATER), (95, None)]


def test_quantity_meter_warns_too(spent):
    Contract.objects.filter(pk=spent.pk).update(maximum_quantity=1)
    raise_alerts(at=AT)
    assert kinds() == [AlertKind.QUANTITY_METER]


def test_contract_that_ends_is_warned_of(contract):
    Contract.objects.filter(pk=contract.pk).update(last_on=TODAY + timedelta(days=180))
    raise_alerts(at=AT)
    assert kinds() == [AlertKind.TERM_ENDING]


def test_recognition_of_the_route_that_lapses_is_warned_of(contract):
    until = TODAY + timedelta(days=30)
    contract.provider.recognitions.filter(kind="quality_mark").update(last_on=until)
    assert raise_alerts(at=AT) == 0
    contract.provider.recognitions.filter(kind="tst").update(last_on=until)
    assert raise_alerts(at=AT) == 1
    assert ContractAlert.objects.get().due_on == until


def test_draft_is_not_watched(draft):
    Contract.objects.filter(pk=draft.pk).update(last_on=TODAY + timedelta(days=10), first_on=TODAY)
    assert raise_alerts(at=AT) == 0


def test_owner_alone_is_told(option, contract, coordinator, contract_manager):
    Contract.objects.filter(pk=contract.pk).update(owner=coordinator)
    raise_alerts(at=AT)
    assert Notification.objects.get().user == coordinator
    assert ContractAlert.objects.get().owner == coordinator


def test_number_of_queries_does_not_grow_with_contracts(
    noord, provider, django_assert_max_num_queries
):
    for _each in range(5):
        ContractFactory(region=noord, provider=provider, active=True, maximum_amount=100_000)
    with django_assert_max_num_queries(12):
        raise_alerts(at=AT)


# --- Answering -----------------------------------------------------------------------------------


def test_answer_is_kept_and_stops_the_escalation(option, contract_manager):
    raise_alerts(at=AT)
    alert = ContractAlert.objects.get()
    acknowledge_alert(alert=alert, note="Gesprek gepland", by=contract_manager, at=AT)
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.note) == (contract_manager, "Gesprek gepland")
    assert raise_alerts(at=LATER) == 0
    assert escalate_alerts(at=LATER) == 0


def test_answer_says_something(contract_manager, contract):
    alert = ContractAlertFactory(contract=contract)
    with pytest.raises(Refused, match="wat eraan"):
        acknowledge_alert(alert=alert, note="  ", by=contract_manager, at=AT)


def test_second_answer_is_refused(contract_manager, contract):
    alert = ContractAlertFactory(contract=contract)
    acknowledge_alert(alert=alert, note="Gezien", by=contract_manager, at=AT)
    with pytest.raises(Refused, match="afgehandeld"):
        acknowledge_alert(alert=alert, note="Nog eens", by=contract_manager, at=AT)


@pytest.mark.parametrize("person", ["reader", "provider_user", "zuid_officer"])
def test_others_do_not_answer(contract, person, request):
    alert = ContractAlertFactory(contract=contract)
    with pytest.raises(Refused):
        acknowledge_alert(alert=alert, note="Gezien", by=request.getfixturevalue(person), at=AT)
    alert.refresh_from_db()
    assert alert.acknowledged_at is None


def test_provider_does_not_see_how_it_is_watched(contract, provider_user, contract_manager):
    alert = ContractAlertFactory(contract=contract)
    assert ContractAlert.objects.visible_to(contract_manager).get() == alert
    assert not ContractAlert.objects.visible_to(provider_user).exists()


# --- Passing on ----------------------------------------------------------------------------------


def test_warning_that_nobody_answers_goes_to_all_who_sign(
    option, contract, coordinator, contract_manager, noord
):
    second = member_of(noord, Role.CONTRACT_MANAGER)
    Contract.objects.filter(pk=contract.pk).update(owner=coordinator)
    raise_alerts(at=AT)
    assert escalate_alerts(at=AT + timedelta(days=13)) == 0
    assert escalate_alerts(at=LATER) == 1
    assert escalate_alerts(at=LATER) == 0
    told = Notification.objects.filter(kind="contracts.contract_alert_escalated")
    assert {one.user for one in told} == {contract_manager, second}


def test_task_raises_and_passes_on(option, contract_manager):
    watch_contracts()
    watch_contracts()
    assert ContractAlert.objects.standing().filter(kind=AlertKind.OPTION_DECISION).count() == 1


def test_the_same_warning_does_not_stand_twice(contract):
    ContractAlertFactory(contract=contract, key="a")
    with pytest.raises(IntegrityError, match="contract_alert_once"), transaction.atomic():
        ContractAlertFactory(contract=contract, key="a")
    ContractAlertFactory(contract=contract, key="b")
