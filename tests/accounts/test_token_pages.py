"""The pages of tokens: made and shown once, listed, revoked; and the log of what was asked."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import ApiScope, Role
from accounts.models import ApiToken
from tests.factories.accounts import member_of
from tests.factories.api import ApiRequestFactory, ApiTokenFactory, token_of
from tests.factories.providers import person_of

pytestmark = pytest.mark.django_db

LIST = reverse("accounts:apitoken-list")
NEW = reverse("accounts:apitoken-create")
LOG = reverse("accounts:apirequest-list")


def wanted(**fields) -> dict:
    standard = {
        "name": "Rooster",
        "scopes": ["contracts:read"],
        "expires_on": str(timezone.localdate() + timedelta(days=30)),
        "networks": "192.0.2.0/24\n2001:db8::1",
    }
    return standard | fields


def test_a_token_is_made_on_a_page_that_shows_it_once(client_of, coordinator):
    client = client_of(coordinator)

    page = client.post(NEW, wanted())

    text = re.search(r'value="(taalregie_[^"]+)"', page.content.decode()).group(1)
    token = ApiToken.objects.get()
    assert token.has_secret(text.split("_", 2)[2])
    assert token.networks == ["192.0.2.0/24", "2001:db8::1/128"]
    assert "no-store" in page["Cache-Control"]
    for address in (token.get_absolute_url(), LIST, NEW):
        shown = client.get(address)
        assert shown.status_code == 200
        assert text.encode() not in shown.content
    answer = client.get("/api/v1/contracts", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 401  # from elsewhere


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(client_of, coordinator):
    page = client_of(coordinator).post(NEW, wanted(networks="kantoor", is_sandbox="on"))

    form = page.context["form"]
    assert list(form.errors) == ["networks"]
    assert "kantoor" in form.errors["networks"][0]
    assert form["name"].value() == "Rooster"
    assert not ApiToken.objects.exists()


def test_only_scopes_of_the_role_are_offered(client_of, coordinator, provider_user):
    for person, has, lacks in (
        (coordinator, ApiScope.WAITLIST_READ, ApiScope.PLACEMENTS_WRITE),
        (provider_user, ApiScope.PLACEMENTS_WRITE, ApiScope.WAITLIST_READ),
    ):
        page = client_of(person).get(NEW).content.decode()
        assert f'value="{has}"' in page
        assert f'value="{lacks}"' not in page


@pytest.mark.parametrize("role", [Role.READER, Role.PROCUREMENT_OFFICER])
def test_who_may_not_make_tokens_finds_no_pages(client_of, noord, role):
    client = client_of(member_of(noord, role))

    assert {client.get(address).status_code for address in (LIST, NEW, LOG)} == {403}


def test_an_administrator_finds_and_revokes_what_colleagues_made(
    client_of, coordinator, administrator, zuid_coordinator
):
    token, stranger = token_of(coordinator, name="Rooster"), token_of(zuid_coordinator)
    client = client_of(administrator)

    page = client.get(LIST).content.decode()
    assert "Rooster" in page
    assert stranger.prefix not in page
    revoke = reverse("accounts:apitoken-revoke", args=[token.pk])
    assert "direct geweigerd" in client.get(revoke).content.decode()
    assert client.post(revoke).status_code == 302

    token.refresh_from_db()
    assert token.revoked_by == administrator
    shown = client.get(token.get_absolute_url()).content.decode()
    assert "Ingetrokken" in shown
    assert revoke not in shown
    assert client.get(reverse("accounts:apitoken-detail", args=[stranger.pk])).status_code == 404


def test_tokens_are_found_by_their_state(client_of, coordinator):
    today = timezone.localdate()
    now = timezone.now()
    names = {
        "active": token_of(coordinator, name="Werkt", expires_on=today),
        "expired": token_of(coordinator, name="Oud", expires_on=today - timedelta(days=1)),
        "revoked": token_of(
            coordinator, name="Weg", revoked_at=now, revoked_by=coordinator, expires_on=today
        ),
    }
    for state, token in names.items():
        found = client_of(coordinator).get(LIST, {"state": state})
        assert [row.record for row in found.context["table"].rows] == [token], state


def test_a_provider_sees_what_its_own_programs_asked(
    client_of, provider, provider_user, other_provider_user
):
    ours = ApiTokenFactory(user=person_of(provider, Role.PROVIDER_STAFF), name="Rooster")
    ApiRequestFactory(token=ours, path="/api/v1/placements", status=422, method="POST")
    ApiRequestFactory(token=ours, path="/api/v1/groups")
    ApiRequestFactory(token=token_of(other_provider_user), path="/api/v1/geheim")
    client = client_of(provider_user)

    page = client.get(LOG).content.decode()
    assert "/api/v1/placements" in page
    assert "/api/v1/geheim" not in page
    refused = client.get(LOG, {"outcome": "4", "method": "POST"}).content.decode()
    assert "/api/v1/placements" in refused
    assert "/api/v1/groups" not in refused
    sheet = client.get(LOG, {"_export": "csv", "token": ours.pk})
    assert b"".join(sheet.streaming_content).count(b"/api/v1/") == 2


@pytest.mark.parametrize("name", ["apitoken-list", "apirequest-list"])
def test_many_rows_cost_no_more_queries(name, client_of, coordinator, query_budget):
    token = token_of(coordinator)
    client = client_of(coordinator)
    for count in (1, 5):
        ApiRequestFactory.create_batch(count, token=token)
        ApiTokenFactory.create_batch(count, user=coordinator)
        client.get(reverse(f"accounts:{name}"))
        with query_budget(f"accounts:{name}"):
            client.get(reverse(f"accounts:{name}"))
