"""The preparation of a tender in a real browser: every step, its rows, and the live preview."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from procurement.models import Tender
from procurement.views.wizard import STEPS
from tests.factories.procurement import CriterionFactory, LotFactory, TenderFactory
from tests.support.browser import assert_accessible, screenshot


@pytest.fixture
def tender(transactional_db, noord, officer, waterveen) -> Tender:
    closes_at = timezone.now() + timedelta(days=45)
    tender = TenderFactory(
        region=noord, created_by=officer, closes_at=closes_at, lead_gemeente=waterveen
    )
    tender.gemeenten.set(noord.gemeenten_on(timezone.localdate()))
    LotFactory(tender=tender)
    CriterionFactory(tender=tender, price=True)
    CriterionFactory(tender=tender, name="Aanpak")
    return tender


def url_of(step: str, tender: Tender) -> str:
    return reverse(f"procurement:{step}", args=[tender.pk])


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("step", [step.url_name for step in STEPS])
def test_every_step_reads_well(step, width, tender, officer, open_page):
    page = open_page(url_of(step, tender), officer, width=width)
    assert_accessible(page)
    screenshot(page, f"{step}-{width}")


def test_the_preview_follows_the_keyboard(tender, officer, open_page):
    page = open_page(url_of("tender-award-rules", tender), officer)
    headline = page.locator(".preview-headline")
    expect(headline).to_contain_text("“Duur en goed”")
    page.get_by_label("Weging van de prijs").fill("99")
    page.locator("#id_rows-0-weight").fill("1")
    expect(headline).to_contain_text("“Goedkoop en zwak”")
    assert_accessible(page)
    assert tender.criteria.filter(weight=40).exists()


def test_a_step_is_saved_with_its_spare_row_untouched(tender, officer, open_page):
    page = open_page(url_of("tender-requirements", tender), officer)
    page.locator("#id_rows-0-text").fill("Erkenning TST")
    page.get_by_role("button", name="Nog een eis").click()
    page.locator("#id_rows-1-text").wait_for()
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.get_by_text("Opgeslagen.").wait_for()
    assert [one.text for one in tender.requirements.all()] == ["Erkenning TST"]
