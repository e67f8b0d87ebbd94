"""The forecast on pages and as it was kept: what will it cost, and what did we say in March?"""

from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from config.shared.errors import Refused
from contracts import ledger
from reports.actions.forecasts import (
    expect_indexation,
    keep_up,
    refresh_expected,
    take_snapshot,
)
from reports.forecast.kept import Comparison
from reports.forecast.outlook import ForecastOutlook
from reports.models import (
    ExpectedCost,
    ForecastFigure,
    ForecastSnapshot,
    IndexationExpectation,
)
from reports.overruns import Sources
from reports.overruns.commitments import Commitments
from tests.factories.budgets import (
    ForecastFigureFactory,
    ForecastSnapshotFactory,
    IndexationExpectationFactory,
)
from tests.factories.contracts import PlacementFactory
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.reports import BudgetLineFactory
from tests.support.pages import text_of

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, tzinfo=get_default_timezone())
DECEMBER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def expected(noord, waterveen, contract, placements):
    """Three who run or are scheduled, and two who are expected in December at 15,000 euro."""
    BudgetLineFactory(region=noord, gemeente=waterveen, amount=Decimal(40_000), year=2026)
    IntakeForecastFactory(region=noord, gemeente=waterveen, month=DECEMBER, expected=2)
    refresh_expected(region=noord, at=AT)


def outlook_of(noord, months=24) -> ForecastOutlook:
    return ForecastOutlook(Sources.of_region(noord), ON, months)


# --- The coming months ------------------------------------------------------------------------


def test_every_month_is_told_apart_and_adds_up(noord, expected):
    outlook = outlook_of(noord)
    months = dict(outlook.by_month)
    assert (outlook.by_month[0][0], outlook.by_month[-1][0]) == (
        date(2026, 1, 1),
        date(2028, 10, 1),
    )
    december = months[DECEMBER]
    assert december.committed == 6_000  # the placement that is scheduled
    assert december.expected == Decimal(30_000)  # as was budgeted: the contract is a draft
    assert outlook.total.forecast == sum(line.figures.forecast for line in outlook.lines)


def test_whole_years_stand_beside_their_budget(noord, expected):
    outlook = outlook_of(noord)
    assert outlook.years == [2026, 2027]
    first = outlook.by_year[0]
    assert first.figures.budget == 40_000
    assert first.figures.forecast == sum(
        line.figures.forecast for line in outlook.lines if line.month.year == 2026
    )
    places = {place.gemeente_id: place.amounts for place in outlook.places}
    assert sum(amounts[0] for amounts in places.values()) == first.figures.forecast


def test_the_page_answers_in_words_and_a_table(client_of, region_controller, expected):
    client = client_of(region_controller)
    page = text_of(client.get(reverse("reports:forecast")))
    assert "2026 kost naar verwachting € 57.000,00" in page
    assert "nadeel" in page
    assert page.count("Meerdorp") >= 2
    csv = client.get(reverse("reports:forecast"), {"_export": "csv"})
    rows = b"".join(csv.streaming_content).decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Gemeente;")
    assert any("30000,00" in row for row in rows)


def test_the_page_is_narrowed_by_gemeente_and_route(
    client_of, region_controller, meerdorp, expected
):
    client = client_of(region_controller)
    page = text_of(client.get(reverse("reports:forecast"), {"gemeente": meerdorp.pk}))
    assert "2026 kost naar verwachting € 6.000,00" in page
    empty = client.get(reverse("reports:forecast"), {"route": "Z"}).content.decode()
    assert "Nog niets te voorspellen" in empty


def test_a_gemeente_sees_its_own_forecast(client_of, controller, expected):
    page = client_of(controller).get(reverse("reports:forecast")).content.decode()
    assert "Waterveen" in page
    assert "Meerdorp" not in page


@pytest.mark.parametrize(
    "name", ["forecast", "commitments", "forecastsnapshot-list", "indexationexpectation-list"]
)
def test_a_provider_sees_no_forecast(client_of, provider_user, name):
    assert client_of(provider_user).get(reverse(f"reports:{name}")).status_code == 403


def test_reckoning_anew_takes_in_what_changed(
    client_of, region_controller, noord, waterveen, expected
):
    IntakeForecastFactory(region=noord, gemeente=waterveen, month=date(2027, 1, 1))
    url = reverse("reports:forecast-refresh", args=[noord.pk])
    client_of(region_controller).post(url)
    assert ExpectedCost.objects.filter(month=date(2027, 1, 1), heads=4).exists()


def test_learners_without_any_price_are_told(
    client_of, region_controller, noord, meerdorp, expected
):
    IntakeForecastFactory(region=noord, gemeente=meerdorp, month=DECEMBER, expected=3)
    refresh_expected(region=noord, at=AT)
    assert outlook_of(noord).unpriced == 2  # one is placed
    page = client_of(region_controller).get(reverse("reports:forecast")).content.decode()
    assert "Van 2 verwachte inburgeraars is geen prijs bekend" in page


# --- Kept forecasts ---------------------------------------------------------------------------


def test_a_kept_forecast_holds_the_figures_of_its_day(
    noord, waterveen, expected, region_controller
):
    snapshot = take_snapshot(region=noord, by=region_controller, at=AT, note="Voor de najaarsnota")
    figures = ForecastFigure.objects.filter(snapshot=snapshot)
    outlook = outlook_of(noord, 48)
    assert sum(figure.total for figure in figures) == outlook.total.forecast
    assert sum(figure.realised for figure in figures) == outlook.total.realised == 21_000
    IntakeForecastFactory(region=noord, gemeente=waterveen, month=date(2027, 3, 1))
    refresh_expected(region=noord, at=AT)
    assert sum(figure.total for figure in figures.all()) < outlook_of(noord, 48).total.forecast


def test_a_forecast_is_kept_once_a_day_by_who_handles_overruns(noord, region_controller, reader):
    with pytest.raises(Refused, match="Uw rol"):
        take_snapshot(region=noord, by=reader, at=AT)
    take_snapshot(region=noord, by=region_controller, at=AT)
    with pytest.raises(Refused, match="al bewaard"):
        take_snapshot(region=noord, by=region_controller, at=AT)
    assert ForecastSnapshot.objects.count() == 1


def test_a_kept_forecast_never_changes(noord):
    ForecastFigureFactory(snapshot=ForecastSnapshotFactory(region=noord))
    for write in (
        lambda: ForecastFigure.objects.update(expected=1),
        lambda: ForecastFigure.objects.all().delete(),
        lambda: ForecastSnapshot.objects.update(note="x"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            write()


def test_the_clock_keeps_one_a_month_and_reckons_every_time(noord, zuid, expected):
    keep_up(at=AT)
    keep_up(at=AT)
    kept = ForecastSnapshot.objects.filter(taken_by__isnull=True)
    assert {snapshot.region for snapshot in kept} == {noord, zuid}
    assert kept.count() == 2
    keep_up(at=datetime(2026, 12, 3, 9, tzinfo=get_default_timezone()))
    assert kept.all().count() == 4


def test_what_was_said_stands_beside_what_came(noord, waterveen, expected):
    march = ForecastSnapshotFactory(region=noord)
    for month, amount in ((date(2026, 2, 1), 1_000), (date(2026, 10, 1), 7_000)):
        ForecastFigureFactory(snapshot=march, gemeente=waterveen, month=month, expected=amount)
    later = ForecastSnapshotFactory(region=noord, taken_on=date(2026, 9, 1))
    ForecastFigureFactory(
        snapshot=later, gemeente=waterveen, month=date(2026, 10, 1), expected=9_500
    )
    sources = Sources.of_region(noord)
    compared = Comparison(march, later, ForecastFigure.objects.all(), sources.months, ON)
    told = {said.name: said for said in compared.by_month}
    october = told[date(2026, 10, 1)]
    assert (october.then, october.later, october.moved) == (7_000, 9_500, 2_500)
    assert october.realised == 9_000  # halfway, of two learners
    assert [told[date(2030, month, 1)].then for month in (2, 3)] == [0, None]
    assert [said.name for said in compared.by_year] == [2026, 2027, 2028, 2029]
    year = compared.by_year[0]
    assert (year.then, year.later, year.moved) == (8_000, 9_500, 1_500)
    ((place, said),) = compared.by_place(2026)
    assert (place, said.moved) == ((waterveen.pk, "O", "learning_routes"), 1_500)


def test_the_page_of_a_kept_forecast(client_of, region_controller, controller, noord, meerdorp):
    march = ForecastSnapshotFactory(region=noord)
    ForecastFigureFactory(snapshot=march, gemeente=meerdorp, expected=4_321)
    later = ForecastSnapshotFactory(region=noord, taken_on=date(2026, 9, 1))
    ForecastFigureFactory(snapshot=later, gemeente=meerdorp, expected=5_000)
    page = client_of(region_controller).get(march.get_absolute_url()).content.decode()
    assert "€ 4.321,00" in page
    assert "€ 679,00" in page
    assert "kostten € 4.321,00 minder dan voorspeld" in page
    own = client_of(controller).get(march.get_absolute_url()).content.decode()
    assert "4.321" not in own


def test_a_forecast_is_kept_by_hand(client_of, region_controller, noord, expected):
    url = reverse("reports:forecastsnapshot-create", args=[noord.pk])
    page = client_of(region_controller).post(url, {"note": "Voor de raad"}, follow=True)
    assert "Voor de raad" in page.content.decode()


# --- Expected indexation ----------------------------------------------------------------------


def test_a_later_expectation_replaces_the_earlier_one(client_of, region_controller, noord):
    typed = {"region": noord.pk, "year": 2027, "percentage": "3,5", "source": "Raming"}
    client = client_of(region_controller)
    url = reverse("reports:indexationexpectation-create")
    client.post(url, typed)
    client.post(url, typed | {"percentage": "2,9"})
    assert IndexationExpectation.objects.get().percentage == Decimal("2.9")
    assert "2,9%" in client.get(reverse("reports:indexationexpectation-list")).content.decode()


def test_an_expectation_is_of_the_own_region_and_within_reason(noord, region_controller, reader):
    facts = {"region": noord, "year": 2027, "source": "Raming", "at": AT}
    with pytest.raises(Refused, match="Uw rol"):
        expect_indexation(percentage=Decimal(3), by=reader, **facts)
    with pytest.raises(Refused, match="tussen -50 en 50"):
        expect_indexation(percentage=Decimal(51), by=region_controller, **facts)
    assert not IndexationExpectation.objects.exists()


# --- Commitments ------------------------------------------------------------------------------


def test_a_contract_shows_what_it_binds_to(region_controller, contract, line, waterveen):
    contract.maximum_amount = Decimal(40_000)
    contract.save()
    PlacementFactory.create_batch(2, capacity_line=line, gemeente=waterveen, started=True)
    ledger.rebuild_costs(None)
    (row,) = Commitments(region_controller, 2026, ON).rows
    assert (row.realised, row.committed, row.left) == (21_000, 9_000, 10_000)
    assert row.of_year == 21_000
    assert row.meter.percentage == 75
    assert Commitments(region_controller, 2027, ON).rows[0].of_year == 9_000


def test_the_page_of_commitments(client_of, region_controller, controller, contract, placements):
    contract.maximum_amount = Decimal(40_000)
    contract.save()
    client = client_of(region_controller)
    page = client.get(reverse("reports:commitments")).content.decode()
    assert "€ 40.000,00" in page
    assert "€ 21.000,00" in page
    csv = client.get(reverse("reports:commitments"), {"_export": "csv"})
    assert "40000,00" in b"".join(csv.streaming_content).decode("utf-8-sig")
    own = client_of(controller).get(reverse("reports:commitments")).content.decode()
    assert "€ 9.000,00" in own  # of its own two learners
    assert "€ 24.000,00" not in own


def test_queries_of_forecasts(client_of, region_controller, noord, expected, query_budget):
    take_snapshot(region=noord, by=region_controller, at=AT)
    IndexationExpectationFactory(region=noord)
    snapshot = ForecastSnapshot.objects.get()
    client = client_of(region_controller)
    for name, url in (
        ("reports:forecast", reverse("reports:forecast")),
        ("reports:commitments", reverse("reports:commitments")),
        ("reports:forecastsnapshot-list", reverse("reports:forecastsnapshot-list")),
        ("reports:forecastsnapshot-detail", snapshot.get_absolute_url()),
        ("reports:indexationexpectation-list", reverse("reports:indexationexpectation-list")),
    ):
        client.get(url)
        with query_budget(name):
            client.get(url)
