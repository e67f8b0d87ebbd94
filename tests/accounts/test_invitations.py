"""Asking people in: who may, what the mail says, and a link that works once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.enums import InvitationState, Role
from accounts.models import AuditEvent, Invitation, Membership, User
from accounts.models.people import hashed
from config.shared.errors import Refused
from providers.models import ProviderMembership
from tests.factories.accounts import PASSWORD, UserFactory, member_of

CREATE = reverse("accounts:invitation-create")
ADDRESS = "nieuw@voorbeeld.test"
SENTENCE = "werkt niet meer"


@pytest.fixture
def invite(administrator, noord, django_capture_on_commit_callbacks):
    """Invites ADDRESS to Noord as a reader, unless told otherwise, and mails it."""

    def invited(**changes) -> Invitation:
        given = {"email": ADDRESS, "role": Role.READER, "by": administrator, "region": noord}
        with django_capture_on_commit_callbacks(execute=True):
            return actions.invite_to_own(**(given | {"at": timezone.now()} | changes))

    return invited


def link() -> str:
    """The path in the last mail."""
    return re.search(r"/invitation/\S+/", mail.outbox[-1].body).group()


def token() -> str:
    return link().split("/")[2]


def test_an_administrator_invites_by_the_form(
    administrator, client_of, noord, django_capture_on_commit_callbacks
):
    form = {"email": "Nieuw@Voorbeeld.test", "organisation": f"region:{noord.pk}", "role": "reader"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(administrator).post(CREATE, form, follow=True)

    assert "Er gaat een uitnodiging naar nieuw@voorbeeld.test" in answer.content.decode()
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    assert "Noord" in message.subject
    assert "http://localhost" in message.body


def test_only_the_hash_of_the_link_is_kept(invite):
    invitation = invite()
    invitation.refresh_from_db()

    assert invitation.token_hash == hashed(token())
    stored = str(Invitation.objects.values().get()) + str(list(AuditEvent.objects.values()))
    assert token() not in stored


def test_a_task_that_runs_twice_leaves_one_link_that_works(invite):
    invitation = invite()
    first = token()
    actions.mail_invitation(invitation=invitation)

    assert not Invitation.objects.with_token(first).exists()
    assert Invitation.objects.with_token(token()).get() == invitation


def test_an_invitation_stands_in_the_audit_trail(invite, administrator):
    invitation = invite()

    event = AuditEvent.objects.get(object_id=invitation.pk, action="invited")
    assert event.by == administrator
    assert event.organisation == f"region:{invitation.region_id}"


@pytest.mark.parametrize("role", [Role.PROVIDER_STAFF, Role.ASSESSOR])
def test_a_role_that_a_region_does_not_have_is_refused(invite, role):
    with pytest.raises(Refused):
        invite(role=role)
    assert not Invitation.objects.exists()


def test_a_gemeente_has_no_coordinator(administrator, client_of, waterveen, noord):
    form = {"email": ADDRESS, "organisation": f"gemeente:{waterveen.pk}", "role": "coordinator"}
    answer = client_of(administrator).post(CREATE, form)

    assert "role" in answer.context["form"].errors
    assert not Invitation.objects.exists()


def test_nobody_invites_for_another_region(invite, zuid):
    with pytest.raises(Refused):
        invite(region=zuid)


def test_another_region_is_no_choice(administrator, client_of, zuid):
    form = {"email": ADDRESS, "organisation": f"region:{zuid.pk}", "role": "reader"}
    answer = client_of(administrator).post(CREATE, form)

    assert "organisation" in answer.context["form"].errors


def test_a_provider_invites_its_own_people(provider_user, client_of, provider, noord):
    form = {
        "email": ADDRESS,
        "organisation": f"provider:{provider.pk}",
        "role": Role.PROVIDER_STAFF.value,
    }
    client_of(provider_user).post(CREATE, form)

    assert Invitation.objects.get().provider_id == provider.pk


def test_a_provider_cannot_invite_to_another(provider_user, other_provider):
    with pytest.raises(Refused):
        actions.invite_to_own(
            email=ADDRESS,
            role=Role.PROVIDER_STAFF,
            by=provider_user,
            at=timezone.now(),
            provider_id=other_provider.pk,
        )


def test_who_may_not_manage_members_gets_403(officer, client_of):
    assert client_of(officer).get(CREATE).status_code == 403


def test_the_same_invitation_is_not_sent_twice(invite):
    invite()
    with pytest.raises(Refused, match="al uitgenodigd"):
        invite()


def test_who_has_the_role_is_not_invited(invite, reader):
    with pytest.raises(Refused, match="heeft deze rol hier al"):
        invite(email=reader.email)


# --- Accepting ------------------------------------------------------------------------------------


def test_a_new_person_chooses_a_password_and_is_in(invite, client, noord):
    invite()
    page = client.get(link()).content.decode()
    assert "Noord" in page
    answer = client.post(
        link(), {"name": "Nel Nieuw", "password": PASSWORD, "password_again": PASSWORD}
    )

    assert answer.status_code == 302
    person = User.objects.get(email=ADDRESS)
    assert person.name == "Nel Nieuw"
    assert person.check_password(PASSWORD)
    assert Membership.objects.get(user=person).region == noord
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Invitation.objects.get().state_at(timezone.now()) == InvitationState.ACCEPTED


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"password": "kort", "password_again": "kort"}, "password"),
        ({"password": ADDRESS, "password_again": ADDRESS}, "password"),
        ({"password_again": "iets heel anders"}, "password_again"),
        ({"name": ""}, "name"),
    ],
)
def test_a_weak_or_wrong_form_is_shown_again(invite, client, given, field):
    invite()
    form = {"name": "Nel Nieuw", "password": PASSWORD, "password_again": PASSWORD}
    answer = client.post(link(), form | given)

    assert field in answer.context["form"].errors
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_known_person_signs_in_first_and_then_joins(invite, client, client_of, noord):
    person = UserFactory(email=ADDRESS)
    invite()
    assert reverse("account_login") in client.get(link()).url

    client_of(person).post(link())

    assert Membership.objects.get(user=person).role == Role.READER
    assert AuditEvent.objects.filter(action="invitation_accepted", by=person).exists()


def test_the_link_is_for_one_address(invite, client_of, officer):
    invite()
    client = client_of(officer)

    assert "Log uit" in client.get(link()).content.decode()
    client.post(link())
    assert not Invitation.objects.get().accepted_at


def test_a_link_works_once(invite, client, client_of):
    person = UserFactory(email=ADDRESS)
    invite()
    client_of(person).post(link())
    assert SENTENCE in client_of(person).get(link()).content.decode()
    with pytest.raises(Refused):
        actions.accept(token=token(), person=person, at=timezone.now())


def test_a_link_expires_after_fourteen_days(invite, client):
    invite(at=timezone.now() - timedelta(days=14, minutes=1))

    assert SENTENCE in client.get(link()).content.decode()
    with pytest.raises(Refused):
        actions.accept_as_new_person(token=token(), name="x", password=PASSWORD, at=timezone.now())


def test_an_unknown_link_gets_the_same_sentence(client, db):
    answer = client.get("/invitation/onbekend/")

    assert answer.status_code == 200
    assert SENTENCE in answer.content.decode()


def test_accepting_a_dead_link_by_hand_changes_nothing(client, db):
    form = {"name": "Nel", "password": PASSWORD, "password_again": PASSWORD}
    answer = client.post("/invitation/onbekend/", form)

    assert SENTENCE in answer.content.decode()
    assert not User.objects.exists()


def test_a_provider_invitation_makes_a_provider_membership(
    provider_user, provider, client_of, django_capture_on_commit_callbacks
):
    person = UserFactory(email=ADDRESS)
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite_to_own(
            email=ADDRESS,
            role=Role.PROVIDER_STAFF,
            by=provider_user,
            at=timezone.now(),
            provider_id=provider.pk,
        )
    client_of(person).post(link())

    assert ProviderMembership.objects.get(user=person).provider == provider


# --- Afterwards -----------------------------------------------------------------------------------


def test_sending_again_makes_a_new_link(
    invite, administrator, client_of, client, django_capture_on_commit_callbacks
):
    invitation = invite()
    old = link()
    with django_capture_on_commit_callbacks(execute=True):
        client_of(administrator).post(reverse("accounts:invitation-resend", args=[invitation.pk]))

    assert len(mail.outbox) == 2
    assert SENTENCE in client.get(old).content.decode()
    assert SENTENCE not in client.get(link()).content.decode()


def test_a_withdrawn_link_is_dead(invite, administrator, client_of, client):
    invitation = invite()
    url = reverse("accounts:invitation-withdraw", args=[invitation.pk])
    assert ADDRESS in client_of(administrator).get(url).content.decode()
    client_of(administrator).post(url)

    assert SENTENCE in client.get(link()).content.decode()
    assert client_of(administrator).post(url).context["form"].errors


def test_the_list_shows_what_became_of_each(invite, administrator, client_of, query_budget):
    invite()
    invite(email="oud@voorbeeld.test", at=timezone.now() - timedelta(days=20))
    client = client_of(administrator)
    with query_budget("accounts:invitation-list"):
        page = client.get(reverse("accounts:invitation-list")).content.decode()

    assert "Wacht op antwoord" in page
    assert "Niet meer geldig" in page
    found = client.get(reverse("accounts:invitation-list"), {"state": "expired"}).content.decode()
    assert "oud@voorbeeld.test" in found
    assert ADDRESS not in found


def test_another_region_does_not_see_it(invite, client_of, zuid):
    invitation = invite()
    stranger = member_of(zuid, Role.ADMINISTRATOR)

    answer = client_of(stranger).get(invitation.get_absolute_url())

    assert answer.status_code == 404
