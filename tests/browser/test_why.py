"""From an overrun to what made it, as a controller does it in Chromium."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import assert_accessible, screenshot

LOOKS = [(1280, "light"), (320, "dark")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_an_overrun_leads_to_the_learners_behind_it(
    open_page, overrun, region_controller, width, scheme
):
    page = open_page("/reports/overruns/", region_controller, width=width, scheme=scheme)
    page.get_by_title("Waarom loopt het over?").first.click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("€ 15.000,00 nadeel, vooral door het aantal inburgeraars")
    expect(main.locator("figure.chart svg:visible")).to_have_accessible_name(
        "Het grootste deel van het nadeel komt door het aantal inburgeraars Van een begroting van "
        "€ 15.000,00 naar een prognose van € 30.000,00: € 15.000,00 nadeel."
    )
    assert_accessible(page)
    main.get_by_role("link", name="Aantal inburgeraars", exact=True).click()
    expect(main.locator("#opened")).to_contain_text("Waterveen")
    assert_accessible(page)
    screenshot(page, f"why-{width}-{scheme}")
    with page.expect_download() as download:
        main.get_by_role("link", name="png", exact=True).click()
    assert download.value.suggested_filename.endswith(".png")
    main.locator("#opened").get_by_role("link", name="Waterveen").click()
    expect(page.get_by_role("main")).to_contain_text("TV-2026")
