"""The sheet with what stands in it already, so that a month is an update and not typing over."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from config.shared.columns import Choice, Column, write_template
from config.shared.sheets.writing import BytesSink
from contracts.imports.sheet import PLACEMENTS
from contracts.models import Contract, Placement
from contracts.workflows import PLACEMENT

AT_ONCE = 2_000

FIELD_OF = {
    "gemeente": "gemeente__code",
    "group": "course_group__reference",
    "place": "capacity_line__place",
}
"""Where a column of the sheet stands, of those that are not called as the field is."""

OPEN = frozenset(source for source, _target in PLACEMENT.pairs() if source)
"""Statuses that can still change."""


def write_prefilled(stream: BytesSink, contract: Contract, *, open_only: bool) -> None:
    """The template with the placements of `contract`, all or those that can still change.

    Handed back as it is, it changes nothing. One query, and memory for a few rows at a time.
    """
    write_template(stream, PLACEMENTS, _rows(contract, open_only=open_only))


def _rows(contract: Contract, *, open_only: bool) -> Iterator[list[Any]]:
    placements: QuerySet[Placement] = Placement.objects.filter(contract=contract)
    if open_only:
        placements = placements.filter(status__in=OPEN)
    known = {field.name for field in Placement._meta.get_fields()}
    fields = {column.name: FIELD_OF.get(column.name, column.name) for column in PLACEMENTS.columns}
    standing = {name: field for name, field in fields.items() if field.split("__")[0] in known}
    readers = [_reader(column, list(standing)) for column in PLACEMENTS.columns]
    values = placements.order_by("reference", "pk").values_list(*standing.values())
    for row in values.iterator(chunk_size=AT_ONCE):
        yield [read(row) for read in readers]


def _reader(column: Column, standing: list[str]) -> Callable[[tuple[Any, ...]], Any]:
    """Takes the cell of `column` from a row of what stands; a choice as the words of its list."""
    if column.name not in standing:
        return lambda _row: None
    position = standing.index(column.name)
    if not isinstance(column.kind, Choice):
        return lambda row: row[position]
    words = {code: str(label) for code, label in column.kind.pairs}
    return lambda row: words.get(row[position])
