"""What was judged is kept until it is applied, and judged again when what it rested on changed."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils.timezone import get_default_timezone

from config.shared.sheets import Limits
from contracts import imports, judged
from contracts.actions import deliveries
from contracts.enums import DeliveryStatus
from contracts.imports import examining, judging
from contracts.imports.agreement import COMPARED, FIELDS, RESERVATION
from contracts.models import CapacityLine, CourseGroup, Placement, Tariff
from tests.factories.contracts import CourseGroupFactory
from tests.support.placements import as_csv, row, rows, sheet

AT = datetime(2026, 11, 23, 9, tzinfo=get_default_timezone())
pytestmark = pytest.mark.django_db


@pytest.fixture
def checked(contract, provider_user):
    def made(lines):
        file = sheet(as_csv(lines))
        delivery = deliveries.keep_sheet(contract=contract, file=file, by=provider_user, at=AT)
        return imports.check_delivery(delivery_id=delivery.pk, at=AT)

    return made


@pytest.fixture
def confirmed(checked, provider_user):
    def made(lines):
        return deliveries.accept_rows(
            delivery=checked(lines),
            by=provider_user,
            at=AT,
            valid_rows_only=True,
            warnings_reason="Nagevraagd",
        )

    return made


@pytest.fixture
def judgings(monkeypatch):
    """The deliveries that are judged from now on."""
    found = []

    def spied(delivery, *args, **kwargs):
        found.append(delivery.pk)
        return judging.judge_sheet(delivery, *args, **kwargs)

    monkeypatch.setattr(imports.deliveries, "judge_sheet", spied)
    return found


def kept_of(delivery):
    with connection.cursor() as cursor:
        statement = f"SELECT count(*) FROM {judged.TABLE} WHERE delivery_id = %s"
        cursor.execute(statement, [delivery.pk])
        return cursor.fetchone()[0]


def test_what_was_judged_is_applied_as_it_was_and_let_go(confirmed, judgings):
    delivery = confirmed([*rows(3), row(4, gemeente="0999")])
    assert kept_of(delivery) == 3
    judgings.clear()
    applied = imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    assert (applied.status, judgings, kept_of(delivery)) == (DeliveryStatus.APPLIED, [], 0)
    assert Placement.objects.count() == 3


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda: CapacityLine.objects.update(number=9_999), id="seats"),
        pytest.param(lambda: CourseGroup.objects.update(maximum=31), id="group"),
        pytest.param(lambda: Tariff.objects.update(first_on="2025-12-01"), id="tariff"),
        pytest.param(lambda: Placement.objects.update(mode="evening"), id="named placement"),
    ],
)
def test_another_agreement_is_judged_anew(confirmed, judgings, line, place, change):
    CourseGroupFactory(line=line, reference="G-1")
    place(started=True, reference="TV-00001")
    delivery = confirmed(rows(2))
    judgings.clear()
    change()
    applied = imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    assert (applied.status, judgings) == (DeliveryStatus.APPLIED, [delivery.pk])
    assert Placement.objects.count() == 2


def test_the_next_day_is_another_day(confirmed, judgings):
    delivery = confirmed(rows(2))
    judgings.clear()
    imports.apply_delivery(delivery_id=delivery.pk, at=AT + timedelta(days=1))
    assert judgings == [delivery.pk]


def test_what_was_lost_with_the_server_is_judged_anew(confirmed, judgings):
    delivery = confirmed(rows(2))
    judgings.clear()
    judged.forget_judged(delivery.pk)
    applied = imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    assert (applied.status, judgings) == (DeliveryStatus.APPLIED, [delivery.pk])
    assert Placement.objects.count() == 2


def test_nothing_is_kept_of_a_sheet_that_was_discarded(checked, provider_user):
    delivery = checked(rows(2))
    deliveries.reject_delivery(delivery=delivery, by=provider_user, at=AT)
    assert kept_of(delivery) == 0


def outcome_of(delivery):
    found = delivery.findings.order_by("row_number", "code")
    return (
        list(delivery.rows.order_by("row_number").values_list("row_number", "kind", "changes")),
        list(found.values_list("row_number", "column", "level", "code", "message", "value")),
        (delivery.rows_new, delivery.rows_refused, delivery.rows_warned, kept_of(delivery)),
    )


def test_small_chunks_judge_as_one_does(checked, line, place, monkeypatch):
    """Twins, seats and groups are settled over the whole sheet."""
    CapacityLine.objects.filter(pk=line.pk).update(number=5)
    CourseGroupFactory(line=line, reference="Klein", minimum=1, maximum=2)
    place(started=True, reference="TV-00001")
    lines = [*rows(4, group="Klein"), row(9, gemeente="0999"), row(2), *(row(n) for n in (6, 7, 8))]
    whole = outcome_of(checked(lines))
    monkeypatch.setattr(examining, "Limits", partial(Limits, chunk_rows=2))
    assert outcome_of(checked(lines)) == whole
    codes = {code for _row, _column, _level, code, *_rest in whole[1]}
    assert {"duplicate", "no_seat_left", "gemeente_unknown"} <= codes
    twins = [found for found in whole[1] if found[3] == "duplicate"]
    assert [(found[0], found[5]) for found in twins] == [(3, "TV-00002"), (7, "TV-00002")]
    assert "rij 7" in twins[0][4]


def types_of(table, names):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attname = ANY(%s)",
            [table, list(names)],
        )
        return dict(cursor.fetchall())


def test_the_table_has_a_column_for_all_that_a_row_writes():
    names = {*FIELDS, RESERVATION, "reference"}
    ours = types_of(judged.TABLE, names)
    assert set(ours) == names
    assert ours == types_of("contracts_placement", names)
    assert set(types_of(judged.TABLE, COMPARED)) == set(COMPARED)


def test_texts_with_marks_of_their_own_come_through_whole(confirmed):
    reason = 'verhuisd\\n "ver" \\ weg'
    ended = {"status": "uitval", "status_on": "2026-10-05", "actual_last_on": "2026-10-02"}
    delivery = confirmed([row(1, **ended, status_reason=reason), row(2)])
    imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    assert Placement.objects.get(reference="TV-00001").status_reason == reason
    assert Placement.objects.get(reference="TV-00002").status_reason == ""
