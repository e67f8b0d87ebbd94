"""A region with a budget, two contracts and placements."""

from datetime import date
from decimal import Decimal

import pytest

from contracts import ledger
from contracts.enums import PlacementStatus
from tests.factories.contracts import CapacityLineFactory, ContractFactory, PlacementFactory
from tests.factories.reports import BudgetLineFactory

ON = date(2026, 11, 22)


@pytest.fixture
def contract(noord, waterveen, meerdorp, provider):
    return ContractFactory(
        region=noord,
        provider=provider,
        reference="C-2026-900",
        gemeenten_given=[waterveen, meerdorp],
    )


@pytest.fixture
def line(contract):
    """Education route at 15,000 euro: 6,000 at the start, 4,500 halfway and at completion."""
    return CapacityLineFactory(contract=contract)


@pytest.fixture
def budget(noord, waterveen):
    """100,000 euro for ten learners, of whom 70% of 15,000 falls in 2026."""
    return BudgetLineFactory(
        region=noord,
        gemeente=waterveen,
        amount=Decimal(100_000),
        planned_units_per_head=Decimal("0.7"),
    )


@pytest.fixture
def placements(line, waterveen, meerdorp):
    """Two running in Waterveen (halfway 31 October 2026), one scheduled in December in Meerdorp."""
    made = [
        *PlacementFactory.create_batch(2, capacity_line=line, gemeente=waterveen, started=True),
        PlacementFactory(
            capacity_line=line,
            gemeente=meerdorp,
            status=PlacementStatus.SCHEDULED,
            planned_first_on=date(2026, 12, 1),
        ),
    ]
    ledger.rebuild_costs(None)
    return made
