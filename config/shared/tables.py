"""List tables: a fixed order, a cheap count, columns a reader chooses, badges and figures."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet, TextChoices
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table
from django_tables2.data import TableQuerysetData

from config.shared import display
from config.shared.badges import badge_of
from config.shared.exported import rows_of

COUNT_LIMIT = 10_000
"""Counting stops here: past it a reader filters, and no page lies deeper."""

MAX_PER_PAGE = 100


class CappedPaginator(Paginator):
    """Pages over table rows, counted once and no further than COUNT_LIMIT."""

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        data = rows.data.data
        if isinstance(data, QuerySet):
            return bare(data)[: COUNT_LIMIT + 1].count()
        return len(data[: COUNT_LIMIT + 1])

    @property
    def count(self) -> int:
        """Rows within reach; at most COUNT_LIMIT."""
        return min(self._counted, COUNT_LIMIT)

    @property
    def is_capped(self) -> bool:
        """True when there are more rows than were counted."""
        return self._counted > COUNT_LIMIT


class BaseTable(Table):
    """A table of a list page.

    `default_columns` are shown until the reader chooses others (empty: all of them);
    `telling` are the two that head the card on a narrow screen (empty: the first two).
    """

    default_columns: Sequence[str] = ()
    telling: Sequence[str] = ()

    def __init__(self, *args: Any, shown: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("default", display.NOTHING)
        kwargs.setdefault("template_name", "components/table.html")
        kwargs.setdefault("exclude", self._hidden(shown))
        super().__init__(*args, **kwargs)
        if isinstance(self.data, TableQuerysetData):
            accessors = [str(column.accessor) for column in self.columns]
            self.data.data = fetch_relations(self.data.data, accessors)

    @property
    def order_by(self) -> Any:
        """By which columns the rows are sorted."""
        return self._order_by

    @order_by.setter
    def order_by(self, value: Any) -> None:
        """Of what an address asks, only names of columns are looked at."""
        asked = value.split(",") if isinstance(value, str) else value or ()
        known = [name for name in asked if str(name).removeprefix("-") in self.base_columns]
        Table.order_by.fset(self, known)

    @classmethod
    def _hidden(cls, shown: Sequence[str]) -> list[str]:
        names = list(cls.base_columns)
        wanted = [name for name in shown if name in names] or cls.default_columns or names
        return [name for name in names if name not in wanted]

    def paginate(self, *args: Any, per_page: int | None = None, **kwargs: Any) -> None:
        """Cut into pages in an order that no two rows share."""
        self.settle_order()
        size = min(max(per_page or 25, 1), MAX_PER_PAGE)
        kwargs["paginator_class"] = CappedPaginator
        super().paginate(*args, per_page=size, **kwargs)

    def settle_order(self) -> None:
        """End the sort order with the primary key, so that pages never overlap."""
        if isinstance(self.data, TableQuerysetData):
            self.data.data = break_ties(self.data.data)

    @property
    def caption(self) -> str:
        """What the rows are, for who cannot see the heading above; empty without a model."""
        model = self._meta.model
        return capfirst(model._meta.verbose_name_plural) if model else ""

    @property
    def telling_names(self) -> list[str]:
        """Names of the columns that head a card."""
        return list(self.telling) or [column.name for column in self.columns][:2]

    def body(self) -> Iterator[list[tuple[str, str, Any]]]:
        """Rows of this page: of each cell its class, the heading of its column and what it shows.

        Class and heading are those of the column, so they are worked out once and not in each row.
        """
        telling = self.telling_names
        heads = [
            (column.name, _class_of(column, column.name in telling), column.header)
            for column in self.columns
        ]
        for row in self.paginated_rows:
            yield [(css, heading, row.get_cell(name)) for name, css, heading in heads]

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Every column a reader may show: name, heading, shown now."""
        columns = self.columns.columns
        return [(name, columns[name].header, name not in self.exclude) for name in self._sequence]

    def export_header(self) -> list[str]:
        """Headings of the visible columns, in their order."""
        return [str(column.header) for column in self._exported()]

    def export_rows(self) -> Iterator[tuple[Any, ...]]:
        """Every row, not only this page, as Decimal, date, int, text or None."""
        self.settle_order()
        yield from rows_of(self, self._exported())

    def _exported(self) -> list[Any]:
        return [column for column in self.columns if not column.column.exclude_from_export]


def _class_of(column: Any, is_telling: bool) -> str:
    names = ("telling" if is_telling else "", column.attrs["td"]["class"] or "")
    return " ".join(filter(None, names))


def break_ties(queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """The same rows, sorted by primary key last; grouped rows have none and stay as they are."""
    query = queryset.query
    if isinstance(query.group_by, tuple):
        return queryset
    default = queryset.model._meta.ordering if query.default_ordering else ()
    order = list(query.order_by or default or ())
    if {"pk", "-pk", "id", "-id"}.intersection(name for name in order if isinstance(name, str)):
        return queryset
    return queryset.order_by(*order, "-pk")


def bare(queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """As many rows, unsorted and without what is only shown: grouped rows stay as they are."""
    if isinstance(queryset.query.group_by, tuple) or queryset.query.is_sliced:
        return queryset
    return queryset.order_by().values("pk")


def fetch_relations(queryset: "QuerySet[Any]", accessors: Iterable[str]) -> "QuerySet[Any]":
    """The same rows with what the accessors walk through fetched along: no query a row."""
    joins: set[str] = set()
    prefetches: set[str] = set()
    for accessor in accessors:
        path, is_single = _relation_path(queryset.model, accessor.replace(".", "__").split("__"))
        if path:
            (joins if is_single else prefetches).add(path)
    if joins:
        queryset = queryset.select_related(*sorted(joins))
    return queryset.prefetch_related(*sorted(prefetches)) if prefetches else queryset


def _relation_path(model: type[Model], names: Sequence[str]) -> tuple[str, bool]:
    """The relations at the head of an accessor, and whether each leads to one row only."""
    path: list[str] = []
    is_single = True
    for name in names:
        relation = {field.name: field for field in model._meta.get_fields()}.get(name)
        if relation is None or not relation.is_relation or relation.related_model is None:
            break
        is_single = is_single and bool(relation.many_to_one or relation.one_to_one)
        path.append(name)
        model = relation.related_model
    return "__".join(path), is_single


class _NumericColumn(Column):
    """Right-aligned figures of equal width."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        attrs = {"td": {"class": "num"}, "th": {"class": "num"}}
        super().__init__(*args, attrs=kwargs.pop("attrs", attrs), **kwargs)

    def value(self, value: Any) -> Any:
        """The bare figure, for export."""
        return value


class NumberColumn(_NumericColumn):
    """A number, grouped by thousands: 12.400."""

    def render(self, value: Any) -> str:
        """The number in the reader's notation."""
        return display.number(value)


class MoneyColumn(_NumericColumn):
    """An amount in euro: € 1.234,50. `places` 4 for unit prices."""

    def __init__(self, *args: Any, places: int = 2, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def render(self, value: Any) -> str:
        """The amount in the reader's notation."""
        return display.money(value, self.places)


class DateColumn(Column):
    """A day (22 nov 2026) or a moment (ma 23 nov 2026, 12:00 uur)."""

    attrs = {"td": {"class": "day"}}

    def render(self, value: date | datetime) -> str:
        """The day or moment in words."""
        return display.moment(value) if isinstance(value, datetime) else display.day(value)

    def value(self, value: Any) -> Any:
        """The bare date, for export."""
        return value


class LinkColumn(Column):
    """The cell that leads to the row's own page."""

    attrs = {"td": {"class": "lead-cell"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, linkify=kwargs.pop("linkify", True), **kwargs)


class StatusColumn(Column):
    """A status as a badge. `states` only where no workflow knows the field."""

    def __init__(self, *args: Any, states: type[TextChoices] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("verbose_name", _("Status"))
        super().__init__(*args, **kwargs)
        self.states = states

    def render(self, record: Model, bound_column: Any) -> SafeString:
        """Icon and word."""
        owner, name = bound_column.accessor.penultimate(record)
        return badge_of(owner, name, self.states)

    def value(self, value: Any) -> Any:
        """The word, for export."""
        return str(value)


__all__ = [
    "BaseTable",
    "CappedPaginator",
    "Column",
    "DateColumn",
    "LinkColumn",
    "MoneyColumn",
    "NumberColumn",
    "StatusColumn",
]
