"""Ranking, who may win, draws by lot, and the decision itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from config.shared.errors import Refused
from procurement import actions
from procurement.enums import LotBidStatus, LotStatus, ScoreMethod, TieRule
from procurement.models import (
    Assessment,
    AwardDecision,
    ConsensusScore,
    Draw,
    Letter,
    Lot,
    LotBid,
    LowPriceInquiry,
    Tender,
)
from procurement.workflows import LOT_BID
from tests.factories.procurement import BidFactory, LotBidFactory, LotFactory, move

D = Decimal


def decide(lot: Lot, winner: LotBid, officer, at) -> AwardDecision:
    return actions.decide_award(
        lot=lot, winner=winner, motivation="Sterkste aanpak.", by=officer, at=at
    )


def rule(lot: Lot, **values) -> Lot:
    """The lot, of which the tender published these rules."""
    Tender.objects.filter(pk=lot.tender_id).update(**values)
    return Lot.objects.get(pk=lot.pk)


@pytest.fixture
def equal(locked: Lot) -> Lot:
    """Both bids at 15,000 with the same score: a tie by every rule."""
    LotBid.objects.filter(lot=locked).update(price=15_000, compared_price=15_000)
    Assessment.objects.filter(lot_bid__lot=locked).update(score=8)
    return Lot.objects.get(pk=locked.pk)


# --- The ranking ------------------------------------------------------------------------------


def test_the_ranking_is_the_one_worked_out_by_hand(locked):
    """15,000: 40 + 48 = 88; 16,000: 37.50 + 54 = 91.50."""
    found = [
        (one.price, one.price_points, one.total, one.rank) for one in actions.ranking_of(locked)
    ]
    assert found == [
        (D(16_000), D("37.50"), D("91.50"), 1),
        (D(15_000), D("40.00"), D("88.00"), 2),
    ]


def test_no_ranking_before_the_prices_are_open(quality_locked):
    LotBid.objects.filter(lot=quality_locked).update(price=15_000, compared_price=15_000)
    assert actions.ranking_of(quality_locked) == []


def test_points_are_rounded_as_published(locked):
    LotBid.objects.filter(lot=locked, price=16_000).update(compared_price=17_000)
    points = {
        places: actions.ranking_of(rule(locked, rounding_decimals=places))[0].price_points
        for places in (0, 2, 4)
    }
    assert points == {0: D(35), 2: D("35.29"), 4: D("35.2941")}


def test_the_whole_price_table_is_compared(locked):
    """The price per unit stays 16,000; with its further lines it compares as 20,000."""
    LotBid.objects.filter(lot=locked, price=16_000).update(compared_price=20_000)
    found = {one.price: one.price_points for one in actions.ranking_of(locked)}
    assert found == {D(15_000): D(40), D(20_000): D(30)}


def test_consensus_counts_where_that_was_announced(locked, officer, at):
    lot = rule(locked, score_method=ScoreMethod.CONSENSUS)
    criterion = lot.tender.criteria.quality().get()
    for lot_bid in lot.lot_bids.order_by("pk"):
        ConsensusScore.objects.create(
            lot_bid=lot_bid,
            criterion=criterion,
            score=5,
            motivation="Samen.",
            recorded_at=at,
            recorded_by=officer,
        )
    found = [(one.price, one.quality_total) for one in actions.ranking_of(lot)]
    assert found == [(D(15_000), D(30)), (D(16_000), D(30))]


def test_below_a_published_minimum_a_bid_has_no_rank(locked):
    locked.tender.criteria.quality().update(minimum_score=D("8.5"))
    found = [(one.price, one.rank, one.total) for one in actions.ranking_of(locked)]
    assert found == [(D(16_000), 1, D(94)), (D(15_000), None, None)]


def test_quality_counts_in_euro_in_the_value_based_formula(locked):
    """15,000 - 80% of 4,000 = 11,800; 16,000 - 90% of 4,000 = 12,400."""
    locked.tender.criteria.filter(kind="price").update(formula="value", weight=0)
    locked.tender.criteria.quality().update(maximum_value=4_000)
    found = [(one.price, one.fictitious_price, one.rank) for one in actions.ranking_of(locked)]
    assert found == [(D(15_000), D(11_800), 1), (D(16_000), D(12_400), 2)]


def test_an_excluded_bid_ranks_nowhere_and_sets_no_lowest_price(locked, officer, at):
    cheap = locked.lot_bids.get(price=15_000)
    actions.exclude_lot_bid(lot_bid=cheap, by=officer, at=at, reason="Onjuiste verklaring.")
    assert [(one.price, one.total) for one in actions.ranking_of(locked)] == [(D(16_000), D(94))]


# --- The decision -----------------------------------------------------------------------------


def test_only_the_first_in_rank_wins(locked, officer, at):
    with pytest.raises(Refused) as refused:
        decide(locked, locked.lot_bids.get(price=15_000), officer, at)
    assert refused.value.field == "winner"
    assert not AwardDecision.objects.exists()
    assert not Letter.objects.exists()


def test_a_decision_freezes_the_ranking(decided):
    assert decided.status == LotStatus.PROVISIONALLY_AWARDED
    rows = decided.decision.rows
    assert [(row["rank"], row["total"], row["provider"]) for row in rows] == [
        (1, D("91.50"), "Stichting Letterbrug"),
        (2, D("88.00"), "Taalschool De Vliegerhof"),
    ]
    live = {one.key: one for one in actions.ranking_of(decided)}
    assert decided.decision.standings == live
    LotBid.objects.filter(lot=decided).update(compared_price=1)
    decided.decision.refresh_from_db()
    assert decided.decision.rows[0]["price"] == D(16_000)
    assert actions.ranking_rows(decided) == decided.decision.rows


def test_no_decision_before_the_prices_are_open(quality_locked, lot_bids, officer, at):
    with pytest.raises(Refused):
        decide(quality_locked, lot_bids[1], officer, at)
    assert not AwardDecision.objects.exists()


def test_no_decision_while_a_price_could_not_be_opened(locked, officer, at):
    LotBid.objects.filter(lot=locked, price=15_000).update(price=None, compared_price=None)
    with pytest.raises(Refused, match="De Vliegerhof"):
        decide(locked, locked.lot_bids.get(price=16_000), officer, at)
    assert not AwardDecision.objects.exists()


def test_no_decision_while_a_low_price_is_inquired_into(locked, officer, at):
    cheap = locked.lot_bids.get(price=15_000)
    LowPriceInquiry.objects.create(
        lot_bid=cheap, question="Hoe?", due_at=at + timedelta(days=5), asked_at=at, asked_by=officer
    )
    with pytest.raises(Refused, match="lage prijs"):
        decide(locked, locked.lot_bids.get(price=16_000), officer, at)
    assert not AwardDecision.objects.exists()


def test_others_do_not_decide(locked, coordinator, panel_member, zuid_officer, at):
    winner = locked.lot_bids.get(price=16_000)
    for person in (coordinator, panel_member, zuid_officer):
        with pytest.raises(Refused):
            decide(locked, winner, person, at)
    assert not AwardDecision.objects.exists()


def test_a_decided_lot_is_not_decided_again(decided, officer, at):
    with pytest.raises(Refused):
        decide(decided, decided.lot_bids.get(price=16_000), officer, at)
    assert AwardDecision.objects.count() == 1


# --- Equal bids -------------------------------------------------------------------------------


def test_of_a_tie_by_every_rule_the_officer_chooses(equal, officer, at):
    choice = actions.choice_of(equal)
    assert len(choice.keys) == 2
    assert "waarom u kiest" in choice.sentences[0]
    winner = equal.lot_bids.get(pk=choice.keys[1])
    assert decide(equal, winner, officer, at).winner == winner


@pytest.fixture
def to_draw(equal: Lot) -> Lot:
    return rule(equal, tie_rule=TieRule.DRAW)


def test_lots_are_drawn_where_that_was_published(to_draw, officer, at):
    first, second = to_draw.lot_bids.order_by("pk")
    with pytest.raises(Refused, match="loting"):
        decide(to_draw, first, officer, at)
    actions.record_draw(
        lot=to_draw, order=[second, first], report="Notaris Van Dam.", by=officer, at=at
    )
    assert actions.choice_of(to_draw).keys == [second.pk]
    with pytest.raises(Refused):
        decide(to_draw, first, officer, at)
    assert decide(to_draw, second, officer, at).winner == second


def test_a_draw_has_exactly_the_equal_bids(to_draw, officer, at):
    first, second = to_draw.lot_bids.order_by("pk")
    for order in ([], [first], [first, first], [first, second, second]):
        with pytest.raises(Refused) as refused:
            actions.record_draw(lot=to_draw, order=order, report="Zo.", by=officer, at=at)
        assert refused.value.field == "order"
    assert not Draw.objects.exists()


def test_no_draw_where_it_was_not_published_or_nothing_is_equal(equal, officer, at):
    order = list(equal.lot_bids.order_by("pk"))
    with pytest.raises(Refused):
        actions.record_draw(lot=equal, order=order, report="Zo.", by=officer, at=at)
    assert not Draw.objects.exists()


def test_others_do_not_draw(to_draw, coordinator, at):
    order = list(to_draw.lot_bids.order_by("pk"))
    with pytest.raises(Refused):
        actions.record_draw(lot=to_draw, order=order, report="Zo.", by=coordinator, at=at)


def test_what_was_drawn_never_changes(to_draw, officer, at):
    order = list(to_draw.lot_bids.order_by("pk"))
    draw = actions.record_draw(lot=to_draw, order=order, report="Zo.", by=officer, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(order=[])
    with pytest.raises(DatabaseError), transaction.atomic():
        draw.delete()


# --- The number of lots that one may win ------------------------------------------------------


@pytest.fixture
def two_lots(locked: Lot, officer, at) -> tuple[Lot, Lot]:
    """Letterbrug (16,000) is first in both lots; one bidder may win one of them."""
    first = rule(locked, lots_win_maximum=1)
    second = LotFactory(tender=first.tender, number=3, title="Z-route")
    move(second, LotStatus.IN_EVALUATION)
    Lot.objects.filter(pk=second.pk).update(
        quality_locked_at=at,
        quality_locked_by=officer,
        prices_opened_at=at,
        prices_opened_by=officer,
    )
    for one in first.lot_bids.order_by("price"):
        copied = LotBidFactory(bid=one.bid, lot=second, price=one.price)
        LOT_BID.apply(copied, "admit", by=officer, at=at)
        for given in one.assessments.order_by("pk"):
            given.pk, given.lot_bid = None, copied
            given.save(force_insert=True)
    return first, Lot.objects.get(pk=second.pk)


def by_price(lot: Lot, price: int) -> LotBid:
    return lot.lot_bids.get(price=price)


def test_who_is_first_in_too_many_lots_may_be_passed_over_with_reasons(two_lots):
    lot = two_lots[0]
    choice = actions.choice_of(lot)
    assert choice.keys == [by_price(lot, 16_000).pk, by_price(lot, 15_000).pk]
    assert "Stichting Letterbrug" in choice.sentences[0]


def test_who_has_won_enough_is_passed_over_in_the_next_lot(two_lots, officer, at):
    first, second = two_lots
    decide(first, by_price(first, 16_000), officer, at)
    assert actions.choice_of(second).keys == [by_price(second, 15_000).pk]
    with pytest.raises(Refused):
        decide(second, by_price(second, 16_000), officer, at)
    assert decide(second, by_price(second, 15_000), officer, at).lot == second


def test_passed_over_in_one_lot_a_bidder_wins_the_other(two_lots, officer, at):
    first, second = two_lots
    decide(first, by_price(first, 15_000), officer, at)
    assert actions.choice_of(second).keys == [by_price(second, 16_000).pk]


def test_without_a_limit_one_bidder_wins_every_lot(two_lots, officer, at):
    first, second = (rule(lot, lots_win_maximum=None) for lot in two_lots)
    decide(first, by_price(first, 16_000), officer, at)
    assert decide(second, by_price(second, 16_000), officer, at).lot == second


def test_a_bid_of_which_the_requirements_are_not_judged_does_not_win(locked, officer, at):
    """Put in after the lock, as no act of ours would."""
    late = LotBidFactory(
        bid=BidFactory(tender=locked.tender, opened=True), lot=locked, price=D(1_000)
    )
    for given in locked.lot_bids.get(price=16_000).assessments.order_by("pk"):
        given.pk, given.lot_bid = None, late
        given.save(force_insert=True)
    assert late.status == LotBidStatus.ENTERED
    with pytest.raises(Refused) as refused:
        decide(locked, late, officer, at)
    assert refused.value.field == "winner"
