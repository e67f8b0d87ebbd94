"""Budgets and costs settled against each other, in plain arithmetic."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.overruns.figures import (
    Bucket,
    Figures,
    MonthSum,
    Plan,
    expected_amount,
    settle,
    total,
)

YEAR, ON = 2026, date(2026, 10, 15)
OWN, OTHER, SHARED = (Bucket(1, 1, "O", contract) for contract in (7, 8, None))


def plan(bucket=SHARED, amount="100.00", heads=0, units="1", price="0") -> Plan:
    return Plan(bucket, Decimal(amount), heads, Decimal(units), Decimal(price))


def cost(bucket=OWN, amount="10.00", realised="0.00", month=11, heads=1) -> MonthSum:
    day = date(YEAR, month, 1)
    return MonthSum(bucket, day, Decimal(amount), Decimal(realised), heads)


def settled(plans, costs, *, on=ON) -> dict:
    return {row.bucket: row for row in settle(plans, costs, year=YEAR, on=on)}


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


def test_planned_learners_who_are_not_placed_are_expected():
    rows = settled([plan(heads=5, units="0.4", price="15000")], [cost(heads=2)])
    assert rows[SHARED].figures.expected == 3 * Decimal("0.4") * 15_000


def test_more_learners_than_planned_expect_nothing():
    assert expected_amount([plan(heads=2, price="100")], 5) == 0


def test_learners_fill_the_lines_of_one_bucket_in_turn():
    lines = [plan(heads=2, price="100"), plan(heads=3, price="1000")]
    assert expected_amount(lines, 3) == 2_000


def test_nobody_is_expected_once_the_year_is_over():
    rows = settled([plan(heads=5, price="100")], [], on=date(YEAR + 1, 1, 1))
    assert rows[SHARED].figures.expected == 0


def test_what_is_expected_is_spread_over_the_rest_of_the_year():
    row = settled([plan(heads=1, price="100")], [])[SHARED]
    spread = {month.month: figures.expected for month, figures in row.by_month.items()}
    assert spread == {10: Decimal("33.34"), 11: Decimal("33.33"), 12: Decimal("33.33")}


cents = st.integers(-10_000_000, 10_000_000).map(lambda whole: Decimal(whole) / 100)
buckets = st.builds(
    Bucket, st.just(1), st.integers(1, 2), st.sampled_from("OB"), st.sampled_from([None, 7, 8])
)
plans = st.builds(
    Plan,
    buckets,
    cents.map(abs),
    st.integers(0, 50),
    st.decimals(0, 3, places=4),
    st.decimals(0, 20_000, places=4),
)
costs = st.builds(
    cost,
    buckets.filter(lambda bucket: bucket.contract_id),
    cents,
    cents,
    st.integers(1, 12),
    st.integers(0, 9),
)


@given(st.lists(plans, max_size=6), st.lists(costs, max_size=12), st.dates(ON, date(2027, 3, 1)))
def test_no_cent_is_lost_or_counted_twice(plans, costs, on):
    rows = settle(plans, costs, year=YEAR, on=on)
    everything = total(row.figures for row in rows)
    assert everything.budget == sum(plan.amount for plan in plans)
    assert everything.realised + everything.committed == sum(cost.amount for cost in costs)
    for row in rows:
        months = total(row.by_month.values())
        assert (months.realised, months.committed, months.expected) == (
            row.figures.realised,
            row.figures.committed,
            row.figures.expected,
        )
