"""Who is expected beyond the contracted seats, and what rests on a plan, as the page tells it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from contracts.enums import ContractStatus
from reports.actions.forecasts import refresh_expected
from reports.forecast.outlook import ForecastOutlook
from reports.forecast.region import RegionForecast
from reports.forecast.seats import BeyondSeats
from reports.forecast.words import planned_in_words
from reports.models import ExpectedCost
from reports.overruns import OverrunReport, Sources
from tests.factories.contracts import TariffFactory, move
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.reports import BudgetLineFactory

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
DECEMBER = date(2026, 12, 1)
URL = reverse("reports:forecast")


@pytest.fixture
def crowd(noord, waterveen, contract, line):
    """Twenty-five expected in December at 15,000 euro, where a contract has twenty seats."""
    TariffFactory(contract=contract)
    move(contract, ContractStatus.SIGNED, signed_at=AT, signed_by=contract.created_by)
    IntakeForecastFactory(region=noord, gemeente=waterveen, month=DECEMBER, expected=25)
    refresh_expected(region=noord, at=AT)


def outlook_of(noord, *, limits_seats: bool) -> ForecastOutlook:
    return ForecastOutlook(Sources.of_region(noord), ON, 12, limits_seats)


def test_who_finds_no_seat_stands_apart(noord, crowd, waterveen, contract):
    free, seated = (outlook_of(noord, limits_seats=limits) for limits in (False, True))
    beyond = BeyondSeats(seated.sources, seated.period)
    (line,) = beyond.lines
    assert line[:3] == (waterveen.pk, "O", contract.pk)
    assert (line.coming, line.seated, line.waiting) == (25, 20, 5)
    assert (beyond.waiting, beyond.elsewhere) == (5, line.elsewhere)
    assert free.total.expected == 25 * 10_500
    assert seated.total.expected + beyond.elsewhere == free.total.expected


def test_what_is_kept_is_what_the_engine_says(noord, crowd):
    kept = ExpectedCost.objects.filter(region=noord)
    for limits, amount, heads in (
        (False, "amount", "heads"),
        (True, "seated_amount", "seated_heads"),
    ):
        found = RegionForecast(noord, ON, limits_seats=limits)
        assert sum(getattr(row, amount) for row in kept) * 100 == int(found.forecast.total().sum())
        begin = sum(int(row.learners.sum()) for row in found.told.values())
        assert sum(getattr(row, heads) for row in kept) == begin


def test_the_report_goes_by_everybody_who_is_expected(noord, crowd):
    assert OverrunReport(Sources.of_region(noord), year=2026, on=ON).total.expected == 25 * 6_000


def test_everybody_finds_a_seat_where_there_are_enough(noord, waterveen, crowd):
    IntakeForecastFactory._meta.model.objects.update(expected=10)
    refresh_expected(region=noord, at=AT)
    beyond = BeyondSeats(Sources.of_region(noord), outlook_of(noord, limits_seats=True).period)
    assert (beyond.lines, beyond.waiting, beyond.elsewhere) == ([], 0, 0)


# --- What rests on a plan -----------------------------------------------------------------------


def test_budgets_that_rest_on_a_plan_are_told_one_by_one(noord, crowd, waterveen):
    outlook = outlook_of(noord, limits_seats=False)
    assert planned_in_words(outlook) is None
    for route, heads in (("B", 2), ("Z", 0)):
        BudgetLineFactory(region=noord, gemeente=waterveen, route=route, planned_heads=heads)
    told = planned_in_words(outlook_of(noord, limits_seats=False))
    assert told.sentence.startswith("Voor 1 begroting is geen instroomprognose gegeven")
    assert told.budgets == ["Waterveen, B1-route, 2026: € 30.000,00"]


def test_a_plan_is_left_as_it_is_where_seats_are_short(noord, crowd, waterveen):
    before = outlook_of(noord, limits_seats=True).total.expected
    BudgetLineFactory(
        region=noord, gemeente=waterveen, route="B", planned_heads=2, planned_unit_price=Decimal(99)
    )
    assert outlook_of(noord, limits_seats=True).total.expected == before + 2 * 99


# --- The page -----------------------------------------------------------------------------------


@pytest.fixture
def page(client, region_controller):
    def get(**asked) -> str:
        client.force_login(region_controller)
        with time_machine.travel(AT, tick=False):
            return client.get(URL, asked).content.decode()

    return get


def test_the_page_shows_who_waits_when_it_is_asked(page, crowd):
    assert "Wie geen plek vindt" not in page()
    text = page(seats="on", months="12")
    assert "Wie geen plek vindt" in text
    assert "5 inburgeraars" in text
    assert "Waterveen" in text


def test_the_page_says_that_there_is_room(page, noord, crowd):
    IntakeForecastFactory._meta.model.objects.update(expected=1)
    refresh_expected(region=noord, at=AT)
    assert "Iedereen die wordt verwacht" in page(seats="on")


def test_its_queries(client, region_controller, crowd, query_budget):
    client.force_login(region_controller)
    with time_machine.travel(AT, tick=False):
        client.get(URL)
        with query_budget("forecast on seats"):
            client.get(URL, {"seats": "on"})
