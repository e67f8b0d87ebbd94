"""A region with a budget, two contracts and placements."""

from datetime import date
from decimal import Decimal

import pytest

from contracts import ledger
from contracts.enums import ContractStatus, PlacementStatus
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    PlacementFactory,
    TariffFactory,
    move,
)
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.reports import BudgetLineFactory
from tests.factories.scenarios import AT
from tests.factories.waiting import WaitlistEntryFactory

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


@pytest.fixture
def signed(contract):
    """The contract with a price for a trajectory and under signature; ask for it before `line`."""
    TariffFactory(contract=contract)
    move(contract, ContractStatus.SIGNED, signed_at=AT, signed_by=contract.created_by)
    return contract


@pytest.fixture
def people(noord, waterveen, meerdorp, signed, line, placements):
    """Running and agreed placements, somebody who waits, and who is expected in both gemeenten."""
    other = ContractFactory(region=noord, gemeenten_given=[waterveen])
    TariffFactory(contract=other, price=Decimal(12_000))
    move(other, ContractStatus.SIGNED, signed_at=AT, signed_by=other.created_by)
    CapacityLineFactory(contract=other, number=5)
    PlacementFactory(
        capacity_line=line,
        gemeente=meerdorp,
        status=PlacementStatus.REGISTERED,
        planned_first_on=date(2027, 1, 11),
    )
    WaitlistEntryFactory(region=noord, gemeente=waterveen)
    for gemeente in (waterveen, meerdorp):
        for month in (date(2026, 12, 1), date(2027, 1, 1), date(2027, 9, 1), date(2028, 10, 1)):
            IntakeForecastFactory(
                region=noord, gemeente=gemeente, month=month, expected=3, low=1, high=6
            )
