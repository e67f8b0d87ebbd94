"""The sheet with what stands in it, the receipt, and the comparison with the file one kept."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.imports.sheet import PLACEMENTS
from tests.factories.contracts import ContractFactory
from tests.support.deliveries import applied, checked
from tests.support.pdf import pages_of, squeezed
from tests.support.placements import as_csv, row, rows

pytestmark = pytest.mark.django_db

LINES = [
    row(1, status_reason="", literacy="AA", mode="avond"),
    row(2, status="Uitgevallen", actual_last_on="2026-09-30", status_on="2026-09-30"),
    row(3, status="Onderbroken", status_on="2026-10-01", interruption_reason="werk"),
    row(4, reference="007-12", status="Ingepland", actual_first_on="", attended_hours=""),
]


@pytest.fixture
def client(client_of, provider_user):
    return client_of(provider_user)


@pytest.fixture
def delivered(contract, provider_user):
    return applied(contract, LINES, by=provider_user)


def downloaded(client, contract, rows_="open"):
    response = client.get(
        reverse("contracts:delivery-template"), {"contract": contract.pk, "rows": rows_}
    )
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def references(content):
    lines = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)
    assert list(lines[0]) == PLACEMENTS.header
    return [line[0] for line in lines[1:]]


def test_the_prefilled_sheet_has_who_can_still_change_or_everybody(client, contract, delivered):
    assert references(downloaded(client, contract)) == ["007-12", "TV-00001", "TV-00003"]
    assert references(downloaded(client, contract, "all")) == [
        "007-12",
        "TV-00001",
        "TV-00002",
        "TV-00003",
    ]
    assert references(downloaded(client, contract, "empty")) == []


def test_the_prefilled_sheet_handed_back_changes_nothing(
    client, contract, delivered, provider_user
):
    content = downloaded(client, contract, "all")
    back = checked(contract, content, by=provider_user, name="terug.xlsx")
    assert (back.rows_total, back.rows_unchanged, back.rows_refused) == (4, 4, 0)
    assert not back.findings.exists()


def test_the_prefilled_sheet_costs_as_many_queries_for_many_placements(
    client, contract, provider_user, django_assert_num_queries
):
    applied(contract, rows(2), by=provider_user)
    downloaded(client, contract)
    with django_assert_num_queries(7) as first:
        downloaded(client, contract)
    applied(contract, rows(20), by=provider_user)
    with django_assert_num_queries(len(first)):
        assert len(references(downloaded(client, contract))) == 20


def test_a_sheet_of_somebody_else_s_contract_is_not_found(client, noord, other_provider):
    foreign = ContractFactory(region=noord, provider=other_provider, active=True)
    for query in ({"contract": foreign.pk, "rows": "open"}, {"rows": "open"}, {"rows": "half"}):
        assert client.get(reverse("contracts:delivery-template"), query).status_code == 404


def test_the_receipt_says_what_came_in_and_what_became_of_it(client, delivered, provider_user):
    page = client.get(reverse("contracts:delivery-receipt", args=[delivered.pk])).text
    number = f"DL-2026-{delivered.pk:06}"
    for told in (number, delivered.sha256, "plaatsingen.csv", str(provider_user)):
        assert told in page

    url = reverse("contracts:delivery-proof", args=[delivered.pk, "json"])
    proof = json.loads(client.get(url).content)
    assert proof["number"] == number
    assert proof["file"] == {
        "name": "plaatsingen.csv",
        "sha256": delivered.sha256,
        "bytes": delivered.size,
    }
    assert proof["rows"] == {
        "total": 4,
        "new": 4,
        "changed": 0,
        "unchanged": 0,
        "refused": 0,
        "with_warnings": delivered.rows_warned,
    }
    assert proof["received"] == {"at": "2026-11-23T09:00:00+01:00", "by": str(provider_user)}
    assert proof["applied"]["by"] is None


def test_the_receipt_on_paper_is_the_same_each_time(client, delivered):
    url = reverse("contracts:delivery-proof", args=[delivered.pk, "pdf"])
    first, second = client.get(url).content, client.get(url).content
    assert first == second
    assert delivered.sha256 in squeezed("".join(pages_of(first)))


def test_a_receipt_has_no_other_form(client, delivered):
    url = reverse("contracts:delivery-proof", args=[delivered.pk, "exe"])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("lines", "said"),
    [(LINES, "byte voor byte hetzelfde"), (LINES[:2], "een ander bestand")],
    ids=["same", "other"],
)
def test_a_kept_file_is_compared_with_what_was_delivered(client, delivered, lines, said):
    file = SimpleUploadedFile("mijn-kopie.csv", as_csv(lines))
    url = reverse("contracts:delivery-receipt", args=[delivered.pk])
    response = client.post(url, {"file": file})
    assert response.status_code == 200
    assert said in response.text
    assert "mijn-kopie.csv" in response.text


def test_the_receipt_is_for_who_may_see_the_delivery(client_of, delivered, other_provider_user):
    for name, *rest in (("receipt",), ("proof", "json")):
        url = reverse(f"contracts:delivery-{name}", args=[delivered.pk, *rest])
        assert client_of(other_provider_user).get(url).status_code == 404
