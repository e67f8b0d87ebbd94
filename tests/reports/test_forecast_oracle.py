"""The forecast of a made-up region against the oracle, to the cent."""

from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from contracts import ledger
from contracts.enums import ContractStatus, TariffUnit
from contracts.models import CostLine
from providers.enums import LearningRoute
from reports.actions.forecasts import refresh_expected, take_snapshot
from reports.forecast.outlook import ForecastOutlook
from reports.models import ExpectedCost
from reports.overruns import OverrunReport, Sources
from reports.overruns.commitments import Commitments
from reports.why import explain
from tests.factories.accounts import MembershipFactory
from tests.factories.budgets import IndexationExpectationFactory
from tests.factories.contracts import move
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.reports import BudgetLineFactory
from tests.factories.terms import IndexationRuleFactory
from tests.support.oracle_forecast import ForecastOracle
from tests.support.oracle_region import AT, MadeRegion
from tests.support.proof import FULL

ON = date(2026, 6, 1)


@pytest.fixture
def any_status_may_follow(db):
    with connection.cursor() as cursor:
        for table in ("placement", "coursegroup"):
            trigger = f"contracts_{table}_status_update"
            cursor.execute(f"ALTER TABLE contracts_{table} DISABLE TRIGGER {trigger}")


def expect(made: MadeRegion, random: Random) -> None:
    """Contracts that bind, people who are expected, and prices that are expected to rise."""
    for contract in made.contracts:
        move(contract, ContractStatus.SIGNED, signed_at=AT, signed_by=made.person)
        if random.random() < 0.7:
            IndexationRuleFactory(
                contract=contract,
                month_of_year=random.randint(1, 12),
                cap_percentage=random.choice([None, Decimal("2.5")]),
                may_fall=random.random() < 0.5,
            )
    for year in (2026, 2027, 2028):
        percentage = Decimal(random.randint(-300, 800)) / 100
        IndexationExpectationFactory(region=made.region, year=year, percentage=percentage)
    for gemeente in made.gemeenten:
        for route in random.sample(LearningRoute.values, 2):
            for year, month in random.sample([(2026, 7), (2026, 11), (2027, 5), (2028, 2)], 2):
                IntakeForecastFactory(
                    region=made.region,
                    gemeente=gemeente,
                    route=route,
                    month=date(year, month, 1),
                    expected=random.randint(0, 5),
                )


def plan(made: MadeRegion, random: Random) -> None:
    """Budgets with learners behind them, with and without a forecast of their own."""
    for gemeente in made.gemeenten:
        for route in random.sample(LearningRoute.values, 2):
            for year in (2026, 2027, 2030):
                BudgetLineFactory(
                    region=made.region,
                    gemeente=gemeente,
                    year=year,
                    route=route,
                    contract=random.choice([*made.contracts, None]),
                    planned_unit=random.choice(TariffUnit.values),
                    planned_heads=random.randint(0, 30),
                    planned_units_per_head=Decimal(random.randint(0, 20_000)) / 10_000,
                    planned_unit_price=Decimal(random.randint(0, 200_000_000)) / 10_000,
                    planned_heads_per_group=random.choice([None, Decimal("7.5"), Decimal(10)]),
                )


@pytest.mark.proof
@given(st.integers(0, 2**32))
@settings(
    max_examples=200 if FULL else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_forecast_is_that_of_the_oracle(any_status_may_follow, seed):
    """Expected costs cell by cell, with the plan, and every month with what the ledger has."""
    with transaction.atomic():
        made = MadeRegion(seed)
        expect(made, Random(seed))
        plan(made, Random(seed))
        ledger.rebuild_costs(None)
        refresh_expected(region=made.region, at=AT)
        oracle = ForecastOracle(made.region, ON)
        expected = oracle.amounts
        names = ("gemeente", "route", "contract", "kind", "unit", "month")
        rows = ExpectedCost.objects.filter(region=made.region, amount__gt=0)
        assert {row[:6]: row[6] for row in rows.values_list(*names, "amount")} == expected
        lines = list(CostLine.objects.filter(region=made.region))
        outlook = ForecastOutlook(Sources.of_region(made.region), ON, 48)
        assert_as_the_lines_say(outlook, lines, oracle.expected())
        assert_all_agree(outlook, made)
        transaction.set_rollback(True)


def assert_as_the_lines_say(
    outlook: ForecastOutlook, lines: list[CostLine], expected: dict[tuple, Decimal]
) -> None:
    told: Counter[tuple] = Counter()
    for line in outlook.lines:  # one for each type of cost
        told[*line.bucket[1:4], line.month] += line.figures.expected
    assert {place: amount for place, amount in told.items() if amount} == expected
    for month, figures in outlook.by_month:
        due = [line for line in lines if line.due_on.replace(day=1) == month]
        assert figures.realised + figures.committed == sum(line.amount for line in due)
        assert figures.realised == sum(line.amount for line in due if line.due_on <= ON)


def assert_all_agree(outlook: ForecastOutlook, made: MadeRegion) -> None:
    """Report, explanation, commitments, kept forecast and scenario, year by year."""
    sources = outlook.sources
    for year in outlook.by_year:
        report = OverrunReport(sources, year=year.year, on=ON)
        assert report.total == year.figures
        assert explain(report).overrun == report.total.overrun
    reader = MembershipFactory(region=made.region, role=Role.CONTROLLER).user
    told = Commitments(reader, ON.year, ON)
    under = sum(row.expected for row in told.rows)
    assert under + told.uncontracted == outlook.total.expected
    kept = take_snapshot(region=made.region, by=None, at=AT)
    assert sum(figure.total for figure in kept.figures.all()) == outlook.total.forecast
