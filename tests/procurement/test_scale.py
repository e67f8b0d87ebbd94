"""A region with 500 tenders of twenty bids each works as one with a handful: a fifth by default,
all of them under TAALREGIE_PROOF=full.
"""

from time import perf_counter

import pytest
from django.urls import reverse

from procurement.worklist import SHOWN
from tests.support.many_tenders import Cost, counted, make_tenders
from tests.support.proof import FULL

pytestmark = pytest.mark.proof
FEW, MANY = 9, 500 if FULL else 100
"""Nine is one of every state that the tenders are in."""
PAGES = ("procurement:desk", "procurement:tender-list", "procurement:bid-list")
TURNS = 5


def cost_of(client, name: str) -> Cost:
    client.get(reverse(name))  # what is cached once
    with counted() as cost:
        assert client.get(reverse(name)).status_code == 200
    return cost


def seconds_of(client, name: str) -> float:
    """The quickest of a few turns: a busy machine only ever adds."""
    turns = []
    for _turn in range(TURNS):
        begun = perf_counter()
        client.get(reverse(name))
        turns.append(perf_counter() - begun)
    return min(turns)


@pytest.fixture
def client(officer, client_of):
    return client_of(officer)


def test_many_tenders_cost_the_database_no_more_than_few(client, noord, officer, at):
    make_tenders(noord, officer, FEW, at)
    few = {name: cost_of(client, name) for name in PAGES}
    quick = {name: seconds_of(client, name) for name in PAGES}
    make_tenders(noord, officer, MANY - FEW, at)
    for name in PAGES:
        cost, seconds = cost_of(client, name), seconds_of(client, name)
        print(f"{name}: {cost.queries} queries, {cost.rows} rows, x{seconds / quick[name]:.1f}")
        assert cost.queries == few[name].queries
        assert cost.rows < 12 * SHOWN
