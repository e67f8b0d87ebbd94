"""A child comes while its parent goes, on two connections: never is one there without the other."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import Error, IntegrityError, connection, connections, transaction
from django.db.models import F

from contracts.models import Contract, Delivery, DeliveryRow, Placement
from tests.contracts.conftest import AT
from tests.factories.contracts import PlacementFactory
from tests.support.proof import FULL, SEED

pytestmark = [pytest.mark.db, pytest.mark.proof, pytest.mark.django_db(transaction=True)]
KEY = "contracts_deliveryrow_delivery_id_fk"
WORKERS, TURNS = 4, 60 if FULL else 12

WAITING = """
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""
"""Whether another connection waits for this one."""

InSecond = Callable[[Callable[[], object]], Future]


@pytest.fixture
def in_second() -> Iterator[InSecond]:
    """Begins work on a second connection, and comes back once that waits for a lock."""

    def begin(work: Callable[[], object]) -> Future:
        future = pool.submit(work)
        deadline = time.monotonic() + 30
        while not _someone_waits():
            assert not future.done(), "it did not wait"
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return future

    with ThreadPoolExecutor(max_workers=1) as pool:
        yield begin
        pool.submit(connections.close_all).result()


def _someone_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


@pytest.fixture
def deliver() -> Callable[[Contract], Delivery]:
    def made(contract: Contract) -> Delivery:
        return Delivery.objects.create(
            contract=contract,
            provider=contract.provider,
            file="juni.csv",
            filename="juni.csv",
            sha256="0" * 64,
            size=1,
            received_at=AT,
        )

    return made


@pytest.fixture
def delivery(deliver, contract) -> Delivery:
    return deliver(contract)


def add_row(delivery: Delivery, number: int = 1) -> DeliveryRow:
    return DeliveryRow.objects.create(delivery_id=delivery.pk, row_number=number, kind="new")


def remove(delivery: Delivery) -> None:
    """Without looking first whether something leans on it, as Django does."""
    Delivery.objects.filter(pk=delivery.pk)._raw_delete("default")


def change_id(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(id=F("id") + 1_000_000)


def by_insert(delivery: Delivery) -> None:
    add_row(delivery)


def by_update(delivery: Delivery) -> None:
    DeliveryRow.objects.update(delivery_id=delivery.pk)


def orphans() -> int:
    return DeliveryRow.objects.exclude(delivery__in=Delivery.objects.all()).count()


@pytest.fixture(params=[by_insert, by_update])
def lean(request, deliver, contract) -> Callable[[Delivery], None]:
    """A way in which a child comes to name a parent."""
    if request.param is by_update:
        add_row(deliver(contract))
    return request.param


@pytest.mark.parametrize("go", [remove, change_id])
def test_who_lets_the_parent_go_later_is_refused(delivery, in_second, lean, go):
    with transaction.atomic():
        lean(delivery)
        going = in_second(lambda: go(delivery))
    with pytest.raises(IntegrityError, match=KEY):
        going.result()
    assert delivery.rows.count() == 1


@pytest.mark.parametrize("go", [remove, change_id])
def test_who_leans_later_is_refused(delivery, in_second, lean, go):
    with transaction.atomic():
        go(delivery)
        leaning = in_second(lambda: lean(delivery))
    with pytest.raises(IntegrityError, match=KEY):
        leaning.result()
    assert orphans() == 0


@pytest.mark.parametrize("go", [remove, change_id])
def test_a_child_that_is_undone_keeps_nobody(delivery, in_second, lean, go):
    with transaction.atomic():
        lean(delivery)
        going = in_second(lambda: go(delivery))
        transaction.set_rollback(True)
    going.result()
    assert not Delivery.objects.filter(pk=delivery.pk).exists()
    assert orphans() == 0


@pytest.mark.parametrize("go", [remove, change_id])
def test_a_parent_that_does_not_go_after_all_may_be_leaned_on(delivery, in_second, lean, go):
    with transaction.atomic():
        go(delivery)
        leaning = in_second(lambda: lean(delivery))
        transaction.set_rollback(True)
    leaning.result()
    assert delivery.rows.count() == 1


def test_chance_makes_no_orphans(deliver, contract):
    """Rows come and deliveries go at random, and again; each refusal is one of the key."""
    deliveries = [deliver(contract) for _number in range(6)]

    def act(worker: int) -> list[str]:
        chance = random.Random(SEED + worker)
        try:
            return [one_act(chance, worker * TURNS + turn) for turn in range(TURNS)]
        finally:
            connection.close()

    def one_act(chance: random.Random, number: int) -> str:
        delivery = chance.choice(deliveries)
        work = chance.choice((remove, lambda it: add_row(it, number), by_update_of(number)))
        try:
            with transaction.atomic():
                work(delivery)
                time.sleep(chance.random() / 200)
        except Error as refusal:
            return str(refusal)
        return ""

    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        said = [answer for answers in pool.map(act, range(WORKERS)) for answer in answers]
    assert orphans() == 0
    assert {KEY in answer for answer in said if answer} <= {True}
    assert "" in said


def by_update_of(number: int) -> Callable[[Delivery], None]:
    """Rows of the workers' own numbers, so that they wait for each other at parents only."""
    worker = number // TURNS
    rows = DeliveryRow.objects.filter(row_number__range=(worker * TURNS, number))
    return lambda delivery: rows.update(delivery_id=delivery.pk)


def test_an_update_waits_for_no_parent_that_stays(line, waterveen):
    """As with a foreign key: who holds the contract does not hold up its placements."""
    placement = PlacementFactory(capacity_line=line, gemeente=waterveen)

    def change() -> int:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
                return Placement.objects.filter(pk=placement.pk).update(mode="online")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool, transaction.atomic():
        Contract.objects.select_for_update().get(pk=line.contract_id)
        assert pool.submit(change).result() == 1


def test_children_of_one_parent_do_not_wait_for_each_other(delivery):
    """The lock on a parent is shared."""

    def add() -> DeliveryRow:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
                return add_row(delivery, 2)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool, transaction.atomic():
        add_row(delivery, 1)
        assert pool.submit(add).result().pk
    assert delivery.rows.count() == 2
