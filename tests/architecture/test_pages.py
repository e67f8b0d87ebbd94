"""Every page says who may enter, and shows nobody what belongs to another."""

import pytest
from django.urls import reverse

from accounts.enums import Permission, Role
from accounts.models import User
from accounts.roles import PERMISSIONS
from config.shared.views import PUBLIC, SIGNED_IN, Entry, ModelPage, TransitionPage
from tests.architecture.objects import STRANGERS, World
from tests.support.pages import Address, addresses, pages

OTHERS = ("allauth.", "django.")
"""Packages whose own pages check entry themselves."""
PLAIN_FUNCTIONS = {
    "healthz": "asked by monitors without a session; names no data of anybody",
    "api:openapi": "describes the API; names no data of anybody",
}
SIGNED_IN_PAGES = {
    "home",
    "accounts:act",
    "accounts:calendarfeed-stop",
    "accounts:calendarfeed-update",
    "accounts:job-cancel",
    "accounts:job-detail",
    "accounts:notification-detail",
    "accounts:notification-list",
    "accounts:notification-open",
    "accounts:notification-read",
    "accounts:notification-read-all",
    "accounts:notificationpreference-update",
}
"""Open to whoever has signed in: about oneself. A transition brings a permission of its own."""
PUBLIC_PAGES = {
    "contracts:public-covenant-detail": "a published covenant is for anyone",
    "contracts:public-covenant-file": "a published covenant is for anyone",
    "contracts:public-covenant-list": "published covenants are for anyone",
    "procurement:public-document": "what is public about a published tender is for anyone",
    "procurement:public-round-docx": "a Nota van Inlichtingen of a public tender is for anyone",
    "procurement:public-round-pdf": "a Nota van Inlichtingen of a public tender is for anyone",
    "procurement:public-tender-detail": "a public notice is for anyone",
    "procurement:public-tender-list": "public notices are for anyone",
    "providers:registration-confirm": "who registers has no account yet",
    "providers:registration-create": "who registers has no account yet",
    "providers:registration-sent": "says the same to everybody",
    "accounts:feed": "a calendar reads it with the token in the address as its key",
    "accounts:invitation-accept": "who is invited has no account yet",
}


def test_every_address_is_a_page_or_is_known():
    strange = [
        address.name
        for address in addresses()
        if not address.view
        and address.name not in PLAIN_FUNCTIONS
        and not address.callback.__module__.startswith(OTHERS)
    ]
    assert strange == []


def test_every_page_names_who_may_enter():
    unnamed = [
        page.name
        for page in pages()
        if not isinstance(getattr(page.view, "permission", None), Permission | Entry)
    ]
    assert unnamed == []


def test_public_pages_are_known():
    assert {page.name for page in pages() if page.view.permission is PUBLIC} == set(PUBLIC_PAGES)


def test_pages_open_to_everyone_who_signed_in_are_known():
    found = {
        page.name
        for page in pages()
        if page.view.permission is SIGNED_IN and not issubclass(page.view, TransitionPage)
    }
    assert found == SIGNED_IN_PAGES


def test_every_page_with_an_object_starts_from_what_is_visible():
    loose = [
        page.name
        for page in pages()
        if "pk" in page.arguments and not issubclass(page.view, ModelPage)
    ]
    assert loose == []


@pytest.fixture
def world(request, db) -> World:
    """One object of every kind, in Noord or of its provider."""
    return World(request)


def test_who_has_not_signed_in_is_asked_to(client, world):
    for page in pages():
        if page.view.permission is PUBLIC:
            continue
        response = getattr(client, page.method())(world.url(page))
        assert response.status_code == 302, page.name
        assert response.url.startswith(reverse("account_login")), page.name


@pytest.mark.parametrize("role", sorted(STRANGERS))
def test_what_belongs_to_another_does_not_exist(role, world, client_of):
    """Whoever may open such a page gets 404 for an object of another region or provider."""
    stranger = world.stranger(role)
    client = client_of(stranger)
    tried = 0
    for page in pages():
        if page.arguments <= {"code"} or page.view.permission is PUBLIC:
            continue  # a question is no object: everyone may ask it of the own figures
        status = getattr(client, page.method())(world.url(page)).status_code
        assert status in expected(page, stranger), f"{page.name}: {status} for {role}"
        tried += 1
    assert tried > 30


def expected(page: Address, stranger: User) -> set[int]:
    """404 for who holds the page's permission; others may also be told that they do not."""
    permission = page.view.permission
    if isinstance(permission, Permission) and not stranger.may(permission):
        return {403, 404}
    return {404}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ASSESSOR])
def test_who_lacks_the_permission_stays_out(role, world, client_of):
    client = client_of(world.insider(role))
    for page in pages():
        permission = page.view.permission
        if isinstance(permission, Entry) or permission in PERMISSIONS[role]:
            continue
        status = getattr(client, page.method())(world.url(page)).status_code
        assert status in {403, 404}, f"{page.name}: {status} for {role}"


def test_every_transition_page_has_a_workflow():
    lacking = [
        page.name
        for page in pages()
        if issubclass(page.view, TransitionPage) and not getattr(page.view, "workflow", None)
    ]
    assert lacking == []
