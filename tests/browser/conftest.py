"""Every test in this folder runs in Chromium."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from config.shared.periods import month_start
from contracts.ledger import rebuild_costs
from contracts.models import Contract
from tests.factories.contracts import CapacityLineFactory, ContractFactory, PlacementFactory
from tests.factories.payments import learners
from tests.factories.reports import BudgetLineFactory
from tests.support.browser import chromium, open_page

__all__ = ["chromium", "open_page"]

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def owed(transactional_db, noord, provider, waterveen) -> Contract:
    """A contract under which TV-A1 and TV-A2 began last month: 6,000 euro each is due."""
    month = month_start(month_start(timezone.localdate()) - timedelta(days=1))
    contract = ContractFactory(
        region=noord,
        provider=provider,
        gemeenten_given=[waterveen],
        first_on=date(month.year, 1, 1),
        last_on=date(month.year + 2, 12, 31),
        active=True,
    )
    days = {
        "planned_first_on": month + timedelta(days=2),
        "planned_last_on": month + timedelta(days=300),
    }
    learners(contract.capacity_lines.get(), ["TV-A1", "TV-A2"], **days)
    return contract


@pytest.fixture
def overrun(transactional_db, noord, waterveen):
    """Two learners at 15,000 euro where one was planned."""
    year = timezone.localdate().year
    days = {"first_on": f"{year}-01-01", "last_on": f"{year}-12-31"}
    contract = ContractFactory(region=noord, gemeenten_given=[waterveen], **days)
    PlacementFactory.create_batch(
        2,
        capacity_line=CapacityLineFactory(contract=contract),
        gemeente=waterveen,
        planned_first_on=f"{year}-01-05",
        planned_last_on=f"{year}-11-27",
        started=True,
    )
    rebuild_costs(None)
    BudgetLineFactory(
        region=noord, gemeente=waterveen, year=year, amount=15_000, planned_heads=1,
        planned_unit_price=15_000,
    )  # fmt: skip
