"""The panel: seats, scores and locking them."""

from decimal import Decimal

import pytest

from accounts.models import AuditEvent
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import LotBidStatus
from procurement.models import Assessment, Lot, PanelSeat, with_scoring
from tests.factories.accounts import UserFactory
from tests.factories.procurement import PanelSeatFactory


@pytest.fixture
def criterion(evaluating):
    return evaluating.criteria.quality().get()


@pytest.fixture
def given(lot_bids, criterion, panel_member, at) -> dict:
    """What an allowed score is made of."""
    return {
        "lot_bid": lot_bids[0],
        "criterion": criterion,
        "score": Decimal(7),
        "motivation": "Helder.",
        "by": panel_member,
        "at": at,
    }


def test_a_seat_is_given_by_address(draft, officer, at):
    user = UserFactory()
    seat = actions.add_panel_seat(tender=draft, email=user.email.upper(), by=officer, at=at)
    assert seat.user == user
    assert AuditEvent.objects.get(action="add_seat").after == {"user": user.pk}


def test_nobody_of_a_provider_nor_a_stranger_gets_a_seat(draft, officer, provider_user, at):
    for email in (provider_user.email, "niemand@voorbeeld.test"):
        with pytest.raises(Refused) as refused:
            actions.add_panel_seat(tender=draft, email=email, by=officer, at=at)
        assert refused.value.field == "email"
    assert not PanelSeat.objects.exists()


def test_a_person_has_one_seat(draft, officer, panel_member, at):
    with pytest.raises(Refused) as refused:
        actions.add_panel_seat(tender=draft, email=panel_member.email, by=officer, at=at)
    assert refused.value.field == "email"


def test_a_seat_goes_until_its_person_has_scored(evaluating, officer, given, at):
    other = PanelSeatFactory(tender=evaluating)
    actions.remove_panel_seat(seat=other, by=officer, at=at)
    actions.score(**given)
    with pytest.raises(Refused):
        actions.remove_panel_seat(seat=evaluating.panel.get(), by=officer, at=at)
    assert evaluating.panel.count() == 1


def test_the_panel_stands_once_a_lot_is_locked(locked, officer, at):
    email = UserFactory().email
    with pytest.raises(Refused):
        actions.add_panel_seat(tender=locked.tender, email=email, by=officer, at=at)
    assert locked.tender.panel.count() == 1


def test_a_score_is_given_and_changed(given):
    actions.score(**given)
    actions.score(**given | {"score": Decimal(9)})
    assert Assessment.objects.get().score == 9
    told = AuditEvent.objects.filter(action="scored").order_by("pk")
    assert [(one.before.get("score"), one.after["score"]) for one in told] == [
        (None, "7"),
        ("7.00", "9"),
    ]


def test_who_has_no_seat_does_not_score(given, officer, reader):
    for person in (officer, reader):
        with pytest.raises(Refused):
            actions.score(**given | {"by": person})
    assert not Assessment.objects.exists()


def test_an_officer_with_a_seat_scores(given, officer, evaluating):
    PanelSeatFactory(tender=evaluating, user=officer)
    assert actions.score(**given | {"by": officer}).assessor == officer


@pytest.mark.parametrize("score", [-1, 11])
def test_scores_lie_between_0_and_10(given, score):
    with pytest.raises(Refused) as refused:
        actions.score(**given | {"score": Decimal(score)})
    assert refused.value.field == "score"
    assert not Assessment.objects.exists()


def test_prices_are_not_scored_by_the_panel(given, evaluating):
    price = evaluating.criteria.get(kind="price")
    with pytest.raises(Refused):
        actions.score(**given | {"criterion": price})


def test_locking_waits_for_every_score(lot_bids, education, give_scores, officer, evaluating, at):
    with pytest.raises(Refused, match="2"):
        actions.lock_quality(lot=education, by=officer, at=at)
    give_scores(education, 8, 9)
    PanelSeatFactory(tender=evaluating)
    with pytest.raises(Refused, match="2"):
        actions.lock_quality(lot=education, by=officer, at=at)
    education.refresh_from_db()
    assert education.quality_locked_at is None


def test_locking_stamps_and_ends_scoring(locked, given, officer, at):
    assert (locked.quality_locked_at, locked.quality_locked_by) == (at, officer)
    with pytest.raises(Refused):
        actions.score(**given)
    with pytest.raises(Refused):
        actions.lock_quality(lot=locked, by=officer, at=at)
    assert AuditEvent.objects.filter(action="lock_quality").count() == 1


def test_others_do_not_lock(lot_bids, education, give_scores, coordinator, panel_member, at):
    give_scores(education, 8, 9)
    for person in (coordinator, panel_member):
        with pytest.raises(Refused):
            actions.lock_quality(lot=education, by=person, at=at)


def test_no_ranking_before_the_lock(lot_bids, education, give_scores):
    give_scores(education, 8, 9)
    assert actions.ranking_of(education) == []


def test_an_excluded_bid_asks_a_reason_and_leaves_the_count(
    lot_bids, education, officer, give_scores, at
):
    with pytest.raises(Refused):
        actions.exclude_lot_bid(lot_bid=lot_bids[1], by=officer, at=at, reason="")
    actions.exclude_lot_bid(lot_bid=lot_bids[1], by=officer, at=at, reason="Geen verklaring.")
    lot_bids[1].refresh_from_db()
    assert lot_bids[1].status == LotBidStatus.EXCLUDED
    assert actions.scores_missing(education) == 1


def test_an_excluded_bid_is_not_scored_any_more(lot_bids, given, officer, at):
    actions.exclude_lot_bid(lot_bid=lot_bids[0], by=officer, at=at, reason="Te laat.")
    given["lot_bid"].refresh_from_db()
    with pytest.raises(Refused):
        actions.score(**given)


def test_counting_scores_is_one_query(lot_bids, education, django_assert_num_queries, give_scores):
    give_scores(education, 8, 9)
    with django_assert_num_queries(1):
        counted = with_scoring(Lot.objects.filter(pk=education.pk)).get()
        assert (counted.scores_needed, counted.scores_given) == (2, 2)
