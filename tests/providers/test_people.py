"""A provider's people: the first administrator, and the last."""

import threading

import pytest
from django.core import mail
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Invitation
from config.shared.errors import Refused
from providers import actions
from providers.models import ProviderMembership
from tests.factories.providers import ProviderFactory, person_of

LIST = reverse("providers:providermembership-list")


def test_a_region_invites_the_first_administrator(
    officer, noord, client_of, django_capture_on_commit_callbacks
):
    provider = ProviderFactory(admitted_in=[noord])
    url = reverse("providers:provider-invite", args=[provider.pk])
    page = client_of(officer).get(provider.get_absolute_url()).content.decode()
    assert url in page
    with django_capture_on_commit_callbacks(execute=True):
        client_of(officer).post(url, {"email": "school@voorbeeld.test"})

    invitation = Invitation.objects.get()
    assert (invitation.provider_id, invitation.role) == (
        provider.pk,
        Role.PROVIDER_ADMINISTRATOR,
    )
    assert str(provider) in mail.outbox[0].body


def test_a_provider_with_an_administrator_invites_for_itself(provider, provider_user, officer):
    with pytest.raises(Refused, match="heeft een beheerder"):
        actions.invite_first_administrator(
            provider=provider, email="x@voorbeeld.test", by=officer, at=timezone.now()
        )
    assert not Invitation.objects.exists()


def test_the_list_has_the_own_people_alone(
    provider_user, other_provider_user, client_of, query_budget
):
    client = client_of(provider_user)
    with query_budget("providers:providermembership-list"):
        page = client.get(LIST).content.decode()

    assert provider_user.email in page
    assert other_provider_user.email not in page


def test_staff_do_not_manage_people(provider, client_of):
    staff = person_of(provider, Role.PROVIDER_STAFF)

    assert client_of(staff).get(LIST).status_code == 403


def test_an_administrator_ends_a_membership(provider, provider_user, client_of):
    staff = person_of(provider, Role.PROVIDER_STAFF)
    membership = staff.provider_memberships.get()
    client_of(provider_user).post(reverse("providers:providermembership-end", args=[membership.pk]))

    assert staff.all_grants == ()
    with pytest.raises(Refused, match="al beëindigd"):
        actions.end_provider_membership(membership=membership, by=provider_user, at=timezone.now())


def test_the_last_administrator_stays(provider, provider_user, client_of):
    person_of(provider, Role.PROVIDER_STAFF)
    membership = provider_user.provider_memberships.get()
    url = reverse("providers:providermembership-end", args=[membership.pk])

    assert "laatste beheerder" in client_of(provider_user).post(url).content.decode()
    assert ProviderMembership.objects.active().filter(pk=membership.pk).exists()


@pytest.mark.parametrize("page", ["detail", "end"])
def test_not_yours_is_404(provider_user, other_provider_user, client_of, page):
    pk = other_provider_user.provider_memberships.get().pk
    url = reverse(f"providers:providermembership-{page}", args=[pk])

    assert client_of(provider_user).get(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_end_each_other_at_once(provider, provider_user):
    second = person_of(provider, Role.PROVIDER_ADMINISTRATOR)
    pairs = [
        (provider_user.provider_memberships.get(), second),
        (second.provider_memberships.get(), provider_user),
    ]
    start, outcomes = threading.Barrier(2), []

    def end(membership: ProviderMembership, by) -> None:
        try:
            start.wait()
            actions.end_provider_membership(membership=membership, by=by, at=timezone.now())
            outcomes.append("ended")
        except Refused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=end, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["ended", "refused"]
