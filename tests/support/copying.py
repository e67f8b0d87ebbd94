"""Rows of models into tables by COPY, and their statuses by moves that are allowed."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models

from config.shared.workflow import Workflow

AT_ONCE = 50_000
"""Rows of one load."""


def load(rows: Iterable[models.Model]) -> None:
    """Write `rows`, all of one model, by COPY; the database triggers run, save() does not."""
    every = iter(rows)
    first = next(every, None)
    if first is None:
        return
    meta = first._meta
    columns = [column for column in meta.concrete_fields if not column.has_db_default()]
    names = ", ".join(connection.ops.quote_name(column.column) for column in columns)
    with connection.cursor() as cursor:
        _load_as(cursor, meta.db_table, names, columns, first, every)


def _load_as(
    cursor: Any, table: str, names: str, columns: Sequence[Any], first: Any, rest: Iterator[Any]
) -> None:
    """In loads of AT_ONCE rows, each numbered from the sequence of its table first."""
    batch = [first, *itertools.islice(rest, AT_ONCE - 1)]
    while batch:
        _number(cursor, table, batch)
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in batch:
                copy.write_row([_value(column, row) for column in columns])
        batch = list(itertools.islice(rest, AT_ONCE))


def _number(cursor: Any, table: str, batch: Sequence[Any]) -> None:
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [table, len(batch)],
    )
    for row, (pk,) in zip(batch, cursor.fetchall(), strict=True):
        row.pk = pk


def _value(column: Any, row: Any) -> Any:
    return column.get_db_prep_save(getattr(row, column.attname), connection)


def lead(rows: Sequence[Any], workflow: Workflow, states: Sequence[str]) -> None:
    """Move rows in their first state each to its own of `states`, by moves that are allowed."""
    for state in sorted(set(states)):
        ids = [row.pk for row, wanted in zip(rows, states, strict=True) if wanted == state]
        for step in way_to(workflow, state):
            type(rows[0])._base_manager.filter(pk__in=ids).update(status=step)


def way_to(workflow: Workflow, state: str) -> list[str]:
    """The states between the first one of `workflow` and `state`, by the shortest way."""
    ways = {start: [] for start in workflow.initial}
    while state not in ways:
        for before, after in sorted(workflow.pairs()):
            if before in ways and after not in ways:
                ways[after] = [*ways[before], after]
    return ways[state]


def analyse() -> None:
    """What a database does by itself after a while: statistics that fit the rows.

    Of tables with rows only: that a table was counted as empty outlives the test.
    """
    tables = [connection.ops.quote_name(name) for name in connection.introspection.table_names()]
    looks = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute(f"ANALYZE {', '.join(filled)}")
