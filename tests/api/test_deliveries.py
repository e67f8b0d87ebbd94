"""Deliveries by call: rows and sheets, in one go or in steps, few at once and many in the back."""

import hashlib
import json

import pytest

from accounts.models import Job
from contracts.enums import DeliveryStatus
from contracts.models import Delivery, Placement
from contracts.tasks import take_delivery
from tests.support.calls import Caller, json_row
from tests.support.placements import as_csv, as_xlsx, rows, sheet

pytestmark = pytest.mark.django_db


def json_rows(count: int, **cells) -> list[dict]:
    return [json_row(number, **cells) for number in range(1, count + 1)]


@pytest.fixture
def deliver(caller, contract, django_capture_on_commit_callbacks):
    """Send rows; work in the background is done at once. The answer."""

    def delivered(rows, **members):
        with django_capture_on_commit_callbacks(execute=True):
            return caller.post("/deliveries", {"contract": contract.pk, "rows": rows, **members})

    return delivered


@pytest.fixture
def upload(caller, contract, django_capture_on_commit_callbacks):
    """Send a sheet in the same way."""

    def uploaded(content, name="plaatsingen.csv", **fields):
        body = {"contract": contract.pk, "file": sheet(content, name), **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return caller.upload("/deliveries", body)

    return uploaded


def now(caller, answer) -> dict:
    """The delivery as it stands by now."""
    return caller.get(answer["Location"].removeprefix("/api/v1")).json()


def by_kind(delivery: dict) -> tuple[int, ...]:
    return tuple(delivery[f"rows{kind}"] for kind in ("New", "Changed", "Unchanged", "Refused"))


# --- Rows --------------------------------------------------------------------------------------


def test_few_rows_are_applied_while_the_caller_waits(deliver, caller, provider_user):
    answer = deliver(json_rows(3))

    assert answer.status_code == 201, answer.content
    delivery = answer.json()
    assert (delivery["status"], delivery["source"], by_kind(delivery)) == (
        "applied",
        "api",
        (3, 0, 0, 0),
    )
    assert Placement.objects.filter(delivery=delivery["id"]).count() == 3
    assert (now(caller, answer), delivery["progress"]) == (delivery, None)
    kept = Delivery.objects.get().file.read()
    assert (hashlib.sha256(kept).hexdigest(), len(kept)) == (delivery["sha256"], delivery["size"])
    assert json.loads(kept)["rows"] == json_rows(3)


def test_the_same_rows_again_change_nothing(deliver):
    deliver(json_rows(2))
    assert by_kind(deliver(json_rows(2)).json()) == (0, 0, 2, 0)
    changed = [json_row(1, attended_hours=100), json_row(3, planned_last_on="2027-06-30")]
    assert by_kind(deliver(changed).json()) == (1, 1, 0, 0)


def test_one_refused_row_keeps_all_out_unless_valid_rows_are_asked_for(deliver):
    mixed = [json_row(1), json_row(2, level="A2"), json_row(3, gemeente="1234")]

    answer = deliver(mixed)

    assert answer.status_code == 422
    told = [(fault["row"], fault["field"]) for fault in answer.json()["errors"]]
    assert told == [(2, "level"), (3, "gemeente")]
    assert not Placement.objects.exists()
    assert Delivery.objects.get().status == DeliveryStatus.REJECTED

    valid_only = deliver(mixed, mode="valid-rows")
    assert (valid_only.status_code, by_kind(valid_only.json())) == (201, (1, 0, 0, 2))
    assert [placement.reference for placement in Placement.objects.all()] == ["TV-00001"]
    assert deliver([json_row(9, level="A2")], mode="valid-rows").status_code == 422


def test_rows_that_are_not_alike_are_refused_before_they_can_empty_anything(deliver):
    with_hours, without = json_row(1), json_row(2)
    del without["attendedHours"]

    answer = deliver([with_hours, without, "rij"])

    assert answer.status_code == 422
    found = [(fault["row"], fault["field"], fault["code"]) for fault in answer.json()["errors"]]
    assert found == [(2, "attendedHours", "uneven"), (3, "", "not_an_object")]
    assert not Delivery.objects.exists()


def test_a_member_that_no_row_has_is_left_alone(deliver):
    deliver(json_rows(1, pip_on="2026-01-12"))
    short = json_row(1, attended_hours=100)
    for name in ("pipOn", "offeredHours"):
        del short[name]

    assert by_kind(deliver([short]).json()) == (0, 1, 0, 0)
    placement = Placement.objects.get()
    assert (placement.pip_on.isoformat(), int(placement.offered_hours)) == ("2026-01-12", 120)


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"rows": []}, "rows"),
        ({"rows": "rij"}, "rows"),
        ({"mode": "iets"}, "mode"),
        ({"confirm": "misschien"}, "confirm"),
        ({"contract": "C-2026-001"}, "contract"),
    ],
)
def test_a_body_that_says_nothing_sensible_is_a_bad_request(deliver, members, field):
    answer = deliver(**{"rows": json_rows(1)} | members)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_many_rows_go_as_a_job_that_can_be_followed(deliver, caller, contract, provider_user):
    contract.capacity_lines.update(number=200)

    answer = deliver(json_rows(101))

    assert (answer.status_code, answer.json()["status"]) == (202, "received")
    delivery = now(caller, answer)
    assert (delivery["status"], by_kind(delivery)) == ("applied", (101, 0, 0, 0))
    assert delivery["progress"]["state"] == "done"
    assert Delivery.objects.get().confirmed_by == provider_user
    again = deliver(json_rows(101, level="A2"))
    refused = now(caller, again)
    assert (refused["status"], refused["rowsRefused"]) == ("rejected", 101)
    assert "101" in refused["message"]


def test_a_job_that_is_done_again_applies_once(deliver, caller, contract):
    contract.capacity_lines.update(number=200)
    deliver(json_rows(101))
    job = Job.objects.get()
    take_delivery(job_id=job.pk, **job.kwargs)

    assert Placement.objects.count() == 101
    assert not Placement.objects.filter(versions__isnull=False).exists()


# --- Sheets ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "name"), [(as_csv, "maart.csv"), (as_xlsx, "maart.xlsx")])
def test_a_sheet_goes_the_same_way(upload, caller, make, name):
    answer = upload(make(rows(3)), name)

    assert answer.status_code == 202, answer.content
    delivery = now(caller, answer)
    assert (delivery["status"], delivery["filename"], by_kind(delivery)) == (
        "applied",
        name,
        (3, 0, 0, 0),
    )


def test_what_is_no_sheet_is_rejected_with_its_sentence(upload, caller):
    delivery = now(caller, upload(b"%PDF-1.7", "plaatsingen.pdf"))
    assert (delivery["status"], delivery["progress"]["state"]) == ("rejected", "failed")
    assert delivery["message"]
    assert upload(b"").status_code == 400


def test_a_document_of_rows_is_a_sheet_too_and_cannot_blow_up(upload, caller):
    document = json.dumps({"rows": json_rows(2)}).encode()
    assert by_kind(now(caller, upload(document, "rijen.json"))) == (2, 0, 0, 0)
    bomb = now(caller, upload(b'[{"reference": 1e999999999}]', "bom.json"))
    assert (bomb["status"], "“reference”" in bomb["message"]) == ("rejected", True)


# --- In steps ----------------------------------------------------------------------------------


@pytest.fixture
def checked(deliver):
    """Two rows that were checked and wait for a confirmation."""
    answer = deliver([json_row(1), json_row(2, level="A2")], confirm=False)
    assert (answer.status_code, answer.json()["status"]) == (201, "checked")
    return f"/deliveries/{answer.json()['id']}"


def test_a_checked_delivery_is_confirmed_in_a_second_call(checked, caller):
    assert not Placement.objects.exists()
    refused = caller.post(f"{checked}/confirmation", {})
    assert (refused.status_code, caller.get(checked).json()["status"]) == (422, "checked")

    answer = caller.post(f"{checked}/confirmation", {"mode": "valid-rows"})

    assert (answer.status_code, answer.json()["status"]) == (200, "applied")
    assert Placement.objects.count() == 1
    assert caller.post(f"{checked}/confirmation", {"mode": "valid-rows"}).status_code == 422


def test_many_checked_rows_are_confirmed_in_the_background(
    upload, caller, contract, django_capture_on_commit_callbacks
):
    contract.capacity_lines.update(number=200)
    answer = upload(as_csv(rows(101)), confirm="false")
    delivery = now(caller, answer)
    assert (delivery["status"], by_kind(delivery)) == ("checked", (101, 0, 0, 0))

    with django_capture_on_commit_callbacks(execute=True):
        confirmed = caller.post(f"/deliveries/{delivery['id']}/confirmation", {})

    assert (confirmed.status_code, now(caller, confirmed)["status"]) == (202, "applied")


def test_a_rejected_delivery_stays_as_proof(checked, caller):
    answer = caller.post(f"{checked}/rejection", None)
    assert (answer.status_code, answer.json()["status"]) == (200, "rejected")
    assert caller.post(f"{checked}/confirmation", {"mode": "valid-rows"}).status_code == 422
    assert Delivery.objects.get().file.read()


# --- What was found, and who sees it -----------------------------------------------------------


def test_findings_and_rows_say_what_the_pages_say(checked, caller):
    (finding,) = caller.get(f"{checked}/findings", level="error").json()["results"]
    assert (finding["row"], finding["field"], finding["column"]) == (2, "level", "niveau")
    assert (finding["code"], finding["value"]) == ("level_of_route", "A2")
    (row,) = caller.get(f"{checked}/rows", kind="new").json()["results"]
    assert (row["row"], row["reference"]) == (1, "TV-00001")
    assert {"field": "plannedFirstOn", "before": None, "after": "2026-02-02"} in row["changes"]
    assert caller.get(f"{checked}/rows", kind="nieuw").status_code == 400


def test_a_file_is_found_again_by_its_hash(deliver, caller):
    answer = deliver(json_rows(1)).json()
    deliver(json_rows(2))
    found = caller.get("/deliveries", sha256=answer["sha256"], status="applied").json()["results"]
    assert [delivery["id"] for delivery in found] == [answer["id"]]


def test_a_delivery_is_for_its_provider_region_and_gemeenten(
    checked, provider_user, coordinator, controller, other_provider_user, zuid_coordinator
):
    for user, status in (
        (coordinator, 200),
        (controller, 200),
        (other_provider_user, 404),
        (zuid_coordinator, 404),
    ):
        for path in (checked, f"{checked}/findings", f"{checked}/rows"):
            assert Caller(user).get(path).status_code == status
    for user, status in ((coordinator, 403), (other_provider_user, 404)):
        for step in ("confirmation", "rejection"):
            assert Caller(user).post(f"{checked}/{step}", {}).status_code == status
    reader = Caller(provider_user, scopes=("deliveries:read",))
    assert reader.post(f"{checked}/confirmation", {}).status_code == 403
    assert Delivery.objects.get().status == DeliveryStatus.CHECKED


def test_the_sandbox_takes_a_small_sheet_at_once(provider_user, contract):
    caller = Caller(provider_user, sandbox=True)
    body = {"contract": contract.pk, "file": sheet(as_csv(rows(3)))}

    answer = caller.upload("/deliveries", body)

    assert (answer.status_code, answer["X-Sandbox"]) == (201, "true")
    assert (answer.json()["status"], by_kind(answer.json())) == ("applied", (3, 0, 0, 0))
    large = caller.upload("/deliveries", body | {"file": sheet(b" " * (1024**2 + 1))})
    assert large.status_code == 422
    assert not Delivery.objects.exists()
