"""Bodies for DUO: of whom, with which days and hours, and why not."""

import hashlib
import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import jsonschema
import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import get_default_timezone

from accounts.models import AuditEvent
from config.shared.errors import Refused
from config.shared.periods import ONE_DAY
from contracts.actions.duo import DuoRequest, document_of, make_export, region_for
from contracts.duo.gathering import Found, Scope, count_found
from contracts.enums import Literacy, PlacementStatus, TargetGroup
from contracts.enums.duo import DuoReason
from contracts.models import DuoExport, DuoLine, PlacementEvent, PlacementHours
from providers.enums import LearningRoute, RecognitionKind
from providers.models import Recognition
from tests.factories.contracts import CapacityLineFactory, ContractFactory, move
from tests.factories.covenants import LearnerFactory
from tests.factories.duo import FIRST_ON, LAST_ON, PIP_ON, returned, status_holder
from tests.support.sheets import shared_file

pytestmark = pytest.mark.django_db

AMSTERDAM = get_default_timezone()
AT = datetime(2026, 11, 16, 9, tzinfo=AMSTERDAM)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
NUMBER = "0000012345"


@pytest.fixture(autouse=True)
def _known_to_duo(provider):
    provider.duo_number = NUMBER
    provider.save()


@pytest.fixture
def export(controller, waterveen):
    """Makes an export of all of Waterveen over October, or other months."""

    def made(first=OCTOBER, last=None, at=AT):
        request = DuoRequest(waterveen, None, first, last or first)
        return make_export(request=request, by=controller, at=at)

    return made


@pytest.fixture
def told(contract, provider_user):
    """The provider returned what it knows of October."""
    return returned(contract, datetime(2026, 11, 6, 9, tzinfo=AMSTERDAM), provider_user)


def document(made: DuoExport) -> dict:
    with made.file.open("rb") as file:
        return json.load(file)


def offer(made: DuoExport) -> dict:
    (line,) = document(made)["offers"]
    return line["body"]


def reasons(made: DuoExport) -> list[str]:
    """The codes of the one line that is missing."""
    (line,) = made.lines.filter(state="missing")
    return line.reasons


def hours(made: DuoExport) -> dict[str, int]:
    return {
        line["month"]: line["body"]["ParticipatieAlsTaalles"]["uren"]
        for line in document(made)["hours"]
    }


def schema(name: str, kind: str) -> jsonschema.Draft202012Validator:
    """A schema of DUO's own description, with what it refers to."""
    described = yaml.safe_load(shared_file("data", "duo", f"{name}.openapi.yml").read_text())
    whole = {"$ref": f"#/components/schemas/{kind}", "components": described["components"]}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(whole, format_checker=checker)


def test_bodies_keep_to_the_descriptions_of_duo(contract, told, export):
    status_holder(contract, literacy=Literacy.OTHER_SCRIPT)
    status_holder(contract, attended_hours=Decimal("0"), actual_last_on=date(2026, 12, 4))
    made = document(export())
    assert (len(made["offers"]), len(made["hours"])) == (2, 2)
    for line in made["offers"]:
        schema("Inburgeringsaanbod", "Inburgeringsaanbod").validate(line["body"])
        assert len(line["instellingsnummer"]) == 10
    for line in made["hours"]:
        schema("GevolgdeUren", "Gemeente").validate(line["body"])
    broken = made["hours"][0]["body"] | {"bekendTot": "31 oktober", "gemeentecode": 9001}
    with pytest.raises(jsonschema.ValidationError):
        schema("GevolgdeUren", "Gemeente").validate(broken)


def test_ends_are_the_day_after_our_last_day(contract, told, export):
    status_holder(contract)
    made = export()
    assert offer(made)["verwachteEinddatumOpleiding"] == str(LAST_ON + ONE_DAY)
    (line,) = document(made)["hours"]
    assert line["body"]["bekendTot"] == "2026-11-01"
    assert line["body"]["gemeentecode"] == "9001"


def test_who_left_early_ends_on_the_day_after_leaving(contract, export):
    left_on = date(2026, 12, 31)
    status_holder(contract, status=PlacementStatus.DROPPED_OUT, actual_last_on=left_on)
    assert offer(export())["verwachteEinddatumOpleiding"] == "2027-01-01"


def test_the_education_route_is_offered_on_the_day_of_enrolment(contract, provider_user, export):
    placement = status_holder(contract)
    for target, on in (("registered", 5), ("accepted", 20), ("started", 25)):
        PlacementEvent.objects.create(
            placement=placement, target=target, on=date(2026, 1, on), recorded_at=AT - timedelta(99)
        )
    body = offer(export())
    assert body["datumInburgeringsaanbod"] == "2026-01-20"
    assert body["verwachteStartdatumOpleiding"] == str(FIRST_ON)


def test_no_offer_lies_before_the_pip(contract, export):
    placement = status_holder(contract)
    PlacementEvent.objects.create(
        placement=placement, target="accepted", on=PIP_ON - ONE_DAY, recorded_at=AT
    )
    assert offer(export())["datumInburgeringsaanbod"] == str(PIP_ON)


def test_other_routes_are_offered_on_the_first_day_of_lessons(contract, export):
    line = CapacityLineFactory(contract=contract, route=LearningRoute.B1, place="Meerdorp")
    placement = status_holder(contract, capacity_line=line, pip_on=FIRST_ON)
    PlacementEvent.objects.create(placement=placement, target="accepted", on=PIP_ON, recorded_at=AT)
    body = offer(export())
    assert body["datumInburgeringsaanbod"] == body["verwachteStartdatumOpleiding"] == str(FIRST_ON)


SPOILED = {
    DuoReason.NO_PIP: {"pip_on": None},
    DuoReason.BEFORE_PIP: {"pip_on": FIRST_ON + ONE_DAY},
    DuoReason.BEFORE_TERM: {"pip_on": FIRST_ON},
    DuoReason.AFTER_TERM: {"term_ends_on": LAST_ON - ONE_DAY},
    DuoReason.ENDS_FIRST: {
        "actual_first_on": LAST_ON + ONE_DAY,
        "planned_last_on": LAST_ON,
    },
    DuoReason.NOT_PLANNED: {"status": PlacementStatus.WAITLISTED, "actual_first_on": None},
}


@pytest.mark.parametrize(("reason", "changes"), SPOILED.items(), ids=[str(r) for r in SPOILED])
def test_what_duo_would_refuse_is_listed_with_the_reason(contract, told, export, reason, changes):
    status_holder(contract, **changes)
    made = export()
    assert (reasons(made), made.offers, made.missing) == ([reason.value], 0, 1)
    (line,) = document(made)["missing"]
    assert line["reasons"] == [{"code": reason.value, "message": str(reason.label)}]


def test_the_last_day_of_the_term_is_within_it(contract, export):
    status_holder(contract, term_ends_on=LAST_ON)
    assert export().offers == 1


def test_an_institution_must_be_known_and_recognised(contract, told, provider, export):
    status_holder(contract)
    provider.duo_number = ""
    provider.save()
    Recognition.objects.filter(provider=provider, kind=RecognitionKind.TST).update(
        last_on=FIRST_ON - ONE_DAY
    )
    assert reasons(export()) == ["no_institution", "not_recognised"]


def test_only_status_holders_of_this_law_and_gemeente(contract, meerdorp, export):
    status_holder(contract, target_group=TargetGroup.FAMILY_MIGRANT)
    status_holder(contract, cohort="wi2013")
    status_holder(contract, gemeente=meerdorp)
    status_holder(contract, status=PlacementStatus.CANCELLED)
    status_holder(
        contract,
        status=PlacementStatus.MOVED,
        actual_first_on=None,
        actual_last_on=date(2026, 1, 20),
    )
    status_holder(contract, actual_last_on=OCTOBER - ONE_DAY, status=PlacementStatus.COMPLETED)
    made = export()
    assert (made.offers, made.hours, made.missing) == (0, 0, 0)


def test_the_latest_offer_per_person_and_institution(contract, noord, provider, waterveen, export):
    other = ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen], active=True
    )
    status_holder(contract, reference="TV-1")
    later = status_holder(
        other,
        reference="TV-1",
        status=PlacementStatus.SCHEDULED,
        planned_first_on=date(2026, 12, 7),
        actual_first_on=None,
    )
    status_holder(other, reference="TV-2")
    made = export()
    first, second = made.lines.filter(kind="offer").order_by("reference")
    assert (first.placement, second.reference) == (later, "TV-2")
    move(later, PlacementStatus.CANCELLED)
    assert export().lines.get(kind="offer", reference="TV-1").placement != later


def test_hours_are_the_whole_hours_attended_up_to_each_month(
    contract, provider_user, told, export, later_version
):
    placement = status_holder(contract, attended_hours=Decimal("80.75"))
    later_version(placement, Decimal("121.50"), datetime(2026, 12, 3, tzinfo=AMSTERDAM))
    returned(contract, datetime(2026, 12, 4, tzinfo=AMSTERDAM), provider_user)
    made = export(OCTOBER, NOVEMBER, at=datetime(2026, 12, 7, tzinfo=AMSTERDAM))
    assert hours(made) == {"2026-10": 80, "2026-11": 121}


@pytest.fixture
def later_version():
    """Gives a placement other hours at a moment, as an applied sheet does."""

    def changed(placement, attended, at):
        placement.attended_hours = attended
        placement.save()
        placement.versions.filter(pgh_created_at__gt=at).update(pgh_created_at=at)
        placement.versions.update(pgh_created_at=at)

    return changed


def test_hours_of_an_earlier_placement_count_too(contract, told, export):
    reference = "TV-9"
    early = {"actual_first_on": date(2026, 1, 19), "actual_last_on": FIRST_ON - ONE_DAY}
    status_holder(contract, attended_hours=20, reference=reference)
    other = ContractFactory(
        region=contract.region,
        provider=contract.provider,
        gemeenten_given=list(contract.gemeenten.all()),
        active=True,
    )
    status_holder(
        other, status=PlacementStatus.SWITCHED, attended_hours=30, reference=reference, **early
    )
    assert hours(export()) == {"2026-10": 50}


def test_without_a_return_of_the_month_there_are_no_hours(contract, provider_user, export):
    status_holder(contract)
    returned(contract, datetime(2026, 10, 30, tzinfo=AMSTERDAM), provider_user)
    made = export()
    assert (made.offers, reasons(made)) == (1, ["no_return"])


def test_more_hours_than_duo_takes(contract, told, export):
    status_holder(contract, offered_hours=10_000, attended_hours=10_000)
    assert reasons(export()) == ["too_many_hours"]


def test_hours_under_a_covenant_are_kept_by_month(waterveen, provider, noord, export, coordinator):
    learner = LearnerFactory(
        started=True,
        gemeente=waterveen,
        target_group=TargetGroup.STATUS_HOLDER,
        pip_on=PIP_ON,
        covenant_party__provider=provider,
    )
    for month, attended in ((9, 10), (10, 12), (11, 99)):
        PlacementHours.objects.create(
            placement=learner,
            month=date(2026, month, 1),
            offered=99,
            attended=attended,
            recorded_at=AT,
            recorded_by=coordinator,
        )
    assert hours(export()) == {"2026-10": 22}


def test_an_export_says_what_changed_since_the_last(contract, told, export):
    same, other = (status_holder(contract) for _ in range(2))
    gone = status_holder(contract, status=PlacementStatus.SCHEDULED, actual_first_on=None)
    first = export()
    assert (first.changed, first.withdrawn) == (5, 0)
    other.planned_last_on = LAST_ON + ONE_DAY
    other.save()
    move(gone, PlacementStatus.CANCELLED)
    second = export()
    assert (second.changed, second.withdrawn) == (1, 1)
    states = {line.reference: line.state for line in second.lines.filter(kind="offer")}
    assert states == {
        same.reference: "unchanged",
        other.reference: "changed",
        gone.reference: "withdrawn",
    }
    changed = json.loads(b"".join(document_of(second, only_changed=True)))
    assert [line["reference"] for line in changed["offers"]] == [other.reference]
    assert [line["reference"] for line in changed["withdrawn"]] == [gone.reference]
    assert (changed["hours"], changed["missing"]) == ([], [])
    assert export().withdrawn == 0


def test_who_went_to_another_gemeente_is_not_withdrawn(contract, meerdorp, export):
    placement = status_holder(contract)
    export()
    placement.gemeente = meerdorp
    placement.save()
    assert export().withdrawn == 0


def test_an_offer_that_waits_again_is_withdrawn(contract, export):
    placement = status_holder(contract, status=PlacementStatus.SCHEDULED, actual_first_on=None)
    export()
    move(placement, PlacementStatus.CANCELLED)
    status_holder(
        contract,
        reference=f"{placement.reference}-b",
        status=PlacementStatus.REGISTERED,
        actual_first_on=None,
    )
    made = export()
    assert (made.withdrawn, made.missing) == (1, 1)


def test_what_was_exported_is_kept_with_its_digest(contract, told, export, controller):
    status_holder(contract)
    made = export()
    with made.file.open("rb") as file:
        content = file.read()
    assert hashlib.sha256(content).hexdigest() == made.sha256
    assert content == b"".join(document_of(made))
    assert (made.made_by, made.first_month) == (controller, OCTOBER)
    assert AuditEvent.objects.filter(action="created", object_id=made.pk).exists()


def test_no_bsn_and_no_name_is_in_it(contract, told, export):
    status_holder(contract)
    for line in (*document(export())["offers"], *document(export())["hours"]):
        assert set(line) <= {"reference", "provider", "instellingsnummer", "month", "state", "body"}


def test_counting_writes_nothing(contract, told, waterveen):
    status_holder(contract)
    status_holder(contract, pip_on=None)
    scope = Scope(waterveen.pk, None, OCTOBER, OCTOBER)
    assert count_found(scope) == [Found("offer", 1, 1), Found("hours", 2, 0)]
    assert not DuoLine.objects.exists()


def test_a_region_exports_what_it_placed(contract, zuid, coordinator, waterveen, export):
    status_holder(contract)
    assert region_for(waterveen, coordinator, AT.date()) == contract.region
    ours = DuoRequest(waterveen, contract.region, OCTOBER, OCTOBER)
    assert make_export(request=ours, by=coordinator, at=AT).offers == 1
    assert export().changed == 1
    theirs = Scope(waterveen.pk, zuid.pk, OCTOBER, OCTOBER)
    assert count_found(theirs) == []


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (NOVEMBER, OCTOBER, "ligt vóór"),
        (date(2026, 12, 1), date(2026, 12, 1), "moet nog beginnen"),
    ],
)
def test_months_to_come_are_refused(export, first, last, sentence):
    with pytest.raises(Refused, match=sentence):
        export(first, last)
    assert not DuoExport.objects.exists()


def test_only_who_may_and_acts_there(waterveen, noord, coordinator, contract_manager, zuid):
    for request, person in (
        (DuoRequest(waterveen, None, OCTOBER, OCTOBER), coordinator),
        (DuoRequest(waterveen, zuid, OCTOBER, OCTOBER), coordinator),
        (DuoRequest(waterveen, noord, OCTOBER, OCTOBER), contract_manager),
    ):
        with pytest.raises(Refused):
            make_export(request=request, by=person, at=AT)
    assert not DuoExport.objects.exists()


def test_the_number_of_queries_does_not_grow_with_learners(contract, told, export):
    status_holder(contract)
    export()
    with CaptureQueriesContext(
        connection,
    ) as few:
        export()
    for _ in range(8):
        status_holder(contract)
    with CaptureQueriesContext(connection) as many:
        export()
    assert len(many) == len(few)


def test_the_command_writes_what_it_exported(contract, told, controller, tmp_path, capsys):
    status_holder(contract)
    asked = {"gemeente": "9001", "first": "2026-10", "by": controller.email}
    call_command("export_duo", dry_run=True, **asked)
    assert not DuoExport.objects.exists()
    out = tmp_path / "duo.json"
    call_command("export_duo", str(out), **asked)
    made = DuoExport.objects.get()
    assert hashlib.sha256(out.read_bytes()).hexdigest() == made.sha256
    assert made.sha256 in capsys.readouterr().out
    call_command("export_duo", str(out), changed=True, **asked)
    assert json.loads(out.read_text())["offers"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"gemeente": "0000"},
        {"by": "niemand@voorbeeld.test"},
        {"first": "oktober"},
        {"first": "2031-01"},
    ],
    ids=["gemeente", "person", "month", "future"],
)
def test_the_command_says_what_is_wrong(controller, wrong):
    asked = {"gemeente": "9001", "first": "2026-10", "by": controller.email}
    with pytest.raises(CommandError) as refused:
        call_command("export_duo", **asked | wrong)
    assert refused.value.returncode == 2
