"""The pages by which a provider hands in, reads and confirms a sheet."""

import io

import openpyxl
import pytest
from django.urls import reverse

from contracts.enums import DeliveryStatus
from contracts.models import Delivery, Placement
from tests.support.placements import as_csv, row, rows, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, provider_user):
    return client_of(provider_user)


@pytest.fixture
def hand_in(client, contract, django_capture_on_commit_callbacks):
    """Post a sheet as a person does; its background work runs at once."""

    def posted(lines=None, *, content=None, name="plaatsingen.csv"):
        file = sheet(as_csv(lines) if content is None else content, name)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(
                reverse("contracts:delivery-create"), {"contract": contract.pk, "file": file}
            )
        assert response.status_code == 302, response.context["form"].errors
        return Delivery.objects.order_by("-pk").first()

    return posted


@pytest.fixture
def confirm(client, django_capture_on_commit_callbacks):
    def posted(delivery, **choice):
        url = reverse("contracts:delivery-transition", args=[delivery.pk, "confirm"])
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(url, choice)
        delivery.refresh_from_db()
        return response

    return posted


def test_a_sheet_is_checked_confirmed_and_applied(client, hand_in, confirm):
    delivery = hand_in(rows(3))
    assert delivery.status == DeliveryStatus.CHECKED
    assert "Met dit bestand is niets mis." in client.get(delivery.get_absolute_url()).text

    page = client.get(reverse("contracts:delivery-transition", args=[delivery.pk, "confirm"]))
    assert page.status_code == 200
    response = confirm(delivery)

    assert response.status_code == 302
    assert delivery.status == DeliveryStatus.APPLIED
    assert Placement.objects.count() == 3
    assert client.get(delivery.get_absolute_url()).status_code == 200


def test_refused_rows_are_listed_and_may_be_left_out(client, hand_in, confirm):
    delivery = hand_in([row(1), row(2, gemeente="0999"), row(3, level="A2")])
    assert delivery.rows_refused == 2

    found = client.get(reverse("contracts:deliveryfinding-list", args=[delivery.pk]))
    assert found.status_code == 200
    assert "0999" in found.text

    confirm(delivery)
    assert delivery.status == DeliveryStatus.CHECKED
    confirm(delivery, valid_rows_only="on")
    assert delivery.status == DeliveryStatus.APPLIED
    assert [placement.reference for placement in Placement.objects.order_by("pk")] == ["TV-00001"]


@pytest.mark.parametrize(
    "name", ["delivery-list", "delivery-create", "provider-desk", "delivery-template"]
)
def test_the_provider_opens(client, contract, hand_in, name):
    hand_in([row(1), row(2, gemeente="0999")])
    assert client.get(reverse(f"contracts:{name}")).status_code == 200


def test_the_sheet_comes_back_with_its_errors(client, hand_in):
    delivery = hand_in([row(1), row(2, gemeente="0999")])

    response = client.get(reverse("contracts:delivery-errors", args=[delivery.pk]))

    sheet_back = openpyxl.load_workbook(io.BytesIO(response.getvalue())).worksheets[0]
    lines = list(sheet_back.values)
    assert lines[0][-2:] == ("fout", "hoe herstellen")
    assert lines[1][-2:] == (None, None)
    assert "gemeente" in lines[2][-2]


def test_rows_say_in_words_what_they_do(client, hand_in, confirm):
    confirm(hand_in(rows(2)))
    delivery = hand_in([row(1, offered_hours="140"), row(2)])

    page = client.get(reverse("contracts:deliveryrow-list", args=[delivery.pk])).text

    assert "120.00 → 140.00" in page
