"""Rebuilds at the same moment: they wait for each other, and none is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F

from contracts import ledger
from contracts.models import Placement
from tests.factories.accounts import GemeenteFactory
from tests.factories.contracts import CapacityLineFactory, PlacementFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db]
AT_ONCE, ROUNDS = 4, 6


@pytest.fixture
def placements():
    """Twelve, over three contracts and one gemeente, so that rebuilds share their months."""
    gemeente = GemeenteFactory()
    lines = [CapacityLineFactory() for _number in range(3)]
    made = [
        PlacementFactory(capacity_line=line, gemeente=gemeente, started=True)
        for line in lines
        for _number in range(4)
    ]
    ledger.rebuild_costs(None)
    return made


def test_rebuilds_at_once_neither_deadlock_nor_lose_anything(placements):
    """Each worker changes its own placements, of all three contracts, all at the same moment."""
    together = threading.Barrier(AT_ONCE, timeout=20)
    shares = [(together, placements[worker::AT_ONCE]) for worker in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(_change_and_rebuild, shares))
    assert ledger.check_costs(None) == (0, 0)


def _change_and_rebuild(work: tuple[threading.Barrier, list[Placement]]) -> None:
    together, share = work
    try:
        for _round in range(ROUNDS):
            with transaction.atomic():
                _end_later(share)
                together.wait()
                ledger.rebuild_costs(placement.pk for placement in share)
    finally:
        connection.close()


def test_a_rebuild_waits_for_one_of_the_same_contract(placements):
    """The second begins while the first is busy, and still counts what the first has written."""
    first, second = placements[:2]
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            _end_later([first])
            ledger.rebuild_costs([first.pk])
            waiting = pool.submit(_rebuild_later, second)
            with pytest.raises(TimeoutError):
                waiting.result(0.5)
        waiting.result(10)
    assert ledger.check_costs(None) == (0, 0)


def _rebuild_later(placement: Placement) -> None:
    try:
        with transaction.atomic():
            _end_later([placement])
            ledger.rebuild_costs([placement.pk])
    finally:
        connection.close()


def _end_later(placements: list[Placement]) -> None:
    ids = [placement.pk for placement in placements]
    later = F("planned_last_on") + timedelta(days=30)
    Placement.objects.filter(pk__in=ids).update(planned_last_on=later)
