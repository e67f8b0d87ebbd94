"""Exports for DUO by call: of the gemeente or the region, page by page."""

import pytest

from contracts.actions.duo import DuoRequest, make_export
from tests.contracts.test_duo import AT, OCTOBER
from tests.factories.duo import status_holder
from tests.support.calls import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(contract, provider, controller, waterveen):
    """One who can go, without hours, and one without a PIP."""
    provider.duo_number = "0000012345"
    provider.save()
    status_holder(contract, reference="TV-1")
    status_holder(contract, reference="TV-2", pip_on=None)
    request = DuoRequest(waterveen, None, OCTOBER, OCTOBER)
    return make_export(request=request, by=controller, at=AT)


def test_the_gemeente_reads_its_exports(export, controller):
    caller = Caller(controller)
    (found,) = caller.get("/duo-exports", gemeente="9001").json()["results"]
    assert (found["id"], found["gemeente"], found["sha256"]) == (export.pk, "9001", export.sha256)
    assert (found["offers"], found["missing"], found["firstMonth"]) == (1, 3, "2026-10-01")
    assert caller.get(f"/duo-exports/{export.pk}").json() == found


def test_lines_come_page_by_page_with_their_bodies(export, controller):
    caller = Caller(controller)
    address = f"/duo-exports/{export.pk}/lines"
    (first,) = caller.get(address, state="new").json()["results"]
    assert first["body"]["verwachteEinddatumOpleiding"] == "2027-07-31"
    assert (first["reference"], first["institution"]) == ("TV-1", "0000012345")
    missing = caller.get(address, kind="offer", state="missing").json()["results"]
    assert missing[0]["body"] is None
    assert missing[0]["reasons"] == [
        {"code": "no_pip", "message": "De datum van het PIP ontbreekt."}
    ]
    page = caller.get(address, pageSize="1").json()
    assert (len(page["results"]), bool(page["next"])) == (1, True)


def test_a_provider_and_another_region_read_nothing(export, provider_user, coordinator):
    assert Caller(provider_user).get("/duo-exports").status_code == 403
    ours = Caller(coordinator)
    assert ours.get("/duo-exports").json()["results"] == []
    for path in ("", "/lines"):
        assert ours.get(f"/duo-exports/{export.pk}{path}").status_code == 404
