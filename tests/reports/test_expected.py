"""What is expected of a year: who is known to come, and who was planned beside them."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.periods import year_of
from contracts.enums import ContractStatus
from reports.actions.forecasts import refresh_expected, take_snapshot
from reports.forecast.outlook import ForecastOutlook
from reports.overruns import OverrunReport, Sources
from reports.overruns.commitments import Commitments
from reports.overruns.expected import Expectation, coming_heads, missing_of, spread
from reports.overruns.figures import Basis, Bucket, Place, Plan, Reckoned, total
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.simulation import simulate
from reports.scenarios.situation import Situation
from reports.signals.maxima import maximum_findings
from reports.why import explain
from tests.factories.contracts import PlacementFactory, move
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.reports import BudgetLineFactory
from tests.reports.conftest import ON

YEAR = 2026
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
OWN, OTHER, SHARED = (Bucket(1, 1, "O", contract) for contract in (7, 8, None))
HERE = Place(1, 1, "O")
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)


def plan(bucket=SHARED, heads=0, units="1", price="100", **more) -> Plan:
    return Plan(bucket, Decimal(0), heads, Decimal(units), Decimal(price), **more)


def reckoned(origin=OWN, unit="trajectory", month=DECEMBER, amount="100.00", heads=0) -> Reckoned:
    return Reckoned(origin, unit, month, Decimal(amount), Decimal(1), heads)


def missing(plans, heads=None, given=()) -> list[int]:
    return [each.heads for each in missing_of(plans, heads or {}, given)]


# --- Who counts ---------------------------------------------------------------------------------


def test_planned_learners_whom_nobody_knows_are_missing():
    assert missing([plan(heads=5)], {OWN: 2}) == [3]


def test_learners_fill_the_lines_of_one_budget_in_turn():
    assert missing([plan(heads=2), plan(heads=3)], {OWN: 1, OTHER: 2}) == [2]


def test_learners_fill_the_budget_of_their_own_contract_only():
    assert missing([plan(OWN, heads=2), plan(SHARED, heads=3)], {OWN: 4}) == [3]


def test_nobody_is_missing_where_more_came_than_planned():
    assert missing([plan(heads=2)], {OWN: 5}) == []


def test_nobody_is_missing_where_a_forecast_was_given():
    elsewhere = plan(SHARED._replace(route="B"), heads=1)
    assert missing([plan(heads=5), elsewhere], given={HERE}) == [1]


def test_who_comes_counts_once_however_many_tariffs_are_paid():
    rows = [reckoned(heads=3), reckoned(unit="fee", heads=3), reckoned(OTHER, heads=1)]
    assert coming_heads(rows, YEAR) == {OWN: 3, OTHER: 1}


def test_who_costs_nothing_in_the_year_does_not_count_in_it():
    rows = [reckoned(amount="0.00", heads=2), reckoned(month=JANUARY)]
    assert coming_heads(rows, YEAR) == {}
    assert coming_heads(rows, YEAR + 1) == {OWN: 2}


# --- What it costs ------------------------------------------------------------------------------


def amounts(plan: Plan, heads: int, months) -> list[Decimal]:
    (found,) = missing_of([plan._replace(heads=heads)], {}, ())
    parts = spread(found, months)
    assert {part.basis for part in parts} <= {Basis.PLAN}
    return [part.amount for part in parts]


def test_it_is_spread_over_the_months_that_are_left_without_a_rest():
    months = year_of(YEAR).months()[9:]
    assert amounts(plan(), 1, months) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert amounts(plan(), 1, []) == []


def test_planned_learners_share_the_price_of_a_group():
    line = plan(price="9000", heads_per_group=Decimal(12))
    assert sum(amounts(line, 2, [DECEMBER])) == 2 * 9_000 / 12


@given(
    st.lists(st.tuples(st.sampled_from([OWN, OTHER, SHARED]), st.integers(0, 9)), max_size=6),
    st.dictionaries(st.sampled_from([OWN, OTHER, SHARED]), st.integers(0, 20)),
    st.integers(1, 12),
)
def test_known_and_missing_are_never_more_than_planned_or_known(lines, heads, months):
    plans = [plan(bucket, heads=number, price="7.77") for bucket, number in lines]
    found = missing_of(plans, heads, ())
    for budget in {each.bucket for each in plans}:
        planned = sum(each.heads for each in plans if each.bucket == budget)
        absent = sum(each.heads for each in found if each.plan.bucket == budget)
        assert planned - sum(heads.values()) <= absent <= planned
    for each in found:
        parts = spread(each, year_of(YEAR).months()[-months:])
        assert sum(part.amount for part in parts) == each.plan.cost_of(each.heads)


# --- One basis for all --------------------------------------------------------------------------


@pytest.fixture
def coming(noord, budget, line, waterveen):
    """Two agreed learners under a contract, of the ten whom Waterveen planned."""
    PlacementFactory.create_batch(
        2, capacity_line=line, gemeente=waterveen, planned_first_on=DECEMBER
    )
    move(line.contract, ContractStatus.SIGNED, signed_at=AT, signed_by=line.contract.created_by)
    refresh_expected(region=noord, at=AT)


def test_who_is_agreed_costs_the_contract_and_the_rest_costs_the_plan(coming, noord):
    (row,) = OverrunReport(Sources.of_region(noord), year=YEAR, on=ON).rows
    assert row.figures.expected == 2 * 6_000 + 8 * Decimal("0.7") * 15_000
    assert row.basis is Basis.PLAN


def test_a_forecast_takes_the_place_of_the_plan(coming, noord, waterveen):
    IntakeForecastFactory(region=noord, gemeente=waterveen, route="O", month=DECEMBER, expected=3)
    refresh_expected(region=noord, at=AT)
    (row,) = OverrunReport(Sources.of_region(noord), year=YEAR, on=ON).rows
    assert (row.figures.expected, row.basis) == (3 * 6_000, Basis.FORECAST)


def test_a_forecast_counts_for_its_own_year_only(coming, noord, waterveen):
    BudgetLineFactory(region=noord, gemeente=waterveen, year=YEAR + 1, planned_heads=20)
    IntakeForecastFactory(
        region=noord, gemeente=waterveen, route="O", month=date(2027, 5, 1), expected=1
    )
    bases = {
        year: {
            part.basis
            for part in Expectation(Sources.of_region(noord), ON, [YEAR, YEAR + 1]).of_year(year)
        }
        for year in (YEAR, YEAR + 1)
    }
    assert bases == {YEAR: {Basis.FORECAST, Basis.PLAN}, YEAR + 1: {Basis.FORECAST}}


def test_nobody_is_expected_once_the_year_is_over(coming, noord):
    assert OverrunReport(Sources.of_region(noord), year=YEAR, on=JANUARY).total.expected == 0


def test_whatever_looks_ahead_expects_the_same(
    coming, noord, waterveen, line, region_controller, controller
):
    BudgetLineFactory(
        region=noord, gemeente=waterveen, year=YEAR + 1, planned_heads=20, contract=line.contract
    )
    for user in (region_controller, controller):
        sources = Sources.of_user(user)
        outlook = ForecastOutlook(sources, ON, 48)
        reports = [OverrunReport(sources, year=line.year, on=ON) for line in outlook.by_year]
        for report, year in zip(reports, outlook.by_year, strict=True):
            assert report.total == year.figures
            assert explain(report).overrun == report.total.overrun
        assert reports[1].total.expected > 0
        told = Commitments(user, YEAR, ON)
        under = sum(row.expected for row in told.rows)
        assert under + told.uncontracted == outlook.total.expected
        assert told.uncontracted > 0 < under
    kept = take_snapshot(region=noord, by=None, at=AT).figures
    assert sum(figure.expected for figure in kept.all()) == outlook.total.expected


def test_a_scenario_has_the_plan_too_at_its_own_tariffs(coming, noord, waterveen):
    BudgetLineFactory(region=noord, gemeente=waterveen, year=YEAR + 1, planned_heads=20)
    outlook = ForecastOutlook(Sources.of_region(noord), ON, 48)

    def drawn(**assumed) -> list[int]:
        setup = Situation(noord, ON, YEAR, YEAR + 1, Assumptions(**assumed)).setup
        found = simulate(setup, draws=1, seed=1, step=lambda _done, _all: None)
        assert found.by_budget.sum() == found.by_gemeente.sum()
        return found.by_gemeente.sum(axis=(0, 1)).tolist()

    usual = [int(figures.forecast.scaleb(2)) for _month, figures in outlook.by_month]
    assert drawn() == usual[:24]
    assert usual[23] > 0
    assert sum(drawn(tariff=Decimal(10))) == sum(usual[:24]) * 11 // 10


def test_the_maximum_of_a_contract_counts_the_plan_behind_its_own_budget(
    coming, noord, waterveen, line
):
    contract = line.contract
    BudgetLineFactory(
        region=noord, gemeente=waterveen, contract=contract, planned_heads=5, year=YEAR + 1
    )
    type(contract).objects.filter(pk=contract.pk).update(maximum_amount=50_000)
    (found,) = maximum_findings(ON)
    sums = Counter()
    for part in Expectation.ahead(Sources.of_region(noord), ON).to_come:
        sums[part.bucket.contract_id] += part.amount
    assert found.forecast == sums[contract.pk] > 5 * 6_000


def test_months_add_up_to_the_year(coming, noord):
    report = OverrunReport(Sources.of_region(noord), year=YEAR, on=ON)
    assert total(part for _month, part in report.by_month).expected == report.total.expected
