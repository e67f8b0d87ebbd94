"""The statuses of the new tables move as the workflows say; what was sealed never changes."""

from django.db import migrations

from config.shared.workflow import guard_operations

APPEND_ONLY = ("bidenvelope", "revokeddecision", "clarificationround", "rectification")
KEEP = "".join(
    f"""
CREATE TRIGGER procurement_{table}_rows BEFORE UPDATE OR DELETE ON procurement_{table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER procurement_{table}_all BEFORE TRUNCATE ON procurement_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
    for table in APPEND_ONLY
)
DROP = "".join(
    f"""
DROP TRIGGER procurement_{table}_all ON procurement_{table};
DROP TRIGGER procurement_{table}_rows ON procurement_{table};
"""
    for table in APPEND_ONLY
)


class Migration(migrations.Migration):
    dependencies = [("procurement", "0005_from_calendar_to_complaint")]

    operations = [
        *guard_operations("procurement_plannedtender", "planned_tender"),
        *guard_operations("procurement_marketconsultation", "consultation"),
        *guard_operations("procurement_question", "question"),
        *guard_operations("procurement_complaint", "complaint"),
        *guard_operations("procurement_application", "application"),
        migrations.RunSQL(KEEP, DROP),
    ]
