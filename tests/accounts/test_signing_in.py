"""Signing in: passwords, guessing, second factors, and where one then arrives."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from axes.models import AccessAttempt
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from tests.factories.accounts import PASSWORD, UserFactory, member_of
from tests.factories.providers import person_of

LOGIN = reverse("account_login")
SECOND_STEP = reverse("mfa_authenticate")
MEMBERS = reverse("accounts:membership-list")


def current_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_the_address_is_not_case_sensitive(client, administrator):
    answer = client.post(LOGIN, {"login": administrator.email.upper(), "password": PASSWORD})

    assert answer.url == "/"


def test_a_wrong_password_is_one_sentence(client, administrator):
    answer = client.post(LOGIN, {"login": administrator.email, "password": "fout"})

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_nobody_signs_up_without_an_invitation(client, db):
    page = client.get(reverse("account_signup")).content.decode()

    assert 'name="password1"' not in page


def test_guessing_is_locked_out(client, administrator, settings):
    settings.AXES_ENABLED = True
    wrong = {"login": administrator.email, "password": "fout"}
    answers = [client.post(LOGIN, wrong).status_code for _ in range(settings.AXES_FAILURE_LIMIT)]

    assert answers[-1] == 429
    right = client.post(LOGIN, {"login": administrator.email, "password": PASSWORD})
    assert right.status_code == 429
    assert "Te veel pogingen" in right.content.decode()
    assert AccessAttempt.objects.get().username == administrator.email


def test_a_locked_address_does_not_lock_another(client, administrator, reader, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post(LOGIN, {"login": administrator.email, "password": "fout"})

    assert client.post(LOGIN, {"login": reader.email, "password": PASSWORD}).url == "/"


# --- Second factor --------------------------------------------------------------------------------


def test_a_second_factor_is_asked_after_the_password(client, administrator):
    secret = generate_totp_secret()
    TOTP.activate(administrator, secret)
    answer = client.post(LOGIN, {"login": administrator.email, "password": PASSWORD})
    assert answer.url.startswith(SECOND_STEP)
    assert client.get(MEMBERS).status_code == 302

    assert client.post(SECOND_STEP, {"code": "000000"}).status_code == 200
    assert client.post(SECOND_STEP, {"code": current_code(secret)}).status_code == 302
    assert client.get(MEMBERS).status_code == 200


@pytest.fixture
def _required(settings):
    settings.MFA_REQUIRED_ROLES = ["administrator"]


@pytest.mark.usefixtures("_required")
def test_a_role_that_needs_a_factor_reaches_nothing_without(client_of, administrator):
    client = client_of(administrator)

    for path in ("/", MEMBERS, "/admin/"):
        assert client.get(path).url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("account_change_password")).status_code == 200


@pytest.mark.usefixtures("_required")
def test_with_a_factor_the_role_works(client_of, administrator):
    TOTP.activate(administrator, generate_totp_secret())

    assert client_of(administrator).get(MEMBERS).status_code == 200


@pytest.mark.usefixtures("_required")
def test_other_roles_need_none(client_of, reader):
    assert client_of(reader).get(reverse("accounts:auditevent-list")).status_code == 200


@pytest.mark.usefixtures("_required")
def test_switching_to_the_role_asks_for_it(client_of, reader, noord):
    reader.memberships.create(region=noord, role=Role.ADMINISTRATOR)
    client = client_of(reader)
    client.post(reverse("accounts:act"), {"grant": f"administrator:region:{noord.pk}"})

    assert client.get(MEMBERS).url == reverse("mfa_index")


# --- The first page -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.PROCUREMENT_OFFICER, "procurement:desk"),
        (Role.COORDINATOR, "contracts:capacity-wall"),
        (Role.CONTRACT_MANAGER, "contracts:desk"),
        (Role.CONTROLLER, "reports:overruns"),
        (Role.READER, "reports:overruns"),
        (Role.ADMINISTRATOR, "accounts:membership-list"),
    ],
)
def test_each_role_starts_where_its_work_is(client_of, noord, role, page):
    client = client_of(member_of(noord, role))

    assert client.get("/").url == reverse(page)
    assert client.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("role", [Role.PROVIDER_ADMINISTRATOR, Role.PROVIDER_STAFF])
def test_a_provider_starts_at_its_desk(client_of, provider, role):
    client = client_of(person_of(provider, role))

    assert client.get("/").url == reverse("contracts:provider-desk")
    assert client.get(reverse("contracts:provider-desk")).status_code == 200


def test_an_assessor_starts_at_the_desk(client_of, assessor):
    assert client_of(assessor).get("/").url == reverse("procurement:desk")


def test_who_has_no_role_is_told_how_to_get_one(client_of):
    user = UserFactory()
    page = client_of(user).get("/").content.decode()

    assert "nog geen rol" in page
    assert user.email in page


def test_who_lost_the_last_role_has_none(client_of, reader):
    reader.memberships.update(ended_at=timezone.now(), ended_by=reader)

    assert "nog geen rol" in client_of(reader).get("/").content.decode()


def test_who_has_not_signed_in_signs_in_first(client, db):
    assert client.get("/").url.startswith(LOGIN)
