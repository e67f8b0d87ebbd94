"""No order of what assessors do gives another result."""

from datetime import datetime
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from procurement import actions
from procurement.enums import ScoreMethod
from procurement.models import Lot, LotBid
from tests.factories.accounts import UserFactory
from tests.factories.providers import ProviderFactory
from tests.support.evaluation import lot_in_evaluation, open_prices

PRICES = (9_000, 10_000, 12_500)
SCORES = st.lists(st.integers(0, 10), min_size=18, max_size=18)
"""Of three assessors, for two criteria of three bids."""


@pytest.fixture
def panel(db) -> list[User]:
    return [UserFactory(name=name) for name in ("Anna", "Bob", "Carla")]


@pytest.fixture
def lot(panel, noord, officer) -> Lot:
    """Three admitted bids, two quality criteria, three assessors."""
    return lot_in_evaluation(noord, officer, [ProviderFactory() for _price in PRICES], panel)


def evaluated(lot: Lot, officer: User, acts: list, random: Random, at: datetime) -> list[tuple]:
    """The ranking after the acts in a random order; everybody hands in after the own last score."""
    random.shuffle(acts)
    left = {person: sum(one[0] == person for one in acts) for person in {one[0] for one in acts}}
    for person, lot_bid, criterion, score in acts:
        scored = {"score": Decimal(score), "motivation": "Omdat.", "by": person, "at": at}
        actions.score(lot_bid=lot_bid, criterion=criterion, **scored)
        left[person] -= 1
        if not left[person]:
            actions.hand_in_scores(lot=lot, by=person, at=at)
    agree(lot, random, at)
    row = actions.lock_quality(lot=lot, by=officer, at=at)
    open_prices(row, PRICES, officer)
    return [(one.key, one.rank, one.total, dict(one.quality)) for one in actions.ranking_of(row)]


def agree(lot: Lot, random: Random, at: datetime) -> None:
    """The chair records every consensus, in a random order."""
    if lot.tender.score_method != ScoreMethod.CONSENSUS:
        return
    pages = list(product(lot.lot_bids.order_by("pk"), lot.tender.criteria.quality().order_by("pk")))
    agreed = {(bid.pk, one.pk): (bid.pk + one.pk) % 11 for bid, one in pages}
    random.shuffle(pages)
    for lot_bid, criterion in pages:
        actions.record_consensus(
            lot_bid=lot_bid,
            criterion=criterion,
            score=Decimal(agreed[lot_bid.pk, criterion.pk]),
            motivation="Besproken.",
            by=lot.tender.panel.get(is_chair=True).user,
            at=at,
        )


@pytest.mark.parametrize("method", ScoreMethod)
@settings(
    max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(scores=SCORES, seed=st.integers())
def test_every_order_gives_the_same_ranking(method, scores, seed, lot, panel, officer, at):
    lot.tender.score_method = method
    lot.tender.save()
    bids = list(LotBid.objects.filter(lot=lot).order_by("pk"))
    criteria = list(lot.tender.criteria.quality().order_by("pk"))
    pages = product(panel, bids, criteria)
    acts = [(*page, score) for page, score in zip(pages, scores, strict=True)]
    found = []
    for turn in range(2):
        with transaction.atomic():
            found.append(evaluated(lot, officer, list(acts), Random(seed + turn), at))
            transaction.set_rollback(True)
        lot.refresh_from_db()
    assert found[0] == found[1]
    assert len(found[0]) == len(PRICES)
