"""What every list can do: sort by each column that offers it, and filter what it shows."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.db.models import Model
from django.test import RequestFactory

from accounts.enums import Permission
from accounts.models import User
from accounts.roles import PERMISSIONS
from config.shared.exported import plain
from config.shared.views import Entry, ListPage
from tests.architecture.objects import World
from tests.support.pages import Address, pages

UNFILTERED = {
    "accounts:invitation-list": {"created_by"},
    "contracts:columnmapping-list": {"mapped_by"},
    "contracts:contract-list": {"region"},
    "contracts:covenant-list": {"region"},
    "contracts:delivery-left-out": {"mode"},
    "contracts:delivery-list": {"provider", "received_by"},
    "contracts:deliveryfinding-list": {"remedy"},
    "contracts:deliveryrow-list": {"changes"},
    "contracts:placement-list": {"mode"},
    "contracts:samplecheck-list": {"region"},
    "procurement:tender-list": {"lead_gemeente", "region"},
    "providers:provider-list": {"email", "phone"},
}
"""Columns that neither a filter nor the search box reaches, by the list's name: one acts for one
region at a time, and these have few values or no words to look for.
"""
QUANTITIES = (models.DecimalField, models.IntegerField, models.DateField)
"""Amounts, numbers and days: sorting brings what one looks for to the top."""


def lists() -> list[Address]:
    return [page for page in pages() if issubclass(page.view, ListPage)]


@pytest.fixture
def world(request, db) -> World:
    return World(request)


def reader_of(page: Address, world: World) -> User:
    """Somebody whose role may open the list, acting in it."""
    permission: Permission | Entry = page.view.permission
    is_open = isinstance(permission, Entry)
    role = next(role for role, held in PERMISSIONS.items() if is_open or permission in held)
    user = world.insider(role)
    user.acting = user.all_grants[0]
    return user


def view_of(page: Address, world: World, **query: str):
    """The list as a view that has been asked, with its table."""
    arguments = {name: world.argument(name, page.view) for name in page.arguments}
    request = RequestFactory().get("/", query)
    request.user = reader_of(page, world)
    view = page.view()
    view.setup(request, **arguments)
    return view


@pytest.mark.parametrize("page", lists(), ids=lambda page: page.name)
def test_every_column_that_offers_it_sorts(page, world):
    every = list(view_of(page, world).table_class.base_columns)
    table = view_of(page, world, _columns=every).whole_table()
    for column in table.columns:
        if not column.orderable:
            continue
        for order in (column.name, f"-{column.name}"):
            sorted_table = view_of(page, world, _columns=every, sort=order).whole_table()
            assert sorted_table.order_by == (order,)
            list(sorted_table.data.data[:2])


def test_exports_say_what_the_cells_say(world):
    """Worked out by column, and by record where a row needs its model, as cell by cell."""
    compared = 0
    for page in lists():
        every = list(view_of(page, world).table_class.base_columns)
        told = view_of(page, world, _columns=every).whole_table()
        names = [column.name for column in told.columns if not column.column.exclude_from_export]
        asked = view_of(page, world, _columns=every).whole_table()
        asked.settle_order()
        cells = [[plain(row.get_cell_value(name)) for name in names] for row in asked.rows]
        assert [list(row) for row in told.export_rows()] == cells, page.name
        compared += bool(cells)
    assert compared > len(lists()) / 2


def is_looked_for(model: type[Model], name: str) -> bool:
    """Whether this is a field of the model itself that holds no quantity."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    return name in fields and not isinstance(fields[name], QUANTITIES)


def unreached(view: ListPage) -> Iterator[str]:
    """Columns with a model's own field that can be neither filtered nor searched."""
    model = view.model
    filters = view.filterset_class.base_filters.values()
    reached = {each.field_name.split("__")[0] for each in filters if each.field_name}
    reached |= {name.split("__")[0] for name in view.filterset_class.search_fields}
    for name, column in view.table_class.base_columns.items():
        own = str(column.accessor or name).replace(".", "__").split("__", maxsplit=1)[0]
        if is_looked_for(model, own) and own not in reached:
            yield name


def test_what_a_list_shows_can_be_filtered(world):
    found = {page.name: set(unreached(view_of(page, world))) for page in lists()}
    assert {name: columns for name, columns in found.items() if columns} == UNFILTERED
