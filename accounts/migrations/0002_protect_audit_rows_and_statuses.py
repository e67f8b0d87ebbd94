"""Audit rows and seals never change; a status only moves as the workflows say."""

from django.db import migrations

PROTECTED = ("accounts_auditevent", "accounts_auditseal", "accounts_sealedevent")

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""

REFUSE_UNKNOWN_STATUS_MOVE = """
CREATE FUNCTION refuse_unknown_status_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    move record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT ''::text AS source, fresh.status AS target INTO move
        FROM new_rows fresh
        WHERE NOT EXISTS (
            SELECT FROM accounts_statuspair pair
            WHERE pair.workflow = TG_ARGV[0] AND pair.source = '' AND pair.target = fresh.status
        ) LIMIT 1;
    ELSE
        SELECT former.status AS source, fresh.status AS target INTO move
        FROM old_rows former JOIN new_rows fresh USING (id)
        WHERE former.status <> fresh.status AND NOT EXISTS (
            SELECT FROM accounts_statuspair pair
            WHERE pair.workflow = TG_ARGV[0]
              AND pair.source = former.status AND pair.target = fresh.status
        ) LIMIT 1;
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'workflow % knows no move from "%" to "%"',
            TG_ARGV[0], move.source, move.target USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""


def protect(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change();"
        f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();",
        f"DROP TRIGGER {table}_rows ON {table}; DROP TRIGGER {table}_all ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people_places_and_audit")]

    operations = [
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION refuse_change()"),
        migrations.RunSQL(REFUSE_UNKNOWN_STATUS_MOVE, "DROP FUNCTION refuse_unknown_status_move()"),
        *(protect(table) for table in PROTECTED),
    ]
