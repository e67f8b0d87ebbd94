"""The technical administration: persons and places alone, and no way round anything."""

import pytest
from django.urls import reverse

from accounts.admin import site
from accounts.models import AuditEvent, Gemeente, Region, RegionGemeente, User
from procurement.models import LegalRule
from tests.factories.accounts import PASSWORD, UserFactory


@pytest.fixture
def technician(db, client_of):
    return client_of(UserFactory(is_staff=True, is_superuser=True))


def change_form(user: User, **changes) -> dict[str, object]:
    given = {"email": user.email, "name": user.name, "is_active": "on"} | changes
    return {name: value for name, value in given.items() if value}


def test_it_knows_persons_places_and_terms_alone():
    assert set(site._registry) == {User, Region, Gemeente, RegionGemeente, LegalRule}


def test_no_form_of_it_has_a_status(rf, technician):
    for admin in site._registry.values():
        request = rf.get("/")
        request.user = UserFactory(is_staff=True, is_superuser=True)
        assert "status" not in admin.get_form(request).base_fields


def test_signing_in_is_where_second_factors_are_asked(client, db):
    answer = client.get("/admin/login/?next=/admin/")

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_who_is_no_staff_stays_out(client_of, administrator):
    assert client_of(administrator).get("/admin/").status_code in {302, 403}


@pytest.mark.parametrize("model", ["user", "region", "gemeente", "regiongemeente"])
def test_its_pages_open(technician, noord, model):
    assert technician.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
    assert technician.get(reverse(f"admin:accounts_{model}_add")).status_code == 200


def test_nothing_is_deleted(technician, noord):
    url = reverse("admin:accounts_region_delete", args=[noord.pk])

    assert technician.post(url, {"post": "yes"}).status_code == 403


def test_a_person_is_made(technician):
    form = {
        "email": "nieuw@voorbeeld.test",
        "name": "Nel",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    technician.post(reverse("admin:accounts_user_add"), form)

    assert User.objects.get(email="nieuw@voorbeeld.test").check_password(PASSWORD)
    assert PASSWORD not in str(AuditEvent.objects.get(action="created").after)


def test_a_person_is_shut_out(technician, reader):
    url = reverse("admin:accounts_user_change", args=[reader.pk])
    technician.post(url, change_form(reader, is_active=""))

    reader.refresh_from_db()
    assert not reader.is_active
    assert AuditEvent.objects.get(action="updated").after == {"is_active": False}


@pytest.mark.parametrize("who", ["administrator", "provider_user"])
def test_an_administrator_is_not_shut_out(request, technician, who):
    user = request.getfixturevalue(who)
    url = reverse("admin:accounts_user_change", args=[user.pk])
    page = technician.post(url, change_form(user, is_active="")).content.decode()

    assert "Beëindig eerst" in page
    user.refresh_from_db()
    assert user.is_active


def test_an_impossible_period_is_refused_in_words(technician, noord, waterveen):
    row = RegionGemeente.objects.get(gemeente=waterveen)
    url = reverse("admin:accounts_regiongemeente_change", args=[row.pk])
    form = {"region": noord.pk, "gemeente": waterveen.pk}
    page = technician.post(url, form | {"first_on": "2026-02-01", "last_on": "2026-01-01"})

    assert "niet vóór de eerste" in page.content.decode()
