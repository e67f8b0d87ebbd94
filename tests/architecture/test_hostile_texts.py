"""Texts that break programs, typed into every form and every search box: stored or refused in
words, shown as text, never a failure.
"""

import random
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client

from accounts.enums import Permission, Role
from accounts.models import User
from accounts.roles import PERMISSIONS
from config.shared.views import PUBLIC, FormPage, ListPage
from tests.architecture.objects import World
from tests.support.naughty import check_shown, filled, naughty_texts
from tests.support.pages import Address, pages
from tests.support.proof import FULL, SEED

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
FEW = 1
"""Texts for each page, unless in full."""
UNPREPARED = {"procurement:letter-update": "a letter shows the evaluation that came before it"}
"""Forms that ask more than the objects at hand, and why."""
CLOSED = {
    "accounts:calendarfeed-stop",
    "accounts:notification-read-all",
    "contracts:contract-call-off",
    "contracts:conversation-create",
    "contracts:covenant-accession",
    "contracts:covenant-learner-create",
    "contracts:covenant-learner-hours",
    "contracts:covenant-learner-step",
    "contracts:covenant-learner-update",
    "contracts:statement-send-credit-note",
    "procurement:application-create",
    "procurement:bid-attachment-delete",
    "procurement:bid-create",
    "procurement:consensusscore-reopen",
    "procurement:invitation-decline",
    "procurement:invitation-reconsider",
    "procurement:lotbid-check",
    "procurement:lotbid-consensus",
    "procurement:lotbid-drop-out",
    "procurement:lotbid-score",
    "procurement:lotbid-transition",
    "procurement:lowpriceinquiry-create",
    "procurement:marketconsultation-answer",
    "procurement:panelseat-declare",
    "procurement:question-create",
    "procurement:rectification-create",
    "procurement:repairrequest-create",
    "procurement:request-create",
    "procurement:scores-hand-in",
    "procurement:tender-open-prices-printed",
    "procurement:tender-open-printed",
    "procurement:vaultkey-passphrase",
    "procurement:vaultkey-replace",
    "reports:reportschedule-create",
    "reports:reportschedule-leave",
    "reports:reportschedule-stop",
    "reports:reportschedule-update",
    "reports:savedreport-remove",
    "reports:savedreport-take-over",
    "reports:savedreport-update",
}
"""Forms that wait for a step before them, which the objects at hand have not had or are past: their
own tests open them.
"""
Opened = tuple[Client, str]


def of_kind(kind: type) -> list[Address]:
    return [page for page in pages() if issubclass(page.view, kind)]


def texts_for(page: Address) -> list[str]:
    texts = naughty_texts()
    return texts if FULL else random.Random(f"{SEED} {page.name}").sample(texts, FEW)


def roles_for(page: Address) -> Iterable[Role]:
    """Those that hold what the page asks; any where the page decides by itself."""
    asked = page.view.permission
    roles = [role for role in Role if role != Role.ASSESSOR]
    if not isinstance(asked, Permission):
        return roles
    return [role for role in roles if asked in PERMISSIONS[role]]


@pytest.fixture
def world(request, db) -> World:
    return World(request)


@pytest.fixture
def visit(world, client_of) -> Callable[[Address], Opened | None]:
    """Opens a page as somebody who may; None when nobody may as things are."""
    people: dict[Role, User] = {}

    def opened(page: Address) -> Opened | None:
        url = world.url(page)
        if page.view.permission is PUBLIC:
            return Client(), Client().get(url).content.decode()
        for role in roles_for(page):
            person = people.get(role) or people.setdefault(role, world.insider(role))
            client = client_of(person)
            response = client.get(url)
            if response.status_code == 200:
                return client, response.content.decode()
        return None

    return opened


def check_answer(client: Client, response, text: str, name: str) -> None:
    """What came of it, and the page to which it leads."""
    assert response.status_code < 500, name
    if response.status_code == 302 and not urlsplit(response.url).netloc:
        response = client.get(response.url)
        assert response.status_code < 500, name
    if "text/html" in response.get("Content-Type", ""):
        check_shown(response.content.decode(), text)


def named(page: Address) -> str:
    return page.name


@pytest.mark.parametrize("page", of_kind(FormPage), ids=named)
def test_every_form_takes_or_refuses_any_text(page, world, visit):
    if page.name in UNPREPARED:
        pytest.skip(UNPREPARED[page.name])
    found = visit(page)
    if page.name in CLOSED:
        assert found is None, f"{page.name} opens by now"
        pytest.skip("it waits for a step before it")
    assert found is not None, f"nobody can open {page.name}"
    client, shown = found
    address = world.url(page)
    for text in texts_for(page):
        with transaction.atomic():
            response = client.post(address, filled(shown, text))
            check_answer(client, response, text, f"{page.name} (seed {SEED}): {text!r}")
            transaction.set_rollback(True)


@pytest.mark.parametrize("page", of_kind(ListPage), ids=named)
def test_every_list_looks_for_any_text(page, world, visit):
    found = visit(page)
    assert found is not None, f"nobody can open {page.name}"
    client, _shown = found
    names = getattr(page.view.filterset_class, "base_filters", ("q",))
    for text in texts_for(page):
        for query in (dict.fromkeys(names, text), {"sort": text, "page": text}):
            response = client.get(world.url(page), query)
            assert response.status_code < 500, f"{page.name} (seed {SEED}): {text!r}"
            if response.status_code == 200:
                check_shown(response.content.decode(), text)
