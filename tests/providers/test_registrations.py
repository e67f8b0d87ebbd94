"""Registering without an account: the same answer to all, and two people who look at it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Invitation, Notification
from config.shared.errors import Refused
from providers import actions as register
from providers.actions import registrations as actions
from providers.enums import AdmissionStatus, RegistrationStatus
from providers.models import Admission, Provider, ProviderRegistration
from tests.factories.providers import ProviderFactory, person_of
from tests.providers.conftest import NOW

FORM = reverse("providers:registration-create")
SENT = reverse("providers:registration-sent")
LIST = reverse("providers:providerregistration-list")
GIVEN = {
    "kvk_number": "90001234",
    "legal_name": "Stichting Taalplein",
    "trade_name": "",
    "kind": "language_school",
    "duo_number": "",
    "brin": "",
    "offerings_text": "Z-route in Waterveen, overdag, 20 plekken.",
    "recognitions_text": "",
    "contact_name": "Tess Taal",
    "contact_email": "tess@voorbeeld.test",
    "phone": "",
}


def registered(region, at=NOW, sender="192.0.2.1", **given) -> ProviderRegistration:
    return actions.register_self(region=region, sender=sender, at=at, **GIVEN | given)


def confirmed(region, **given) -> ProviderRegistration:
    row = registered(region, **given)
    actions.mail_registration(registration=row)
    token = re.search(r"confirm/([\w-]+)/", mail.outbox[-1].body)[1]
    return actions.confirm_registration(token=token, at=NOW)


@pytest.fixture
def posted(noord, client, django_capture_on_commit_callbacks):
    """Posts the form as nobody in particular; the mail goes out."""

    def post(**given):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(FORM, GIVEN | {"region": noord.pk, "agreed": "on"} | given)

    return post


# --- The public form ------------------------------------------------------------------------------


def test_the_form_asks_no_account(noord, client):
    page = client.get(FORM)

    assert page.status_code == 200
    assert "Noord" in page.content.decode()


def test_no_region_for_practice_is_offered(noord, client):
    noord.is_training = True
    noord.save()

    assert "Noord" not in client.get(FORM).content.decode()


def test_registering_and_confirming(posted, client, coordinator):
    assert posted().url == SENT
    link = re.search(r"/providers/register/confirm/[\w-]+/", mail.outbox[0].body)[0]
    page = client.get(link)
    assert "Stichting Taalplein" in page.content.decode()
    assert ProviderRegistration.objects.get().status == RegistrationStatus.UNCONFIRMED
    client.post(link)

    assert ProviderRegistration.objects.get().status == RegistrationStatus.CONFIRMED
    assert Notification.objects.filter(user=coordinator).exists()
    assert not Provider.objects.exists()


def test_a_link_works_once(posted, client):
    posted()
    link = re.search(r"/providers/register/confirm/[\w-]+/", mail.outbox[0].body)[0]
    client.post(link)

    assert "werkt niet meer" in client.get(link).content.decode()
    assert "werkt niet meer" in client.post(link).content.decode()


def test_a_known_kvk_number_gets_the_same_answer(posted):
    ProviderFactory(kvk_number="90001234", legal_name="Geheim")
    known = posted()
    unknown = posted(kvk_number="90009999", contact_email="ander@voorbeeld.test")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "Geheim" not in mail.outbox[0].body
    assert len(mail.outbox) == 2


def test_a_person_cannot_be_mailed_without_end(noord):
    rows = [registered(noord, sender=f"192.0.2.{number}") for number in range(4)]

    assert [bool(row) for row in rows] == [True, True, True, False]
    assert registered(noord, contact_email="ander@voorbeeld.test")


def test_one_network_registers_a_few_an_hour(noord, settings):
    settings.REGISTRATIONS_PER_HOUR = 2
    for number in range(2):
        registered(noord, contact_email=f"{number}@voorbeeld.test")
    with pytest.raises(Refused, match="over een uur"):
        registered(noord, contact_email="x@voorbeeld.test")

    assert registered(noord, contact_email="x@voorbeeld.test", sender="192.0.2.9")
    assert registered(noord, contact_email="y@voorbeeld.test", at=NOW + timedelta(hours=2))


def test_the_network_address_itself_is_not_kept(noord):
    row = registered(noord)

    assert "192.0.2.1" not in row.sender_hash
    actions.forget_unconfirmed(at=NOW + timedelta(days=2))
    row.refresh_from_db()
    assert row.sender_hash == ""


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("kvk_number", "123"),
        ("brin", "QQ"),
        ("contact_email", "geen adres"),
        ("offerings_text", "Vraag naar 111222333"),
        ("agreed", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(posted, field, typed):
    assert field in posted(**{field: typed}).context["form"].errors
    assert not ProviderRegistration.objects.exists()


def test_what_is_not_confirmed_is_erased(noord):
    registered(noord)
    assert actions.forget_unconfirmed(at=NOW + timedelta(days=13)) == 0
    assert actions.forget_unconfirmed(at=NOW + timedelta(days=15)) == 1


def test_a_link_expires(noord):
    row = registered(noord)
    actions.mail_registration(registration=row)
    token = re.search(r"confirm/([\w-]+)/", mail.outbox[-1].body)[1]
    with pytest.raises(Refused, match="werkt niet meer"):
        actions.confirm_registration(token=token, at=NOW + timedelta(days=15))


# --- The region's desk ----------------------------------------------------------------------------


def test_the_region_sees_what_is_confirmed(noord, zuid, officer, client_of, query_budget):
    registered(noord, legal_name="Onbevestigd", kvk_number="90005678")
    confirmed(noord)
    client = client_of(officer)
    with query_budget("providers:providerregistration-list"):
        page = client.get(LIST).content.decode()

    assert "Stichting Taalplein" in page
    assert "Onbevestigd" not in page


def test_another_region_does_not(noord, zuid_officer, client_of):
    row = confirmed(noord)

    assert client_of(zuid_officer).get(row.get_absolute_url()).status_code == 404


def test_from_registration_to_administrator(noord, officer, coordinator, client_of):
    row = confirmed(noord)
    url = reverse("providers:providerregistration-transition", args=[row.pk, "propose"])
    client_of(officer).post(url)
    provider = Provider.objects.get(kvk_number="90001234")
    admission = provider.admissions.get()
    assert (provider.email, admission.status) == ("tess@voorbeeld.test", AdmissionStatus.PROPOSED)
    register.admit_provider(admission=admission, by=coordinator, at=NOW)

    assert Invitation.objects.get().email == "tess@voorbeeld.test"


def test_a_known_provider_keeps_its_details_and_people(noord, zuid, officer, coordinator):
    known = ProviderFactory(kvk_number="90001234", legal_name="Echt", admitted_in=[zuid])
    person_of(known, "provider_administrator")
    row = confirmed(noord, legal_name="Vals", contact_email="vals@voorbeeld.test")
    actions.propose_registration(provider_registration=row, by=officer, at=NOW)
    register.admit_provider(admission=known.admissions.get(region=noord), by=coordinator, at=NOW)

    known.refresh_from_db()
    assert known.legal_name == "Echt"
    assert known.email != "vals@voorbeeld.test"
    assert not Invitation.objects.exists()


def test_who_stands_in_the_region_is_not_proposed_twice(noord, officer, client_of):
    ProviderFactory(kvk_number="90001234", legal_name="Bekend", admitted_in=[noord])
    row = confirmed(noord)
    assert "Bekend als Bekend" in client_of(officer).get(row.get_absolute_url()).content.decode()
    actions.propose_registration(provider_registration=row, by=officer, at=NOW)

    assert Admission.objects.get().status == AdmissionStatus.ADMITTED


def test_a_refusal_is_mailed_with_its_reason(noord, officer, django_capture_on_commit_callbacks):
    row = confirmed(noord)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse_registration(
            provider_registration=row, reason="Geen taalaanbieder.", by=officer, at=NOW
        )

    assert "Geen taalaanbieder." in mail.outbox[-1].body
    assert mail.outbox[-1].to == ["tess@voorbeeld.test"]
    assert not Provider.objects.exists()


def test_another_region_cannot_propose_it(noord, zuid_officer):
    row = confirmed(noord)
    with pytest.raises(Refused):
        actions.propose_registration(provider_registration=row, by=zuid_officer, at=NOW)
    assert not Provider.objects.exists()
