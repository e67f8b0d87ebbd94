"""Regions for practice: marked on every page, and never mixed with real ones."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEvent
from tests.factories.accounts import MembershipFactory, RegionFactory, UserFactory, member_of
from tests.factories.procurement import PanelSeatFactory, TenderFactory

BANNER = 'class="training"'
PAGE = reverse("accounts:notification-list")


@pytest.fixture
def practice(db):
    return RegionFactory(name="Oefenland", is_training=True)


@pytest.fixture
def technician(db, client_of):
    return client_of(UserFactory(is_staff=True, is_superuser=True))


def change(technician, region, **changes) -> str:
    form = {"name": region.name, "kind": region.kind, **changes}
    inline = "memberships_of_gemeenten"
    form |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    url = reverse("admin:accounts_region_change", args=[region.pk])
    return technician.post(url, form, follow=True).content.decode()


def test_every_page_of_a_practice_region_says_so(practice, officer, client_of, client):
    trainee = member_of(practice, Role.PROCUREMENT_OFFICER)

    page = client_of(trainee).get(PAGE).content.decode()

    assert BANNER in page
    assert "Oefenomgeving" in page
    assert "Oefening" in page
    assert BANNER not in client_of(officer).get(PAGE).content.decode()
    assert BANNER not in client.get(reverse("account_login")).content.decode()


def test_a_page_that_does_not_exist_says_so_too(practice, client_of):
    trainee = member_of(practice, Role.PROCUREMENT_OFFICER)
    answer = client_of(trainee).get("/bestaat-niet/")

    assert answer.status_code == 404
    assert BANNER in answer.content.decode()


def test_the_switch_shows_which_role_is_for_practice(practice, officer, client_of):
    MembershipFactory(user=officer, region=practice, role=Role.READER)
    client = client_of(officer)

    page = client.get(PAGE).content.decode()
    assert BANNER not in page
    assert page.count("Oefening") == 1

    client.post(reverse("accounts:act"), {"grant": f"reader:region:{practice.pk}"})
    assert BANNER in client.get(PAGE).content.decode()


def test_an_assessor_of_a_practice_tender_knows_it(practice, assessor, client_of):
    trainee = UserFactory()
    PanelSeatFactory(user=trainee, tender=TenderFactory(region=practice))

    assert BANNER in client_of(trainee).get(PAGE).content.decode()
    assert BANNER not in client_of(assessor).get(PAGE).content.decode()


def test_the_mark_costs_no_query(practice, noord, django_assert_num_queries):
    for region in (practice, noord):
        person = member_of(region, Role.READER)
        with django_assert_num_queries(3):
            assert [grant.is_training for grant in person.all_grants] == [region == practice]


def test_an_empty_region_may_become_one_for_practice(technician, noord):
    change(technician, noord, is_training="on")

    noord.refresh_from_db()
    assert noord.is_training
    event = AuditEvent.objects.get(action="updated")
    assert (event.before, event.after) == ({"is_training": False}, {"is_training": True})


@pytest.mark.parametrize("is_training", [True, False])
def test_a_region_with_tenders_stays_what_it_is(technician, is_training):
    region = RegionFactory(is_training=is_training)
    TenderFactory(region=region)

    page = change(technician, region, **({} if is_training else {"is_training": "on"}))

    assert "Maak een andere regio om te oefenen" in page
    assert "Aanbestedingen van deze regio bestaan al" in page
    region.refresh_from_db()
    assert region.is_training == is_training


def test_what_else_changes_of_such_a_region_is_free(technician, noord):
    TenderFactory(region=noord)

    change(technician, noord, name="Noord en Midden")

    noord.refresh_from_db()
    assert noord.name == "Noord en Midden"


def test_tenders_elsewhere_do_not_count(practice, noord):
    TenderFactory(region=noord)
    practice.is_training = False

    practice.full_clean()

    noord.is_training = True
    with pytest.raises(ValidationError, match="bestaan al"):
        noord.full_clean()
