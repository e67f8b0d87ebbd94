"""`manage.py rebuild_costs`."""

import pytest
from django.core.management import CommandError, call_command

from contracts import ledger
from contracts.models import CostLine
from tests.factories.contracts import PlacementFactory


@pytest.fixture
def placement(db):
    return PlacementFactory(started=True)


def test_without_arguments_it_rebuilds_everything(placement, capsys):
    call_command("rebuild_costs")
    assert placement.cost_lines.count() == 3
    assert "as its placements say" in capsys.readouterr().out


def test_only_the_contract_asked_for_is_rebuilt(placement):
    other = PlacementFactory(started=True)
    call_command("rebuild_costs", contract=placement.contract.reference)
    assert placement.cost_lines.exists()
    assert not other.cost_lines.exists()


def test_only_the_region_asked_for_is_rebuilt(placement):
    other = PlacementFactory(started=True)
    call_command("rebuild_costs", region=other.contract.region.name)
    assert not placement.cost_lines.exists()
    assert other.cost_lines.exists()


def test_the_check_passes_on_a_good_ledger(placement, capsys):
    ledger.rebuild_costs(None)
    call_command("rebuild_costs", check=True)
    assert "as its placements say" in capsys.readouterr().out


def test_the_check_fails_on_a_wrong_ledger_and_mends_nothing(placement):
    with pytest.raises(CommandError, match="lines that differ from their target: 3") as failure:
        call_command("rebuild_costs", check=True)
    assert failure.value.returncode == 1
    assert not CostLine.objects.exists()


@pytest.mark.parametrize("scope", [{"contract": "C-0"}, {"region": "Nergens"}])
def test_a_name_that_is_nobodys_is_unusable(placement, scope):
    with pytest.raises(CommandError, match="No contract answers") as failure:
        call_command("rebuild_costs", **scope)
    assert failure.value.returncode == 2
