"""Costs, budgets and funding in Chromium: accessible, whole on a phone, and on paper in light."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from contracts.models import Contract, CostLine
from reports.models import BudgetLine
from tests.factories.budgets import BudgetChangeFactory, BudgetChangeLineFactory
from tests.factories.costs import CostEntryFactory
from tests.support.browser import assert_accessible, screenshot

LOOKS = [(1280, "light"), (320, "dark")]
BUDGET = "getComputedStyle(document.documentElement).getPropertyValue('--chart-budget').trim()"


@pytest.fixture
def addresses(overrun, noord, waterveen):
    """What a controller opens about costs, budgets and funding, by name."""
    budget = BudgetLine.objects.get()
    change = BudgetChangeFactory(region=noord, gemeente=waterveen, year=budget.year)
    BudgetChangeLineFactory(change=change, line=budget)
    with transaction.atomic():
        entry = CostEntryFactory(region=noord, borne_by=[waterveen])
    return {
        "costs": "/costs/",
        "cost": CostLine.objects.earliest("pk").get_absolute_url(),
        "booking": "/costs/booked/new/",
        "booked": entry.get_absolute_url(),
        "closing": f"/contracts/{Contract.objects.get().pk}/close-months/",
        "region-closing": "/costs/months/close/",
        "budgets": "/reports/budgets/",
        "budget": budget.get_absolute_url(),
        "change": change.get_absolute_url(),
        "commitments": "/reports/commitments/",
        "forecast": "/reports/forecast/",
        "months": "/reports/signals/months/",
        "flow": f"/reports/funding/flow/?year={budget.year}",
    }


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_about_money_are_accessible(open_page, addresses, region_controller, width, scheme):
    page = open_page("/", region_controller, width=width, scheme=scheme)
    for name, address in addresses.items():
        page.goto(address)
        assert_accessible(page)
        expect(page.get_by_role("main")).not_to_contain_text("None")
        assert_nothing_is_cut(page)
        screenshot(page, f"money-{name}-{width}-{scheme}")


def assert_nothing_is_cut(page: Page) -> None:
    """Fail on a table of which a part is out of sight beside its panel."""
    hidden = """() => [...document.querySelectorAll("main .panel .data")]
        .filter(box => box.scrollWidth > box.clientWidth + 1)
        .map(box => box.querySelector("table").innerText.slice(0, 80))"""
    assert page.evaluate(hidden) == []


def test_a_chart_goes_to_paper_in_light_colours(open_page, overrun, region_controller):
    page = open_page("/reports/overruns/", region_controller, scheme="dark")
    in_the_dark = page.evaluate(BUDGET)
    page.emulate_media(media="print", color_scheme="dark")
    on_paper = page.evaluate(BUDGET)
    page.emulate_media(media="screen", color_scheme="light")
    assert on_paper == page.evaluate(BUDGET) != in_the_dark
