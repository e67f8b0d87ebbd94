"""Two officers open the bids, each in a browser of their own; and the keys that they do it with."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from procurement import actions
from tests.support.browser import assert_accessible, follow, screenshot
from tests.support.second_factor import code_of, with_app
from tests.support.vault import PASSPHRASE, past_deadline, sealed_bid, sealed_tender

KEY = reverse("procurement:vaultkey")
PAPERS = reverse("procurement:archivistkey-list")


@pytest.fixture
def closed(officer, second_officer, noord, administrator, provider_user, other_provider_user):
    """Closed with two bids, one of them replaced; the region has a printed key."""
    actions.make_printed_key(
        region=noord, holder="Gerda Griffier, kluis 2", by=administrator, at=timezone.now()
    )
    tender = sealed_tender(
        officer, second_officer, region=noord, created_by=officer, title="Onderwijsroute Noord"
    )
    for _version in range(2):
        sealed_bid(tender, provider_user, files=[("plan.pdf", b"%PDF-1.7 plan")])
    sealed_bid(tender, other_provider_user)
    return past_deadline(tender)


def prove(page: Page, secret: str, passphrase: str = PASSPHRASE) -> None:
    """Give the second factor, come back, and give the passphrase, all by keyboard."""
    page.get_by_role("link", name="Met de code van uw app").press("Enter")
    page.locator("#id_code").fill(code_of(secret))
    page.locator("#id_code").press("Enter")
    page.get_by_label("Wachtzin van uw kluissleutel").fill(passphrase)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 320])
def test_two_officers_open(open_page, closed, officer, second_officer, width):
    path = reverse("procurement:tender-open", args=[closed.pk])
    first = open_page(path, officer, width=width)
    assert_accessible(first)
    screenshot(first, f"opening-begin-{width}")
    secret = with_app(officer)
    first.reload()
    prove(first, secret)
    expect(first.get_by_text("U bent de eerste inkoper. Er is nog niets open")).to_be_visible()
    assert_accessible(first)
    screenshot(first, f"opening-waits-{width}")

    secret = with_app(second_officer)
    second = open_page(path, second_officer, width=width)
    expect(second.get_by_text("Ines Inkoper handelde als eerste")).to_be_visible()
    prove(second, secret, "vier honden slapen onder de brug")
    expect(second.get_by_role("alert")).to_contain_text("niet de wachtzin")
    assert_accessible(second)
    screenshot(second, f"opening-refused-{width}")
    second.get_by_label("Wachtzin van uw kluissleutel").fill(PASSPHRASE)
    second.keyboard.press("Enter")

    expect(second.get_by_role("heading", level=1)).to_contain_text("Proces-verbaal van opening")
    expect(second.get_by_role("heading", name="Vervangen door een latere versie")).to_be_visible()
    assert_accessible(second)
    screenshot(second, f"opening-record-{width}")


@pytest.mark.parametrize("width", [1280, 320])
def test_an_officer_makes_a_key(open_page, officer, width):
    page = open_page(KEY, officer, width=width)
    assert_accessible(page)
    screenshot(page, f"key-none-{width}")
    follow(page.get_by_role("link", name="Maak een kluissleutel"))
    assert_accessible(page)
    screenshot(page, f"key-form-{width}")
    page.locator("#id_new").fill("kort")
    page.locator("#id_again").fill("kort")
    page.get_by_label("Ik weet dat zonder deze wachtzin").check()
    page.get_by_role("button", name="Maak de sleutel").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.locator("#id_new").fill(PASSPHRASE)
    page.locator("#id_again").fill(PASSPHRASE)
    page.get_by_role("button", name="Maak de sleutel").click()
    expect(page.get_by_text("Uw kluissleutel is gemaakt")).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"key-made-{width}")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_archivist_prints_a_key(open_page, administrator, width):
    page = open_page(PAPERS, administrator, width=width)
    assert_accessible(page)
    follow(page.get_by_role("link", name="Print een sleutel").first)
    assert_accessible(page)
    page.get_by_label("Bewaard door").fill("Gerda Griffier, kluis 2")
    page.get_by_label("Er staat een printer klaar").check()
    page.get_by_role("button", name="Maak de sleutel en toon hem").click()
    expect(page.locator(".paper-groups li")).to_have_count(14)
    assert_accessible(page)
    screenshot(page, f"paper-{width}")
    page.get_by_role("link", name="De sleutel is afgedrukt").click()
    expect(page.get_by_role("link", name="Gerda Griffier, kluis 2")).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"papers-{width}")
