"""Data-processing agreements: offered, signed by the provider, and what they gate."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from config.shared.errors import Refused
from contracts.actions.deliveries import receive_delivery
from contracts.models import Delivery
from providers import actions
from providers.agreement_text import VERSION, standard_text
from providers.models import DataAgreement
from tests.factories.contracts import ContractFactory
from tests.factories.providers import DataAgreementFactory, person_of
from tests.providers.conftest import NOW, TODAY


@pytest.fixture
def offered(provider, noord, officer) -> DataAgreement:
    DataAgreement.objects.all().delete()
    return actions.offer_agreement(
        provider=provider,
        region=noord,
        version=VERSION,
        text="Afspraken.",
        first_on=TODAY,
        last_on=None,
        by=officer,
        at=NOW,
    )


def sign(agreement, by) -> DataAgreement:
    who = {"signatory_name": "Pia Aanbieder", "signatory_role": "Directeur"}
    return actions.sign_agreement(agreement=agreement, by=by, at=NOW, **who)


def in_force(agreement, day=TODAY) -> bool:
    pair = (agreement.provider_id, agreement.region_id)
    return DataAgreement.objects.in_force(*pair, day).exists()


def test_a_region_offers_the_standard_text(provider, noord, officer, client_of):
    DataAgreement.objects.all().delete()
    url = reverse("providers:dataagreement-create", args=[provider.pk])
    client = client_of(officer)
    form = client.get(url).context["form"]
    text = form.initial["text"]
    assert provider.legal_name in text
    given = {"region": noord.pk, "version": VERSION, "first_on": "2026-12-01", "text": text}
    client.post(url, given)

    assert DataAgreement.objects.get().text.split() == text.split()


def test_the_provider_signs_what_it_reads(offered, provider_user, client_of):
    url = reverse("providers:dataagreement-sign", args=[offered.pk])
    client = client_of(provider_user)
    assert offered.text_sha256 in client.get(url).content.decode()
    assert not in_force(offered)
    form = {"signatory_name": "Pia", "signatory_role": "Directeur", "agreed": "on"}
    client.post(url, form)

    assert in_force(offered)
    assert not in_force(offered, TODAY - timedelta(days=1))


def test_the_provider_is_told_of_an_offer(provider_user, offered):
    assert Notification.objects.filter(user=provider_user, about_id=offered.provider_id).exists()


@pytest.mark.parametrize("who", ["officer", "other_provider_user"])
def test_nobody_else_signs(request, offered, who):
    with pytest.raises(Refused):
        sign(offered, request.getfixturevalue(who))
    assert not in_force(offered)


def test_staff_do_not_sign(offered, provider):
    with pytest.raises(Refused):
        sign(offered, person_of(provider, "provider_staff"))


def test_it_is_signed_once(offered, provider_user):
    sign(offered, provider_user)
    with pytest.raises(Refused, match="al ondertekend"):
        sign(offered, provider_user)


def test_two_do_not_hold_at_once(offered, provider, noord, officer):
    with pytest.raises(Refused, match="in die periode"):
        actions.offer_agreement(
            provider=provider,
            region=noord,
            version="2",
            text="x",
            first_on=TODAY,
            last_on=None,
            by=officer,
            at=NOW,
        )


def test_a_withdrawn_one_makes_room(offered, officer, provider_user, client_of):
    sign(offered, provider_user)
    url = reverse("providers:dataagreement-withdraw", args=[offered.pk])
    client_of(officer).post(url, {"reason": "Nieuwe tekst"})
    assert not in_force(offered)

    DataAgreementFactory(provider=offered.provider, region=offered.region)
    assert in_force(offered)


def test_another_region_sees_nothing(offered, zuid_officer, client_of):
    assert client_of(zuid_officer).get(offered.get_absolute_url()).status_code == 404


def test_the_page_of_an_agreement(offered, officer, client_of, query_budget):
    client = client_of(officer)
    with query_budget("providers:dataagreement-detail"):
        page = client.get(offered.get_absolute_url()).content.decode()

    assert "Afspraken." in page


def test_without_one_no_data_comes_in(offered, provider, provider_user, noord):
    contract = ContractFactory(region=noord, provider=provider, active=True)
    file = ContentFile(b"referentie\nA1\n", "mei.csv")
    given = {"contract": contract, "file": file, "by": provider_user}
    with pytest.raises(Refused, match="verwerkersovereenkomst"):
        receive_delivery(**given, at=timezone.now())
    assert not Delivery.objects.exists()
    sign(offered, provider_user)

    assert receive_delivery(**given, at=timezone.now()).pk


def test_the_standard_text_names_both_sides():
    text = standard_text(region="Noord", provider="Taalplein", kvk_number="90001234")

    assert "Noord" in text
    assert "Taalplein, KvK-nummer 90001234" in text
    assert "{" not in text
