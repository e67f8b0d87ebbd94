"""What holds for every address of the API: a token, a scope, and nothing of anybody else."""

import uuid

import pytest
from django.test import Client

from accounts.api.endpoints import WRITES, Endpoint
from accounts.enums import ApiScope, Role
from accounts.models import User
from accounts.roles import SCOPES
from config.shared.api.names import snake
from contracts.models import Delivery
from tests.architecture.objects import STRANGERS, World
from tests.factories.api import bearer, token_of
from tests.support.pages import Address, endpoints

NAMED_IN_PATH = {"api:delivery-findings": Delivery, "api:delivery-rows": Delivery}
"""What the number in the path is of, where the address shows the parts of it."""


def methods(address: Address) -> list[str]:
    """What it answers to."""
    return [name for name in ("get", "post", "patch", "delete") if hasattr(address.view, name)]


def scope_of(address: Address, method: str) -> ApiScope:
    view = address.view
    return view.writes if method.upper() in WRITES else view.reads


def call(url: str, method: str, token) -> int:
    headers = {
        "Authorization": bearer(token) if token else "",
        "Idempotency-Key": str(uuid.uuid4()),
        "If-Match": "*",
    }
    client = Client(raise_request_exception=False)
    return getattr(client, method)(
        url, headers=headers, content_type="application/json"
    ).status_code


def url_of(address: Address, world: World) -> str:
    """With the object that its path names."""
    if "pk" not in address.arguments:
        return address.url(code="capacity-use")
    model = NAMED_IN_PATH.get(address.name, address.view.model)
    return address.url(pk=world.objects[model].pk)


@pytest.fixture
def world(request, db) -> World:
    """One object of every kind, in Noord or of its provider."""
    return World(request)


def test_every_address_asks_for_a_token_and_names_its_scopes():
    loose = [
        address.name
        for address in endpoints()
        if not issubclass(address.view, Endpoint)
        or not isinstance(address.view.reads, ApiScope)
        or any(scope_of(address, method) not in SCOPES for method in methods(address))
    ]
    assert loose == []
    assert len(endpoints()) > 10


def test_addresses_are_in_kebab_case_without_a_slash_at_the_end(world):
    for address in endpoints():
        url = url_of(address, world)
        assert url == url.lower()
        assert "_" not in url
        assert not url.endswith("/")


def test_every_scope_is_of_use():
    used = {scope_of(address, method) for address in endpoints() for method in methods(address)}
    assert used == set(ApiScope)


def test_without_a_token_nothing_is_given(world):
    for address in endpoints():
        for method in methods(address):
            assert call(url_of(address, world), method, None) == 401, address.name


def test_without_the_scope_nothing_is_given(world, coordinator):
    for address in endpoints():
        for method in methods(address):
            others = set(ApiScope.values) - {scope_of(address, method).value}
            token = token_of(coordinator, *others)
            assert call(url_of(address, world), method, token) == 403, (address.name, method)


def test_what_belongs_to_another_does_not_exist(world):
    """404 where the role could read such a thing, 403 where it could not."""
    for kind in sorted(STRANGERS - {"nobody", "assessor"}):
        stranger = world.stranger(kind)
        token = token_of(stranger)
        for address in endpoints():
            if "pk" not in address.arguments:
                continue
            for method in methods(address):
                may = stranger.may(SCOPES[scope_of(address, method)])
                status = call(url_of(address, world), method, token)
                assert status == (404 if may else 403), (kind, address.name, method)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTROLLER, Role.PROVIDER_STAFF])
def test_lists_and_single_things_show_what_the_role_may_see(role, world):
    insider, stranger = world.insider(role), _stranger_of(world, role)
    shown = 0
    for address in endpoints():
        if address.arguments or not insider.may(SCOPES[address.view.reads]):
            continue
        assert rows(url_of(address, world), stranger) == [], address.name
        for row in rows(url_of(address, world), insider):
            assert all(name == snake(name) or "_" not in name for name in row)
            shown += 1
    assert shown > 3


def _stranger_of(world: World, role: Role) -> User:
    return world.stranger(f"{'provider' if role == Role.PROVIDER_STAFF else 'region'} {role}")


def rows(url: str, user: User) -> list[dict]:
    """The rows of a list, or of a report."""
    answer = Client().get(url, headers={"Authorization": bearer(token_of(user))})
    assert answer.status_code == 200, answer.content
    told = answer.json()
    return told["results"] if "results" in told else told["rows"]
