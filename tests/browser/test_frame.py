"""The frame and the generic pages, in a real browser."""

import pytest
from playwright.sync_api import expect

from procurement.workflows import TENDER
from tests.factories.procurement import PUBLISHED_AT, LotFactory, TenderFactory
from tests.support.browser import assert_accessible, screenshot

pytestmark = pytest.mark.urls("tests.shared.pages")


@pytest.fixture
def tender(transactional_db, noord, officer):
    for number in range(30):
        moment = "avond" if number % 2 else "dag"
        TenderFactory(region=noord, title=f"B1-route {moment} {number:02}")
    made = TenderFactory(region=noord, title="Onderwijsroute Waterveen")
    LotFactory(tender=made)
    TENDER.record_created(made, by=officer, at=PUBLISHED_AT)
    return made


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_every_kind_of_page_is_accessible(open_page, tender, officer, width, scheme):
    paths = {
        "list": "/tenders/?q=b1&sort=-title",
        "empty": "/tenders/?q=bestaat-niet",
        "detail": f"/tenders/{tender.pk}/",
        "form": f"/tenders/{tender.pk}/edit/",
        "confirm": f"/tenders/{tender.pk}/withdraw/",
    }
    for name, path in paths.items():
        page = open_page(path, officer, width=width, scheme=scheme)
        assert_accessible(page)
        screenshot(page, f"{name}-{width}-{scheme}")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_sign_in_page_is_accessible(open_page, transactional_db, width):
    page = open_page("/account/login/", width=width)

    assert_accessible(page)
    screenshot(page, f"login-{width}")


def test_a_slash_searches_and_the_list_follows(open_page, tender, officer):
    page = open_page("/tenders/", officer)

    page.keyboard.press("/")
    page.keyboard.type("waterveen")

    expect(page.locator(".count")).to_have_text("1 rij")
    expect(page).to_have_url(f"{page.url.split('?')[0]}?q=waterveen")
    expect(page.locator("#announcement")).to_have_text("1 rij")


def test_sorting_keeps_the_search_and_searching_keeps_the_order(open_page, tender, officer):
    page = open_page("/tenders/?q=b1", officer)

    page.get_by_role("columnheader").nth(1).get_by_role("link").click()
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    page.locator("#id_q").fill("b1 avond")

    expect(page.locator(".count")).to_have_text("15 rijen")
    assert "sort=title" in page.url
    expect(page.locator("tbody tr").first).to_contain_text("B1-route avond 01")


def test_a_question_mark_lists_the_keys(open_page, tender, officer):
    page = open_page("/tenders/", officer)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()


def test_filters_fold_into_a_drawer_on_a_narrow_screen(open_page, tender, officer):
    page = open_page("/tenders/", officer, width=320)
    expect(page.locator("#id_status")).to_be_hidden()

    page.get_by_role("button", name="Filters").click()

    expect(page.locator("#id_status")).to_be_visible()


def test_a_narrow_table_is_a_row_of_cards(open_page, tender, officer):
    page = open_page("/tenders/", officer, width=320)
    row = page.locator("tbody tr").first

    telling = [row.locator("td.telling").nth(index).bounding_box()["y"] for index in (0, 1)]
    other = row.locator("td:not(.telling)").first.bounding_box()["y"]

    assert max(telling) < other
    expect(page.locator("thead")).to_be_hidden()


def test_after_an_error_the_summary_has_the_focus_and_leads_to_the_field(
    open_page, tender, officer
):
    page = open_page(f"/tenders/{tender.pk}/edit/", officer)
    page.locator("#id_title").fill("")
    page.get_by_role("button", name="Opslaan").click()

    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").click()

    expect(page.locator("#id_title")).to_be_focused()


def test_a_panel_loads_its_list(open_page, tender, officer):
    page = open_page(f"/tenders/{tender.pk}/?tab=alle-percelen", officer)

    expect(page.locator(".panel table tbody tr")).to_have_count(1)


def test_the_skip_link_leads_past_the_frame(open_page, tender, officer):
    page = open_page("/tenders/", officer)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
