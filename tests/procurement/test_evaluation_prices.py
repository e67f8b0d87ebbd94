"""Prices that look abnormally low: proposed, explained, heard, accepted or rejected."""

import re
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement import actions
from procurement.enums import LotBidStatus
from procurement.models import LotBid, LowPriceInquiry
from procurement.pricing import distances

EURO = st.decimals(min_value=1, max_value=50_000, places=2)


@pytest.fixture
def lot_bid(locked, lot_bids) -> LotBid:
    """The cheaper one, of De Vliegerhof."""
    return lot_bids[0]


@pytest.fixture
def due(at):
    return at + timedelta(days=5)


@pytest.fixture
def inquiry(lot_bid, officer, at, due) -> LowPriceInquiry:
    return actions.ask_explanation(
        lot_bid=lot_bid, question="Hoe komt u hieraan?", due_at=due, by=officer, at=at
    )


@pytest.fixture
def explained(inquiry, provider_user, at) -> LowPriceInquiry:
    return actions.explain_price(
        low_price_inquiry=inquiry, explanation="Eigen gebouw.", by=provider_user, at=at
    )


@pytest.fixture
def judge(inquiry, officer, at):
    """Judges the price as the officer, with a reason unless another is given."""

    def judged(**values) -> LowPriceInquiry:
        standard = {
            "low_price_inquiry": inquiry,
            "is_accepted": True,
            "reason": "Sluitend.",
            "by": officer,
            "at": at,
        }
        return actions.judge_low_price(**standard | values)

    return judged


# --- Arithmetic -------------------------------------------------------------------------------


def test_a_price_is_measured_by_the_mean_of_the_others_and_by_the_fair_price():
    prices = {1: Decimal(6_000), 2: Decimal(9_000), 3: Decimal(11_000)}
    found = distances(prices, Decimal(12_000))
    assert (found[1].others, found[1].fair) == (Decimal("40.0"), Decimal("50.0"))
    assert found[3].others == Decimal("-46.7")


def test_who_is_alone_is_measured_by_the_fair_price_alone():
    (found,) = distances({1: Decimal(6_000)}, Decimal(10_000)).values()
    assert (found.others, found.fair) == (None, Decimal("40.0"))


@pytest.mark.parametrize(
    ("below_others", "below_fair", "low"), [(40, 99, True), (41, 99, False), (99, 50, True)]
)
def test_a_price_is_low_from_the_percentage_on(below_others, below_fair, low):
    found = distances({1: Decimal(6_000), 2: Decimal(10_000)}, Decimal(12_000))[1]
    assert found.is_low(below_others=below_others, below_fair=below_fair) == low


@given(st.dictionaries(st.integers(), EURO, min_size=2, max_size=6), EURO)
def test_a_lower_price_never_lies_less_far_below(prices, fair):
    found = distances(prices, fair)
    in_order = sorted(prices, key=lambda key: prices[key])
    for cheaper, dearer in pairwise(in_order):
        assert found[cheaper].others >= found[dearer].others
        assert found[cheaper].fair >= found[dearer].fair


# --- Proposing --------------------------------------------------------------------------------


def test_nothing_is_proposed_while_prices_are_closed(quality_locked, lot_bids):
    LotBid.objects.filter(lot=quality_locked).update(compared_price=1)
    assert actions.low_prices(quality_locked) == []


def test_prices_come_lowest_first_with_a_proposal(locked, lot_bid, settings):
    settings.LOW_PRICE_BELOW_OTHERS = 6
    rows = actions.low_prices(locked)
    assert rows[0].lot_bid == lot_bid
    assert [one.is_proposed for one in rows] == [True, False]
    settings.LOW_PRICE_BELOW_OTHERS = 7
    assert not any(one.is_proposed for one in actions.low_prices(locked))


def test_the_ceiling_price_counts_as_fair(locked, settings):
    """15,000 lies 11.8% below 17,000."""
    settings.LOW_PRICE_BELOW_FAIR = 11
    assert [one.is_proposed for one in actions.low_prices(locked)] == [True, False]


# --- Asking and explaining --------------------------------------------------------------------


def test_a_bidder_is_asked_and_told_without_a_price(inquiry, lot_bid, provider_user):
    told = Notification.objects.get(user=provider_user)
    for text in (told.subject, told.sentence):
        said = text.replace(lot_bid.bid.tender.reference, "").lower()
        assert not re.search("€|15|prijs", said)
    assert told.url.endswith(f"/low-prices/{inquiry.pk}/answer/")
    assert AuditEvent.objects.filter(action="ask_explanation", object_id=lot_bid.pk).exists()


def test_a_bidder_is_asked_once(inquiry, lot_bid, officer, at, due):
    with pytest.raises(Refused):
        actions.ask_explanation(lot_bid=lot_bid, question="x", due_at=due, by=officer, at=at)
    assert LowPriceInquiry.objects.count() == 1


def test_nobody_is_asked_while_prices_are_closed(quality_locked, lot_bids, officer, at, due):
    with pytest.raises(Refused):
        actions.ask_explanation(lot_bid=lot_bids[0], question="x", due_at=due, by=officer, at=at)
    assert not LowPriceInquiry.objects.exists()


def test_the_term_to_explain_lies_ahead(lot_bid, officer, at):
    with pytest.raises(Refused) as refused:
        actions.ask_explanation(lot_bid=lot_bid, question="x", due_at=at, by=officer, at=at)
    assert refused.value.field == "due_at"


@pytest.mark.parametrize("role", ["coordinator", "reader", "panel_member", "provider_user"])
def test_others_do_not_ask_nor_judge(role, inquiry, lot_bid, lot_bids, request, judge, at, due):
    person = request.getfixturevalue(role)
    with pytest.raises(Refused):
        actions.ask_explanation(lot_bid=lot_bids[1], question="x", due_at=due, by=person, at=at)
    with pytest.raises(Refused):
        actions.record_hearing(
            low_price_inquiry=inquiry, heard_on=amsterdam(at), hearing="x", by=person, at=at
        )
    with pytest.raises(Refused):
        judge(by=person, at=due + timedelta(days=1))


def test_the_bidder_explains_once_and_within_the_term(
    inquiry, provider_user, other_provider_user, due, at
):
    said = {"low_price_inquiry": inquiry, "explanation": "Eigen gebouw."}
    with pytest.raises(Refused):
        actions.explain_price(**said, by=other_provider_user, at=at)
    with pytest.raises(Refused):
        actions.explain_price(**said, by=provider_user, at=due + timedelta(seconds=1))
    actions.explain_price(**said, by=provider_user, at=due)
    with pytest.raises(Refused):
        actions.explain_price(**said, by=provider_user, at=due)
    inquiry.refresh_from_db()
    assert (inquiry.explanation, inquiry.explained_by) == ("Eigen gebouw.", provider_user)


# --- Hearing and judging ----------------------------------------------------------------------


def test_a_price_that_is_explained_keeps_the_bid(explained, lot_bid, judge, officer):
    judged = judge()
    lot_bid.refresh_from_db()
    assert (judged.is_accepted, judged.decided_by) == (True, officer)
    assert lot_bid.status == LotBidStatus.ADMISSIBLE


def test_a_bid_is_rejected_after_the_hearing_only(explained, lot_bid, judge, officer, at):
    with pytest.raises(Refused):
        judge(is_accepted=False)
    actions.record_hearing(
        low_price_inquiry=explained, heard_on=amsterdam(at), hearing="Gehoord.", by=officer, at=at
    )
    judge(is_accepted=False, reason="Niet kostendekkend.")
    lot_bid.refresh_from_db()
    assert lot_bid.status == LotBidStatus.EXCLUDED
    told = AuditEvent.objects.get(action="exclude", object_id=lot_bid.pk)
    assert told.reason == "Niet kostendekkend."


def test_a_price_is_judged_after_the_answer_or_the_term_and_once(inquiry, judge, due, at):
    with pytest.raises(Refused):
        judge(at=at)
    late = due + timedelta(minutes=1)
    with pytest.raises(Refused) as refused:
        judge(at=late, reason=" ")
    assert refused.value.field == "reason"
    judge(at=late)
    with pytest.raises(Refused):
        judge(at=late)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_hearing_lies_between_the_question_and_today(days, explained, officer, at):
    heard_on = amsterdam(at + timedelta(days=days))
    with pytest.raises(Refused) as refused:
        actions.record_hearing(
            low_price_inquiry=explained, heard_on=heard_on, hearing="x", by=officer, at=at
        )
    assert refused.value.field == "heard_on"
    explained.refresh_from_db()
    assert explained.heard_on is None


def test_no_award_while_an_inquiry_is_running(inquiry, locked, lot_bids, officer, at, due, judge):
    winner = {"lot": locked, "winner": lot_bids[1], "motivation": "Sterkste.", "by": officer}
    with pytest.raises(Refused):
        actions.decide_award(**winner, at=at)
    judge(at=due + timedelta(minutes=1))
    actions.decide_award(**winner, at=due + timedelta(minutes=2))
