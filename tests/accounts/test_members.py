"""Who is what where: the list, ending, and the administrator that stays."""

import threading

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.enums import Role
from accounts.models import AuditEvent, Membership
from config.shared.errors import Refused
from tests.factories.accounts import MembershipFactory, member_of

LIST = reverse("accounts:membership-list")


def membership_of(user) -> Membership:
    return user.memberships.get()


def test_the_list_has_the_people_of_the_region_and_its_gemeenten(
    administrator, controller, zuid_officer, client_of, query_budget
):
    client = client_of(administrator)
    with query_budget("accounts:membership-list"):
        page = client.get(LIST).content.decode()

    assert administrator.email in page
    assert controller.email in page
    assert zuid_officer.email not in page


def test_ended_memberships_leave_the_list(administrator, reader, client_of):
    actions.end_membership(membership=membership_of(reader), by=administrator, at=timezone.now())

    assert reader.email not in client_of(administrator).get(LIST).content.decode()


def test_ending_takes_the_role_away_and_is_written_down(administrator, reader, client_of):
    url = reverse("accounts:membership-end", args=[membership_of(reader).pk])
    client = client_of(administrator)
    assert reader.name in client.get(url).content.decode()

    client.post(url)

    assert reader.all_grants == ()
    event = AuditEvent.objects.get(action="membership_ended")
    assert (event.by, event.after) == (administrator, {"role": "reader"})


def test_it_ends_once(administrator, reader):
    membership = membership_of(reader)
    actions.end_membership(membership=membership, by=administrator, at=timezone.now())

    with pytest.raises(Refused, match="al beëindigd"):
        actions.end_membership(membership=membership, by=administrator, at=timezone.now())


def test_the_last_administrator_stays(administrator, client_of):
    membership = membership_of(administrator)
    url = reverse("accounts:membership-end", args=[membership.pk])
    answer = client_of(administrator).post(url)

    assert "laatste beheerder" in answer.content.decode()
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_an_administrator_who_cannot_sign_in_does_not_count(administrator, noord):
    member_of(noord, Role.ADMINISTRATOR, is_active=False)

    with pytest.raises(Refused):
        actions.end_membership(
            membership=membership_of(administrator), by=administrator, at=timezone.now()
        )


def test_an_administrator_elsewhere_does_not_count(administrator, zuid):
    member_of(zuid, Role.ADMINISTRATOR)

    with pytest.raises(Refused):
        actions.end_membership(
            membership=membership_of(administrator), by=administrator, at=timezone.now()
        )


def test_one_of_two_administrators_may_go(administrator, noord):
    second = member_of(noord, Role.ADMINISTRATOR)
    actions.end_membership(membership=membership_of(second), by=administrator, at=timezone.now())

    assert second.all_grants == ()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_end_each_other_at_once(administrator, noord):
    second = member_of(noord, Role.ADMINISTRATOR)
    pairs = [(membership_of(administrator), second), (membership_of(second), administrator)]
    start, outcomes = threading.Barrier(2), []

    def end(membership: Membership, by) -> None:
        try:
            start.wait()
            actions.end_membership(membership=membership, by=by, at=timezone.now())
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
    assert Membership.objects.active().filter(role=Role.ADMINISTRATOR).count() == 1


@pytest.mark.parametrize("page", ["detail", "end"])
def test_not_yours_is_404(administrator, zuid_officer, client_of, page):
    url = reverse(f"accounts:membership-{page}", args=[membership_of(zuid_officer).pk])

    assert client_of(administrator).get(url).status_code == 404


def test_others_may_not_enter(officer, client_of):
    assert client_of(officer).get(LIST).status_code == 403


# --- Acting ---------------------------------------------------------------------------------------


@pytest.fixture
def double(noord, zuid):
    """A reader in Noord who is an administrator in Zuid."""
    user = member_of(noord, Role.READER)
    MembershipFactory(user=user, region=zuid, role=Role.ADMINISTRATOR)
    return user


def test_one_acts_in_the_first_role_until_one_chooses(double, client_of):
    assert client_of(double).get(LIST).status_code == 403


def test_a_chosen_role_is_remembered(double, client_of, zuid):
    client = client_of(double)
    answer = client.post(reverse("accounts:act"), {"grant": f"administrator:region:{zuid.pk}"})

    assert answer.url == "/"
    page = client.get(LIST).content.decode()
    assert "Zuid" in page


def test_a_role_of_another_cannot_be_chosen(double, client_of, noord):
    client = client_of(double)
    client.post(reverse("accounts:act"), {"grant": f"administrator:region:{noord.pk}"})

    assert client.get(LIST).status_code == 403


def test_looking_does_not_switch(double, client_of):
    assert client_of(double).get(reverse("accounts:act")).status_code == 405


def test_a_role_that_ended_is_no_longer_acted_in(double, client_of, zuid, noord):
    client = client_of(double)
    client.post(reverse("accounts:act"), {"grant": f"administrator:region:{zuid.pk}"})
    double.memberships.filter(region=zuid).update(ended_at=timezone.now(), ended_by=double)

    assert client.get(LIST).status_code == 403
