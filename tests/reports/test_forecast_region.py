"""The forecast of a region from what it knows: placements, waiting list, intake and prices."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import get_default_timezone

from contracts.enums import ContractStatus, PlacementStatus, TargetGroup, TariffUnit
from contracts.models import Tariff
from reports.actions.forecasts import expect_indexation, refresh_expected
from reports.forecast.region import RegionForecast
from reports.models import ExpectedCost
from reports.overruns import OverrunReport, Sources
from reports.overruns.figures import Basis
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    PlacementFactory,
    TariffFactory,
    move,
)
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.reports import BudgetLineFactory
from tests.factories.terms import IndexationRuleFactory
from tests.factories.waiting import WaitlistEntryFactory

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, tzinfo=get_default_timezone())
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
START, HALFWAY, COMPLETION = 600_000, 450_000, 450_000
"""Cents of the instalments of 15,000 euro."""


def binding(contract):
    """The contract signed, with a price of 15,000 euro for a trajectory."""
    TariffFactory(contract=contract)
    move(contract, ContractStatus.SIGNED, signed_at=AT, signed_by=contract.created_by)
    return contract


def seats(contract, number):
    """A line of so many seats."""
    return CapacityLineFactory(contract=contract, number=number)


@pytest.fixture
def contract(contract):
    return binding(contract)


def forecast_of(noord, **asked) -> RegionForecast:
    return RegionForecast(noord, ON, **asked)


def amounts(found: RegionForecast, *fields: str) -> dict:
    """Cents by those fields and month, without the empty months."""
    return {
        (*name, month): int(cents)
        for name, row in found.forecast.by(*fields).items()
        for month, cents in zip(found.months, row, strict=True)
        if cents
    }


def intake(noord, gemeente, month=DECEMBER, expected=2, **values):
    return IntakeForecastFactory(
        region=noord, gemeente=gemeente, month=month, expected=expected, **values
    )


def test_who_is_expected_costs_the_instalments_of_the_contract(noord, waterveen, line):
    intake(noord, waterveen)
    found = forecast_of(noord)
    contract = line.contract_id
    assert amounts(found, "gemeente_id", "contract_id") == {
        (waterveen.pk, contract, DECEMBER): 2 * START,
        (waterveen.pk, contract, date(2027, 8, 1)): 2 * HALFWAY,
        (waterveen.pk, contract, date(2028, 5, 1)): 2 * COMPLETION,
    }
    assert not found.unpriced


def test_who_has_a_placement_is_not_expected_any_more(noord, waterveen, line):
    intake(noord, waterveen, expected=3)
    for status in (PlacementStatus.SCHEDULED, PlacementStatus.ACCEPTED):
        PlacementFactory(
            capacity_line=line,
            gemeente=waterveen,
            status=status,
            planned_first_on=date(2026, 12, 14),
        )
    begins = sum(row.learners for row in forecast_of(noord).forecast.rows.values())
    assert begins[1] == 2  # one who was accepted and costs nothing yet, one who is still to come


def test_agreed_placements_cost_their_own_contract(noord, waterveen, line):
    PlacementFactory(
        capacity_line=line,
        gemeente=waterveen,
        status=PlacementStatus.REGISTERED,
        planned_first_on=date(2026, 10, 5),
    )
    PlacementFactory(
        capacity_line=line,
        gemeente=waterveen,
        status=PlacementStatus.REGISTERED,
        target_group=TargetGroup.FAMILY_MIGRANT,
        planned_first_on=DECEMBER,
    )
    found = amounts(forecast_of(noord), "contract_id")
    assert found[line.contract_id, date(2026, 11, 1)] == START  # late, so now
    assert (line.contract_id, DECEMBER) not in found  # a family migrant pays the course


def test_who_waits_begins_when_a_seat_is_free(noord, waterveen, contract):
    line = seats(contract, 1)
    PlacementFactory(
        capacity_line=line,
        gemeente=waterveen,
        started=True,
        planned_last_on=date(2027, 2, 10),
    )
    WaitlistEntryFactory(region=noord, gemeente=waterveen)
    found = amounts(forecast_of(noord), "route")
    assert min(month for _route, month in found) == date(2027, 2, 1)


def test_who_waits_for_a_route_without_any_seat_begins_at_once_as_was_budgeted(noord, waterveen):
    WaitlistEntryFactory(region=noord, gemeente=waterveen)
    (row,) = forecast_of(noord).unpriced.values()
    assert row.learners.sum() == 1
    BudgetLineFactory(region=noord, gemeente=waterveen, planned_units_per_head=Decimal("0.4"))
    found = forecast_of(noord)
    assert not found.unpriced
    assert amounts(found, "contract_id")[None, date(2026, 11, 1)] == START


def test_seats_hold_up_who_is_expected_only_when_asked(noord, waterveen, contract):
    seats(contract, 1)
    intake(noord, waterveen, expected=3)
    free, held = (forecast_of(noord, limits_seats=limits) for limits in (False, True))
    begins = [sum(row.learners for row in each.forecast.rows.values()) for each in (free, held)]
    assert (begins[0][1], begins[1][1]) == (3, 1)
    assert begins[1].sum() == 1  # the contract ends before the seat is free again


def test_learners_are_spread_over_contracts_by_their_seats(noord, waterveen, line):
    other = binding(ContractFactory(region=noord, gemeenten_given=[waterveen]))
    seats(other, 5)  # the first has 10 for Waterveen
    intake(noord, waterveen, expected=9)
    begins = {
        key.cell.contract_id: int(row.learners.sum())
        for key, row in forecast_of(noord).forecast.rows.items()
    }
    assert begins == {line.contract_id: 6, other.pk: 3}


def test_after_the_last_contract_nobody_is_contracted_and_its_price_goes_on(noord, waterveen, line):
    intake(noord, waterveen, month=date(2028, 3, 1), expected=1)
    assert amounts(forecast_of(noord), "contract_id")[None, date(2028, 3, 1)] == START


def test_expected_indexation_raises_what_begins_after_it(noord, waterveen, line, region_controller):
    IndexationRuleFactory(contract=line.contract, cap_percentage=Decimal(3), month_of_year=1)
    expect_indexation(
        region=noord,
        year=2027,
        percentage=Decimal("4.5"),
        source="Raming van de regio",
        by=region_controller,
        at=AT,
    )
    intake(noord, waterveen, expected=1)
    intake(noord, waterveen, month=JANUARY, expected=1)
    found = amounts(forecast_of(noord), "route")
    assert found["O", DECEMBER] == START
    assert found["O", JANUARY] == 618_000  # 4.5 percent, held at 3


def test_lessons_to_come_at_a_price_per_hour(noord, waterveen, line):
    Tariff.objects.filter(contract=line.contract).delete()
    tariff = Tariff.objects.create(
        contract=line.contract,
        route="O",
        unit=TariffUnit.HOUR,
        price=Decimal(10),
        first_on=line.first_on,
        last_on=line.last_on,
    )
    line.groups.create(
        reference="G1",
        first_on=date(2026, 2, 2),
        last_on=date(2027, 7, 30),
        minimum=1,
        maximum=10,
        level="B1",
        hours_per_week=Decimal(14),
    )
    group = line.groups.get()
    PlacementFactory(
        capacity_line=line,
        gemeente=waterveen,
        tariff=tariff,
        course_group=group,
        started=True,
        planned_last_on=date(2026, 12, 31),
    )
    assert amounts(forecast_of(noord), "kind") == {
        ("hours", date(2026, 11, 1)): 60_000,  # 30 days of 2 hours at 10 euro
        ("hours", DECEMBER): 62_000,
    }


def test_other_regions_are_left_out(noord, zuid, waterveen, line):
    WaitlistEntryFactory(region=zuid, gemeente=zuid.memberships_of_gemeenten.get().gemeente)
    assert not forecast_of(noord).forecast.rows


def test_the_queries_do_not_grow_with_people(noord, waterveen, line):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert forecast_of(noord).forecast.rows
        return len(captured)

    intake(noord, waterveen)
    before = queries()
    PlacementFactory.create_batch(9, capacity_line=line, gemeente=waterveen)
    WaitlistEntryFactory.create_batch(9, region=noord, gemeente=waterveen)
    assert queries() <= before + 1


# --- What is kept for pages -------------------------------------------------------------------


def test_the_report_reads_what_was_reckoned_last(noord, waterveen, line, budget):
    intake(noord, waterveen)
    assert refresh_expected(region=noord, at=AT) == refresh_expected(region=noord, at=AT) == 3
    december = ExpectedCost.objects.get(month=DECEMBER)
    assert (december.amount, december.heads, december.quantity) == (12_000, 2, Decimal("0.8"))
    report = OverrunReport(Sources.of_region(noord), year=2026, on=ON)
    (row,) = report.rows
    assert (row.figures.expected, row.basis) == (12_000, Basis.FORECAST)
    assert row.by_month[DECEMBER].expected == 12_000
    next_year = OverrunReport(Sources.of_region(noord), year=2027, on=ON)
    assert next_year.total.expected == 9_000


def test_nothing_is_expected_where_everyone_came(noord, waterveen, line, budget):
    """A forecast that was given and is covered is not replaced by the plan."""
    intake(noord, waterveen, expected=0)
    refresh_expected(region=noord, at=AT)
    assert OverrunReport(Sources.of_region(noord), year=2026, on=ON).total.expected == 0
