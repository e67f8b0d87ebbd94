"""Overruns explained from the ledger, the budgets and who is still to come."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts import ledger
from contracts.actions.costs import book_cost
from contracts.enums import (
    CostKind,
    CostType,
    GroupStatus,
    PlacementStatus,
    SettlementBasis,
    SettlementEvent,
    TariffUnit,
)
from contracts.models import CostEntry, Indexation, SettlementRule, Tariff
from providers.enums import LearningRoute
from reports.actions.budget_changes import decide_change, draft_change, set_change_line
from reports.enums.why import OverrunPart as Part
from reports.models import ExpectedCost
from reports.overruns import OverrunReport, Sources
from reports.why import explain, parts_by_bucket
from reports.why.selection import Selection
from tests.factories.contracts import CourseGroupFactory, PlacementFactory, move
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.reports import BudgetLineFactory
from tests.factories.terms import IndexFigureFactory
from tests.reports.conftest import ON

AFTERWARDS = date(2027, 3, 1)
"""Nobody is expected any more."""


AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def report(user=None, *, year=2026, on=AFTERWARDS):
    sources = Sources.of_user(user) if user else Sources.of_region(None)
    return OverrunReport(sources, year=year, on=on)


def told(found):
    """The parts that are not nought."""
    return {part: amount for part, amount in found.parts.items() if amount}


def tariff(contract, unit, price, **more):
    days = {"first_on": contract.first_on, "last_on": contract.last_on}
    return Tariff.objects.create(
        contract=contract,
        unit=unit,
        price=Decimal(price),
        **{"route": LearningRoute.EDUCATION} | days | more,
    )


@pytest.fixture
def group(line):
    """A year at 12,000 euro a group, of at most ten learners."""
    tariff(line.contract, TariffUnit.GROUP, 12_000)
    group = CourseGroupFactory(
        line=line, first_on=date(2026, 1, 5), last_on=date(2026, 12, 18), minimum=4, maximum=10
    )
    move(group, GroupStatus.STARTED)
    return group


def seated(group, gemeente, number):
    """Learners who sit in the group from its first day to its last."""
    days = {"planned_first_on": group.first_on, "planned_last_on": group.last_on}
    made = PlacementFactory.create_batch(
        number,
        capacity_line=group.line,
        course_group=group,
        gemeente=gemeente,
        started=True,
        **days,
    )
    ledger.rebuild_costs(None)
    return made


def group_budget(noord, gemeente, **more):
    """12,000 euro for a full group of ten."""
    plan = {
        "amount": 12_000,
        "planned_heads": 10,
        "planned_unit_price": 12_000,
        "planned_unit": TariffUnit.GROUP,
        "planned_heads_per_group": 10,
    }
    return BudgetLineFactory(region=noord, gemeente=gemeente, **plan | more)


def test_the_parts_add_up_to_the_overrun(budget, placements):
    """Whoever is still to come included: eight learners of Waterveen."""
    found, total = explain(report(on=ON)), report(on=ON).total
    assert (found.budget, found.forecast) == (total.budget, total.forecast)
    assert sum(found.parts.values()) == found.overrun == total.overrun == Decimal(11_000)


def test_what_was_not_planned_is_told_apart_from_a_budget_without_ground(budget, placements):
    """Meerdorp planned nobody: all volume. Waterveen planned 105,000 and budgeted 100,000."""
    found = explain(report(on=ON))
    assert told(found) == {Part.VOLUME: 6_000, Part.UNSUBSTANTIATED: 5_000}


def test_a_group_with_empty_seats(noord, waterveen, group):
    """Four learners fewer share the same price: what volume saves, the empty seats cost."""
    group_budget(noord, waterveen)
    seated(group, waterveen, 6)
    (row,) = explain(report()).rows
    assert row.forecast.heads == 6
    assert float(row.forecast.groups) == pytest.approx(1, abs=0.001)
    assert row.overrun == 0
    assert row.parts[Part.VOLUME] < -3_000
    assert float(row.parts[Part.FILL]) == pytest.approx(-float(row.parts[Part.VOLUME]), abs=1)


def test_a_group_of_two_gemeenten_is_as_full_for_each(noord, waterveen, meerdorp, group):
    seated(group, waterveen, 3)
    seated(group, meerdorp, 7)
    rows = {row.key.bucket.gemeente_id: row.forecast for row in explain(report()).rows}
    for gemeente, heads in ((waterveen, 3), (meerdorp, 7)):
        facts = rows[gemeente.pk]
        assert facts.heads == heads
        assert float(facts.heads / facts.groups) == pytest.approx(10, abs=0.001)


def test_a_group_that_ran_empty_is_a_matter_of_fill(noord, waterveen, group):
    """Nobody sits in it, and both gemeenten pay by their seats."""
    group_budget(noord, waterveen, amount=0, planned_heads=0)
    ledger.rebuild_costs(None)
    found = explain(report())
    assert told(found) == {Part.FILL: 12_000}


def test_indexation_is_told_apart_from_price(noord, waterveen, contract, line):
    """Planned at 900 a month, agreed at 1,000, and 1,100 from July on by indexation."""
    before = tariff(contract, TariffUnit.MONTH, 1_000, last_on=date(2026, 6, 30))
    after = tariff(contract, TariffUnit.MONTH, 1_100, follows=before, first_on=date(2026, 7, 1))
    figure = IndexFigureFactory(region=noord)
    Indexation.objects.create(
        contract=contract, from_figure=figure, to_figure=figure, percentage=10,
        applies_on=after.first_on, applied_at=contract.created_at, applied_by=contract.created_by,
    )  # fmt: skip
    BudgetLineFactory(
        region=noord, gemeente=waterveen, amount=10_800, planned_heads=1,
        planned_unit=TariffUnit.MONTH, planned_units_per_head=12, planned_unit_price=900,
    )  # fmt: skip
    PlacementFactory(
        capacity_line=line, gemeente=waterveen, tariff=before, started=True,
        planned_first_on=date(2026, 1, 1), planned_last_on=date(2026, 12, 31),
    )  # fmt: skip
    ledger.rebuild_costs(None)
    assert told(explain(report())) == {Part.PRICE: 1_200, Part.INDEXATION: 600}


def test_settlements_and_fees(noord, waterveen, contract, line):
    """Of a course of 1,000 a month that is broken off, 20% of what it would have cost is paid."""
    monthly = tariff(contract, TariffUnit.MONTH, 1_000)
    book = tariff(contract, TariffUnit.FEE, 50, name="Lesboek")
    SettlementRule.objects.create(
        contract=contract, event=SettlementEvent.DROPOUT, basis=SettlementBasis.PERCENTAGE,
        percentage=20,
    )  # fmt: skip
    left, _stays = PlacementFactory.create_batch(
        2, capacity_line=line, gemeente=waterveen, tariff=monthly, started=True,
        planned_first_on=date(2026, 1, 1), planned_last_on=date(2026, 12, 31),
    )  # fmt: skip
    move(left, PlacementStatus.DROPPED_OUT, actual_last_on=date(2026, 1, 31))
    ledger.rebuild_costs(None)
    (row,) = [each for each in explain(report()).rows if each.key.unit == TariffUnit.MONTH]
    assert (row.forecast.cost, row.forecast.settlements) == (13_000, 1_400)
    assert row.parts[Part.SETTLEMENTS] == 1_400
    assert row.forecast.heads == 2
    rows = {each.key.unit: each.forecast for each in explain(report()).rows}
    assert (rows[book.unit].heads, rows[book.unit].cost) == (2, 100)
    assert explain(report()).rows[0].heads_in_all == (0, 2)


def test_booked_costs_are_a_part_of_their_own(noord, waterveen, region_controller):
    """Of 5,000 for interpreters without a plan, 6,200 was spent."""
    BudgetLineFactory(
        region=noord, gemeente=waterveen, route="", cost_type=CostType.INTERPRETERS, amount=5_000,
        planned_heads=0,
    )  # fmt: skip
    entry = CostEntry(
        region=noord, cost_type=CostType.INTERPRETERS, kind=CostKind.ENTRY, amount=6_200,
        due_on=ON, first_on=ON, last_on=ON, description="Tolken", vat_exemption="vrij",
    )  # fmt: skip
    book_cost(entry=entry, amounts={waterveen: Decimal(6_200)}, by=region_controller, at=AT)
    assert told(explain(report())) == {Part.UNSUBSTANTIATED: -5_000, Part.ENTRIES: 6_200}


def test_who_is_forecast_counts_with_learners_units_and_price(noord, waterveen, contract):
    """Planned: one trajectory of 15,000; forecast: two who begin in December, at 40%."""
    BudgetLineFactory(region=noord, gemeente=waterveen, amount=15_000, planned_heads=1)
    IntakeForecastFactory(region=noord, gemeente=waterveen, month=date(2026, 12, 1))
    ExpectedCost.objects.create(
        region=noord, gemeente=waterveen, route=LearningRoute.EDUCATION, contract=contract,
        kind=CostKind.INSTALMENT, unit=TariffUnit.TRAJECTORY, month=date(2026, 12, 1),
        amount=12_000, quantity="0.8", heads=2,
    )  # fmt: skip
    (row,) = explain(report(on=ON)).rows
    assert (row.forecast.heads, row.forecast.units, row.forecast.cost) == (
        2,
        Fraction(4, 5),
        12_000,
    )
    assert row.heads_in_all == (1, 2)
    assert {part: amount for part, amount in row.parts.items() if amount} == {
        Part.VOLUME: 10_500,
        Part.DURATION: -13_500,
    }


def test_a_decided_change_counts_from_its_day(budget, placements, region_controller):
    by = {"by": region_controller, "at": AT}
    change = draft_change(
        region=budget.region, gemeente=None, year=2026, title="Voorjaarsnota", reason="Prijs", **by
    )
    plan = replace(budget.original, amount=Decimal(130_000), planned_unit_price=Decimal(17_000))
    set_change_line(change=change, line=budget, plan=plan, **by)
    decide_change(change=change, decided_on=date(2026, 6, 1), reference="RB-26-7", **by)
    before, after = (explain(report(on=date(2026, month, 1))) for month in (5, 6))
    assert (before.budget, after.budget) == (100_000, 130_000)
    assert after.parts[Part.UNSUBSTANTIATED] == 119_000 - 130_000


def test_a_selection_is_the_sum_of_its_rows(budget, placements, waterveen, meerdorp):
    found = explain(report(on=ON))
    halves = [
        found.where(Selection(gemeente_id=gemeente.pk).holds) for gemeente in (waterveen, meerdorp)
    ]
    for part in Part:
        assert found.parts[part] == sum(half.parts[part] for half in halves)
    assert parts_by_bucket(report(on=ON)).keys() == {row.key.bucket for row in found.rows}


def test_a_person_explains_what_the_person_sees(budget, placements, zuid_coordinator):
    assert explain(report(zuid_coordinator, on=ON)).rows == ()


def test_as_many_queries_for_many_placements(budget, line, placements, waterveen):
    with CaptureQueriesContext(connection) as few:
        explain(report(on=ON))
    PlacementFactory.create_batch(12, capacity_line=line, gemeente=waterveen, started=True)
    ledger.rebuild_costs(None)
    with CaptureQueriesContext(connection) as many:
        explain(report(on=ON))
    assert len(many) == len(few) <= 16
