"""The inbox, preferences, calendar and practice in a real browser, by keyboard and at 320 px."""

import re

import pytest
from playwright.sync_api import expect

from accounts.enums import MailChoice, Role
from accounts.notices import NoticeKind, kinds, register_kind
from tests.factories.accounts import KIND, NotificationFactory, RegionFactory, member_of
from tests.support.browser import assert_accessible, screenshot

INBOX = "/notifications/"


@pytest.fixture
def trainee(transactional_db, monkeypatch):
    """An officer of a region for practice with something unread, and a kind to choose about."""
    monkeypatch.setattr(kinds, "_kinds", {})
    officer = (Role.PROCUREMENT_OFFICER,)
    register_kind(NoticeKind(KIND, "Vraag gesteld", "Testen", officer, by_mail=MailChoice.DAILY))
    region = RegionFactory(name="Oefenland", is_training=True)
    user = member_of(region, Role.PROCUREMENT_OFFICER, name="Ines Inkoper")
    for subject in ("Vraag over perceel 1", "Vraag over perceel 2"):
        NotificationFactory(
            user=user,
            subject=subject,
            sentence="Er is een vraag gesteld.",
            organisation=f"region:{region.pk}",
            url="/notifications/preferences/",
            is_training=True,
        )
    return user


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_every_page_is_accessible(open_page, trainee, width, scheme):
    row = trainee.notifications.first()
    paths = {
        "inbox": INBOX,
        "notification": row.get_absolute_url(),
        "preferences": "/notifications/preferences/",
        "calendar": "/calendar/",
    }
    for name, path in paths.items():
        page = open_page(path, trainee, width=width, scheme=scheme)
        assert_accessible(page)
        screenshot(page, f"{name}-{width}-{scheme}")

    page.get_by_role("button", name="Adres maken").click()
    expect(page.get_by_role("textbox", name="Adres")).to_be_focused()
    assert_accessible(page)


def test_the_keyboard_opens_what_is_new(open_page, trainee):
    page = open_page(INBOX, trainee)
    expect(page.get_by_role("link", name="Inbox 2 ongelezen")).to_be_visible()

    page.get_by_role("button", name="Vraag over perceel 2", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{page.url.split('/notifications/')[0]}/notifications/preferences/")
    expect(page.get_by_role("link", name="Inbox 1 ongelezen")).to_be_visible()


def test_one_is_marked_in_a_filtered_list_and_then_all(open_page, trainee):
    page = open_page(INBOX, trainee)
    page.get_by_role("combobox", name="Gelezen").select_option("no")
    expect(page).to_have_url(f"{page.url.split('?')[0]}?read_at=no")

    page.get_by_role("button", name=re.compile("Markeer als gelezen.*perceel 1")).click()

    expect(page.locator(".count")).to_have_text("1 rij")
    assert "read_at=no" in page.url
    page.get_by_role("button", name="Alles als gelezen markeren").click()
    expect(page.get_by_role("status").first).to_contain_text("1 melding als gelezen gemarkeerd.")
    expect(page.get_by_role("button", name="Alles als gelezen markeren")).to_be_hidden()


def test_practice_is_printed_too(open_page, trainee):
    page = open_page(INBOX, trainee)

    page.emulate_media(media="print")

    expect(page.get_by_role("complementary", name="Oefenomgeving")).to_be_visible()
    expect(page.locator(".topbar")).to_be_hidden()
