"""Headers of a provider's own: pointed out once, remembered, forgotten."""

import io

import openpyxl
import pytest
from django.urls import reverse

from config.shared.errors import Refused
from contracts import imports
from contracts.actions.mappings import map_columns
from contracts.enums import DeliveryStatus
from contracts.imports.sheet import PLACEMENTS
from contracts.models import ColumnMapping
from tests.factories.mappings import ColumnMappingFactory
from tests.support.deliveries import AT, checked
from tests.support.placements import COLUMNS, as_csv, row, rows

pytestmark = pytest.mark.django_db

OWN = {"group": "Klas (code)", "mode": "Wanneer", "planned_first_on": "Begin traject"}
"""Headers of a school of which the last stands for a required column."""


@pytest.fixture
def client(client_of, provider_user):
    return client_of(provider_user)


def own_sheet(lines, *, own=OWN):
    """A csv in which the school's own words stand above some columns."""
    header, _end, body = as_csv(lines).partition(b"\r\n")
    names = [own.get(name, name) for name in header.decode().split(";")]
    return ";".join(names).encode() + b"\r\n" + body


@pytest.fixture
def received(contract, provider_user):
    return checked(contract, own_sheet(rows(2)), by=provider_user)


def said_of(delivery, header):
    return next(each for each in delivery.understood if each["header"] == header)


def test_a_sheet_without_a_required_column_waits_for_a_person(received):
    assert received.status == DeliveryStatus.RECEIVED
    assert "geplande eerste dag" in received.message
    assert said_of(received, "Begin traject") == {
        "header": "Begin traject",
        "column": None,
        "by": "name",
        "examples": ["2026-02-02"],
    }


def test_a_sheet_with_too_few_headers_is_refused_as_before(contract, provider_user):
    content = as_csv(rows(1), columns=["reference", "gemeente", "route"])
    with pytest.raises(Refused, match="Verplichte kolommen"):
        checked(contract, content, by=provider_user)


def test_what_a_person_points_out_is_remembered(contract, received, provider_user):
    map_columns(
        delivery=received,
        sheet=PLACEMENTS.name,
        columns={"Begin traject": "planned_first_on", "Klas (code)": ""},
        by=provider_user,
        at=AT,
    )
    again = imports.check_delivery(delivery_id=received.pk, at=AT)

    assert (again.status, again.rows_new, again.message) == (DeliveryStatus.CHECKED, 2, "")
    assert said_of(again, "Begin traject")["by"] == "person"
    assert [finding.column for finding in again.findings.order_by("pk")] == ["Wanneer"]
    following = checked(contract, own_sheet(rows(3)), by=provider_user)
    assert following.rows_new == 3
    of_template = checked(contract, as_csv(rows(4)), by=provider_user)
    assert of_template.rows_new == 4


def test_a_sheet_with_headers_of_its_own_comes_back_with_them(client, contract, provider_user):
    ColumnMappingFactory(provider=contract.provider, mapped_by=provider_user)
    delivery = checked(contract, own_sheet([row(1), row(2, gemeente="0999")]), by=provider_user)
    response = client.get(reverse("contracts:delivery-errors", args=[delivery.pk]))
    back = list(openpyxl.load_workbook(io.BytesIO(response.getvalue())).worksheets[0].values)
    assert set(OWN.values()) < set(back[0])
    assert [bool(line[-2]) for line in back[1:]] == [False, True]


def test_what_a_person_says_last_counts(received, provider_user):
    for column in ("group", "planned_first_on"):
        map_columns(
            delivery=received,
            sheet=PLACEMENTS.name,
            columns={"BEGIN-traject": column},
            by=provider_user,
            at=AT,
        )
        received.refresh_from_db()
        received.job.delete()
    remembered = ColumnMapping.objects.get()
    assert (remembered.header, remembered.column) == ("BEGIN-traject", "planned_first_on")


def test_one_column_is_not_given_to_two_headers(received, provider_user):
    columns = {"Begin traject": "planned_first_on", "Wanneer": "planned_first_on"}
    with pytest.raises(Refused, match="twee"):
        map_columns(
            delivery=received, sheet=PLACEMENTS.name, columns=columns, by=provider_user, at=AT
        )
    assert not ColumnMapping.objects.exists()


def test_the_page_asks_for_each_header_that_nobody_knows(
    client, received, django_capture_on_commit_callbacks
):
    url = reverse("contracts:delivery-mapping", args=[received.pk])
    page = client.get(url)
    assert [field.label for field in page.context["form"]] == list(OWN.values())
    assert "2026-02-02" in page.text
    assert page.context["lacking"] == ["geplande eerste dag"]

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            url, {"column_0": "-", "column_1": "", "column_2": "planned_first_on"}
        )
    assert response.status_code == 302
    received.refresh_from_db()
    assert received.status == DeliveryStatus.CHECKED
    kept = dict(ColumnMapping.objects.values_list("header", "column"))
    assert kept == {"Begin traject": "planned_first_on", "Klas (code)": ""}
    assert client.get(url).context["form"].fields["column_2"].initial == "planned_first_on"


def test_the_page_refuses_a_column_twice(client, received):
    url = reverse("contracts:delivery-mapping", args=[received.pk])
    response = client.post(url, {"column_0": "mode", "column_1": "mode"})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["column_1"]


def test_a_header_can_be_forgotten(client, received, provider_user):
    map_columns(
        delivery=received,
        sheet=PLACEMENTS.name,
        columns={"Begin traject": "planned_first_on"},
        by=provider_user,
        at=AT,
    )
    listed = client.get(reverse("contracts:columnmapping-list"))
    assert "Begin traject" in listed.text
    assert "geplande eerste dag" in listed.text

    url = ColumnMapping.objects.get().get_absolute_url()
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert not ColumnMapping.objects.exists()


def test_headers_of_another_provider_are_not_found(
    client_of, received, provider_user, other_provider_user
):
    map_columns(
        delivery=received,
        sheet=PLACEMENTS.name,
        columns={"Begin traject": "planned_first_on"},
        by=provider_user,
        at=AT,
    )
    client = client_of(other_provider_user)
    assert client.get(ColumnMapping.objects.get().get_absolute_url()).status_code == 404
    mapping = reverse("contracts:delivery-mapping", args=[received.pk])
    assert client.get(mapping).status_code == 404
    assert "Begin traject" not in client.get(reverse("contracts:columnmapping-list")).text


def test_a_sheet_without_a_header_is_recognised_by_the_order_of_its_columns(
    contract, provider_user
):
    lines = as_csv([row(number, mode="dag", literacy="AA") for number in range(1, 4)])
    delivery = checked(contract, lines.partition(b"\r\n")[2], by=provider_user)
    assert (delivery.status, delivery.rows_new) == (DeliveryStatus.CHECKED, 3)
    assert {each["by"] for each in delivery.understood} == {"order"}
    assert len(delivery.understood) == len(COLUMNS)
