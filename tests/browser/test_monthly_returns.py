"""Monthly returns in Chromium: what a school owes, and what its region sees of that."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from config.shared.periods import add_months, month_start
from contracts.enums import DataTaskStatus
from contracts.models import Contract, DataTask
from tests.factories.contracts import ContractFactory
from tests.factories.returns import DataTaskFactory
from tests.support.browser import assert_accessible, follow, screenshot


@pytest.fixture
def contract(transactional_db, noord, provider, waterveen) -> Contract:
    """Active, with two months owed of which the first is late."""
    contract = ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen], active=True
    )
    this_month = month_start(timezone.localdate())
    for months in (1, 2):
        month = add_months(this_month, -months)
        due_on = add_months(month, 1).replace(day=28)
        DataTaskFactory(contract=contract, month=month, due_on=due_on)
    return contract


@pytest.mark.parametrize("width", [1280, 320])
def test_a_school_reports_no_changes_of_several_months_without_a_mouse(
    open_page, contract, provider_user, width
):
    page = open_page("/desk/", provider_user, width=width)
    expect(page.locator(".lead")).to_contain_text("2 opgaven wachten op u")
    assert_accessible(page)
    screenshot(page, f"returns-desk-{width}")

    page.locator("main a.btn", has_text="Geen wijzigingen melden").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/no-changes/")
    assert_accessible(page)
    screenshot(page, f"returns-no-changes-{width}")
    page.locator("main form button.btn-primary").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/returns/")
    expect(page.locator(".lead")).to_contain_text("geen opgave te laat")
    assert set(DataTask.objects.values_list("status", flat=True)) == {DataTaskStatus.NIL}


@pytest.mark.parametrize("width", [1280, 320])
def test_a_region_sees_who_stays_behind(open_page, contract, coordinator, noord, width):
    page = open_page("/returns/?late=true", coordinator, width=width)
    expect(page.locator(".lead")).to_contain_text("1 opgave is te laat")
    assert_accessible(page)
    screenshot(page, f"returns-late-{width}")
    follow(page.locator("main tbody a").first)
    assert_accessible(page)
    screenshot(page, f"returns-one-{width}")
    for address in (f"{page.url}excuse/", f"/regions/{noord.pk}/returns/"):
        page.goto(address)
        assert_accessible(page)
    screenshot(page, f"returns-rule-{width}")
