"""Placements by call: read, registered and changed by the rules of the sheet."""

import pytest
from django.core.files.storage import default_storage

from contracts.enums import DeliverySource, DeliveryStatus
from contracts.models import Contract, CostLine, Delivery, Placement, PlacementEvent
from tests.factories.contracts import ContractFactory, PlacementFactory
from tests.factories.covenants import LearnerFactory, SchoolPartyFactory
from tests.factories.mappings import ColumnMappingFactory
from tests.support.calls import Caller, json_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(caller, contract):
    """Register a learner; the answer."""

    def registered(number=1, key="", **cells):
        body = {"contract": contract.pk, **json_row(number, **cells)}
        return caller.post("/placements", body, key)

    return registered


def faults(answer) -> set[tuple[str, str]]:
    return {(fault["field"], fault["code"]) for fault in answer.json()["errors"]}


# --- Register ----------------------------------------------------------------------------------


def test_one_call_registers_a_learner_with_costs_and_proof(register, caller, provider_user):
    answer = register()

    assert answer.status_code == 201, answer.content
    placement = Placement.objects.get()
    assert answer["Location"] == f"/api/v1/placements/{placement.pk}"
    assert CostLine.objects.filter(placement=placement).count() == 3
    delivery = placement.delivery
    assert (delivery.source, delivery.status) == (DeliverySource.API, DeliveryStatus.APPLIED)
    assert (delivery.confirmed_by, delivery.token.user) == (provider_user, provider_user)
    assert delivery.filename == "TV-00001.json"
    read = caller.get(f"/placements/{placement.pk}")
    assert (read.json(), read["ETag"]) == (answer.json(), answer["ETag"])


def test_a_placement_is_shown_as_the_row_that_made_it(register, contract):
    sent = json_row(conversation_on="2026-05-04", conversation_outcome="on_course")
    shown = register(conversation_on="2026-05-04", conversation_outcome="on_course").json()

    assert {name: shown[name] for name in sent} == sent
    assert (shown["contract"], shown["covenant"]) == (contract.pk, None)
    assert (shown["place"], shown["group"], shown["statusReason"]) == ("Waterveen", None, None)


def test_every_rule_that_is_broken_is_told_by_member_and_nothing_is_made(register, caller):
    answer = register(gemeente="1234", level="A2", offered_hours=10)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert faults(answer) == {
        ("gemeente", "gemeente_unknown"),
        ("level", "level_of_route"),
        ("attendedHours", "attended_within_offered"),
    }
    told = next(fault for fault in answer.json()["errors"] if fault["field"] == "gemeente")
    assert (told["row"], told["message"]) == (1, "Er is geen gemeente met deze code.")
    assert told["remedy"].startswith("Gebruik de CBS-code")
    assert not Placement.objects.exists()
    delivery = Delivery.objects.get()
    assert delivery.status == DeliveryStatus.REJECTED
    assert caller.get(answer.json()["delivery"].removeprefix("/api/v1")).json()["rowsRefused"] == 1


def test_who_stands_already_is_not_registered_again(register):
    register()
    answer = register(attended_hours=100)

    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "Dit kenmerk bestaat al in het contract.",
    )
    assert float(Placement.objects.get().attended_hours) == 96.5


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"level": 3}, ("level", "type")),
        ({"offered_hours": "120"}, ("offeredHours", "type")),
        ({"offered_hours": True}, ("offeredHours", "type")),
        ({"reference": None}, ("reference", "missing")),
        ({"bsn": "123456782"}, ("bsn", "unknown_member")),
    ],
)
def test_what_is_not_shaped_as_a_row_is_not_even_kept(register, cells, found):
    answer = register(**cells)

    assert (answer.status_code, faults(answer)) == (422, {found})
    assert not Delivery.objects.exists()


def test_a_number_that_can_be_a_bsn_is_refused(register):
    assert faults(register(reference="123456782")) == {("reference", "personal_number")}


def test_a_full_line_has_no_seat_for_a_call(register, contract):
    contract.capacity_lines.update(number=1)
    assert register(1).status_code == 201
    assert faults(register(2)) == {("group", "no_seat_left")}


def test_only_contracts_of_the_own_provider_can_be_named(caller, noord, waterveen, other_provider):
    theirs = ContractFactory(
        region=noord, provider=other_provider, gemeenten_given=[waterveen], active=True
    )
    for pk in (theirs.pk, 0, 999_999_999):
        answer = caller.post("/placements", {"contract": pk, **json_row()})
        assert answer.status_code in (400, 422)
        assert {field for field, _code in faults(answer)} == {"contract"}
    assert not Delivery.objects.exists()


def test_warnings_need_a_reason_since_nobody_looks_in_between(register):
    answer = register(pip_on="2026-03-01")
    assert (answer.status_code, ("pipOn", "pip_after_start") in faults(answer)) == (422, True)

    again = register(pip_on="2026-03-01", warnings_reason="Overstap van route")
    assert again.status_code == 201, again.content
    assert Delivery.objects.latest("pk").warnings_reason == "Overstap van route"
    personal = register(2, pip_on="2026-03-01", warnings_reason="Zie 123456782")
    assert (personal.status_code, faults(personal)) == (
        400,
        {("warningsReason", "personal_number")},
    )


def test_the_same_call_twice_under_one_key_registers_once(register):
    first, second = register(key="een-sleutel"), register(key="een-sleutel")

    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.content, first["Location"]) == (second.content, second["Location"])
    assert Placement.objects.count() == 1
    assert register(2, key="een-sleutel").status_code == 422
    assert Placement.objects.count() == 1


def test_the_sandbox_judges_everything_and_keeps_nothing(caller, contract, monkeypatch):
    taken_away = []
    monkeypatch.setattr(default_storage, "delete", taken_away.append)
    body = {"contract": contract.pk, **json_row()}

    assert caller.post("/placements", body, **{"X-Sandbox": "true"}).status_code == 201
    wrong = caller.post("/placements", body | {"level": "A2"}, **{"X-Sandbox": "true"})

    assert (wrong.status_code, faults(wrong)) == (422, {("level", "level_of_route")})
    assert not Placement.objects.exists()
    assert not Delivery.objects.exists()
    assert len(taken_away) == 2


HOSTILE = ("", "\x00", "\ud800", "\u202e", "x" * 300, "=1+1", "'; --", "a/", "1e400", True, 10**30)


@pytest.mark.parametrize("member", ["reference", "gemeente", "group", "pipOn", "offeredHours"])
def test_whatever_stands_in_a_member_gets_an_answer(caller, contract, member):
    for number, value in enumerate(HOSTILE):
        body = {"contract": contract.pk, **json_row(number), member: value}
        answer = caller.post("/placements", body)
        assert answer.status_code in (201, 422), (member, value)
        if answer.status_code == 201:
            read = caller.get(f"/placements/{answer.json()['id']}").json()
            assert read[member] in (value, None, 0)
    assert not Placement.objects.filter(reference="").exists()


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '{"contract": NaN}', "[" * 20_000])
def test_a_body_that_is_no_object_is_a_bad_request(caller, body):
    for path in ("/placements", "/deliveries"):
        assert caller.post(path, body).status_code == 400


def test_a_body_that_is_too_large_is_not_read(caller, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024**2
    answer = caller.post("/deliveries", " " * (1024**2 + 1))
    assert (answer.status_code, "1 MB" in answer.json()["detail"]) == (413, True)


def test_one_call_takes_no_more_queries_than_it_did(register, caller, query_budget):
    made = register(1)
    with query_budget("api:placement-create"):
        answer = register(2, planned_last_on="2027-06-30")
    assert answer.status_code == 201
    with query_budget("api:placement-change"):
        path = made["Location"].removeprefix("/api/v1")
        assert caller.patch(path, {"attendedHours": 97}, made["ETag"]).status_code == 200


# --- Change ------------------------------------------------------------------------------------


def test_a_change_names_only_what_changes(register, caller):
    made = register(offered_hours=100, attended_hours=50, pip_on="2026-01-12")
    path = made["Location"].removeprefix("/api/v1")
    change = {"status": "interrupted", "statusOn": "2026-10-05", "interruptionReason": "childcare"}

    answer = caller.patch(path, change, made["ETag"])

    assert answer.status_code == 200, answer.content
    assert {name: answer.json()[name] for name in change} == change
    placement = Placement.objects.get()
    assert (placement.pip_on.isoformat(), float(placement.attended_hours)) == ("2026-01-12", 50)
    events = PlacementEvent.objects.filter(placement=placement).order_by("pk")
    assert [event.target for event in events] == ["started", "interrupted"]
    assert placement.versions.get().status == "started"
    assert answer["ETag"] == caller.get(path)["ETag"] != made["ETag"]


def test_a_change_has_to_know_the_version_that_it_changes(register, caller):
    made = register()
    path = made["Location"].removeprefix("/api/v1")
    change = {"attendedHours": 97}

    assert caller.patch(path, change).status_code == 428
    assert caller.patch(path, change, '"iets-anders"').status_code == 412
    assert caller.patch(path, change, made["ETag"]).status_code == 200
    assert caller.patch(path, {"attendedHours": 98}, made["ETag"]).status_code == 412
    assert float(Placement.objects.get().attended_hours) == 97


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"status": "registered", "statusOn": "2026-03-01"}, ("status", "status_move_unknown")),
        ({"level": "A2"}, ("level", "level_of_route")),
        ({"reference": "TV-9"}, ("reference", "read_only")),
        ({"plannedFirstOn": None}, ("plannedFirstOn", "missing")),
        ({"capacityLine": 1}, ("capacityLine", "unknown_member")),
    ],
)
def test_a_change_that_breaks_a_rule_changes_nothing(register, caller, change, found):
    made = register()
    path = made["Location"].removeprefix("/api/v1")

    answer = caller.patch(path, change, made["ETag"])

    assert (answer.status_code, found in faults(answer)) == (422, True), answer.content
    assert caller.get(path)["ETag"] == made["ETag"]


def test_what_a_school_calls_its_columns_means_nothing_in_a_call(register, caller, contract):
    ColumnMappingFactory(provider=contract.provider, header="plannedFirstOn", column="")
    ColumnMappingFactory(provider=contract.provider, header="Niveau", column="reference")
    made = register()
    path = made["Location"].removeprefix("/api/v1")

    answer = caller.patch(path, {"attendedHours": 97}, made["ETag"])

    assert (answer.status_code, answer.json()["attendedHours"]) == (200, 97), answer.content
    assert Delivery.objects.latest("pk").status == DeliveryStatus.APPLIED


def test_a_change_that_is_none_leaves_no_version(register, caller):
    made = register()
    path = made["Location"].removeprefix("/api/v1")

    answer = caller.patch(path, {"attendedHours": 96.5}, made["ETag"])

    assert (answer.status_code, answer["ETag"]) == (200, made["ETag"])
    assert not Placement.objects.get().versions.exists()


def test_who_learns_under_a_covenant_is_changed_on_its_page(caller, provider):
    party = SchoolPartyFactory(provider=provider, covenant__offered=True)
    learner = LearnerFactory(covenant_party=party)

    shown = caller.get(f"/placements/{learner.pk}")
    assert (shown.json()["contract"], shown.json()["covenant"]) == (None, party.covenant_id)
    answer = caller.patch(f"/placements/{learner.pk}", {"level": "A2"}, shown["ETag"])
    assert answer.status_code == 409


def test_nothing_is_taken_for_a_contract_that_is_not_active(register, caller, contract):
    made = register()
    Contract.objects.filter(pk=contract.pk).update(status="ended", ended_on="2026-11-01")

    assert {field for field, _code in faults(register(2))} == {"contract"}
    path = made["Location"].removeprefix("/api/v1")
    assert caller.patch(path, {"attendedHours": 97}, made["ETag"]).status_code == 422
    assert Delivery.objects.count() == 1


# --- Read --------------------------------------------------------------------------------------


def test_a_page_of_placements_takes_as_many_queries_as_one(caller, line, waterveen, query_budget):
    for _each in range(3):
        PlacementFactory(capacity_line=line, gemeente=waterveen, started=True)
    caller.get("/placements")
    with query_budget("api:placement-list"):
        page = caller.get("/placements", pageSize="2").json()
    rest = caller.get("/placements" + page["next"].partition("/placements")[2]).json()

    shown = [row["reference"] for row in page["results"] + rest["results"]]
    assert shown == list(Placement.objects.order_by("pk").values_list("reference", flat=True))
    assert (len(page["results"]), rest["next"]) == (2, None)


def test_filters_are_those_of_a_program(caller, line, waterveen, meerdorp):
    here = PlacementFactory(capacity_line=line, gemeente=waterveen, started=True)
    PlacementFactory(capacity_line=line, gemeente=meerdorp)

    def found(**query):
        return [row["id"] for row in caller.get("/placements", **query).json()["results"]]

    assert found(status="started") == found(gemeente="9001") == [here.pk]
    assert found(reference=here.reference, contract=str(line.contract_id)) == [here.pk]
    assert found(plannedFirstOnAfter="2026-02-03") == []
    assert caller.get("/placements", statsu="started").status_code == 400
    assert caller.get("/placements", status="begonnen").status_code == 400


def test_everyone_reads_what_is_theirs(
    line, waterveen, meerdorp, coordinator, controller, other_provider_user, zuid_coordinator
):
    mine = PlacementFactory(capacity_line=line, gemeente=waterveen)
    theirs = PlacementFactory(capacity_line=line, gemeente=meerdorp)

    def seen(user):
        return [row["id"] for row in Caller(user).get("/placements").json()["results"]]

    assert (seen(coordinator), seen(controller)) == ([mine.pk, theirs.pk], [mine.pk])
    assert seen(other_provider_user) == seen(zuid_coordinator) == []
    for user, status in ((coordinator, 200), (other_provider_user, 404), (controller, 404)):
        assert Caller(user).get(f"/placements/{theirs.pk}").status_code == status


def test_a_token_does_what_its_scopes_say(provider_user, contract, coordinator):
    reader = Caller(provider_user, scopes=("placements:read",))
    body = {"contract": contract.pk, **json_row()}

    assert reader.post("/placements", body).status_code == 403
    assert Caller(coordinator).post("/placements", body).status_code == 403
    other = Caller(provider_user, scopes=("deliveries:read",))
    assert other.get("/placements").status_code == 403
    assert not Delivery.objects.exists()
