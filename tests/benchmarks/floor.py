"""The least that loading placements can cost here: COPY as text, one casting INSERT ... SELECT.

Into a copy of the table with the same indexes and checks and a foreign key for every relation, but
no triggers; into the same database, so with the same durability. Nothing is checked that the table
does not check.
"""

import csv
from pathlib import Path

from django.db import connection, transaction
from django.db.models import CharField, Field, ForeignKey

from contracts.models import Contract, Placement

TABLE = "floor_placement"
FOREIGN_KEY = (
    f"ALTER TABLE {TABLE} ADD FOREIGN KEY ({{column}}) REFERENCES {{parent}} (id) "
    "DEFERRABLE INITIALLY DEFERRED"
)
"""As Django makes them; the placements' own are held by statement."""


def prepare(path: Path, contract: Contract) -> None:
    """Make the empty copy, and the file with ids already found, from placements that stand."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} (LIKE contracts_placement INCLUDING ALL)")
        for field in Placement._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                parent = field.related_model._meta.db_table
                cursor.execute(FOREIGN_KEY.format(column=field.column, parent=parent))
    columns = _columns()
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        rows = Placement.objects.filter(contract=contract).order_by("pk")
        writer.writerows(rows.values_list(*columns))


def load(path: Path) -> None:
    """What is timed: from opening the file until the rows are committed."""
    columns = _columns()
    with path.open("rb") as stream, transaction.atomic(), connection.cursor() as cursor:
        texts = ", ".join(f'"{name}" text' for name in columns)
        cursor.execute(f"CREATE TEMPORARY TABLE floor_text ({texts}) ON COMMIT DROP")
        with cursor.copy("COPY floor_text FROM STDIN (FORMAT csv, HEADER)") as copy:
            while piece := stream.read(1 << 20):
                copy.write(piece)
        cursor.execute(_insert(columns))


def _insert(columns: list[str]) -> str:
    fields = {field.column: field for field in Placement._meta.concrete_fields}
    casts = ", ".join(_cast(fields[name]) for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {TABLE} ({names}) SELECT {casts} FROM floor_text"


def _cast(field: Field) -> str:
    """An empty cell is no value, or the empty text where the column has no other word for it."""
    text = f'"{field.column}"'
    if isinstance(field, CharField) and not field.null:
        text = f"coalesce({text}, '')"
    return f"{text}::{field.db_type(connection)}"


def _columns() -> list[str]:
    return [field.column for field in Placement._meta.concrete_fields if not field.primary_key]
