"""A tender of Noord at each point of its life, made by the actions themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Region, User
from procurement import actions
from procurement.enums import TenderStatus
from procurement.models import Bid, Lot, LotBid, Tender
from providers.enums import LearningRoute
from tests.factories.accounts import UserFactory
from tests.factories.procurement import (
    CriterionFactory,
    LotFactory,
    PanelSeatFactory,
    TenderFactory,
)


@pytest.fixture
def at() -> datetime:
    """The moment at which people act in these tests: now, as the database judges deadlines."""
    return timezone.now()


@pytest.fixture
def draft(noord: Region, officer: User, at: datetime) -> Tender:
    """A complete draft: two lots, price 40, approach 60; closes in 30 days."""
    tender = TenderFactory(
        region=noord, created_by=officer, closes_at=at + timedelta(days=30), title="Leerroutes"
    )
    tender.gemeenten.set(noord.gemeenten_on(at.date()))
    LotFactory(tender=tender, number=1, title="Onderwijsroute", route=LearningRoute.EDUCATION)
    LotFactory(tender=tender, number=2, title="B1-route", route=LearningRoute.B1)
    CriterionFactory(tender=tender, price=True)
    CriterionFactory(tender=tender)
    return tender


@pytest.fixture
def published(draft: Tender, officer: User, at: datetime) -> Tender:
    return actions.publish_tender(tender=draft, by=officer, at=at)


def offer_for(lot: Lot, **values) -> actions.Offer:
    """An offer within the limits of `lot`."""
    standard = {
        "price": Decimal(15_000),
        "offered_places": 20,
        "group_minimum": lot.group_minimum,
        "group_maximum": lot.group_maximum,
        "locations": "Waterveen, Stationsplein 1",
        "answer": "Wij werken in kleine groepen.",
    }
    return actions.Offer(lot=lot, **standard | values)


def content_of(*offers: actions.Offer, **values) -> actions.Content:
    standard = {
        "contact_name": "Pia Aanbieder",
        "contact_email": "pia@voorbeeld.test",
        "declaration": True,
    }
    return actions.Content(offers=offers, **standard | values)


@pytest.fixture
def enter(at: datetime) -> Callable[..., Bid]:
    """Submits a bid on the lots given; prices by lot, or one for all."""

    def entered(tender: Tender, by: User, *lots: Lot, **values) -> Bid:
        provider = by.provider_memberships.get().provider
        bid = actions.start_bid(tender=tender, provider=provider, by=by, at=at)
        offers = [offer_for(lot, **values) for lot in lots]
        actions.submit_bid(bid=bid, content=content_of(*offers), by=by, at=at)
        bid.refresh_from_db()
        return bid

    return entered


@pytest.fixture
def pass_deadline() -> Callable[[Tender], Tender]:
    """Lets the deadline be a minute ago, also for the database's clock."""

    def passed(tender: Tender) -> Tender:
        now = timezone.now()
        Tender.objects.filter(pk=tender.pk).update(
            closes_at=now - timedelta(minutes=1), published_at=now - timedelta(days=40)
        )
        tender.refresh_from_db()
        return tender

    return passed


@pytest.fixture
def education(draft: Tender) -> Lot:
    return draft.lots.get(number=1)


@pytest.fixture
def b1(draft: Tender) -> Lot:
    return draft.lots.get(number=2)


@pytest.fixture
def with_bids(
    published: Tender,
    education: Lot,
    provider_user: User,
    other_provider_user: User,
    enter: Callable[..., Bid],
) -> Tender:
    """Two bids on the onderwijsroute, of 15,000 and 16,000 euro; none on the B1 route."""
    enter(published, provider_user, education, price=Decimal(15_000))
    enter(published, other_provider_user, education, price=Decimal(16_000))
    return published


@pytest.fixture
def closed(with_bids: Tender, pass_deadline, at: datetime) -> Tender:
    return actions.close_tender(tender=pass_deadline(with_bids), at=at)


@pytest.fixture
def opened(closed: Tender, officer: User, second_officer: User, at: datetime) -> Tender:
    actions.open_bids(tender=closed, by=officer, at=at)
    actions.open_bids(tender=closed, by=second_officer, at=at + timedelta(minutes=1))
    closed.refresh_from_db()
    assert closed.status == TenderStatus.OPENED
    return closed


@pytest.fixture
def panel_member(draft: Tender) -> User:
    user = UserFactory(name="Bea Beoordelaar")
    PanelSeatFactory(tender=draft, user=user)
    return user


@pytest.fixture
def evaluating(opened: Tender, panel_member: User, officer: User, at: datetime) -> Tender:
    return actions.start_evaluation(tender=opened, by=officer, at=at)


@pytest.fixture
def lot_bids(evaluating: Tender, education: Lot) -> list[LotBid]:
    """The cheaper one first."""
    return list(education.lot_bids.order_by("price"))


@pytest.fixture
def give_scores(panel_member: User, at: datetime) -> Callable[..., None]:
    """The panel member scores each bid on the one quality criterion."""

    def scored(lot: Lot, *scores: int) -> None:
        criterion = lot.tender.criteria.quality().get()
        for lot_bid, score in zip(lot.lot_bids.order_by("price", "pk"), scores, strict=True):
            actions.score(
                lot_bid=lot_bid,
                criterion=criterion,
                score=Decimal(score),
                motivation="Omdat het zo is.",
                by=panel_member,
                at=at,
            )

    return scored


@pytest.fixture
def locked(lot_bids, education: Lot, give_scores, officer: User, at: datetime) -> Lot:
    """Scores 8 and 9, locked: the cheaper bid has 88.00 points, the other 91.50."""
    give_scores(education, 8, 9)
    return actions.lock_quality(lot=education, by=officer, at=at)


@pytest.fixture
def decided(locked: Lot, officer: User, at: datetime) -> Lot:
    winner = locked.lot_bids.get(price=16_000)
    actions.decide_award(
        lot=locked, winner=winner, motivation="Sterkste aanpak.", by=officer, at=at
    )
    locked.refresh_from_db()
    return locked


@pytest.fixture
def sent(decided: Lot, officer: User, at: datetime) -> Lot:
    return actions.send_decision(lot=decided, by=officer, at=at)
