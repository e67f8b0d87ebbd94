"""The audit trail: append-only, sealed, and true to what was done."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from accounts import audit
from accounts.models import AuditEvent, AuditSeal
from config.shared.workflow import Entry
from tests.factories.procurement import DRAFTED_AT, TenderFactory


@pytest.fixture
def event(officer, noord):
    tender = TenderFactory(region=noord)
    audit.AuditRecorder().record(
        [Entry(tender, "created", officer, DRAFTED_AT, {}, {"status": "draft"}, "want")]
    )
    return AuditEvent.objects.get()


def tamper(table: str, statement: str, *values: int) -> None:
    """What only the owner of the database could do: switch the protection off and write."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_rows")
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_rows")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET reason = 'anders'",
        "DELETE FROM accounts_auditevent",
        "TRUNCATE accounts_auditevent CASCADE",
    ],
)
@pytest.mark.db
def test_no_statement_changes_an_audit_row(event, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(statement)
    event.refresh_from_db()
    assert event.reason == "want"


def test_the_row_keeps_ids_and_the_organisation_acted_for(event, officer, noord):
    assert event.by == officer
    assert event.after == {"status": "draft"}
    assert officer.name not in str(event.after) + event.organisation


def test_sealing_covers_everything_once_and_chains(event, officer):
    first = audit.seal(at=DRAFTED_AT)
    assert (first.count, first.previous_digest) == (1, "")
    assert audit.seal(at=DRAFTED_AT) is None
    audit.AuditRecorder().record([Entry(officer, "changed", officer, DRAFTED_AT, {}, {}, "")])
    second = audit.seal(at=DRAFTED_AT)
    assert second.previous_digest == first.digest
    assert audit.verify() == audit.Verdict(seals=2, rows=2, unsealed=0, broken=None)


@pytest.mark.db
def test_a_changed_row_breaks_its_seal(event):
    seal = audit.seal(at=DRAFTED_AT)
    tamper("accounts_auditevent", "UPDATE accounts_auditevent SET reason = 'anders'")
    assert audit.verify().broken == seal


@pytest.mark.db
def test_a_seal_that_is_taken_out_shows(event, officer):
    audit.seal(at=DRAFTED_AT)
    audit.AuditRecorder().record([Entry(officer, "changed", officer, DRAFTED_AT, {}, {}, "")])
    later = audit.seal(at=DRAFTED_AT)
    tamper("accounts_sealedevent", "DELETE FROM accounts_sealedevent WHERE seal_id <> %s", later.pk)
    tamper("accounts_auditseal", "DELETE FROM accounts_auditseal WHERE id <> %s", later.pk)
    assert audit.verify().broken == AuditSeal.objects.get()
