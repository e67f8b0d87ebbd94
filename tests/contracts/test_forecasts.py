"""Intake forecasts written, read from sheets, and laid beside seats; their pages."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Region
from accounts.models.places import RegionGemeente
from config.shared.errors import Refused
from config.shared.periods import Period
from config.shared.sheets import write_csv
from contracts.actions.forecasts import Expected, Line, replace_months, set_forecasts
from contracts.enums import PlacementStatus
from contracts.imports.forecasts import FORECASTS
from contracts.models import IntakeForecast
from contracts.models.outlooks import SeatForecast
from tests.contracts.conftest import AT
from tests.factories.accounts import member_of
from tests.factories.contracts import CapacityLineFactory
from tests.factories.forecasts import IntakeForecastFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
YEAR = Period(TODAY, date(2027, 2, 28))
HEADER = ["gemeente", "month", "route", "expected", "low", "high"]


@pytest.fixture
def gemeente_controller(waterveen):
    return member_of(waterveen, Role.CONTROLLER)


def sheet(*rows: list) -> SimpleUploadedFile:
    stream = BytesIO()
    write_csv(stream, HEADER, rows)
    return SimpleUploadedFile("prognose.csv", stream.getvalue(), content_type="text/csv")


# --- Writing --------------------------------------------------------------------------------------


def test_cells_are_written_changed_and_emptied(noord, waterveen, coordinator):
    cells = {(waterveen.pk, APRIL): Expected(12, 8, 16), (waterveen.pk, MAY): Expected(5)}
    written = set_forecasts(region=noord, route="O", cells=cells, by=coordinator, at=AT)
    again = set_forecasts(region=noord, route="O", cells=cells, by=coordinator, at=AT)
    changes = {(waterveen.pk, APRIL): Expected(10), (waterveen.pk, MAY): None}
    changed = set_forecasts(region=noord, route="O", cells=changes, by=coordinator, at=AT)

    assert (written, again, changed) == (2, 0, 2)
    row = IntakeForecast.objects.get()
    assert (row.month, row.expected, row.low, row.recorded_by) == (APRIL, 10, None, coordinator)


def test_one_gemeente_does_not_write_for_another(noord, waterveen, meerdorp, gemeente_controller):
    by = {"by": gemeente_controller, "at": AT}
    set_forecasts(region=noord, route="O", cells={(waterveen.pk, APRIL): Expected(1)}, **by)

    with pytest.raises(Refused, match="Meerdorp"):
        set_forecasts(region=noord, route="O", cells={(meerdorp.pk, APRIL): Expected(1)}, **by)

    assert IntakeForecast.objects.count() == 1


def test_a_reader_writes_nothing(noord, waterveen, reader):
    with pytest.raises(Refused):
        set_forecasts(
            region=noord, route="O", cells={(waterveen.pk, APRIL): Expected(1)}, by=reader, at=AT
        )


def test_a_sheet_replaces_its_months_and_leaves_others(noord, waterveen, meerdorp, coordinator):
    IntakeForecastFactory(region=noord, gemeente=waterveen, route="Z")
    other_month = IntakeForecastFactory(region=noord, gemeente=waterveen, month=MAY)
    other_gemeente = IntakeForecastFactory(region=noord, gemeente=meerdorp)

    replace_months(
        region=noord,
        lines=[Line(waterveen, APRIL, "O", Expected(9))],
        source="Blad",
        by=coordinator,
        at=AT,
    )

    left = IntakeForecast.objects.exclude(pk__in=[other_month.pk, other_gemeente.pk])
    assert [(row.route, row.expected) for row in left] == [("O", 9)]
    assert IntakeForecast.objects.count() == 3


@pytest.mark.parametrize(
    "wrong", [{"month": date(2026, 4, 2)}, {"low": 5}, {"high": 3}, {"expected": -1}]
)
def test_the_database_keeps_forecasts_sound(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        IntakeForecastFactory(**wrong)


# --- The outlook ----------------------------------------------------------------------------------


def subregion(region: Region, gemeente, name: str) -> None:
    RegionGemeente.objects.filter(region=region, gemeente=gemeente).update(subregion=name)


def test_shares_people_and_forecasts_meet_in_the_subregion(
    noord, waterveen, meerdorp, contract, place
):
    """Waterveen has 10 of the 20 places: 8 taken, 1 held; of two in April the second finds none."""
    subregion(noord, waterveen, "Kust")
    for _number in range(8):
        place(started=True)
    place(status=PlacementStatus.ACCEPTED, reserved_until_on=date(2026, 3, 20))
    place(status=PlacementStatus.ACCEPTED, reserved_until_on=date(2026, 3, 1))
    IntakeForecastFactory(region=noord, gemeente=waterveen, expected=2, low=1, high=6)

    areas = {area.subregion: area for area in SeatForecast(noord, YEAR).areas}

    coast, rest = areas["Kust"], areas[""]
    assert coast.expected.places_at_first == rest.expected.places_at_first == 10
    assert (coast.runs_out_on, coast.persons) == (date(2026, 4, 30), 2)
    assert coast.low.runs_out_on is None
    assert coast.high.runs_out_on == date(2026, 4, 10)
    assert rest.runs_out_on is None


def test_trajectories_that_began_are_gone(noord, waterveen, meerdorp, contract, place):
    contract.capacity_lines.all().delete()
    line = CapacityLineFactory(contract=contract, counts="intake", number=4)
    place(capacity_line=line, started=True)
    IntakeForecastFactory(region=noord, gemeente=waterveen, expected=4)

    [area] = SeatForecast(noord, YEAR).areas

    assert area.runs_out_on == date(2026, 4, 30)


def test_a_route_without_a_contract_is_shown_by_its_forecast(noord, waterveen):
    IntakeForecastFactory(region=noord, gemeente=waterveen, route="Z", expected=1)

    [area] = SeatForecast(noord, YEAR).areas

    assert (area.route.value, area.runs_out_on) == ("Z", date(2026, 4, 30))


def test_one_gemeente_sees_its_own_part(noord, waterveen, meerdorp, contract):
    IntakeForecastFactory(region=noord, gemeente=meerdorp, expected=50)

    [area] = SeatForecast(noord, YEAR, [waterveen.pk]).areas

    assert (area.persons, area.expected.places_at_first) == (0, 10)


def test_other_regions_count_for_nothing(zuid, contract):
    assert SeatForecast(zuid, YEAR).areas == []


# --- Pages ----------------------------------------------------------------------------------------


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@time_machine.travel(AT, tick=False)
def test_the_outlook_answers_in_a_line_and_shows_the_months(
    counted_page, client_of, coordinator, noord, waterveen, contract
):
    IntakeForecastFactory(region=noord, gemeente=waterveen, expected=40)
    address = reverse("contracts:seat-outlook")

    page = counted_page(client_of(coordinator), "contracts:seat-outlook", address)

    assert "zijn de plekken op" in page
    assert "<svg" in page
    panel = text(client_of(coordinator).get(f"{address}?_panel=1"))
    assert "<svg" not in panel
    assert "Onderwijsroute" in panel


@time_machine.travel(AT, tick=False)
def test_the_wall_has_the_outlook_as_a_panel(client_of, coordinator, contract):
    page = text(client_of(coordinator).get(reverse("contracts:capacity-wall")))

    assert f"{reverse('contracts:seat-outlook')}?_panel=1" in page


def test_a_provider_sees_no_forecasts(client_of, provider_user, noord, waterveen, contract):
    IntakeForecastFactory(region=noord, gemeente=waterveen, expected=4321)
    client = client_of(provider_user)

    for name in ("seat-outlook", "intakeforecast-list"):
        assert "4321" not in text(client.get(reverse(f"contracts:{name}"), {"region": noord.pk}))
    assert "_panel=1" not in text(client.get(reverse("contracts:capacity-wall")))


def test_the_grid_shows_what_stands_and_writes_what_is_typed(
    client_of, coordinator, noord, waterveen, meerdorp
):
    IntakeForecastFactory(region=noord, gemeente=waterveen, expected=12, low=8, high=16)
    client = client_of(coordinator)
    address = f"{reverse('contracts:forecast-grid', args=[noord.pk])}?route=O&first=2026-04-15"
    assert 'value="12 (8-16)"' in text(client.get(address))

    cell = f"cell_{meerdorp.pk}_202605"
    kept = f"cell_{waterveen.pk}_202604"
    response = client.post(address, {cell: "7", kept: "12 (8–16)"})

    assert response.status_code == 302
    assert IntakeForecast.objects.get(gemeente=meerdorp, month=MAY).expected == 7
    assert IntakeForecast.objects.count() == 2


@pytest.mark.parametrize("typed", ["veel", "12 (13-16)", "12 (8-11)", "-3", "1,5", "99999"])
def test_a_cell_that_is_no_number_is_said_and_kept(client_of, coordinator, noord, waterveen, typed):
    name = f"cell_{waterveen.pk}_202604"
    address = f"{reverse('contracts:forecast-grid', args=[noord.pk])}?first=2026-04-01"

    page = client_of(coordinator).post(address, {name: typed})

    assert page.context["form"].errors[name]
    assert not IntakeForecast.objects.exists()


def test_a_gemeente_fills_in_its_own_row(
    client_of, noord, waterveen, meerdorp, gemeente_controller
):
    page = text(
        client_of(gemeente_controller).get(reverse("contracts:forecast-grid", args=[noord.pk]))
    )

    assert f"cell_{waterveen.pk}_" in page
    assert f"cell_{meerdorp.pk}_" not in page


def test_a_sheet_is_checked_shown_and_taken_over(client_of, coordinator, noord, waterveen):
    IntakeForecastFactory(region=noord, gemeente=waterveen, route="Z")
    client, address = client_of(coordinator), reverse("contracts:forecast-sheet", args=[noord.pk])

    shown = client.post(address, {"file": sheet(["9001", "2026-04-20", "O", 12, 8, None])})
    assert "04-2026" in text(shown)
    assert IntakeForecast.objects.get().route == "Z"
    client.post(address, {"checked": shown.context["checked"]})

    row = IntakeForecast.objects.get()
    assert (row.month, row.route, row.expected, row.low, row.high) == (APRIL, "O", 12, 8, None)


def test_all_errors_of_a_sheet_are_said_at_once(client_of, coordinator, noord, waterveen):
    address = reverse("contracts:forecast-sheet", args=[noord.pk])
    wrong = sheet(
        ["9001", "2026-04-01", "O", 12, 13, 11],
        ["9001", "2026-04-15", "O", 2, None, None],
        ["9101", "2026-04-01", "O", 2, None, None],
        ["9001", "april", "Q", "veel", None, None],
    )

    page = client_of(coordinator).post(address, {"file": wrong})

    assert page.context["errors"] == 7
    assert "checked" not in page.context
    assert not IntakeForecast.objects.exists()


def test_what_was_not_checked_is_not_taken_over(client_of, coordinator, noord):
    address = reverse("contracts:forecast-sheet", args=[noord.pk])

    page = client_of(coordinator).post(address, {"checked": "verzonnen"})

    assert "opnieuw" in str(page.context["form"].non_field_errors())


def test_the_empty_sheet_has_the_declared_columns(client_of, coordinator):
    response = client_of(coordinator).get(reverse("contracts:forecast-template"))

    assert response.status_code == 200
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert [column.name for column in FORECASTS.columns] == HEADER


def test_the_list_keeps_to_its_queries(counted_page, client_of, coordinator, noord, waterveen):
    for month in range(1, 6):
        IntakeForecastFactory(region=noord, gemeente=waterveen, month=date(2026, month, 1))

    page = counted_page(
        client_of(coordinator),
        "contracts:intakeforecast-list",
        reverse("contracts:intakeforecast-list"),
    )

    assert "05-2026" in page
