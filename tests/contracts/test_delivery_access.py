"""Who may hand in, see, confirm and discard a sheet."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.models import Job
from contracts import imports
from contracts.actions import deliveries
from contracts.enums import ContractStatus, DeliveryStatus
from contracts.models import Delivery
from tests.factories.contracts import ContractFactory, move
from tests.support.placements import as_csv, row, rows, sheet

AT = datetime(2026, 11, 22, 9, tzinfo=get_default_timezone())
OWN = ("delivery-file", "delivery-errors")
SEEN = ("delivery-detail", "delivery-progress")
DONE = ("delivery-check", "delivery-cancel")

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(contract, provider_user):
    file = sheet(as_csv([row(1), row(2, gemeente="0999")]))
    made = deliveries.keep_sheet(contract=contract, file=file, by=provider_user, at=AT)
    return imports.check_delivery(delivery_id=made.pk, at=AT)


def status_of(client, name, *args):
    return client.get(reverse(f"contracts:{name}", args=args)).status_code


@pytest.mark.parametrize("name", [*OWN, *SEEN, *DONE])
def test_the_provider_opens_its_own(client_of, provider_user, delivery, name):
    assert status_of(client_of(provider_user), name, delivery.pk) == 200


@pytest.mark.parametrize("name", [*OWN, *SEEN, *DONE])
def test_another_provider_finds_nothing(client_of, other_provider_user, delivery, name):
    assert status_of(client_of(other_provider_user), name, delivery.pk) == 404


@pytest.mark.parametrize("name", ["deliveryfinding-list", "deliveryrow-list"])
def test_another_provider_reads_no_findings(
    client_of, provider_user, other_provider_user, coordinator, delivery, name
):
    seen = [
        status_of(client_of(user), name, delivery.pk)
        for user in (provider_user, coordinator, other_provider_user)
    ]
    assert seen == [200, 200, 404]


def test_the_region_sees_the_delivery_but_not_the_file(client_of, coordinator, delivery):
    client = client_of(coordinator)
    assert [status_of(client, name, delivery.pk) for name in SEEN] == [200, 200]
    assert [status_of(client, name, delivery.pk) for name in OWN] == [403, 403]
    assert "File as it came" not in client.get(delivery.get_absolute_url()).text


@pytest.mark.parametrize("person", ["officer", "zuid_coordinator"])
def test_others_see_nothing_of_it(client_of, delivery, person, request):
    client = client_of(request.getfixturevalue(person))
    assert status_of(client, "delivery-detail", delivery.pk) in (403, 404)


@pytest.mark.parametrize("name", ["confirm", "reject"])
def test_only_the_provider_decides(client_of, coordinator, other_provider_user, delivery, name):
    url = reverse("contracts:delivery-transition", args=[delivery.pk, name])
    assert client_of(coordinator).post(url).status_code == 403
    assert client_of(other_provider_user).post(url).status_code == 404
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.CHECKED


def test_a_provider_hands_in_for_its_own_active_contracts_only(
    client_of, provider_user, contract, noord, other_provider
):
    theirs = ContractFactory(region=noord, provider=other_provider, active=True)
    ended = ContractFactory(region=noord, provider=contract.provider, active=True)
    move(ended, ContractStatus.ENDED)
    client = client_of(provider_user)
    for target in (theirs, ended):
        form = {"contract": target.pk, "file": sheet(as_csv(rows(1)))}
        response = client.post(reverse("contracts:delivery-create"), form)
        assert "contract" in response.context["form"].errors
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("page", ["provider-desk", "delivery-create", "delivery-template"])
def test_the_region_delivers_nothing(client_of, coordinator, page):
    assert status_of(client_of(coordinator), page) == 403


def test_a_discarded_sheet_is_kept_as_proof(client_of, provider_user, delivery):
    client = client_of(provider_user)
    client.post(reverse("contracts:delivery-transition", args=[delivery.pk, "reject"]))
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.REJECTED
    response = client.get(reverse("contracts:delivery-file", args=[delivery.pk]))
    assert b"".join(response.streaming_content).startswith(b"reference;gemeente")


def test_of_what_is_no_sheet_or_was_lost_there_is_nothing_to_download(
    client_of, provider_user, contract
):
    file = sheet(b"naam;bedrag\nTafel;12\n")
    made = deliveries.keep_sheet(contract=contract, file=file, by=provider_user, at=AT)
    client = client_of(provider_user)
    assert status_of(client, "delivery-errors", made.pk) == 404
    assert status_of(client, "delivery-file", made.pk) == 200
    made.file.storage.delete(made.file.name)
    assert [status_of(client, name, made.pk) for name in OWN] == [404, 404]


def test_no_empty_sheet_and_none_too_large(client_of, provider_user, contract, settings):
    settings.UPLOAD_MAXIMUM_BYTES = 100
    client = client_of(provider_user)
    for content in (b"", as_csv(rows(1))):
        form = {"contract": contract.pk, "file": sheet(content)}
        response = client.post(reverse("contracts:delivery-create"), form)
        assert "file" in response.context["form"].errors
    assert not Delivery.objects.exists()


def test_a_busy_sheet_shows_progress_and_can_be_stopped(client_of, provider_user, delivery):
    job = Job.objects.create(
        task="contracts.check_delivery",
        label="Controleren",
        created_at=AT,
        heartbeat_at=AT,
        state="running",
        done=12_400,
        total=20_000,
        message="12.400 van 20.000 regels gecontroleerd",
    )
    Delivery.objects.filter(pk=delivery.pk).update(job=job)
    client = client_of(provider_user)
    page = client.get(delivery.get_absolute_url()).text
    assert "12.400 van 20.000 regels gecontroleerd" in page
    assert "12.400" in client.get(reverse("contracts:delivery-progress", args=[delivery.pk])).text

    client.post(reverse("contracts:delivery-cancel", args=[delivery.pk]))

    job.refresh_from_db()
    assert job.cancel_requested


@pytest.mark.parametrize(
    ("name", "budget"),
    [
        ("provider-desk", "provider-desk"),
        ("delivery-list", "delivery-list"),
        ("delivery-create", "delivery-create"),
    ],
)
def test_queries_of_the_provider_do_not_grow(
    client_of, provider_user, delivery, query_budget, name, budget
):
    client = client_of(provider_user)
    client.get(reverse(f"contracts:{name}"))
    with query_budget(budget):
        client.get(reverse(f"contracts:{name}"))


@pytest.mark.parametrize("name", ["delivery-detail", "deliveryfinding-list", "deliveryrow-list"])
def test_queries_of_a_delivery_do_not_grow(client_of, provider_user, delivery, query_budget, name):
    client = client_of(provider_user)
    url = reverse(f"contracts:{name}", args=[delivery.pk])
    client.get(url)
    with query_budget(name):
        client.get(url)
