"""Coming in, in a real browser: by invitation, with a code and with a passkey."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import actions
from accounts.enums import Role
from accounts.models import User
from tests.factories.accounts import PASSWORD
from tests.support.browser import assert_accessible, follow, screenshot
from tests.support.second_factor import code_of, with_app

VIRTUAL_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def _everything(transactional_db):
    """The pages are asked for by another thread, which sees committed rows only."""


pytestmark = pytest.mark.usefixtures("_everything")


def sign_in(page: Page, user: User) -> None:
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")


def confirm_password(page: Page) -> None:
    """Second factors are changed only by who knows the password still."""
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")


def give_key(page: Page) -> None:
    """Plug a key into the browser that says yes by itself."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL_KEY})


def test_a_code_is_asked_after_the_password(open_page, administrator):
    secret = with_app(administrator)
    page = open_page("/account/login/")
    sign_in(page, administrator)
    expect(page.locator("#id_code")).to_be_visible()
    assert_accessible(page)

    page.locator("#id_code").fill(code_of(secret))
    page.locator("#id_code").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Mensen en rollen")
    assert_accessible(page)
    screenshot(page, "members")


def test_a_second_factor_is_set_up(open_page, administrator):
    page = open_page("/account/2fa/totp/activate/", administrator)
    assert_accessible(page)
    confirm_password(page)
    secret = page.locator("#authenticator_secret").input_value()
    assert_accessible(page)

    page.locator("#id_code").fill(code_of(secret))
    page.locator("#id_code").press("Enter")

    page.wait_for_url("**/account/2fa/recovery-codes/**")
    assert Authenticator.objects.filter(user=administrator, type="totp").exists()


def test_a_passkey_is_added_and_signs_in(open_page, administrator):
    page = open_page("/account/2fa/webauthn/", administrator)
    assert_accessible(page)
    give_key(page)
    page.get_by_role("link", name="Passkey toevoegen").click()
    confirm_password(page)
    page.locator("#id_name").fill("Mijn laptop")
    page.locator("#id_passwordless").check()
    follow(page.locator("#mfa_webauthn_add"))
    page.goto("/account/2fa/webauthn/")
    expect(page.locator("tbody")).to_contain_text("Mijn laptop")
    assert_accessible(page)

    page.context.clear_cookies()
    page.goto("/account/login/")
    page.locator("#passkey_login").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mensen en rollen")


def test_an_invited_person_comes_in(open_page, administrator, noord):
    actions.invite_to_own(
        email="nieuw@voorbeeld.test",
        role=Role.ADMINISTRATOR,
        by=administrator,
        at=timezone.now(),
        region=noord,
    )
    page = open_page(re.search(r"/invitation/\S+/", mail.outbox[0].body).group())
    assert_accessible(page)
    screenshot(page, "invitation")

    page.locator("#id_name").fill("Nel Nieuw")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password_again").fill(PASSWORD)
    page.get_by_role("button", name="Aannemen").click()

    expect(page.locator(".messages, .notice").first).to_contain_text("U werkt nu voor Noord")
    expect(page.locator("table")).to_contain_text("Nel Nieuw")
