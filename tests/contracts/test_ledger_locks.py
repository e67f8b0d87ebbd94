"""Rebuilds at the same moment: they wait for each other, and none is lost."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from contracts import ledger
from contracts.models import CostLine, Placement
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
    """Each worker changes its own placements, of all three contracts, in an order of its own."""
    shares = [placements[worker::AT_ONCE] for worker in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(_change_and_rebuild, shares))
    assert ledger.check_costs(None) == (0, 0)


def _change_and_rebuild(share: list[Placement]) -> None:
    chance = random.Random(share[0].pk)  # noqa: S311 - only an order of work
    try:
        for number in range(ROUNDS):
            with transaction.atomic():
                for placement in share:
                    later = placement.planned_last_on + timedelta(30 * (number + 1))
                    Placement.objects.filter(pk=placement.pk).update(planned_last_on=later)
                ledger.rebuild_costs(chance.sample([p.pk for p in share], len(share)))
    finally:
        connection.close()


def test_a_rebuild_waits_for_one_of_the_same_contract(placements):
    """The second begins while the first is busy, and still sees what the first has written."""
    first, second = placements[:2]
    begun, done = threading.Event(), threading.Event()

    def rebuild_second() -> None:
        begun.set()
        try:
            ledger.rebuild_costs([second.pk])
        finally:
            done.set()
            connection.close()

    CostLine.objects.filter(placement=second).delete()
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        CostLine.objects.filter(placement=first).update(amount=1)
        ledger.rebuild_costs([first.pk])
        waiting = pool.submit(rebuild_second)
        assert begun.wait(5)
        assert not done.wait(0.5)
        transaction.on_commit(lambda: waiting.result(10))
    assert ledger.check_costs(None) == (0, 0)
