"""A region of 300 contracts, 3,000 groups and 200,000 placements asks no more of the database
than one of a tenth: a hundredth and a tenth by default, all of it under TAALREGIE_PROOF=full.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection
from django.urls import reverse

from config.shared.tables import COUNT_LIMIT
from contracts.enums import HELD, PlacementStatus
from contracts.models import CourseGroup, Placement
from contracts.tally import check_tallies
from tests.support.many_tenders import counted
from tests.support.proof import FULL
from tests.support.region_at_scale import ON, large_region

pytestmark = [pytest.mark.proof, pytest.mark.django_db]
FEW, MANY = (30, 300) if FULL else (3, 30)
ADDRESSES = (
    ("contracts:capacity-wall", ""),
    ("contracts:capacityline-list", ""),
    ("contracts:coursegroup-board", ""),
    ("contracts:coursegroup-list", ""),
    ("contracts:contract-list", ""),
    ("contracts:placement-list", ""),
    ("contracts:placement-list", "?status=waitlisted"),
    ("contracts:wall-gemeenten", ""),
    ("contracts:wall-starts", ""),
    ("contracts:waitlistentry-list", ""),
    ("contracts:contractalert-list", ""),
    ("contracts:covenant-list", ""),
    ("contracts:amendment-list", ""),
    ("providers:provider-list", ""),
)
COUNTED = ("contracts_placement", "contracts_placementevent", "contracts_costline")
"""Tables that grow with every learner: no page may read more of them in a larger region."""
LOOKED_AT = 500
"""Rows of these tables that a page may read beside those that a list counts, up to its limit."""


@dataclass(frozen=True)
class Asked:
    """What a page asked: statements, and rows of the growing tables that were read for it."""

    queries: int
    read: int


@contextmanager
def rows_read() -> Iterator[dict[str, int]]:
    """Rows of the growing tables read within this transaction, by any plan."""
    before, found = _read(), {}
    yield found
    after = _read()
    found.update({table: after[table] - before[table] for table in after})


def _read() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, seq_tup_read + coalesce(idx_tup_fetch, 0) "
            "FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)",
            [list(COUNTED)],
        )
        return dict(cursor.fetchall())


def asked_by(client, name: str, query: str) -> Asked:
    client.get(reverse(name) + query)  # what is cached once
    with rows_read() as read, counted() as cost:
        assert client.get(reverse(name) + query).status_code == 200
    return Asked(cost.queries, sum(read.values()))


def counted_rows(name: str) -> int:
    """Rows that a list reads to say how many there are: up to its limit, or all who wait."""
    awaiting = Placement.objects.filter(status__in=(PlacementStatus.WAITLISTED, *HELD))
    counts = {
        "contracts:placement-list": COUNT_LIMIT,
        "contracts:waitlistentry-list": awaiting.count(),
    }
    return counts.get(name, 0)


@pytest.fixture
def _on_the_day(time_machine):
    time_machine.move_to(f"{ON}T10:00:00+01:00")


@pytest.mark.usefixtures("_on_the_day")
def test_a_larger_region_asks_no_more(client_of):
    large = large_region()
    client = client_of(large.coordinator)
    large.grow(FEW)
    few = {where: asked_by(client, *where) for where in ADDRESSES}
    large.grow(MANY)
    assert (CourseGroup.objects.count(), Placement.objects.count()) == (MANY * 10, MANY * 667)
    assert check_tallies() == (0, 0)
    for where in ADDRESSES:
        many = asked_by(client, *where)
        print(f"{''.join(where)}: {many.queries} queries, {many.read} rows read")
        assert many.queries == few[where].queries
        counting = counted_rows(where[0])
        assert many.read <= LOOKED_AT + counting


@pytest.mark.usefixtures("_on_the_day")
def test_every_figure_of_the_wall_is_the_count_behind_it(client_of):
    large = large_region()
    large.grow(3)
    client = client_of(large.coordinator)
    page = client.get(reverse("contracts:capacity-wall"))
    links = [
        (tile.url, tile.value)
        for _label, tiles in page.context["kinds"]
        for tile in tiles
        if tile.url
    ]
    assert len(links) == 6
    for address, figure in links:
        listed = client.get(f"{address}&_export=csv").getvalue().decode("utf-8-sig")
        assert len(listed.splitlines()) - 1 == figure, address
