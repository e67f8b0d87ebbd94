"""The rows of a table as a sheet takes them: the values that its cells would have, worked out by
column instead of by cell, and without a model for each row where columns alone will do.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Field, ForeignKey, Model, QuerySet
from django.db.models.query import ModelIterable
from django.utils.functional import Promise
from django_tables2 import Column, ManyToManyColumn, Table
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow

CHUNK = 2_000
Show = Callable[[Any, Any], Any]
"""From a value and its record to what the export says of it."""

_AS_TEXT = (Model, Promise)
_FROM_VALUE = frozenset({"value", "table", "column", "bound_column"})
_FROM_RECORD = _FROM_VALUE | {"record"}


def rows_of(table: Table, columns: Sequence[BoundColumn]) -> Iterator[tuple[Any, ...]]:
    """Every row of `table`, in its order, with the cells of `columns` as Decimal, date, int, text
    or None.
    """
    data = table.data.data
    if not isinstance(data, QuerySet) or data._iterable_class is not ModelIterable:
        records = data.iterator(CHUNK) if isinstance(data, QuerySet) else data
        return _by_record(records, [_cell_of(table, bound) for bound in columns])
    cells = [_simple_cell(table, bound, data) for bound in columns]
    if all(cell and cell.needs_value_only for cell in cells) and _may_lose_columns(data):
        return _by_column(data, [cell for cell in cells if cell])
    reads = [
        cell.read if cell else _cell_of(table, bound)
        for cell, bound in zip(cells, columns, strict=True)
    ]
    return _by_record(data.iterator(CHUNK), reads)


def plain(value: Any) -> Any:
    """The value as a sheet takes it: models and lazy text become text."""
    return str(value) if isinstance(value, _AS_TEXT) else value


def _by_record(
    records: Iterable[Any], reads: Sequence[Callable[[Any], Any]]
) -> Iterator[tuple[Any, ...]]:
    for record in records:
        yield tuple([read(record) for read in reads])


def _by_column(data: "QuerySet[Any]", cells: "Sequence[_Cell]") -> Iterator[tuple[Any, ...]]:
    paths = [cell.end.accessor for cell in cells]
    rows = data.prefetch_related(None).values_list(*paths).iterator(CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        by_column = zip(cells, zip(*chunk, strict=True), strict=True)
        yield from zip(*[cell.tell(values) for cell, values in by_column], strict=True)


def _may_lose_columns(data: "QuerySet[Any]") -> bool:
    """Whether fewer columns leave the rows as they are."""
    return not data.query.distinct and not data.query.combinator


def _cell_of(table: Table, bound: BoundColumn) -> Callable[[Any], Any]:
    """The table's own way, for a column whose values or words come about in a way of their own."""
    return lambda record: plain(BoundRow(record, table=table).get_cell_value(bound.name))


class _End(NamedTuple):
    """Where an accessor leads: a field behind foreign keys, or an annotation without a field.

    `joins` are the relations of a related row that are fetched along with it.
    """

    accessor: str
    field: "Field[Any, Any] | None"
    joins: list[str]

    def value_of(self, record: Any) -> Any:
        """The value of one record; None where the path ends before."""
        for name in self.accessor.split("__"):
            if record is None:
                return None
            record = getattr(record, name)
        return record


class _Cell:
    """How the cells of a column come about whose values are those of a field or an annotation."""

    def __init__(self, end: _End, show: Show, empty: Sequence[Any], *, needs_record: bool) -> None:
        self.end, self._show, self._empty = end, show, empty
        self.needs_value_only = not needs_record
        choices = end.field.flatchoices if end.field else ()
        self._words = {code: str(word) for code, word in choices}
        self._told: dict[Any, Any] = {}

    def read(self, record: Any) -> Any:
        """What the cell of one record says."""
        value = self.end.value_of(record)
        return self._say(self._words.get(value, value) if self._words else value, record)

    def tell(self, values: Sequence[Any]) -> list[Any]:
        """What the cells with these values say, worked out once for each code and each key."""
        if isinstance(self.end.field, ForeignKey):
            self._meet(set(values) - self._told.keys(), self.end.field.related_model)
            return [self._told[key] for key in values]
        if not self._words:
            return [self._say(value, None) for value in values]
        for code in set(values) - self._told.keys():
            self._told[code] = self._say(self._words.get(code, code), None)
        return [self._told[code] for code in values]

    def _meet(self, keys: set[Any], model: type[Model]) -> None:
        """Fetch the rows with these keys, and keep what the cells say of them."""
        rows = model._base_manager.all()
        found = (rows.select_related(*self.end.joins) if self.end.joins else rows).in_bulk(keys)
        self._told |= {key: self._say(found.get(key), None) for key in keys}

    def _say(self, value: Any, record: Any) -> Any:
        if value in self._empty:
            return None
        return plain(self._show(value, record))


def _simple_cell(table: Table, bound: BoundColumn, data: "QuerySet[Any]") -> _Cell | None:
    end, told = _end(data, str(bound.accessor)), _show(table, bound)
    if end is None or told is None or isinstance(bound.column, ManyToManyColumn):
        return None
    show, needs_record = told
    return _Cell(end, show, bound.column.empty_values, needs_record=needs_record)


def _end(data: "QuerySet[Any]", accessor: str) -> _End | None:
    """Where the accessor leads; None where that is more than a field behind foreign keys."""
    if accessor in data.query.annotations:
        return _End(accessor, None, [])
    *path, name = accessor.split("__")
    model, joins = data.model, data.query.select_related
    for step in path:
        relation = _fields(model).get(step)
        if not isinstance(relation, ForeignKey):
            return None
        model, joins = relation.related_model, _below(joins, step)
    field = _fields(model).get(name)
    return _End(accessor, field, list(_below(joins, name))) if field else None


def _fields(model: Any) -> Mapping[str, "Field[Any, Any]"]:
    return {field.name: field for field in model._meta.concrete_fields}


def _below(joins: Any, name: str) -> dict[str, Any]:
    return joins.get(name, {}) if isinstance(joins, dict) else {}


def _show(table: Table, bound: BoundColumn) -> tuple[Show, bool] | None:
    """What the export says of a value, and whether that takes the record; None where it takes more
    than is known here.
    """
    tell = bound.value
    if getattr(tell, "__func__", None) is Column.value:
        tell = bound.render
    if getattr(tell, "__func__", None) is Column.render:
        return (lambda value, record: value), False
    wanted = set(inspect.signature(tell).parameters)
    if not wanted <= _FROM_RECORD:
        return None
    known = {"table": table, "column": bound.column, "bound_column": bound}
    fixed = {name: each for name, each in known.items() if name in wanted}
    return _call(tell, fixed, wanted), "record" in wanted


def _call(tell: Callable[..., Any], fixed: dict[str, Any], wanted: set[str]) -> Show:
    if {"value", "record"} <= wanted:
        return lambda value, record: tell(value=value, record=record, **fixed)
    if "record" in wanted:
        return lambda value, record: tell(record=record, **fixed)
    if "value" in wanted:
        return lambda value, record: tell(value=value, **fixed)
    return lambda value, record: tell(**fixed)
