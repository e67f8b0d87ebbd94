"""A tender of Noord at each point of its life, made by the actions themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Region, User
from config.shared.periods import amsterdam
from procurement import actions
from procurement.enums import BidStatus, EnvelopeKind, TenderStatus
from procurement.models import Bid, BidAnswer, Lot, LotBid, OpeningRecord, Tender
from procurement.workflows import LOT_BID
from providers.enums import LearningRoute
from tests.factories.accounts import UserFactory
from tests.factories.procurement import (
    CriterionFactory,
    LotBidFactory,
    LotFactory,
    PanelSeatFactory,
    TenderFactory,
    move,
)
from tests.support.vault import named, sealed_bid


@pytest.fixture
def at() -> datetime:
    """The moment at which people act in these tests: now, as the database judges deadlines."""
    return timezone.now()


@pytest.fixture
def draft(noord: Region, officer: User, at: datetime) -> Tender:
    """A complete draft: two lots, price 40, approach 60; closes in 40 days."""
    tender = TenderFactory(
        region=noord, created_by=officer, closes_at=at + timedelta(days=40), title="Leerroutes"
    )
    tender.gemeenten.set(noord.gemeenten_on(amsterdam(at)))
    LotFactory(tender=tender, number=1, title="Onderwijsroute", route=LearningRoute.EDUCATION)
    LotFactory(tender=tender, number=2, title="B1-route", route=LearningRoute.B1)
    CriterionFactory(tender=tender, price=True)
    CriterionFactory(tender=tender)
    return tender


@pytest.fixture
def published(draft: Tender, officer: User, second_officer: User, at: datetime) -> Tender:
    """Published an hour ago, with keys of which both officers have a share."""
    asked = at - timedelta(hours=2)
    Tender.objects.filter(pk=draft.pk).update(
        review_requested_at=asked,
        review_requested_by=officer,
        published_at=at - timedelta(hours=1),
        published_by=officer,
    )
    move(draft, TenderStatus.IN_REVIEW, TenderStatus.PUBLISHED)
    named(draft, officer, second_officer)
    actions.make_tender_keys(draft, at=at)
    return draft


@pytest.fixture
def enter() -> Callable[..., Bid]:
    """Puts a sealed bid on the lots given in the vault; see tests.support.vault.sealed_bid."""
    return sealed_bid


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
def opened(closed: Tender, education: Lot, officer: User, second_officer: User, at) -> Tender:
    """As an opening of the quality envelopes leaves it, without the ceremony."""
    OpeningRecord.objects.create(
        tender=closed,
        kind=EnvelopeKind.QUALITY,
        first_at=at,
        first_by=officer,
        first_session="a" * 64,
        second_at=at,
        second_by=second_officer,
        bids_opened=2,
    )
    for bid in closed.bids.order_by("pk"):
        read = {"contact_name": "Pia Aanbieder", "contact_email": "pia@voorbeeld.test"}
        Bid.objects.filter(pk=bid.pk).update(status=BidStatus.OPENED, **read)
        lot_bid = LotBidFactory(bid=bid, lot=education, price=None, offered_places=20)
        for criterion in closed.criteria.quality().order_by("pk"):
            text = "Wij werken in kleine groepen."
            BidAnswer.objects.create(lot_bid=lot_bid, criterion=criterion, text=text)
    move(closed, TenderStatus.OPENED)
    return closed


@pytest.fixture
def admitted(opened: Tender, officer: User, at: datetime) -> Tender:
    """Every bid meets the requirements, of which this tender has none."""
    for lot_bid in LotBid.objects.filter(bid__tender=opened).order_by("pk"):
        LOT_BID.apply(lot_bid, "admit", by=officer, at=at)
    return opened


@pytest.fixture
def panel_member(draft: Tender) -> User:
    user = UserFactory(name="Bea Beoordelaar")
    PanelSeatFactory(tender=draft, user=user)
    return user


@pytest.fixture
def evaluating(admitted: Tender, panel_member: User, officer: User, at: datetime) -> Tender:
    return actions.start_evaluation(tender=admitted, by=officer, at=at)


@pytest.fixture
def lot_bids(evaluating: Tender, education: Lot) -> list[LotBid]:
    """That of De Vliegerhof first, which is the cheaper one."""
    return list(education.lot_bids.order_by("bid__pk"))


@pytest.fixture
def give_scores(panel_member: User, at: datetime) -> Callable[..., None]:
    """The panel member scores each bid on the one quality criterion, and hands in."""

    def scored(lot: Lot, *scores: int) -> None:
        criterion = lot.tender.criteria.quality().get()
        for lot_bid, score in zip(lot.lot_bids.order_by("bid__pk"), scores, strict=True):
            actions.score(
                lot_bid=lot_bid,
                criterion=criterion,
                score=Decimal(score),
                motivation="Omdat het zo is.",
                by=panel_member,
                at=at,
            )
        actions.hand_in_scores(lot=lot, by=panel_member, at=at)

    return scored


@pytest.fixture
def quality_locked(lot_bids, education: Lot, give_scores, officer: User, at: datetime) -> Lot:
    """Scores 8 for De Vliegerhof and 9 for Letterbrug, locked; prices still sealed."""
    give_scores(education, 8, 9)
    return actions.lock_quality(lot=education, by=officer, at=at)


@pytest.fixture
def locked(quality_locked: Lot, lot_bids, officer: User, at: datetime) -> Lot:
    """With the prices open: 15,000 has 88.00 points, 16,000 has 91.50."""
    for lot_bid, price in zip(lot_bids, (15_000, 16_000), strict=True):
        LotBid.objects.filter(pk=lot_bid.pk).update(price=price, compared_price=price)
    quality_locked.prices_opened_at, quality_locked.prices_opened_by = at, officer
    quality_locked.save(update_fields=["prices_opened_at", "prices_opened_by"])
    return quality_locked


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
