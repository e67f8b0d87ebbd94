"""Tokens: made in a role, shown once, and of no use once they ended."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import end_membership
from accounts.actions.tokens import TokenRequest, make_token, offered_scopes, revoke_token
from accounts.enums import ApiScope, Role, TokenState
from accounts.models import ApiRequest, ApiToken, AuditEvent
from accounts.roles import PERMISSIONS, SCOPES
from config.shared.errors import Refused
from providers.actions.people import end_provider_membership
from tests.factories.accounts import MembershipFactory, member_of
from tests.factories.api import ApiTokenFactory, bearer, token_of
from tests.factories.contracts import ContractFactory
from tests.factories.providers import person_of

pytestmark = pytest.mark.django_db

CONTRACTS = "/api/v1/contracts"
AT = datetime(2026, 3, 2, 10, tzinfo=timezone.get_default_timezone())


def asked(**fields) -> TokenRequest:
    standard = {
        "name": "Rooster",
        "scopes": [ApiScope.CONTRACTS_READ],
        "expires_on": date(2026, 9, 1),
    }
    return TokenRequest(**standard | fields)


def call(token: ApiToken, path: str = CONTRACTS, **extra) -> int:
    return Client().get(path, headers={"Authorization": bearer(token)}, **extra).status_code


def test_a_token_is_shown_once_and_kept_as_a_hash(coordinator):
    token, text = make_token(request=asked(networks=["192.0.2.7/24"]), by=coordinator, at=AT)

    prefix, secret = text.removeprefix("taalregie_").split("_", 1)
    assert prefix == token.prefix
    assert token.has_secret(secret)
    assert not token.has_secret(secret + "a")
    assert secret not in str(vars(token))
    assert token.networks == ["192.0.2.0/24"]
    assert (token.role, token.organisation) == (
        Role.COORDINATOR,
        coordinator.grants[0].for_organisation,
    )
    event = AuditEvent.objects.get(action="token_made")
    assert (event.object_id, event.by, event.after["name"]) == (token.pk, coordinator, "Rooster")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": [ApiScope.PLACEMENTS_WRITE]}, "scopes"),
        ({"expires_on": date(2026, 3, 1)}, "expires_on"),
        ({"expires_on": date(2027, 3, 3)}, "expires_on"),
        ({"networks": ["kantoor"]}, "networks"),
        ({"networks": ["192.0.2.0/33"]}, "networks"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(coordinator, fields, field):
    with pytest.raises(Refused) as refusal:
        make_token(request=asked(**fields), by=coordinator, at=AT)

    assert refusal.value.field == field
    assert not ApiToken.objects.exists()


def test_who_may_not_make_tokens_makes_none(noord, assessor):
    for person in (member_of(noord, Role.READER), assessor):
        with pytest.raises(Refused):
            make_token(request=asked(), by=person, at=AT)


def test_a_role_offers_no_scope_beyond_its_permissions(noord, provider):
    for person in (member_of(noord, Role.CONTROLLER), person_of(provider, Role.PROVIDER_STAFF)):
        grant = person.grants[0]
        offered = offered_scopes(grant)
        assert offered
        assert {SCOPES[scope] for scope in offered} <= PERMISSIONS[grant.role]
    assert offered_scopes(None) == []


def test_a_token_reads_and_leaves_a_trace(coordinator):
    token = token_of(coordinator)

    assert call(token, f"{CONTRACTS}?pageSize=5", REMOTE_ADDR="2001:db8::7") == 200

    found = ApiRequest.objects.get()
    assert (found.token, found.organisation) == (token, token.organisation)
    assert (found.method, found.path, found.status) == ("GET", CONTRACTS, 200)
    assert (found.row_count, found.address) == (0, "2001:db8::7")
    token.refresh_from_db()
    assert token.last_used_at == found.at
    call(token)
    token.refresh_from_db()
    assert token.last_used_at == found.at


def test_without_a_token_that_is_known_nothing_is_told(coordinator):
    token = token_of(coordinator)
    right = bearer(token)
    wrong = (
        "",
        "Bearer",
        f"{right}x",
        "Bearer taalregie_0_0",
        f"{right} x",
        "Basic YTpi",
        "Bearer é",
    )
    for text in wrong:
        answer = Client().get(CONTRACTS, headers={"Authorization": text})
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer"), text
        assert answer["Content-Type"] == "application/problem+json"
    assert not ApiRequest.objects.exists()


def test_a_session_is_no_token(client_of, coordinator):
    assert client_of(coordinator).get(CONTRACTS).status_code == 401


def test_a_token_stops_on_its_last_day_when_revoked_and_elsewhere(coordinator):
    today = timezone.localdate()
    last_day = token_of(coordinator, expires_on=today)
    past = token_of(coordinator, expires_on=today - timedelta(days=1))
    revoked = token_of(coordinator)
    revoke_token(token=revoked, by=coordinator, at=timezone.now())
    bound = token_of(coordinator, networks=["192.0.2.0/24", "2001:db8::/32"])

    assert call(last_day) == 200
    assert call(past) == call(revoked) == 401
    assert past.state_at(timezone.now()) == TokenState.EXPIRED
    for address, status in (
        ("192.0.2.9", 200),
        ("2001:db8::9", 200),
        ("198.51.100.1", 401),
        ("onbekend", 401),
    ):
        assert call(bound, REMOTE_ADDR=address) == status, address
    assert ApiRequest.objects.filter(token=revoked, status=401).exists()


def test_behind_a_proxy_the_last_address_counts(coordinator, settings):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    bound = token_of(coordinator, networks=["192.0.2.0/24"])

    assert call(bound, HTTP_X_FORWARDED_FOR="192.0.2.9, 198.51.100.1") == 401
    assert call(bound, HTTP_X_FORWARDED_FOR="198.51.100.1, 192.0.2.9") == 200


def test_a_token_in_an_address_is_refused(coordinator):
    text = bearer(token_of(coordinator)).removeprefix("Bearer ")

    answer = Client().get(CONTRACTS, {"q": text})

    assert answer.status_code == 400
    assert "Authorization" in answer.json()["detail"]


def test_a_token_needs_the_scope_and_its_role_the_permission(coordinator, provider_user):
    narrow = token_of(coordinator, ApiScope.CAPACITY_READ)
    beyond = token_of(provider_user)

    assert call(narrow) == 403
    assert call(narrow, "/api/v1/groups") == 200
    assert call(beyond) == 200
    assert call(beyond, "/api/v1/waiting-list") == 403


def test_a_token_of_a_role_sees_nothing_of_another_role(noord, zuid, coordinator):
    ContractFactory(region=noord)
    MembershipFactory(user=coordinator, region=zuid, role=Role.COORDINATOR)
    of_zuid = token_of(coordinator, grant_key=f"coordinator:region:{zuid.pk}")

    answer = Client().get(CONTRACTS, headers={"Authorization": bearer(of_zuid)})

    assert answer.json()["results"] == []


def test_tokens_end_with_the_role_for_good(noord, administrator, provider, provider_user):
    person = member_of(noord, Role.CONTROLLER)
    staff = person_of(provider, Role.PROVIDER_STAFF)
    tokens = [token_of(person), token_of(staff)]
    at = timezone.now()

    end_membership(membership=person.memberships.get(), by=administrator, at=at)
    membership = staff.provider_memberships.get()
    end_provider_membership(membership=membership, by=provider_user, at=at)

    for token in tokens:
        token.refresh_from_db()
        assert token.revoked_at == at
        assert call(token) == 401
    MembershipFactory(user=person, region=noord, role=Role.CONTROLLER)
    assert call(tokens[0]) == 401


def test_without_the_role_a_token_that_was_left_is_of_no_use(noord, coordinator):
    token = token_of(coordinator)
    coordinator.memberships.update(ended_at=timezone.now(), ended_by=coordinator)

    assert call(token) == 401


def test_a_role_that_needs_a_second_factor_needs_it_for_programs_too(coordinator, settings):
    settings.MFA_REQUIRED_ROLES = [Role.COORDINATOR]

    assert call(token_of(coordinator)) == 401


def test_only_who_may_see_a_token_revokes_it_and_once(
    noord, zuid_coordinator, coordinator, administrator, officer
):
    token = token_of(coordinator)
    for stranger in (zuid_coordinator, officer):
        with pytest.raises(Refused):
            revoke_token(token=token, by=stranger, at=AT)

    revoked = revoke_token(token=token, by=administrator, at=AT)

    assert (revoked.revoked_at, revoked.revoked_by) == (AT, administrator)
    assert AuditEvent.objects.filter(action="token_revoked", object_id=token.pk).count() == 1
    with pytest.raises(Refused):
        revoke_token(token=token, by=coordinator, at=AT)


def test_who_sees_which_tokens(
    zuid, administrator, coordinator, controller, provider_user, provider
):
    of_staff = ApiTokenFactory(user=person_of(provider, Role.PROVIDER_STAFF))
    of_coordinator = token_of(coordinator)
    of_gemeente = token_of(controller)
    token_of(member_of(zuid, Role.COORDINATOR))

    def seen(user):
        return set(ApiToken.objects.visible_to(user))

    assert seen(administrator) == {of_coordinator, of_gemeente}
    assert seen(coordinator) == {of_coordinator}
    assert seen(provider_user) == {of_staff}
