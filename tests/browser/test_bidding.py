"""Making a bid in a real browser: kept while typing, words counted, by keyboard and at 320 px."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.enums import Role
from procurement import actions
from procurement.models import Bid, Lot
from tests.factories.accounts import RegionFactory, member_of
from tests.factories.procurement import CriterionFactory
from tests.factories.providers import ProviderFactory, person_of
from tests.procurement.bidding import typed_bid
from tests.support.browser import assert_accessible, screenshot
from tests.support.vault import sealed_tender

PDF = {
    "name": "plan van aanpak.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\nplan\n%%EOF",
}


@pytest.fixture
def bid(transactional_db) -> Bid:
    """Begun, with a further price line and a word limit; the deadline is in 26 hours."""
    region = RegionFactory(name="Noord")
    officers = [member_of(region, Role.PROCUREMENT_OFFICER, name=name) for name in ("Ines", "Otto")]
    tender = sealed_tender(
        *officers, region=region, closes_at=timezone.now() + timedelta(hours=26), title="Leerroutes"
    )
    tender.criteria.quality().update(
        word_limit=6, question="Hoe houdt u groepen bij elkaar als er minder mensen komen?"
    )
    CriterionFactory(tender=tender, name="Doorstroom", weight=20, question="Hoe stroomt men door?")
    tender.lots.get().price_lines.create(
        number=1, description="Intake en toets", unit="fee", quantity=30
    )
    provider = ProviderFactory(
        legal_name="Taalschool De Vliegerhof", admitted_in=[region], recognised=True
    )
    person = person_of(provider, Role.PROVIDER_ADMINISTRATOR, name="Pia Aanbieder")
    return actions.start_bid(tender=tender, provider=provider, by=person, at=timezone.now())


def part(bid: Bid, name: str) -> str:
    return reverse("procurement:bid-part", args=[bid.pk, name])


def fill_in(bid: Bid, lot: Lot) -> None:
    for name, fields in typed_bid(lot).items():
        more = {"line1": "100"} if name.startswith("lot") else {}
        base = actions.working_copy(bid).version(name)
        moment = {"by": bid.created_by, "at": timezone.now()}
        actions.save_part(bid=bid, name=name, fields=fields | more, base=base, **moment)
        bid.refresh_from_db()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_every_page_is_accessible(open_page, bid, width, scheme):
    person = bid.created_by
    own = {
        name: reverse(f"procurement:bid-{name}", args=[bid.pk])
        for name in ("detail", "attachments", "restore", "submit")
    }
    parts = {name: part(bid, name) for name in ("contact", "declaration", "partners", "lot-1")}
    judged = {"judged": f"{part(bid, 'lot-1')}?check=1"}
    for name, path in (own | parts | judged).items():
        page = open_page(path, person, width=width, scheme=scheme)
        assert_accessible(page)
        screenshot(page, f"bid-{name}-{width}-{scheme}")
    fill_in(bid, bid.tender.lots.get())
    page = open_page(own["submit"], person, width=width, scheme=scheme)
    assert_accessible(page)
    screenshot(page, f"bid-ready-{width}-{scheme}")
    page.get_by_role("button", name="Inschrijving indienen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw inschrijving is ontvangen")
    assert_accessible(page)
    screenshot(page, f"bid-received-{width}-{scheme}")
    page = open_page(own["detail"], person, width=width, scheme=scheme)
    assert_accessible(page)
    screenshot(page, f"bid-sealed-{width}-{scheme}")


def test_what_is_typed_is_kept_and_counted_and_added_up(open_page, bid):
    page = open_page(part(bid, "lot-1"), bid.created_by)
    page.get_by_label("Wij schrijven in op dit perceel").check()
    page.get_by_label(re.compile("Prijs per traject")).fill("9000")
    page.get_by_label(re.compile("Intake en toets")).fill("100")
    answer = page.get_by_role("textbox", name="Didactische aanpak")
    answer.fill("een twee drie vier vijf zes zeven")
    words = page.locator(".words").first
    expect(words).to_have_text("7 van hoogstens 6 woorden.")
    expect(words).to_have_class(re.compile("field-error"))
    expect(page.locator("#saved")).to_have_text(re.compile(r"Bewaard om \d\d:\d\d:\d\d"))
    expect(page.locator("#totals")).to_contain_text("€ 273.000,00")
    page.reload()
    expect(page.get_by_role("textbox", name="Didactische aanpak")).to_have_value(
        "een twee drie vier vijf zes zeven"
    )


def test_a_second_keystroke_after_a_save_is_no_conflict_with_oneself(open_page, bid):
    page = open_page(part(bid, "contact"), bid.created_by)
    name = page.get_by_role("textbox", name="Contactpersoon")
    for text in ("Pia", "Pia Aan", "Pia Aanbieder van de Vliegerhof"):
        name.fill(text)
        expect(page.locator("#saved")).to_have_text(re.compile("Bewaard om"))
        page.wait_for_timeout(1700)
    name.fill("Nog iemand anders")
    page.get_by_role("button", name="Bewaren en verder").click()
    expect(page).to_have_url(re.compile("declaration"))
    bid.refresh_from_db()
    assert actions.working_copy(bid).fields("contact")["contact_name"] == "Nog iemand anders"


def test_without_the_server_the_page_says_that_nothing_was_kept(open_page, bid):
    page = open_page(part(bid, "contact"), bid.created_by)
    page.locator("form[data-keeps]").dispatch_event("htmx:sendError")
    expect(page.locator("#saved")).to_contain_text("Niet bewaard")


def test_the_countdown_goes_by_the_clock_of_the_server(open_page, bid):
    page = open_page(reverse("procurement:bid-detail", args=[bid.pk]), bid.created_by)
    left = page.locator("[data-left]")
    expect(left).to_have_text(re.compile(r"nog 1 dag en 01:59:\d\d"))
    first = left.text_content()
    page.wait_for_timeout(1200)
    assert left.text_content() != first


def test_a_bid_is_made_by_keyboard_with_an_attachment(open_page, bid):
    page = open_page(reverse("procurement:bid-attachments", args=[bid.pk]), bid.created_by)
    page.get_by_label("Bestanden").set_input_files(PDF)
    page.get_by_role("button", name="Toevoegen").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-list strong")).to_have_text("plan van aanpak.pdf")
    fill_in(bid, bid.tender.lots.get())
    _follow(page, "Terug naar de inschrijving")
    _follow(page, "Controleren en indienen")
    page.get_by_role("button", name="Inschrijving indienen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw inschrijving is ontvangen")
    with page.expect_download() as saved:
        _follow(page, re.compile("Kopie opslaan"))
    assert saved.value.suggested_filename.endswith("-1.json")


def _follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.focus()
    page.keyboard.press("Enter")
