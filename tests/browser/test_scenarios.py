"""Scenarios in Chromium: made, reckoned, compared and proposed, wide and on a phone."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.models import Scenario
from reports.scenarios.assumptions import Assumptions
from tests.factories.contracts import ContractFactory
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.reports import BudgetLineFactory
from tests.factories.scenarios import reckoned
from tests.support.browser import assert_accessible, screenshot


@pytest.fixture
def year(transactional_db, noord, provider, waterveen, meerdorp) -> int:
    """Next year, for which both gemeenten expect learners and have a budget."""
    year = timezone.localdate().year + 1
    ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen, meerdorp], active=True
    )
    for gemeente in (waterveen, meerdorp):
        for month in (2, 5, 9):
            IntakeForecastFactory(
                region=noord, gemeente=gemeente, month=date(year, month, 1), low=2, high=7
            )
        BudgetLineFactory(region=noord, gemeente=gemeente, year=year, amount=Decimal(90_000))
    return year


@pytest.mark.parametrize("width", [1280, 320])
def test_a_scenario_is_made_reckoned_and_compared(open_page, year, noord, region_controller, width):
    now = timezone.now()
    years = {"first_year": year, "last_year": year}
    certain = reckoned(
        noord, region_controller, at=now, name="Zoals verwacht", assumptions=Assumptions(), **years
    )
    other = reckoned(noord, region_controller, at=now, name="Met toeval", draws=2_000, **years)

    page = open_page("/reports/scenarios/new/", region_controller, width=width)
    assert_accessible(page)
    screenshot(page, f"scenario-new-{width}")
    page.fill("[name=name]", "Veel uitval")
    page.fill("[name=dropout]", "3,5")
    page.fill("[name=draws]", "200")
    page.click("main form button.btn-primary")
    page.wait_for_url("**/scenarios/*/")
    expect(page.locator("h1")).to_contain_text("Veel uitval")
    assert Scenario.objects.get(name="Veel uitval").assumptions["dropout"] == "3.5"

    page.goto(other.get_absolute_url())
    expect(page.locator(".lead")).to_contain_text("ligt tussen")
    assert_accessible(page)
    screenshot(page, f"scenario-outcome-{width}")

    page.goto(f"/reports/scenarios/compare/?scenario={certain.pk}&scenario={other.pk}&year={year}")
    expect(page.locator("main")).to_contain_text("Wat ze aannemen")
    assert_accessible(page)
    screenshot(page, f"scenario-compare-{width}")

    page.goto(f"{other.get_absolute_url()}propose/")
    assert_accessible(page)
    screenshot(page, f"scenario-propose-{width}")
    page.click("main form[method=post] button.btn-primary")
    page.wait_for_url("**/budget-changes/*/")
