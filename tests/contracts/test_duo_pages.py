"""Pages of exports for DUO: who may, what is shown first, and what is handed out."""

import hashlib
import io
import json
import zipfile
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.enums import Role
from accounts.models import Gemeente
from contracts.models import DuoExport
from tests.factories.accounts import member_of
from tests.factories.duo import returned, status_holder

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 6, 9, tzinfo=get_default_timezone())
NEW = "contracts:duoexport-create"
MONTHS = {"first_month": "2026-10-05", "last_month": "2026-10-31"}


@pytest.fixture
def learners(contract, provider, provider_user):
    """Two who can go, and one without a PIP; of October the provider told all."""
    provider.duo_number = "0000012345"
    provider.save()
    returned(contract, AT, provider_user)
    return [status_holder(contract), status_holder(contract), status_holder(contract, pip_on=None)]


@pytest.fixture
def asked(waterveen) -> dict[str, object]:
    return {"gemeente": waterveen.pk, **MONTHS}


@pytest.fixture
def made(learners, asked, client_of, coordinator):
    """An export of Noord, made on the page."""
    client_of(coordinator).post(reverse(NEW), asked)
    return DuoExport.objects.get()


def answer(response) -> bytes:
    return b"".join(response.streaming_content)


def test_what_it_would_hold_is_shown_before_anything_is_kept(
    learners, asked, client_of, coordinator
):
    page = client_of(coordinator).get(reverse(NEW), asked)
    counts = [(row.ready, row.missing) for _label, row in page.context["found"]]
    assert counts == [(2, 1), (3, 0)]
    assert not DuoExport.objects.exists()


def test_the_page_starts_with_last_month(client_of, coordinator, waterveen, meerdorp):
    page = client_of(coordinator).get(reverse(NEW))
    assert page.context["found"] is None
    assert set(page.context["asked"].fields["gemeente"].queryset) == {waterveen, meerdorp}


def test_an_export_is_made_and_its_page_says_what_is_in_it(made, client_of, coordinator):
    assert (made.offers, made.hours, made.missing, made.made_by) == (2, 3, 1, coordinator)
    page = client_of(coordinator).get(made.get_absolute_url()).content.decode()
    assert made.sha256 in page
    lines = reverse("contracts:duoline-list", args=[made.pk])
    missing = client_of(coordinator).get(lines, {"state": "missing"}).content.decode()
    assert "De datum van het PIP ontbreekt." in missing


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_wrong_stands_where_it_was_asked(asked, client_of, coordinator, method):
    turned = asked | {"first_month": "2026-10-05", "last_month": "2026-08-01"}
    page = getattr(client_of(coordinator), method)(reverse(NEW), turned)
    assert page.context["asked"].errors["last_month"] == ["De laatste maand ligt vóór de eerste."]
    assert page.context["found"] is None
    assert not DuoExport.objects.exists()


def test_months_to_come_are_refused_before_they_are_shown(asked, client_of, coordinator):
    page = client_of(coordinator).get(reverse(NEW), asked | {"last_month": "2999-01-01"})
    assert page.context["asked"].errors["last_month"] == ["De laatste maand moet nog beginnen."]
    assert page.context["found"] is None


def test_another_gemeente_is_not_offered(asked, client_of, controller, meerdorp):
    page = client_of(controller).post(reverse(NEW), asked | {"gemeente": meerdorp.pk})
    assert "gemeente" in page.context["asked"].errors
    assert list(page.context["asked"].fields["gemeente"].queryset) == list(
        Gemeente.objects.filter(name="Waterveen")
    )


def test_the_whole_is_handed_out_as_it_was_kept(made, client_of, coordinator):
    address = reverse("contracts:duoexport-json", args=[made.pk])
    content = answer(client_of(coordinator).get(address))
    assert hashlib.sha256(content).hexdigest() == made.sha256
    assert json.loads(content)["gemeente"] == "9001"


def test_what_changed_is_handed_out_apart(made, asked, client_of, coordinator):
    client_of(coordinator).post(reverse(NEW), asked)
    later = DuoExport.objects.exclude(pk=made.pk).get()
    for export, offers in ((made, 2), (later, 0)):
        address = reverse("contracts:duoexport-changed", args=[export.pk])
        assert len(json.loads(answer(client_of(coordinator).get(address)))["offers"]) == offers


def test_the_zip_has_one_file_a_body(made, learners, client_of, coordinator):
    address = reverse("contracts:duoexport-zip", args=[made.pk])
    bundle = zipfile.ZipFile(io.BytesIO(answer(client_of(coordinator).get(address))))
    first = learners[0].reference
    body = json.loads(bundle.read(f"inburgeringsaanbod/0000012345/{first}.json"))
    assert body["verwachteEinddatumOpleiding"] == "2027-07-31"
    hours = json.loads(bundle.read(f"gevolgde-uren/2026-10/0000012345/{first}.json"))
    assert hours["ParticipatieAlsTaalles"] == {"uren": 120}
    names = set(bundle.namelist())
    assert f"overig/missing/0000012345/{learners[2].reference}.json" in names
    assert len([name for name in names if name.startswith(("inb", "gev"))]) == 5


def test_what_is_missing_comes_as_a_sheet(made, learners, client_of, coordinator):
    lines = reverse("contracts:duoline-list", args=[made.pk])
    query = {"state": "missing", "reasons": "no_pip", "_export": "csv"}
    sheet = answer(client_of(coordinator).get(lines, query)).decode("utf-8-sig")
    assert learners[2].reference in sheet
    assert "De datum van het PIP ontbreekt." in sheet
    assert learners[0].reference not in sheet


def test_pages_keep_to_their_queries(made, learners, client_of, coordinator, counted_page):
    client = client_of(coordinator)
    pages = {
        "exports for DUO": reverse("contracts:duoexport-list"),
        "export for DUO": made.get_absolute_url(),
        "lines for DUO": reverse("contracts:duoline-list", args=[made.pk]),
    }
    for name, address in pages.items():
        counted_page(client, name, address)


def test_a_provider_and_another_region_have_no_part_in_it(made, client_of, provider_user, zuid):
    stranger = member_of(zuid, Role.COORDINATOR)
    for name in ("duoexport-detail", "duoexport-json", "duoexport-zip", "duoexport-changed"):
        address = reverse(f"contracts:{name}", args=[made.pk])
        assert client_of(provider_user).get(address).status_code == 403
        assert client_of(stranger).get(address).status_code == 404
