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


def expect(bucket=OWN, amount="500.00", month=12) -> ExpectedSum:
    return ExpectedSum(bucket, date(YEAR, month, 1), Decimal(amount))


def test_the_forecast_takes_the_place_of_the_plan_where_it_was_given():
    lines = [plan(heads=5, price="100")]
    rows = settle(lines, [], [expect()], given={SHARED.place}, year=YEAR, on=ON)
    assert [(row.bucket, row.figures.expected, row.basis) for row in rows] == [
        (SHARED, 500, Basis.FORECAST)
    ]
    assert rows[0].by_month[date(YEAR, 12, 1)].expected == 500


def test_without_a_forecast_the_planned_learners_are_expected_and_no_others():
    rows = settle([plan(heads=5, price="100")], [], [expect()], year=YEAR, on=ON)
    assert [(row.figures.expected, row.basis) for row in rows] == [(500, Basis.PLAN)]


def test_who_waits_is_expected_where_nobody_planned():
    rows = settle([plan(amount="10.00")], [], [expect(OTHER)], year=YEAR, on=ON)
    assert [(row.bucket, row.figures.expected) for row in rows] == [(SHARED, 500)]


def test_each_kind_of_cost_has_a_budget_of_its_own():
    guidance = Bucket(1, 1, "", None, "guidance")
    rows = settled([plan(SHARED), plan(guidance, "40.00")], [cost(guidance, "45.00"), cost()])
    assert rows[guidance].figures.overrun == 5
    assert rows[SHARED].figures.overrun == -90


def test_planned_learners_share_the_price_of_a_group():
    line = plan(heads=6, units="1", price="9000")._replace(heads_per_group=Decimal(12))
    assert expected_amount([line], 4) == 2 * 9_000 / 12


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
    ExpectedSum, buckets, st.integers(10, 12).map(lambda month: date(YEAR, month, 1)), cents
)
places = buckets.map(lambda bucket: bucket.place)
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
    st.sets(places),
    st.dates(ON, date(2027, 3, 1)),
)
def test_no_cent_is_lost_or_counted_twice(plans, costs, expected, given_at, on):
    rows = settle(plans, costs, expected, given=given_at, year=YEAR, on=on)
    everything = total(row.figures for row in rows)
    if not any(row.basis is Basis.PLAN for row in rows):
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
