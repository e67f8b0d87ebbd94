"""Budgets and costs settled against each other, in plain arithmetic."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.overruns.figures import (
    Basis,
    Bucket,
    ExpectedSum,
    Figures,
    MonthSum,
    Plan,
    settle,
    total,
)

YEAR = 2026
OWN, OTHER, SHARED = (Bucket(1, 1, "O", contract) for contract in (7, 8, None))


def plan(bucket=SHARED, amount="100.00", heads=0, units="1", price="0") -> Plan:
    return Plan(bucket, Decimal(amount), heads, Decimal(units), Decimal(price))


def cost(bucket=OWN, amount="10.00", realised="0.00", month=11, heads=1) -> MonthSum:
    day = date(YEAR, month, 1)
    return MonthSum(bucket, day, Decimal(amount), Decimal(realised), heads)


def settled(plans, costs) -> dict:
    return {row.bucket: row for row in settle(plans, costs)}


def test_a_cost_belongs_to_the_budget_of_its_contract():
    rows = settled([plan(OWN), plan(SHARED)], [cost(OWN)])
    assert rows[OWN].figures.committed == 10
    assert rows[SHARED].figures.forecast == 0


def test_a_cost_without_a_budget_of_its_own_belongs_to_that_of_all_contracts():
    rows = settled([plan(OWN), plan(SHARED)], [cost(OTHER), cost(OTHER, month=12)])
    assert rows[SHARED].figures.committed == 20
    assert rows[SHARED].contract_ids == {OTHER.contract_id}


@pytest.mark.parametrize(
    "elsewhere", [OWN._replace(route="B"), OWN._replace(gemeente_id=2), OWN._replace(region_id=2)]
)
def test_a_budget_is_only_for_its_own_region_gemeente_and_route(elsewhere):
    rows = settled([plan(SHARED)], [cost(elsewhere)])
    assert rows[elsewhere].figures == Figures(committed=Decimal(10))
    assert rows[SHARED].figures == Figures(budget=Decimal(100))


def test_overrun_is_forecast_less_budget():
    rows = settled([plan(amount="15.00")], [cost(realised="4.00")])
    figures = rows[SHARED].figures
    assert (figures.realised, figures.committed, figures.forecast) == (4, 6, 10)
    assert figures.overrun == -5


def expect(bucket=OWN, amount="500.00", month=12, basis=Basis.FORECAST) -> ExpectedSum:
    return ExpectedSum(bucket, date(YEAR, month, 1), Decimal(amount), basis)


def test_what_is_expected_belongs_to_the_budget_that_pays_for_it():
    (row,) = settle([plan(heads=5, price="100")], [], [expect()])
    assert (row.bucket, row.figures.expected, row.basis) == (SHARED, 500, Basis.FORECAST)
    assert row.by_month[date(YEAR, 12, 1)].expected == 500


def test_a_row_says_that_a_part_of_it_was_planned_only():
    (row,) = settle([plan()], [], [expect(), expect(SHARED, basis=Basis.PLAN)])
    assert (row.figures.expected, row.basis) == (1_000, Basis.PLAN)


def test_who_waits_is_expected_where_nobody_planned():
    rows = settle([plan(amount="10.00")], [], [expect(OTHER)])
    assert [(row.bucket, row.figures.expected) for row in rows] == [(SHARED, 500)]


def test_each_kind_of_cost_has_a_budget_of_its_own():
    guidance = Bucket(1, 1, "", None, "guidance")
    rows = settled([plan(SHARED), plan(guidance, "40.00")], [cost(guidance, "45.00"), cost()])
    assert rows[guidance].figures.overrun == 5
    assert rows[SHARED].figures.overrun == -90


def test_a_changed_budget_shows_what_it_was_at_first():
    line = plan(amount="120.00")._replace(original=Decimal(100))
    row = settled([line], [])[SHARED]
    assert (row.figures.budget, row.original) == (120, 100)


cents = st.integers(-10_000_000, 10_000_000).map(lambda whole: Decimal(whole) / 100)
buckets = st.builds(
    Bucket,
    st.just(1),
    st.integers(1, 2),
    st.sampled_from("OB"),
    st.sampled_from([None, 7, 8]),
    st.just("learning_routes"),
)
plans = st.builds(
    Plan,
    buckets,
    cents.map(abs),
    st.integers(0, 50),
    st.decimals(0, 3, places=4),
    st.decimals(0, 20_000, places=4),
    st.none() | st.decimals(1, 20, places=2),
    st.none() | cents.map(abs),
)
expectations = st.builds(
    ExpectedSum,
    buckets,
    st.integers(10, 12).map(lambda month: date(YEAR, month, 1)),
    cents,
    st.sampled_from(Basis),
)
costs = st.builds(
    cost,
    buckets.filter(lambda bucket: bucket.contract_id),
    cents,
    cents,
    st.integers(1, 12),
    st.integers(0, 9),
)


@given(
    st.lists(plans, max_size=6),
    st.lists(costs, max_size=12),
    st.lists(expectations, max_size=6),
)
def test_no_cent_is_lost_or_counted_twice(plans, costs, expected):
    rows = settle(plans, costs, expected)
    everything = total(row.figures for row in rows)
    assert everything.expected == sum(part.amount for part in expected)
    assert everything.budget == sum(plan.amount for plan in plans)
    assert everything.realised + everything.committed == sum(cost.amount for cost in costs)
    for row in rows:
        months = total(row.by_month.values())
        assert (months.realised, months.committed, months.expected) == (
            row.figures.realised,
            row.figures.committed,
            row.figures.expected,
        )
