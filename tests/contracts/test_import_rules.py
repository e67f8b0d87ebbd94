"""Every rule about a row, each broken by one change to a correct row."""

from datetime import date

import pytest

from contracts.enums import GroupStatus, RowKind
from contracts.imports.examining import examine, read_placements
from contracts.models import CapacityLine
from providers.models import Recognition
from tests.factories.accounts import GemeenteFactory
from tests.factories.contracts import CapacityLineFactory, CourseGroupFactory, PlacementFactory
from tests.support.placements import ON, as_csv, row, rows, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def examined(contract):
    """The rows of a sheet judged beside `contract`, nothing written."""

    def judged(*lines, columns=None):
        options = {"columns": columns} if columns else {}
        parsed = read_placements(sheet(as_csv(lines, **options)), "blad.csv")
        return examine(parsed, contract, on=ON)

    return judged


def found(rows_examined, level="error"):
    return [
        (finding.row, finding.code)
        for finding in rows_examined.parsed.findings
        if finding.level == level
    ]


def test_a_correct_row_has_no_finding(examined):
    judged = examined(row(1))
    assert judged.parsed.findings == []
    assert judged.kinds.tolist() == [RowKind.NEW]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"gemeente": "0999"}, "gemeente_unknown"),
        ({"gemeente": "9555"}, "gemeente_takes_no_part"),
        ({"route": "B"}, "route_not_contracted"),
        ({"group": "G-niet"}, "group_unknown"),
        ({"group": "G-avond", "route": "B"}, "group_of_other_route"),
        ({"place": "Elders"}, "place_unknown"),
        ({"planned_first_on": "2025-12-31"}, "no_line_then"),
        ({"group": "G-dag", "planned_first_on": "2026-02-01"}, "group_period"),
        ({"group": "G-dag", "level": "B2"}, "group_level"),
        ({"group": "G-weg"}, "group_closed"),
        ({"group": "G-dag", "planned_first_on": "2028-01-03"}, "start_outside_contract"),
        ({"actual_first_on": "2025-12-01"}, "tariff_missing"),
        ({"actual_first_on": "2021-12-01"}, "recognition_missing"),
        ({"status_on": "2026-11-24"}, "day_in_future"),
        ({"actual_first_on": "2026-11-24"}, "day_in_future"),
        ({"level": "A2"}, "level_of_route"),
        ({"planned_last_on": "2026-02-01"}, "planned_days_in_order"),
        ({"actual_first_on": ""}, "status_needs_first_day"),
        ({"status": "Afgerond"}, "status_needs_last_day"),
        ({"status": "Verhuisd", "actual_first_on": ""}, "status_needs_last_day"),
        ({"actual_last_on": "2026-02-01"}, "actual_days_in_order"),
        ({"attended_hours": "120,5"}, "attended_within_offered"),
        ({"offered_hours": "-1"}, "too_small"),
        ({"reference": "123456782"}, "personal_number"),
        ({"status_reason": "naar 1234.56.782"}, "personal_number"),
        ({"status": "Vertrokken"}, "choice"),
        ({"pip_on": "31-02-2026"}, "date"),
        ({"reference": ""}, "missing"),
    ],
)
def test_a_broken_rule_is_found(examined, line, contract, cells, code):
    GemeenteFactory(code="9555")
    CourseGroupFactory(line=line, reference="G-dag")
    CourseGroupFactory(line=line, reference="G-avond")
    CourseGroupFactory(line=line, reference="G-weg", status=GroupStatus.PLANNED)
    line.groups.filter(reference="G-weg").update(status=GroupStatus.CANCELLED)
    judged = examined(row(1), row(2, **cells))
    assert (3, code) in found(judged)
    assert judged.kinds.tolist() == [RowKind.NEW, RowKind.REFUSED]


def test_every_finding_says_what_is_wrong_and_how_to_mend_it(examined):
    [finding] = examined(row(1, gemeente="0999")).parsed.findings
    assert finding.column == "gemeentecode"
    assert finding.value == "0999"
    assert finding.message == "Er is geen gemeente met deze code."
    assert finding.remedy.startswith("Gebruik de CBS-code")


def test_a_pip_after_the_start_is_a_warning_only(examined):
    judged = examined(row(1, pip_on="2026-03-01"))
    assert found(judged, "warning") == [(2, "pip_after_start")]
    assert judged.kinds.tolist() == [RowKind.NEW]


def test_a_lapsed_recognition_keeps_new_rows_out(examined, provider):
    Recognition.objects.filter(provider=provider).update(last_on=date(2026, 1, 31))
    assert found(examined(row(1))) == [(2, "recognition_missing")]


@pytest.mark.parametrize(
    ("status", "cells", "allowed"),
    [
        ("registered", {"status": "Gestart"}, True),
        ("registered", {"status": "Afgerond", "actual_last_on": "2026-10-01"}, False),
        ("completed", {"status": "Gestart"}, False),
        ("interrupted", {"status": "Gestart"}, True),
    ],
)
def test_statuses_move_as_the_workflow_knows(examined, place, status, cells, allowed):
    place(
        reference="TV-00001",
        status=status,
        actual_first_on=date(2026, 2, 2),
        actual_last_on=date(2026, 9, 1) if status == "completed" else None,
    )
    judged = examined(row(1, status_on="2026-10-01", **cells))
    assert found(judged) == ([] if allowed else [(2, "status_move_unknown")])


def test_a_move_that_is_not_possible_says_which_are(examined, place):
    place(reference="TV-00001")
    cells = {"status": "Afgerond", "actual_last_on": "2026-10-01", "status_on": "2026-10-01"}
    [finding, *_warnings] = examined(row(1, outcome="diploma", **cells)).parsed.findings
    assert "van “Aangemeld” naar “Afgerond”" in finding.message
    assert "Gestart" in finding.remedy


def test_a_new_status_is_not_dated_before_the_old_one(examined, place):
    place(reference="TV-00001", status_on=date(2026, 6, 1))
    assert found(examined(row(1, status_on="2026-05-31"))) == [(2, "status_goes_back")]


def test_two_rows_about_one_placement_are_refused(examined):
    judged = examined(row(1), row(2), row(1))
    assert [code for _row, code in found(judged)] == ["duplicate", "duplicate"]
    assert judged.kinds.tolist() == [RowKind.REFUSED, RowKind.NEW, RowKind.REFUSED]


def test_with_two_places_a_row_says_which(examined, contract):
    CapacityLineFactory(contract=contract, place="Meerdorp")
    judged = examined(row(1), row(2, place="meerdorp"))
    assert found(judged) == [(2, "place_missing")]
    meerdorp = CapacityLine.objects.get(place="Meerdorp")
    assert judged.now("capacity_line_id").column.tolist() == [None, str(meerdorp.pk)]


def test_a_placement_stays_where_it_was_when_the_row_does_not_say(examined, contract, place):
    meerdorp = CapacityLineFactory(contract=contract, place="Meerdorp")
    place(capacity_line=meerdorp, reference="TV-00001")
    judged = examined(row(1))
    assert found(judged) == []
    assert judged.now("capacity_line_id").column.tolist() == [str(meerdorp.pk)]


def test_who_is_accepted_has_a_seat_kept(examined, place):
    place(reference="TV-00002", status="accepted", reserved_until_on=date(2026, 12, 1))
    place(reference="TV-00003", status="accepted", reserved_until_on=date(2026, 12, 1))
    accepted = {"status": "Geaccepteerd", "actual_first_on": ""}
    judged = examined(row(1, **accepted), row(2, **accepted), row(3))
    assert judged.now("reserved_until_on").column.tolist() == ["2026-12-21", "2026-12-01", None]


def test_a_group_tells_the_line(examined, contract):
    other = CapacityLineFactory(contract=contract, place="Meerdorp")
    group = CourseGroupFactory(line=other, reference="OW-Meer")
    judged = examined(row(1, group="ow-meer"))
    assert judged.now("capacity_line_id").column.tolist() == [str(other.pk)]
    assert judged.now("course_group_id").column.tolist() == [str(group.pk)]


def test_a_group_of_the_same_name_in_two_places_asks_for_the_place(examined, contract, line):
    other = CapacityLineFactory(contract=contract, place="Meerdorp")
    for each in (line, other):
        CourseGroupFactory(line=each, reference="A")
    judged = examined(row(1, group="A"), row(2, group="A", place="Meerdorp"))
    assert found(judged) == [(2, "place_missing")]


def test_columns_that_are_left_out_change_nothing(examined, place, line):
    group = CourseGroupFactory(line=line, reference="G1")
    place(reference="TV-00001", course_group=group, status="accepted", offered_hours=20)
    needed = ("reference", "gemeente", "route", "target_group", "level")
    days = ("planned_first_on", "planned_last_on", "status", "status_on")
    judged = examined(row(1, status="Geaccepteerd"), columns=(*needed, *days))
    assert judged.kinds.tolist() == [RowKind.UNCHANGED]


def test_an_unchanged_row_is_not_held_against_a_contract_that_moved_on(examined, contract, place):
    place(reference="TV-00001", status="registered", pip_on=date(2026, 1, 12))
    contract.gemeenten.clear()
    same = row(1, status="Aangemeld", actual_first_on="", offered_hours="0", attended_hours="0")
    assert examined(same).kinds.tolist() == [RowKind.UNCHANGED]


def test_the_number_of_queries_does_not_grow_with_the_rows(examined, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        examined(*rows(15))


def test_placements_of_another_contract_are_not_touched(examined):
    PlacementFactory(reference="TV-00001")
    assert examined(row(1)).kinds.tolist() == [RowKind.NEW]
