"""What each assumption of a scenario does to the amounts that are drawn."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.actions.forecasts import expect_indexation
from reports.enums.scenarios import Inflow
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.situation import rerouted
from tests.factories.contracts import PlacementFactory
from tests.factories.scenarios import AT, CERTAIN, FEW, drawn, situation


def total(noord, **assumed) -> np.ndarray:
    return drawn(noord, Assumptions(**assumed)).by_gemeente.sum(axis=0)


def test_low_and_high_inflow_lie_round_what_is_expected(noord, people):
    low, middle, high = (
        total(noord, inflow=inflow).sum() for inflow in (Inflow.LOW, Inflow.EXPECTED, Inflow.HIGH)
    )
    assert low < middle < high
    chance = total(noord, inflow=Inflow.POISSON).sum(axis=1)
    assert len(chance) == FEW
    assert chance.std() > 0
    assert chance.mean() == pytest.approx(middle, rel=0.05)


def test_dropout_takes_from_later_instalments_only(noord, people):
    certain, drops = total(noord)[0], total(noord, dropout=Decimal(5))
    november = date(2026, 11, 1).month - 1
    assert (drops[:, : november + 1] == certain[: november + 1]).all()
    assert drops.sum(axis=1).max() <= certain.sum()
    assert drops.sum(axis=1).mean() < certain.sum()


def test_a_tariff_change_is_for_who_begins_from_now_on(noord, people):
    usual, dearer = total(noord)[0], total(noord, tariff=Decimal(10))[0]
    assert (dearer[:10] == usual[:10]).all()
    assert dearer.sum() > usual.sum()
    indexed = total(noord, indexation=Decimal(10))[0]
    assert (indexed[:12] == usual[:12]).all()
    assert indexed[12:].sum() > usual[12:].sum()


def test_an_indexation_of_nothing_takes_away_what_was_expected(
    noord, people, line, region_controller
):
    known = {"year": 2027, "percentage": Decimal(4), "source": "Eigen raming"}
    usual = total(noord).sum()
    expect_indexation(region=noord, **known, by=region_controller, at=AT)
    assert total(noord, indexation=Decimal(0)).sum() == usual


def test_routes_are_divided_in_whole_learners():
    expected = {(1, "O"): [3, 0, 1], (2, "O"): [0, 2, 0], (1, "B1"): [1, 0, 0]}
    found = rerouted(expected, {"O": Decimal(50), "B": Decimal(50), "Z": Decimal(0)})
    assert found == {
        (1, "B"): [2, 0, 1],
        (1, "O"): [2, 0, 0],
        (2, "B"): [0, 1, 0],
        (2, "O"): [0, 1, 0],
    }


def test_nobody_is_lost_between_the_routes(noord, people):
    assert total(noord, routes={"O": Decimal(100)}).sum() == total(noord).sum()


def test_what_is_kept_reads_back_and_nonsense_is_refused():
    assumed = Assumptions(
        inflow=Inflow.HIGH,
        routes={"O": Decimal(40), "B": Decimal("60")},
        dropout=Decimal("1.5"),
        group_minimum=8,
        group_maximum=15,
        tariff=Decimal(-2),
        indexation=Decimal(0),
        key=3,
        funding={9: Decimal("-100.50")},
    )
    assert Assumptions.from_json(assumed.as_json()) == assumed
    assert Assumptions.from_json({}) == CERTAIN
    for values in (
        {"routes": {"O": "60"}},
        {"routes": {"X": "100"}},
        {"dropout": "100"},
        {"tariff": "-101"},
        {"indexation": "51"},
        {"group_minimum": 5},
        {"group_minimum": 9, "group_maximum": 8},
        {"inflow": "many"},
        {"dropout": "a few"},
        {"colour": "red"},
    ):
        with pytest.raises(ValidationError):
            Assumptions.from_json(values)


def test_the_queries_do_not_grow_with_people(noord, waterveen, people, line):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert situation(noord).setup.arrivals
        return len(captured)

    before = queries()
    PlacementFactory.create_batch(9, capacity_line=line, gemeente=waterveen)
    assert queries() <= before
