"""The explanation of a made-up region against the oracle, through corrections and closed months."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Gemeente
from contracts import ledger
from contracts.enums import CostType, TariffUnit
from contracts.models import Indexation
from providers.enums import LearningRoute
from reports.overruns import OverrunReport, Sources
from reports.why import explain
from tests.factories.reports import BudgetLineFactory
from tests.factories.terms import IndexFigureFactory
from tests.support.oracle import Oracle
from tests.support.oracle_region import AT, INDEXED_ON, MadeRegion
from tests.support.oracle_sums import Line
from tests.support.oracle_why import WhyOracle
from tests.support.proof import FULL

AFTERWARDS = date(2028, 6, 1)
"""Nobody is expected any more."""
YEARS = (2026, 2027)
COST_TYPES = [*[CostType.LEARNING_ROUTES] * 60, *CostType]


@pytest.fixture
def any_status_may_follow(db):
    with connection.cursor() as cursor:
        for table in ("placement", "coursegroup"):
            trigger = f"contracts_{table}_status_update"
            cursor.execute(f"ALTER TABLE contracts_{table} DISABLE TRIGGER {trigger}")


def budgets(region: MadeRegion, random: Random, lines: list[Line]) -> None:
    """For what is paid already and for what is not, with a plan and without."""
    paid = [
        (line["due_on"].year, line["gemeente"], line["route"], line["contract"], line["unit"])
        for line in lines
        if line["unit"]
    ]
    other = [
        (random.choice(YEARS), gemeente.pk, route, contract.pk, random.choice(TariffUnit.values))
        for gemeente in region.gemeenten
        for route in LearningRoute
        for contract in region.contracts
    ]
    chosen = {}
    for year, gemeente, route, contract, unit in [*paid, *random.sample(other, 12)]:
        for_all = random.choice([contract, None])
        chosen[year, gemeente, route, for_all, random.choice(COST_TYPES)] = unit
    for place, unit in chosen.items():
        budget(region, random, *place, unit)


def budget(region, random, year, gemeente, route, contract, cost_type, unit) -> None:
    BudgetLineFactory(
        region=region.region,
        gemeente=Gemeente.objects.get(pk=gemeente),
        year=year,
        route=route,
        contract_id=contract,
        cost_type=cost_type,
        amount=Decimal(random.randint(0, 9_999_999)) / 100,
        planned_unit=unit,
        planned_heads=random.choice([0, 1, *range(2, 12)]),
        planned_units_per_head=Decimal(random.randint(0, 20_000)) / 10_000,
        planned_unit_price=Decimal(random.randint(0, 200_000_000)) / 10_000,
        planned_heads_per_group=random.choice([None, Decimal("7.5"), Decimal(10)]),
        planned_settlements=Decimal(random.randint(0, 99_999)) / 100,
    )


def indexed(region: MadeRegion) -> dict[int, date]:
    """Both contracts follow an index in July 2026."""
    figure = IndexFigureFactory(region=region.region)
    for contract in region.contracts:
        Indexation.objects.create(
            contract=contract, from_figure=figure, to_figure=figure, percentage=3,
            applies_on=INDEXED_ON, applied_at=AT, applied_by=region.person,
        )  # fmt: skip
    return {contract.pk: INDEXED_ON for contract in region.contracts}


def assert_as_the_oracle_says(oracle: Oracle, indexed_on: dict[int, date]) -> None:
    for year in YEARS:
        report = OverrunReport(Sources.of_region(None), year=year, on=AFTERWARDS)
        found = explain(report)
        told = {
            (*row.key.bucket, row.key.unit): {
                part.value: amount for part, amount in row.parts.items()
            }
            for row in found.rows
        }
        days = {pk: day for pk, day in indexed_on.items() if day.year == year}
        assert told == WhyOracle(oracle.lines, year, days).parts()
        assert (found.budget, found.overrun) == (report.total.budget, report.total.overrun)


@pytest.mark.proof
@settings(
    max_examples=200 if FULL else 6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_parts_equal_the_oracle_through_changes_and_closings(any_status_may_follow, seed):
    with transaction.atomic():
        region, oracle = MadeRegion(seed), Oracle()
        indexed_on = indexed(region)
        ledger.rebuild_costs(None)
        oracle.rebuild()
        budgets(region, Random(seed), oracle.lines)
        oracle.close(*region.close())
        ledger.rebuild_costs(
            region.change_learners(5),
            group_ids=region.change_group(),
            entry_ids=region.withdraw_entry(),
        )
        oracle.rebuild()
        assert_as_the_oracle_says(oracle, indexed_on)
        transaction.set_rollback(True)
