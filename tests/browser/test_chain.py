"""Delivering a sheet, seats and the overrun, as people do it in Chromium."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from contracts.ledger import rebuild_costs
from contracts.models import Contract, Placement
from tests.factories.contracts import ContractFactory, PlacementFactory
from tests.factories.reports import BudgetLineFactory
from tests.support.browser import assert_accessible, fill, follow, screenshot, submit
from tests.support.placements import as_xlsx, rows

WIDTHS = (1280, 320)


def begun() -> date:
    """The first day of this year's contract."""
    return timezone.localdate().replace(month=1, day=1)


@pytest.fixture
def contract(transactional_db, noord, provider, waterveen) -> Contract:
    """Active this year and the next, with twenty places in Waterveen."""
    return ContractFactory(
        region=noord,
        provider=provider,
        gemeenten_given=[waterveen],
        first_on=begun(),
        last_on=date(begun().year + 1, 12, 31),
        stamped=True,
        active=True,
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_school_delivers_a_sheet(open_page, contract, provider_user, tmp_path, width):
    file = tmp_path / "plaatsingen.xlsx"
    start = begun().isoformat()
    dates = {"planned_first_on": start, "actual_first_on": start, "status_on": start}
    end = {"planned_last_on": f"{begun().year + 1}-06-30", "pip_on": start}
    lines = rows(6, **dates, **end)
    lines[2]["offered_hours"] = "veel"
    file.write_bytes(as_xlsx(lines))

    page = open_page("/", provider_user, width=width)
    assert_accessible(page)
    screenshot(page, f"school-{width}")
    page.goto("/deliveries/new/")
    page.locator("input[type=file]").set_input_files(file)
    submit(page)
    expect(page.locator(".figures")).to_contain_text("geweigerd")
    assert_accessible(page)
    screenshot(page, f"delivery-{width}")
    page.goto(page.url + "confirm/")
    page.locator("[name=valid_rows_only]").check()
    submit(page)
    expect(page.locator(".notice-success").first).to_be_visible()
    assert Placement.objects.count() == 5


@pytest.fixture
def filled(contract, waterveen) -> Contract:
    """Nineteen of twenty seats taken, and a budget for ten learners."""
    line, tariff = contract.capacity_lines.get(), contract.tariffs.get()
    for _number in range(19):
        PlacementFactory(
            capacity_line=line,
            tariff=tariff,
            gemeente=waterveen,
            planned_first_on=begun(),
            planned_last_on=date(begun().year + 1, 6, 30),
            started=True,
        )
    rebuild_costs(Placement.objects.values_list("pk", flat=True))
    BudgetLineFactory(
        region=contract.region, gemeente=waterveen, year=begun().year, amount=Decimal(100_000)
    )
    return contract


@pytest.mark.parametrize("width", WIDTHS)
def test_a_coordinator_sees_the_seats_and_reserves_the_last(
    open_page, filled, coordinator, waterveen, width
):
    page = open_page("/", coordinator, width=width)
    expect(page.locator("main")).to_contain_text("De Vliegerhof")
    assert_accessible(page)
    screenshot(page, f"wall-{width}")
    line = filled.capacity_lines.get()
    for reference, refused in (("TV-LAATSTE", 0), ("TV-TE-LAAT", 1)):
        page.goto(f"/capacity/lines/{line.pk}/placements/new/")
        fill(
            page,
            reference=reference,
            gemeente=waterveen.pk,
            target_group="status_holder",
            level="B1",
            planned_first_on=timezone.localdate().isoformat(),
            planned_last_on=(timezone.localdate() + timedelta(days=30)).isoformat(),
        )
        submit(page)
        expect(page.locator(".error-summary")).to_have_count(refused)
    assert Placement.objects.filter(reference="TV-TE-LAAT").count() == 0
    assert Placement.objects.count() == 20


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_controller_opens_the_overrun_to_its_lines(
    open_page, filled, region_controller, width, scheme
):
    page = open_page("/", region_controller, width=width, scheme=scheme)
    expect(page.locator("main")).to_contain_text("nadeel")
    expect(page.locator("main svg[role=img]:visible")).to_have_count(1)
    assert_accessible(page)
    screenshot(page, f"overruns-{width}-{scheme}")
    follow(page.locator("main .figures a").first)
    assert_accessible(page)
    screenshot(page, f"lines-{width}-{scheme}")
