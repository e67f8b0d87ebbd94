"""Closed months from their history: what was known when each of them closed."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from contracts import ledger
from contracts.actions.costs import close_months, record_fee, take_back_fee, withdraw_cost
from contracts.enums import GroupStatus, PlacementStatus, TariffUnit
from contracts.models import (
    CapacityShare,
    CostLine,
    CourseGroup,
    Placement,
    PlacementHours,
    SettlementRule,
)
from tests.factories.accounts import GemeenteFactory, UserFactory
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    CourseGroupFactory,
    PlacementFactory,
    TariffFactory,
    move,
)
from tests.factories.costs import CostEntryFactory, FeeTariffFactory


@pytest.fixture
def contract(transactional_db, noord, waterveen):
    """One learner by the trajectory, one by the hour, two in a group, and a booked cost."""
    contract = ContractFactory(region=noord, gemeenten_given=[waterveen])
    for route, unit in (("O", TariffUnit.TRAJECTORY), ("B", TariffUnit.HOUR), ("Z", "group")):
        price = 15_000 if unit == TariffUnit.TRAJECTORY else 30
        TariffFactory(contract=contract, route=route, unit=unit, price=price)
        line = CapacityLineFactory(contract=contract, route=route)
        group = CourseGroupFactory(line=line) if unit == "group" else None
        level = "A1" if route == "Z" else "B1"
        PlacementFactory.create_batch(
            2, capacity_line=line, started=True, course_group=group, level=level,
            gemeente=waterveen,
        )  # fmt: skip
    FeeTariffFactory(contract=contract)
    with transaction.atomic():
        CostEntryFactory(region=noord, contract=contract, borne_by=[waterveen])
    hours_of(contract, 40)
    ledger.rebuild_costs(None)
    return contract


def hours_of(contract, offered: int) -> None:
    row = Placement.objects.filter(contract=contract, tariff__unit=TariffUnit.HOUR).first()
    PlacementHours.objects.update_or_create(
        placement=row,
        month=date(2026, 3, 1),
        defaults={
            "offered": offered,
            "attended": offered,
            "recorded_at": timezone.now(),
            "recorded_by": UserFactory(),
        },
    )
    ledger.rebuild_costs([row.pk])


def close(contract, month: int, by) -> None:
    until = date(2026, month, 1)
    close_months(contract=contract, until=until, by=by, at=timezone.now())


def everything_befalls(contract, by) -> None:
    """Changes of each kind between closings, each known when it was made."""
    first = Placement.objects.filter(contract=contract, route="O").first()
    fee = {"placement": first, "name": "Examen", "on": date(2026, 3, 9), "by": by}
    occasion = record_fee(**fee, at=timezone.now())
    close(contract, 3, by)
    Placement.objects.filter(pk=first.pk).update(gemeente=GemeenteFactory())
    hours_of(contract, 12)
    take_back_fee(occasion=occasion, reason="Niet geweest", by=by, at=timezone.now())
    close(contract, 4, by)
    sitting = Placement.objects.filter(contract=contract, route="Z").first()
    move(sitting, PlacementStatus.DROPPED_OUT, actual_last_on=date(2026, 3, 15))
    CourseGroup.objects.update(last_on=date(2027, 6, 30))
    ledger.rebuild_contract(contract.pk)
    entry = contract.cost_entries.get()
    withdraw_cost(entry=entry, reason="Dubbel", by=by, at=timezone.now())


def test_the_history_gives_the_lines_that_stand(contract, region_controller):
    everything_befalls(contract, region_controller)
    assert CostLine.objects.filter(is_reversal=True).count() >= 8
    before = set(CostLine.objects.values_list())
    assert ledger.replay_costs(None) == 0
    assert set(CostLine.objects.values_list()) == before
    said = StringIO()
    call_command("rebuild_costs", check=True, contract=contract.reference, stdout=said)
    assert "Every cost line" in said.getvalue()


def test_a_line_that_history_does_not_give_is_counted(contract, region_controller):
    close(contract, 3, region_controller)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE contracts_costline DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE contracts_costline SET amount = amount + 1 WHERE due_on = '2026-02-02'"
        )
        cursor.execute("ALTER TABLE contracts_costline ENABLE TRIGGER USER")
    changed = CostLine.objects.filter(due_on=date(2026, 2, 2)).count()
    ledger.rebuild_contract(contract.pk)
    assert ledger.count_unbalanced(None) == 0
    assert ledger.replay_costs([contract.pk]) >= 2 * changed
    with pytest.raises(CommandError, match=r"closed months gives otherwise: [1-9]"):
        call_command("rebuild_costs", check=True)


def test_a_contract_without_closed_months_has_no_history_to_replay(contract):
    CostLine.objects.update(amount=1)
    assert ledger.replay_costs(None) == 0


def terms_change(contract) -> None:
    """What amendments replace: instalments, bands, a rule and shares, as other rows or values."""
    tariff = contract.tariffs.get(unit=TariffUnit.TRAJECTORY)
    tariff.instalments.all().delete()
    tariff.instalments.create(moment="completion", percentage=100, amount=15_000)
    tariff.bands.create(from_number=2, price=9_000)
    SettlementRule.objects.filter(contract=contract).delete()
    SettlementRule.objects.create(contract=contract, event="dropout", basis="amount", amount=1)
    CapacityShare.objects.filter(line__contract=contract).update(number=7)
    ledger.rebuild_contract(contract.pk)


def test_history_knows_the_terms_that_held_when_months_closed(
    contract, meerdorp, region_controller
):
    SettlementRule.objects.create(
        contract=contract, event="dropout", basis="percentage", percentage=90
    )
    line = contract.capacity_lines.get(route="Z")
    CapacityShare.objects.create(line=line, gemeente=meerdorp, number=3)
    empty = CourseGroupFactory(line=line)
    move(empty, GroupStatus.STARTED)
    leaver = Placement.objects.filter(contract=contract, route="O").first()
    move(leaver, PlacementStatus.DROPPED_OUT, actual_last_on=date(2026, 2, 20))
    ledger.rebuild_contract(contract.pk)
    assert CostLine.objects.filter(kind="settlement").exists()
    assert CostLine.objects.filter(group=empty, placement=None).exists()
    close(contract, 3, region_controller)
    terms_change(contract)
    close(contract, 4, region_controller)
    assert CostLine.objects.filter(is_reversal=True).values("kind").distinct().count() == 3
    assert ledger.replay_costs(None) == 0
    assert ledger.count_unbalanced(None) == 0
