"""Foreign keys that PostgreSQL looks at once a statement, for tables that get many rows at a time.

Its own foreign keys are looked at row by row: of a sheet of 100,000 rows they took half the time.
These refuse and lock the same; docs/adr/0009 says what differs. The model's field says
`db_constraint=False`, and a migration lists the keys.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import migrations


class StatementKey(NamedTuple):
    """`column` of the table `child` holds the `id` of a row of `parent`, or nothing."""

    child: str
    column: str
    parent: str

    @property
    def name(self) -> str:
        """What it is called in a refusal, like the name of a constraint."""
        return f"{self.child}_{self.column}_fk"


NAMED = {
    "INSERT": "SELECT {column} FROM new_rows",
    "UPDATE": "SELECT {column} FROM new_rows EXCEPT SELECT {column} FROM old_rows",
}
"""Parents that rows of a statement name. Who was named before the statement already is held by
rows that stand, so that an update locks, as with a foreign key, only who is newly named.
"""
REFERENCING = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
}

HOLD_PARENT = """
    SELECT named.id INTO missing
      FROM (SELECT DISTINCT {column} AS id FROM ({named}) AS rows
             WHERE {column} IS NOT NULL ORDER BY id) AS named
     WHERE CASE WHEN named.id = (
            SELECT CASE WHEN {parent}.xmin = own THEN {parent}.id END
              FROM {parent} WHERE {parent}.id >= named.id
             ORDER BY {parent}.id LIMIT 1)
           THEN false
           ELSE named.id IS DISTINCT FROM (
            SELECT {parent}.id FROM {parent} WHERE {parent}.id >= named.id
             ORDER BY {parent}.id LIMIT 1 FOR KEY SHARE)
           END
     LIMIT 1;
    IF FOUND THEN
        RAISE foreign_key_violation USING
            MESSAGE = 'insert or update on table "{child}" violates foreign key "{name}"',
            DETAIL = format('Key ({column})=(%s) is not present in table "{parent}".', missing),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = '{child}', CONSTRAINT = '{name}';
    END IF;
"""
"""The lock is a foreign key's own: it waits for who is deleting the parent, and looks again. Of a
parent that this transaction wrote itself nobody else knows before it ends: it needs no lock, which
would write each of them anew.

The first row from the id on, rather than the row of the id, since only the index of ids has that
order. Statistics of a table that was just filled may call any index or none equally cheap.
"""

LOOK_FOR_PARENTS = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_sort = off SET jit = off AS $$
DECLARE missing bigint; own xid := pg_current_xact_id()::xid;
BEGIN {looks} RETURN NULL;
END $$;
"""
"""Its plan is kept while a session lasts, and the table may have held nothing when it was made.

What is put aside counts as so dear that the server would compile the plan to machine code.
"""

LOOK_AFTER = """
CREATE TRIGGER {function} AFTER {event} ON {child} REFERENCING {referencing}
FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
LOOK_NO_MORE = "DROP TRIGGER {function} ON {child}; DROP FUNCTION {function}();"

REFUSE_ORPHANS = """
CREATE FUNCTION refuse_orphans() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    child text := TG_ARGV[0];
    leftover text := 'SELECT EXISTS (SELECT FROM %1$I WHERE %2$I IS NOT NULL)';
    gone bigint;
    is_leftover boolean;
BEGIN
    IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
        RAISE feature_not_supported USING
            MESSAGE = format('rows of "%s" go at READ COMMITTED only', TG_TABLE_NAME),
            DETAIL = 'A snapshot does not show what others have pointed at them since.';
    END IF;
    IF TG_OP <> 'TRUNCATE' THEN
        gone := OLD.id;
        leftover := 'SELECT EXISTS (SELECT FROM %1$I WHERE %2$I = $1)'
                    ' AND NOT EXISTS (SELECT FROM %3$I WHERE id = $1)';
    END IF;
    EXECUTE format(leftover, child, TG_ARGV[1], TG_TABLE_NAME) INTO is_leftover USING gone;
    IF is_leftover THEN
        RAISE foreign_key_violation USING
            MESSAGE = format('%s on table "%s" violates foreign key "%s" on table "%s"',
                             lower(TG_OP), TG_TABLE_NAME, TG_ARGV[2], child),
            DETAIL = format('Key (id)=(%s) is still referenced from table "%s".', gone, child),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = child, CONSTRAINT = TG_ARGV[2];
    END IF;
    RETURN NULL;
END $$;
"""

KEEP_PARENT = """
CREATE CONSTRAINT TRIGGER {name} AFTER DELETE OR UPDATE OF id ON {parent}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION refuse_orphans('{child}', '{column}', '{name}');
CREATE TRIGGER {name}_all AFTER TRUNCATE ON {parent} FOR EACH STATEMENT
EXECUTE FUNCTION refuse_orphans('{child}', '{column}', '{name}');
"""
"""Deferred like the foreign keys that Django makes: children may go after their parent."""
FORGET_PARENT = "DROP TRIGGER {name} ON {parent}; DROP TRIGGER {name}_all ON {parent};"


def refuse_orphans() -> migrations.RunSQL:
    """Migration operation that makes the function with which the parents of all keys are kept."""
    return migrations.RunSQL(REFUSE_ORPHANS, "DROP FUNCTION refuse_orphans()")


def hold_keys(keys: Sequence[StatementKey]) -> list[migrations.RunSQL]:
    """Migration operations that hold `keys`, all those of their children; after `refuse_orphans`.

    They stand in the migration that takes the foreign keys away, so that no row slips between.
    """
    looking = [_look_after(event, child) for child, event in _looks(keys)]
    holding = [
        migrations.RunSQL(KEEP_PARENT.format(**_words(key)), FORGET_PARENT.format(**_words(key)))
        for key in keys
    ]
    return [*look_for_parents(keys), *looking, *holding]


def look_for_parents(keys: Sequence[StatementKey]) -> list[migrations.RunSQL]:
    """Migration operations that make, or make anew, the functions by which parents are found."""
    return [
        _look_for_parents(event, [key for key in keys if key.child == child])
        for child, event in _looks(keys)
    ]


def _looks(keys: Sequence[StatementKey]) -> list[tuple[str, str]]:
    return [(child, event) for child in sorted({key.child for key in keys}) for event in NAMED]


def _look_for_parents(event: str, keys: Sequence[StatementKey]) -> migrations.RunSQL:
    looks = [
        HOLD_PARENT.format(named=NAMED[event].format(**_words(key)), **_words(key)) for key in keys
    ]
    function = _function(event, keys[0].child)
    made = LOOK_FOR_PARENTS.format(function=function, looks="".join(looks))
    return migrations.RunSQL(made, migrations.RunSQL.noop)


def _look_after(event: str, child: str) -> migrations.RunSQL:
    words = {"function": _function(event, child), "child": child}
    look = LOOK_AFTER.format(event=event, referencing=REFERENCING[event], **words)
    return migrations.RunSQL(look, LOOK_NO_MORE.format(**words))


def _function(event: str, child: str) -> str:
    return f"{child}_keys_{event.lower()}"


def _words(key: StatementKey) -> dict[str, str]:
    return {**key._asdict(), "name": key.name}
