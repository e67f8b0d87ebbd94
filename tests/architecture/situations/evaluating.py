"""Bids that were opened: to be judged, scored, agreed on, explained and answered by letter."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import Region, User
from procurement import actions
from procurement.enums import ConflictStatus, ScoreMethod, TieRule
from procurement.models import Letter, Lot, LotBid
from providers.models import Provider
from tests.architecture.situations.scenes import Scene, opens
from tests.factories.accounts import UserFactory
from tests.factories.procurement import PanelSeatFactory, TenderFactory
from tests.support.evaluation import lot_in_evaluation, open_prices

TERM = timedelta(days=5)


@opens("procurement:panelseat-declare")
def asked_for_a_panel(noord) -> Scene:
    undeclared = {"conflict": ConflictStatus.PENDING, "declaration": "", "declared_at": None}
    seat = PanelSeatFactory(tender=TenderFactory(region=noord), **undeclared)
    return Scene(seat.user, (seat.pk,))


@opens("procurement:lotbid-check", "procurement:repairrequest-create")
def bid_to_judge(noord, officer, provider) -> Scene:
    lot = lot_in_evaluation(noord, officer, [provider], [], is_admitted=False)
    return Scene(officer, (lot.lot_bids.get().pk,))


@opens("procurement:lotbid-transition")
def bid_to_exclude(noord, officer, provider) -> Scene:
    scene = bid_to_judge(noord, officer, provider)
    return Scene(officer, (*scene.arguments, "exclude"))


@opens("procurement:lotbid-drop-out")
def bid_that_takes_part(noord, officer, provider) -> Scene:
    lot = lot_in_evaluation(noord, officer, [provider], [])
    return Scene(officer, (lot.lot_bids.get().pk,))


@opens("procurement:lotbid-score")
def bid_to_score(noord, officer, provider) -> Scene:
    assessor = UserFactory()
    lot = lot_in_evaluation(noord, officer, [provider], [assessor])
    return Scene(assessor, sheet_of(lot))


@opens("procurement:lotbid-consensus")
def scores_to_agree_on(noord, officer, provider) -> Scene:
    chair = UserFactory()
    lot = handed_in(noord, officer, [provider], chair, score_method=ScoreMethod.CONSENSUS)
    return Scene(chair, sheet_of(lot))


@opens("procurement:consensusscore-reopen")
def agreed_score(noord, officer, provider) -> Scene:
    chair = UserFactory()
    lot = handed_in(noord, officer, [provider], chair, score_method=ScoreMethod.CONSENSUS)
    agreed = actions.record_consensus(
        lot_bid=lot.lot_bids.get(),
        criterion=lot.tender.criteria.quality().order_by("pk")[0],
        score=Decimal(8),
        motivation="Besproken.",
        by=chair,
        at=timezone.now(),
    )
    return Scene(chair, (agreed.pk,))


@opens("procurement:lowpriceinquiry-create")
def open_price(noord, officer, provider) -> Scene:
    lot = priced(noord, officer, [provider], [15_000])
    return Scene(officer, (lot.lot_bids.get().pk,))


@opens("procurement:letter-update")
def letter_to_send(noord, officer, provider, other_provider) -> Scene:
    decided(noord, officer, [provider, other_provider])
    return Scene(officer, (Letter.objects.get(lot_bid__price=16_000).pk,))


@opens("procurement:repairrequest-answer")
def omission_to_mend(noord, officer, provider, provider_user) -> Scene:
    scene, at = bid_to_judge(noord, officer, provider), timezone.now()
    lot_bid = LotBid.objects.get(pk=scene.arguments[0])
    moment = {"due_at": at + TERM, "by": officer, "at": at}
    asked = actions.ask_repair(lot_bid=lot_bid, text="De handtekening ontbreekt.", **moment)
    return Scene(provider_user, (asked.pk,))


@opens("procurement:lowpriceinquiry-answer")
def price_to_explain(noord, officer, provider, provider_user) -> Scene:
    scene, at = open_price(noord, officer, provider), timezone.now()
    lot_bid = LotBid.objects.get(pk=scene.arguments[0])
    moment = {"due_at": at + TERM, "by": officer, "at": at}
    asked = actions.ask_explanation(lot_bid=lot_bid, question="Hoe komt u daaraan?", **moment)
    return Scene(provider_user, (asked.pk,))


@opens("procurement:lot-decide", "procurement:lot-end")
def lot_to_decide_on(noord, officer, provider) -> Scene:
    lot = priced(noord, officer, [provider], [15_000])
    return Scene(officer, (lot.pk,))


@opens("procurement:lot-draw")
def equal_bids(noord, officer, provider, other_provider) -> Scene:
    lot = priced(noord, officer, [provider, other_provider], [15_000] * 2, tie_rule=TieRule.DRAW)
    return Scene(officer, (lot.pk,))


@opens("procurement:lot-revoke")
def decided_lot(noord, officer, provider, other_provider) -> Scene:
    lot = decided(noord, officer, [provider, other_provider])
    return Scene(officer, (lot.pk,))


def handed_in(
    region: Region, officer: User, bidders: Sequence[Provider], assessor: User, **fields
) -> Lot:
    """A lot of which the one assessor gave every quality answer an 8."""
    lot, at = lot_in_evaluation(region, officer, bidders, [assessor], **fields), timezone.now()
    for lot_bid in lot.lot_bids.order_by("pk"):
        for criterion in lot.tender.criteria.quality().order_by("pk"):
            actions.score(
                lot_bid=lot_bid,
                criterion=criterion,
                score=Decimal(8),
                motivation="Omdat het zo is.",
                by=assessor,
                at=at,
            )
    return actions.hand_in_scores(lot=lot, by=assessor, at=at)


def priced(
    region: Region, officer: User, bidders: Sequence[Provider], prices: Sequence[int], **fields
) -> Lot:
    """A lot whose quality is locked, with the price of each bidder open."""
    lot = handed_in(region, officer, bidders, UserFactory(), **fields)
    locked = actions.lock_quality(lot=lot, by=officer, at=timezone.now())
    return open_prices(locked, prices, officer)


def decided(region: Region, officer: User, bidders: Sequence[Provider]) -> Lot:
    """A lot that is awarded provisionally to the first of two bidders; its letters lie ready."""
    lot = priced(region, officer, bidders, [15_000, 16_000])
    actions.decide_award(
        lot=lot,
        winner=lot.lot_bids.get(price=15_000),
        motivation="Sterkste aanpak.",
        by=officer,
        at=timezone.now(),
    )
    return lot


def sheet_of(lot: Lot) -> tuple[int, int]:
    """The one bid on the lot and the first quality criterion."""
    return lot.lot_bids.get().pk, lot.tender.criteria.quality().order_by("pk")[0].pk
