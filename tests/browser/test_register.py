"""A provider registers without an account and is admitted by two people, in a real browser."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from providers.actions.registrations import mail_registration
from providers.enums import AdmissionStatus
from providers.models import Admission, Provider, ProviderMembership, ProviderRegistration
from tests.support.browser import assert_accessible, at, fill, follow, screenshot, send

pytestmark = [pytest.mark.journey]
FORM = reverse("providers:registration-create")


def test_a_provider_registers_and_is_admitted(
    transactional_db, noord, officer, coordinator, open_page
):
    page = open_page(FORM, width=320)
    assert_accessible(page)
    fill(
        page,
        region=noord.pk,
        kvk_number="90 00 12 34",
        legal_name="Stichting Taalplein",
        kind="language_school",
        offerings_text="Z-route in Waterveen, overdag.",
        contact_name="Tess Taal",
        contact_email="tess@voorbeeld.test",
        agreed=True,
    )
    screenshot(page, "register")
    send(page)
    page.get_by_role("heading", name="Kijk in uw mailbox").wait_for()

    registration = ProviderRegistration.objects.get()
    mail_registration(registration=registration)
    at(page, re.search(r"/providers/register/confirm/\S+", mail.outbox[-1].body)[0])

    registrar = open_page(registration.get_absolute_url(), officer)
    assert_accessible(registrar)
    follow(registrar.get_by_role("link", name="Voorstellen om toe te laten"))
    send(registrar)
    provider = Provider.objects.get(kvk_number="90001234")

    decider = open_page(provider.get_absolute_url(), coordinator)
    assert_accessible(decider)
    follow(decider.get_by_role("link", name="Toelaten tot de regio"))
    send(decider)
    assert Admission.objects.get(provider=provider).status == AdmissionStatus.ADMITTED

    joins(open_page)
    assert ProviderMembership.objects.active().get().provider == provider


def joins(open_page) -> None:
    """The contact takes up the mailed invitation and is the first administrator."""
    bodies = [message.body for message in reversed(mail.outbox)]
    link = next(found for body in bodies if (found := re.search(r"/invitation/\S+/", body)))
    page = open_page(link[0])
    password = "vijf-fluitende-merels-9"
    fill(page, name="Tess Taal", password=password, password_again=password)
    send(page)
