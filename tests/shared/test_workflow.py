"""The workflow engine, on tenders and their lots."""

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils import translation

from accounts.models import AuditEvent
from config.shared.errors import Refused
from config.shared.workflow import WORKFLOWS, recorder
from procurement.enums import LotStatus, TenderStatus
from procurement.models import Lot, Tender
from procurement.workflows import LOT, TENDER
from tests.factories.procurement import CLOSES_AT, PUBLISHED_AT, LotFactory, TenderFactory


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def tender(noord, officer):
    return TenderFactory(region=noord, complete=True, created_by=officer)


def test_a_move_changes_the_state_stamps_and_records(tender, officer):
    moved = TENDER.apply(tender, "ask_review", by=officer, at=PUBLISHED_AT)
    assert (moved.status, moved.review_requested_at, moved.review_requested_by) == (
        TenderStatus.IN_REVIEW,
        PUBLISHED_AT,
        officer,
    )
    event = next(iter(recorder().history(tender)))
    assert (event.action, event.by, event.before["status"], event.after["status"]) == (
        "ask_review",
        officer,
        "draft",
        "in_review",
    )
    assert event.after["review_requested_by"] == officer.pk


def test_a_move_from_another_state_is_refused_and_leaves_nothing(tender, officer):
    TENDER.apply(tender, "ask_review", by=officer, at=PUBLISHED_AT)
    before = AuditEvent.objects.count()
    with pytest.raises(Refused, match="now “In review”"):
        TENDER.apply(tender, "ask_review", by=officer, at=PUBLISHED_AT)
    assert AuditEvent.objects.count() == before


def test_a_role_without_the_permission_is_refused(tender, reader, zuid_officer):
    for person in (reader, zuid_officer):
        with pytest.raises(Refused, match="role"):
            TENDER.apply(tender, "ask_review", by=person, at=PUBLISHED_AT)
    tender.refresh_from_db()
    assert tender.status == TenderStatus.DRAFT


def test_every_missing_condition_is_told_at_once(noord, officer):
    bare = TenderFactory(region=noord, created_by=officer, closes_at=None)
    assert len(TENDER.missing(bare, "ask_review", PUBLISHED_AT)) == 5
    with pytest.raises(Refused) as refusal:
        TENDER.apply(bare, "ask_review", by=officer, at=PUBLISHED_AT)
    assert len(refusal.value.messages) == 5


def test_a_condition_that_moves_share_is_asked_once_for_all_of_them(tender):
    asked = []

    def never(row, at):
        asked.append(row)
        return "Not ready."

    moves = [
        replace(move, conditions=(never, *more))
        for move, more in zip(TENDER.transitions, [(never,), ()], strict=False)
    ]
    assert TENDER.missing_for(tender, moves, PUBLISHED_AT) == {
        moves[0].name: ["Not ready.", "Not ready."],
        moves[1].name: ["Not ready."],
    }
    assert asked == [tender]


def test_a_reason_is_asked_where_the_move_needs_one(tender, officer):
    with pytest.raises(Refused) as refusal:
        TENDER.apply(tender, "withdraw", by=officer, at=PUBLISHED_AT, reason=" ")
    assert refusal.value.field == "reason"
    moved = TENDER.apply(tender, "withdraw", by=officer, at=PUBLISHED_AT, reason="Geen budget")
    assert AuditEvent.objects.latest("pk").reason == "Geen budget"
    assert moved.withdrawn_by == officer


def test_a_stale_page_does_not_overwrite_what_happened_since(tender, officer, second_officer):
    stale = Tender.objects.get(pk=tender.pk)
    TENDER.apply(tender, "ask_review", by=officer, at=PUBLISHED_AT)
    with pytest.raises(Refused):
        TENDER.apply(stale, "withdraw", by=second_officer, at=PUBLISHED_AT, reason="")
    tender.refresh_from_db()
    assert tender.status == TenderStatus.IN_REVIEW


def test_available_moves_fit_state_and_permission(tender, officer, reader):
    assert [move.name for move in TENDER.available(tender, officer)] == ["ask_review", "withdraw"]
    assert TENDER.available(tender, reader) == []


def test_many_rows_move_in_one_statement_and_each_is_recorded(noord, django_assert_num_queries):
    tender = TenderFactory(region=noord, published=True)
    LotFactory(tender=tender)
    elsewhere = LotFactory(tender=tender)
    LOT.apply(elsewhere, "withdraw", by=None, at=CLOSES_AT)
    count = AuditEvent.objects.count()
    with django_assert_num_queries(5):  # savepoint, lock, update, audit, release
        assert LOT.apply_many(tender.lots.all(), "evaluate", by=None, at=CLOSES_AT) == 2
    assert set(Lot.objects.values_list("status", flat=True)) == {
        LotStatus.IN_EVALUATION,
        LotStatus.WITHDRAWN,
    }
    assert AuditEvent.objects.count() == count + 2


@pytest.mark.db
def test_the_database_refuses_a_move_the_workflow_does_not_know(noord):
    tender = TenderFactory(region=noord, published=True)
    with pytest.raises(IntegrityError, match="knows no move"), transaction.atomic():
        Tender.objects.filter(pk=tender.pk).update(status=TenderStatus.IN_EVALUATION)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE procurement_tender SET status = 'opened'")


@pytest.mark.db
def test_the_database_refuses_a_new_row_that_begins_halfway(noord):
    with pytest.raises(IntegrityError, match="knows no move"), transaction.atomic():
        TenderFactory(region=noord, status=TenderStatus.CLOSED, published=True)


def test_every_workflow_reaches_each_of_its_states():
    for workflow in WORKFLOWS.values():
        reached = {target for _source, target in workflow.pairs()}
        assert reached == set(workflow.states.values), workflow.name
