"""The draws of a scenario as arithmetic: exact without chance, and by chance within its bounds."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.enums import CostType
from reports.overruns.figures import Bucket
from reports.scenarios.chance import (
    divide,
    generator,
    inflow,
    open_groups,
    spend_of_running,
    spend_of_stayers,
)
from reports.scenarios.outcome import outcome_of, percentile
from reports.scenarios.simulation import (
    PART,
    Arrivals,
    Budget,
    Course,
    Rates,
    Running,
    Setup,
    simulate,
)

ONE, TWO = 1, 2
CONTRACT = 7
COURSE = Course("O", CONTRACT)
MONTHS = tuple(date(2027, month, 1) for month in range(1, 13))
NONE = np.zeros((12, 12), dtype=np.int64)


def months(**amounts) -> np.ndarray:
    """Cents by month: jan=..., feb=..."""
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return np.array([amounts.get(name, 0) for name in names], dtype=np.int64)


def matrix(*amounts) -> np.ndarray:
    """So many cents in the month of the start and in those after it."""
    found = NONE.copy()
    for begins in range(12):
        for age, cents in enumerate(amounts[: 12 - begins]):
            found[begins, begins + age] = cents
    return found


def bucket(gemeente=ONE, cost_type=CostType.LEARNING_ROUTES, contract=CONTRACT) -> Bucket:
    return Bucket(1, gemeente, "O", contract, cost_type)


def setup(**values) -> Setup:
    """Two learners of ONE begin in January and one of TWO in March, at 100 and then 50 cents."""
    rates = Rates(matrix(100, 50), NONE, NONE)
    usual = {
        "region_id": 1,
        "ahead": MONTHS,
        "months": MONTHS,
        "booked": {},
        "running": {},
        "agreed": {(ONE, COURSE): months(jan=2), (TWO, COURSE): months(mar=1)},
        "arrivals": [],
        "rates": {(ONE, COURSE): rates, (TWO, COURSE): rates},
        "budgets": {Budget(2027, bucket(ONE, contract=None)): 299},
    }
    return Setup(**usual | values)


def come(gemeente=ONE, rate=2.0, **values) -> Arrivals:
    """By chance, `rate` a month on average."""
    usual = {
        "certain": months(),
        "rate": np.full(12, rate),
        "turns": [(CONTRACT,)] * 12,
    }
    return Arrivals(gemeente, "O", **usual | values)


def drawn(found: Setup, *, draws=100, seed=1):
    return simulate(found, draws=draws, seed=seed, step=lambda done, total: None)


def test_without_chance_there_is_one_draw_and_it_is_the_arithmetic_of_the_forecast():
    found = drawn(setup())
    assert found.number == 1
    one, two = found.by_gemeente[:, 0]
    assert one.tolist() == months(jan=200, feb=100).tolist()
    assert two.tolist() == months(mar=100, apr=50).tolist()
    assert found.by_budget.tolist() == [[300]]


def test_booked_costs_of_each_kind_go_to_their_own_budget():
    own, other = bucket(contract=CONTRACT), bucket(cost_type=CostType.MAP, contract=None)
    found = drawn(
        setup(
            booked={own: months(jan=10), other: months(feb=-3)},
            budgets={Budget(2027, own): 1, Budget(2027, other): 2, Budget(2028, own): 5},
        )
    )
    assert found.by_budget.tolist() == [[310], [-3], [0]]
    assert found.by_gemeente[0, 0].sum() == 307


def test_the_same_seed_gives_the_same_draws_and_parts_differ():
    chancy = setup(arrivals=[come()], dropout=0.1)
    first, again = drawn(chancy, draws=2 * PART), drawn(chancy, draws=2 * PART)
    assert np.array_equal(first.by_gemeente, again.by_gemeente)
    halves = first.by_budget[0, :PART], first.by_budget[0, PART:]
    assert not np.array_equal(*halves)
    assert not np.array_equal(first.by_budget, drawn(chancy, draws=2 * PART, seed=2).by_budget)
    fewer = drawn(chancy, draws=PART)
    assert np.array_equal(fewer.by_budget, first.by_budget[:, :PART])


def test_progress_is_told_after_every_part_and_may_stop_the_work():
    class Stopped(Exception):
        pass

    told = []

    def step(done, total):
        told.append((done, total))
        if done == 2 * PART:
            raise Stopped

    with pytest.raises(Stopped):
        simulate(setup(arrivals=[come()]), draws=3 * PART, seed=1, step=step)
    assert told == [(PART, 3 * PART), (2 * PART, 3 * PART)]


def test_who_comes_by_chance_comes_as_often_as_expected():
    came = inflow(months(jan=1), months(jan=4, feb=9).astype(float), generator(5, 0), 4_000)
    assert came.min() >= 0
    assert (came[:, 0] >= 1).all()
    assert came.mean(axis=0)[:3] == pytest.approx([5, 9, 0], abs=0.2)
    assert came.var(axis=0)[:2] == pytest.approx([4, 9], rel=0.1)
    assert (inflow(months(jan=1), np.zeros(12), generator(5, 0), 3) == months(jan=1)).all()


def test_the_nth_learner_of_a_month_goes_to_the_nth_contract():
    each = come(turns=[(1, None, 1), *[()] * 11])
    learners = np.array([[number] + [0] * 11 for number in range(6)])
    assert each.contracts == [None, 1]
    assert each.under(1, learners)[:, 0].tolist() == [0, 1, 1, 2, 3, 4]
    assert each.under(None, learners)[:, 0].tolist() == [0, 0, 1, 1, 1, 1]


def test_who_stops_costs_nothing_from_then_on_and_pays_the_start_always():
    starts = np.tile(months(jan=50, jun=20), (3_000, 1))
    rates = matrix(100, 0, 100)
    free = spend_of_stayers(starts, rates, 0.0, generator(1, 0))
    assert np.array_equal(free, starts @ rates)
    found = spend_of_stayers(starts, rates, 0.2, generator(1, 0))
    assert (found[:, 0] == 5_000).all()
    assert (found[:, 5] == 2_000).all()
    assert found[:, 2].mean() == pytest.approx(5_000 * 0.64, rel=0.02)
    assert (found <= free).all()


def test_committed_costs_shrink_with_the_learners_who_stay():
    cents = months(jan=1_001, feb=1_001, mar=1_001)
    kept = spend_of_running(cents, 10, 0.0, generator(1, 0), 2)
    assert kept.tolist() == [cents.tolist()] * 2
    found = spend_of_running(cents, 10, 0.3, generator(1, 0), 4_000)
    assert (found[:, 0] == 1_001).all()
    assert (np.diff(found[:, :3], axis=1) <= 0).all()
    assert found[:, 2].mean() == pytest.approx(1_001 * 0.49, rel=0.03)
    assert spend_of_running(cents, 0, 0.3, generator(1, 0), 1).tolist() == [cents.tolist()]


@given(
    whole=st.integers(-(10**12), 10**12),
    weights=st.lists(st.integers(0, 10**8), min_size=1, max_size=6),
)
def test_parts_add_up_to_the_whole(whole, weights):
    parts = divide(np.array([whole]), np.array([[weight] for weight in weights]))
    assert parts.sum() == (whole if sum(weights) else 0)
    for part, weight in zip(parts[:, 0], weights, strict=True):
        assert abs(int(part) * sum(weights) - whole * weight) <= max(sum(weights), 0)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=8),
    st.integers(1, 6),
    st.integers(0, 6),
)
def test_groups_are_never_too_small_or_too_large_and_lose_nobody(comers, least, more):
    coming = np.array(comers).T[:, np.newaxis, :]
    groups = open_groups(coming, least, least + more)
    heads = groups.begins.sum(axis=0)
    assert (groups.begins >= 0).all()
    assert (heads >= groups.number * least).all()
    assert (heads <= groups.number * (least + more)).all()
    left = np.cumsum(coming, axis=2) - np.cumsum(groups.begins, axis=2)
    assert (left >= 0).all()
    assert (left.sum(axis=0) < least).all()


def test_a_group_costs_its_price_over_who_began_in_it():
    rates = Rates(matrix(1), matrix(30), matrix(101))
    groups = setup(
        agreed={(ONE, COURSE): months(jan=2), (TWO, COURSE): months(jan=1)},
        rates={(ONE, COURSE): rates, (TWO, COURSE): rates},
    )
    usual = drawn(groups).by_gemeente[:, 0, 0]
    assert usual.tolist() == [62, 31]
    sized = drawn(replace(groups, group_sizes=(1, 3))).by_gemeente[:, 0, 0]
    assert sized.tolist() == [67 + 2, 34 + 1]
    waits = drawn(replace(groups, group_sizes=(4, 9))).by_gemeente
    assert not waits.any()


def test_dropout_leaves_the_price_of_a_group_as_it_is():
    rates = Rates(NONE, matrix(30, 30), NONE)
    group = setup(rates={(ONE, COURSE): rates}, agreed={(ONE, COURSE): months(jan=2)}, dropout=0.5)
    assert (drawn(group).by_gemeente[0, :, 1] == 60).all()


def test_a_key_divides_everything_in_its_proportions():
    found = drawn(setup(key={ONE: 1, TWO: 3}, booked={bucket(): months(jan=1)}))
    assert found.by_gemeente.sum() == 451
    assert found.by_gemeente[:, 0].sum(axis=1).tolist() == pytest.approx([113, 338], abs=3)


def test_years_before_and_after_what_is_reckoned_stay_apart():
    ahead = tuple(date(2026, month, 1) for month in (11, 12)) + MONTHS
    late = setup(
        ahead=ahead,
        agreed={(ONE, COURSE): np.array([0, 1] + [0] * 12)},
        rates={(ONE, COURSE): Rates(_square(14, 100, 50), *[np.zeros((14, 14), int)] * 2)},
    )
    assert drawn(late).by_gemeente[0, 0].tolist() == months(jan=50).tolist()
    early = setup(months=tuple(date(2026, month, 1) for month in range(1, 13)))
    assert not drawn(early).by_gemeente.any()


def _square(size, *amounts):
    found = np.zeros((size, size), dtype=np.int64)
    for begins in range(size):
        for age, cents in enumerate(amounts[: size - begins]):
            found[begins, begins + age] = cents
    return found


# --- Outcome ------------------------------------------------------------------------------------


def test_the_outcome_counts_draws_above_the_budget():
    outcome = outcome_of(drawn(setup()))
    assert outcome["draws"] == 1
    assert outcome["total"]["years"]["2027"] | {"bars": 0, "edges": 0} == {
        "budget": 299,
        "over": 1,
        "mean": 450,
        "spread": 0,
        "percentiles": dict.fromkeys(("5", "10", "25", "50", "75", "90", "95"), 450),
        "bars": 0,
        "edges": 0,
    }
    assert outcome["total"]["months"][:4] == [[200] * 5, [300] * 5, [400] * 5, [450] * 5]
    assert outcome["places"][str(TWO)]["years"]["2027"]["budget"] == 0
    [budget] = outcome["budgets"]
    assert (budget["gemeente_id"], budget["over"], budget["mean"]) == (ONE, 1, 300)
    assert outcome["learners"] == {"2027": 3}


def test_exactly_the_budget_does_not_pass_it_and_funding_comes_on_top():
    exact = setup(budgets={Budget(2027, bucket(contract=None)): 450})
    assert outcome_of(drawn(exact))["total"]["years"]["2027"]["over"] == 0
    less = outcome_of(drawn(exact), funding=-1)
    assert less["total"]["years"]["2027"]["over"] == 1
    assert less["places"][str(ONE)]["years"]["2027"]["budget"] == 449
    nothing = outcome_of(drawn(setup(budgets={})), funding=7)
    budgets = [place["years"]["2027"]["budget"] for place in nothing["places"].values()]
    assert sum(budgets) == 7


def test_a_percentile_is_a_draw_that_came_out():
    ordered = np.arange(10, 110, 10)
    assert [percentile(ordered, each) for each in (5, 10, 25, 50, 90, 95)] == [
        10,
        10,
        30,
        50,
        90,
        100,
    ]


def test_sums_are_consistent_in_every_draw():
    found = drawn(setup(arrivals=[come(), come(TWO, 3.0)], dropout=0.05), draws=PART)
    outcome = outcome_of(found)
    means = [place["years"]["2027"]["mean"] for place in outcome["places"].values()]
    total = outcome["total"]["years"]["2027"]
    assert sum(means) == pytest.approx(total["mean"], abs=2)
    assert sum(total["bars"]) == PART
    assert len(total["edges"]) == len(total["bars"]) + 1
    assert total["edges"][0] <= total["percentiles"]["5"] < total["edges"][-1]


def test_running_learners_are_reckoned_with_those_who_come():
    running = {bucket(): Running(months(jan=100, feb=100), 1)}
    found = drawn(setup(running=running, dropout=0.5), draws=PART).by_gemeente[0]
    assert (found[:, 0] == 300).all()
    assert set((found[:, 1]).tolist()) == {0, 50, 100, 150, 200}
    assert Decimal(int(found[0, 0])) == 300
