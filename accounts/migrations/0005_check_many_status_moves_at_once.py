"""The guard of status moves looks at each different move once, however many rows made it."""

from django.db import migrations

REFUSE_UNKNOWN_STATUS_MOVE = """
CREATE OR REPLACE FUNCTION refuse_unknown_status_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    move record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT ''::text AS source, fresh.status AS target INTO move
        FROM (SELECT DISTINCT status FROM new_rows) fresh
        WHERE NOT EXISTS (
            SELECT FROM accounts_statuspair pair
            WHERE pair.workflow = TG_ARGV[0] AND pair.source = '' AND pair.target = fresh.status
        );
    ELSE
        SELECT moved.source, moved.target INTO move
        FROM (
            SELECT DISTINCT former.status AS source, fresh.status AS target
            FROM old_rows former JOIN new_rows fresh USING (id)
            WHERE former.status <> fresh.status
        ) moved
        WHERE NOT EXISTS (
            SELECT FROM accounts_statuspair pair
            WHERE pair.workflow = TG_ARGV[0]
              AND pair.source = moved.source AND pair.target = moved.target
        );
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'workflow % knows no move from "%" to "%"',
            TG_ARGV[0], move.source, move.target USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""

BEFORE = """
CREATE OR REPLACE FUNCTION refuse_unknown_status_move() RETURNS trigger LANGUAGE plpgsql AS $$
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


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_allocation_keys_and_subregions")]

    operations = [migrations.RunSQL(REFUSE_UNKNOWN_STATUS_MOVE, BEFORE)]
