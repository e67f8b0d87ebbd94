"""Texts that break programs, typed into every form and every search box: stored or refused in
words, shown as text, never a failure.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.forms import Textarea
from django.test import Client
from django.urls import reverse

from accounts.enums import Permission, Role
from accounts.roles import PERMISSIONS
from config.shared.forms import PageForm
from config.shared.views import PUBLIC, FormPage, ListPage
from tests.architecture.objects import World
from tests.architecture.situations import SITUATIONS, staged
from tests.support.naughty import TYPED, check_shown, filled, filled_in_words, naughty_texts
from tests.support.pages import Address, pages
from tests.support.proof import FULL, SEED, share

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
MARK = "wat geen keuze is"
"""No choice of any form."""
FEW = 1
"""Texts for each page, unless in full."""
BUTTONS = {
    "accounts:calendarfeed-stop": "once there is an address",
    "procurement:application-create": "on an admission that runs",
    "procurement:bid-attachment-delete": "on an attachment of a bid that is not sealed yet",
    "procurement:bid-create": "on a tender that takes bids",
    "procurement:invitation-reconsider": "after an invitation was declined",
    "procurement:scores-hand-in": "for a member of the panel",
    "reports:reportschedule-leave": "for who gets the report",
    "reports:reportschedule-stop": "for who keeps the report",
    "reports:savedreport-remove": "for who keeps the report",
    "reports:savedreport-take-over": "once its owner has left",
}
"""Pages with a button alone, and when somebody comes there: nothing is typed on them."""
ELSEWHERE = {"accounts:notification-read-all"}
"""Forms that stand on another page."""

Fill = Callable[[str, str], dict[str, object]]
"""What is sent of a page with a text typed into it."""


class Opened(NamedTuple):
    """A page as the client found it at the address; `asks`: something is typed in its form."""

    client: Client
    address: str
    shown: str
    asks: bool

    @property
    def takes(self) -> bool:
        """Whether a text gets in: the form that asks it stands open."""
        return MARK in filled(self.shown, MARK).values()


def of_kind(kind: type) -> list[Address]:
    return [page for page in pages() if issubclass(page.view, kind)]


def texts_for(page: Address) -> list[str]:
    texts = naughty_texts()
    return texts if FULL else random.Random(f"{SEED} {page.name}").sample(texts, FEW)


def fillings(page: Address) -> list[tuple[str, Fill]]:
    """Texts, and how the form is filled with each: in full every text once, else few both ways."""
    ways = (filled, filled_in_words)
    if FULL:
        chance = random.Random(f"{SEED} {page.name}")
        return [(text, chance.choice(ways)) for text in texts_for(page)]
    return list(product(texts_for(page), ways))


def roles_for(page: Address) -> Iterable[Role]:
    """Those that hold what the page asks; any where the page decides by itself."""
    asked = page.view.permission
    roles = [role for role in Role if role != Role.ASSESSOR]
    if not isinstance(asked, Permission):
        return roles
    return [role for role in roles if asked in PERMISSIONS[role]]


def opened(client: Client, address: str) -> Opened | None:
    """The page at the address; None for who may not come there."""
    response = client.get(address)
    if response.status_code != 200:
        return None
    form = response.context and response.context.get("form")
    return Opened(client, address, response.content.decode(), bool(form) and asks_words(form))


def asks_words(form: Any) -> bool:
    """Whether something is typed in the form: not chosen, ticked or hidden."""
    widgets = [field.widget for field in form.fields.values()]
    kinds = [getattr(widget, "input_type", "hidden") for widget in widgets]
    return any(kind in TYPED for kind in kinds) or any(isinstance(w, Textarea) for w in widgets)


@pytest.fixture
def visit(request, db, client_of) -> Callable[[Address], Opened | None]:
    """Opens a page as somebody who may; None when nobody may as things are."""

    def as_staged(page: Address) -> Opened | None:
        scene = staged(page.name, request)
        client = client_of(scene.person) if scene.person else Client()
        if scene.prepare:
            scene.prepare(client)
        return opened(client, reverse(page.name, args=scene.arguments))

    def with_objects_at_hand(page: Address) -> Opened | None:
        """Of several transitions the one that takes a text, or at least asks one."""
        world = World(request)
        shown = [_first(page, url, world, client_of) for url in world.urls(page)]
        found = [one for one in shown if one]
        return max(found, key=lambda one: (one.takes, one.asks), default=None)

    return lambda page: as_staged(page) if page.name in SITUATIONS else with_objects_at_hand(page)


def _first(page: Address, url: str, world: World, client_of) -> Opened | None:
    """The page as the first of those sees it who may."""
    found = (opened(client, url) for client in _clients(page, world, client_of))
    return next((one for one in found if one), None)


def _clients(page: Address, world: World, client_of) -> Iterator[Client]:
    """Of nobody for a public page, else of somebody in each role that may come there."""
    if page.view.permission is PUBLIC:
        yield Client()
        return
    for role in roles_for(page):
        yield client_of(world.insider(role))


def check_answer(client: Client, response, text: str, name: str) -> None:
    """What came of it, and the page to which it leads."""
    assert response.status_code < 500, name
    if response.status_code == 302 and not urlsplit(response.url).netloc:
        response = client.get(response.url, follow=True)
        assert response.status_code < 500, name
    if "text/html" in response.get("Content-Type", ""):
        check_shown(response.content.decode(), text)


def named(page: Address) -> str:
    return page.name


def asking() -> list[Address]:
    """The pages with a form of their own in which something is filled in or chosen."""
    return [page for page in of_kind(FormPage) if page.name not in {*BUTTONS, *ELSEWHERE}]


@pytest.mark.parametrize("page", asking(), ids=named)
def test_every_form_takes_or_refuses_any_text(page, visit):
    found = visit(page)
    assert found is not None, f"nobody can open {page.name}"
    assert found.takes or not found.asks, f"what {page.name} asks cannot be typed"
    for text, fill in fillings(page):
        with transaction.atomic():
            response = found.client.post(found.address, fill(found.shown, text))
            check_answer(found.client, response, text, f"{page.name} (seed {SEED}): {text!r}")
            transaction.set_rollback(True)


def test_no_situation_is_of_a_form_that_is_gone():
    assert {*SITUATIONS, *BUTTONS, *ELSEWHERE} <= {page.name for page in of_kind(FormPage)}


@pytest.mark.parametrize("name", sorted(BUTTONS))
def test_nothing_is_typed_where_there_is_a_button_alone(name):
    view = next(page.view for page in of_kind(FormPage) if page.name == name)
    assert (view.form_class, view.get_form_class) == (PageForm, FormPage.get_form_class)


def test_whatever_is_sent_as_the_moment_up_to_which_all_is_read(client_of, officer):
    """The form stands on the list of notifications, with that moment hidden in it."""
    client = client_of(officer)
    for text in share(naughty_texts()):
        response = client.post(reverse("accounts:notification-read-all"), {"until": text})
        assert response.status_code < 500, text


@pytest.mark.parametrize("page", of_kind(ListPage), ids=named)
def test_every_list_looks_for_any_text(page, visit):
    found = visit(page)
    assert found is not None, f"nobody can open {page.name}"
    names = getattr(page.view.filterset_class, "base_filters", ("q",))
    for text in texts_for(page):
        for query in (dict.fromkeys(names, text), {"sort": text, "page": text}):
            response = found.client.get(found.address, query)
            assert response.status_code < 500, f"{page.name} (seed {SEED}): {text!r}"
            if response.status_code == 200:
                check_shown(response.content.decode(), text)
