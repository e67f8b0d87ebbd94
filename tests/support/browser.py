"""Drives a real Chromium: opens pages as a person, and looks for what no client test can see."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from accounts.models import User
from config.launch.chromium import find as find_chromium

FLAGS = [
    "--no-sandbox",  # refuses to run as root otherwise; it opens our own pages only
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
Scheme = Literal["light", "dark"]
OpenPage = Callable[..., Page]
LOOKS: tuple[tuple[int, Scheme], ...] = ((320, "dark"), (1280, "light"))
"""As a page is looked at: on a phone in the dark, and at a desk."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; without Chromium they are skipped where they are collected."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[OpenPage]:
    """`open_page("/tenders/", user, width=320, scheme="dark")` gives the page, loaded.

    Each call is a browser of its own. What a page complains of - a blocked script, a missing
    file, an error - fails the test when it ends.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(
        path: str, user: User | None = None, *, width: int = 1280, scheme: Scheme = "light"
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            locale="nl-NL",
            color_scheme=scheme,
            bypass_csp=False,
        )
        contexts.append(context)
        if user:
            sign_in(context, user, live_server.url)
        page = context.new_page()
        listen(page, complaints)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Give the browser the session of `user`."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])


def listen(page: Page, complaints: list[str]) -> None:
    """Gather errors of the console and of scripts."""
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda said: (
            complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None
        ),
    )


def assert_accessible(page: Page) -> None:
    """Fail on any finding of axe, best practice included, and on a page that scrolls sideways."""
    findings = Axe().run(page, options=RULES).response["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html']}" for each in findings] == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 1, f"{page.url} scrolls sideways"


def screenshot(page: Page, name: str) -> None:
    """Keep a picture as `name`.png in the folder that SCREENSHOTS names; nothing without it."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def looked_at(page: Page, name: str) -> None:
    """Try the page with axe as it stands: narrow and dark, then wide and light, with pictures."""
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert_accessible(page)
        screenshot(page, f"{name}-{width}-{scheme}")


def fill(page: Page, **values: object) -> None:
    """Fill fields by their name: text, choices, boxes by their value, and a single box by True."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("field => field.tagName + ':' + field.type")
        if value is True:
            field.first.check()
        elif kind.startswith("SELECT"):
            field.first.select_option(str(value))
        elif kind in ("INPUT:radio", "INPUT:checkbox"):
            page.locator(f"main [name='{name}'][value='{value}']").check()
        else:
            field.first.fill(str(value))


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with link.page.expect_navigation():
        link.click()


def enter(link: Locator) -> None:
    """Follow what leads to another page without a mouse."""
    with link.page.expect_navigation():
        link.press("Enter")


def press(page: Page, name: str) -> None:
    """Follow the link of that name, as those beside the title."""
    follow(page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def submit(page: Page) -> None:
    """Press the filled button of the form, whatever comes of it."""
    follow(page.locator("main form button.btn-primary[type=submit]").first)


def send(page: Page) -> None:
    """Press the filled button of the form; the page that follows shows no error."""
    submit(page)
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()


def at(page: Page, address: str, **values: object) -> None:
    """Open a page, fill it in and send it."""
    page.goto(address)
    fill(page, **values)
    send(page)
