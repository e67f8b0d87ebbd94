"""The panel: seats, declarations, scores, handing in and locking."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import BidStatus, ConflictStatus, LotBidStatus, TenderStatus
from procurement.models import Assessment, BidAnswer, Lot, LotBid, PanelSeat, with_scoring
from tests.factories.accounts import UserFactory
from tests.factories.procurement import BidFactory, PanelSeatFactory


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


@pytest.fixture
def pending(draft) -> PanelSeat:
    """The seat of somebody who did not declare yet."""
    return PanelSeatFactory(
        tender=draft, conflict=ConflictStatus.PENDING, declaration="", declared_at=None
    )


# --- Seats ------------------------------------------------------------------------------------


def test_a_seat_is_given_by_address_and_its_person_is_told(draft, officer, at):
    user = UserFactory()
    seat = actions.add_panel_seat(tender=draft, email=user.email.upper(), by=officer, at=at)
    assert (seat.user, seat.conflict, seat.is_chair) == (user, ConflictStatus.PENDING, False)
    assert AuditEvent.objects.get(action="add_seat").after == {"user": user.pk}
    told = Notification.objects.get(user=user)
    assert told.url.endswith(f"/panel/{seat.pk}/declare/")
    assert told.organisation == f"tender:{draft.pk}"


def test_nobody_of_a_provider_nor_a_stranger_gets_a_seat(draft, officer, provider_user, at):
    for email in (provider_user.email, "niemand@voorbeeld.test"):
        with pytest.raises(Refused) as refused:
            actions.add_panel_seat(tender=draft, email=email, by=officer, at=at)
        assert refused.value.field == "email"
    assert not PanelSeat.objects.exists()
    assert not Notification.objects.exists()


def test_a_person_has_one_seat(draft, officer, panel_member, at):
    with pytest.raises(Refused) as refused:
        actions.add_panel_seat(tender=draft, email=panel_member.email, by=officer, at=at)
    assert refused.value.field == "email"


def test_a_panel_has_one_chair(draft, officer, at):
    PanelSeatFactory(tender=draft, is_chair=True)
    email = UserFactory().email
    with pytest.raises(Refused) as refused:
        actions.add_panel_seat(tender=draft, email=email, is_chair=True, by=officer, at=at)
    assert refused.value.field == "is_chair"


def test_another_chair_takes_the_place_of_the_first(draft, officer, at):
    first, second = PanelSeatFactory(tender=draft, is_chair=True), PanelSeatFactory(tender=draft)
    actions.name_chair(seat=second, by=officer, at=at)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_chair, second.is_chair) == (False, True)
    assert AuditEvent.objects.get(action="name_chair").after == {"user": second.user_id}


def test_who_left_the_panel_does_not_chair_it(draft, officer, at):
    seat = PanelSeatFactory(tender=draft, ended_at=at, ended_by=officer, end_reason="Ziek.")
    with pytest.raises(Refused):
        actions.name_chair(seat=seat, by=officer, at=at)


def test_a_seat_goes_until_its_person_has_scored(evaluating, officer, given, at):
    other = PanelSeatFactory(tender=evaluating)
    actions.remove_panel_seat(seat=other, by=officer, at=at)
    actions.score(**given)
    with pytest.raises(Refused):
        actions.remove_panel_seat(seat=evaluating.panel.get(), by=officer, at=at)
    assert evaluating.panel.count() == 1


def test_a_declared_conflict_stays_on_record(draft, pending, officer, at):
    actions.declare_interest(
        seat=pending, has_conflict=True, declaration="Mijn broer.", by=pending.user, at=at
    )
    with pytest.raises(Refused):
        actions.remove_panel_seat(seat=pending, by=officer, at=at)
    assert draft.panel.count() == 1


def test_the_panel_stands_once_every_lot_is_locked(quality_locked, officer, at):
    email = UserFactory().email
    with pytest.raises(Refused):
        actions.add_panel_seat(tender=quality_locked.tender, email=email, by=officer, at=at)
    assert quality_locked.tender.panel.count() == 1


@pytest.mark.parametrize("role", ["coordinator", "reader", "zuid_officer", "panel_member"])
def test_others_do_not_change_the_panel(role, draft, panel_member, request, at):
    person, seat = request.getfixturevalue(role), draft.panel.get()
    email = UserFactory().email
    for act in (
        lambda: actions.add_panel_seat(tender=draft, email=email, by=person, at=at),
        lambda: actions.remove_panel_seat(seat=seat, by=person, at=at),
        lambda: actions.name_chair(seat=seat, by=person, at=at),
        lambda: actions.replace_assessor(seat=seat, email=email, reason="x", by=person, at=at),
    ):
        with pytest.raises(Refused):
            act()
    assert list(draft.panel.values_list("is_chair", "ended_at")) == [(False, None)]


# --- Declaring --------------------------------------------------------------------------------


def test_who_declares_no_conflict_may_see_bids(opened, education, pending, at):
    user = pending.user
    assert not LotBid.objects.visible_to(user).exists()
    actions.declare_interest(seat=pending, has_conflict=False, declaration="Geen.", by=user, at=at)
    user = type(user).objects.get(pk=user.pk)
    assert LotBid.objects.visible_to(user).count() == 2
    pending.refresh_from_db()
    assert (pending.conflict, pending.declaration, pending.declared_at) == ("none", "Geen.", at)


def test_a_conflict_ends_the_seat_by_itself_and_tells_the_officers(opened, pending, officer, at):
    user = pending.user
    actions.declare_interest(
        seat=pending, has_conflict=True, declaration="Mijn broer.", by=user, at=at
    )
    pending.refresh_from_db()
    assert (pending.conflict, pending.ended_at, pending.ended_by) == ("conflict", at, user)
    assert AuditEvent.objects.get(action="declare").after == {"conflict": "conflict"}
    assert Notification.objects.filter(user=officer, kind="procurement.conflict_declared").exists()
    user = type(user).objects.get(pk=user.pk)
    assert user.all_grants == ()
    for rows in (LotBid, Lot, BidAnswer, Assessment, PanelSeat):
        assert not rows.objects.visible_to(user).exists(), rows


def test_a_conflict_that_shows_later_excludes_as_well(evaluating, lot_bids, given, at):
    actions.score(**given)
    seat = evaluating.panel.get()
    actions.declare_interest(
        seat=seat, has_conflict=True, declaration="Ik herken het stuk.", by=seat.user, at=at
    )
    with pytest.raises(Refused):
        actions.score(**given)
    assert not Assessment.objects.counting().exists()


def test_no_conflict_is_declared_once_and_by_oneself(draft, pending, officer, at):
    said = {"has_conflict": False, "declaration": "Geen.", "at": at}
    with pytest.raises(Refused):
        actions.declare_interest(seat=pending, by=officer, **said)
    actions.declare_interest(seat=pending, by=pending.user, **said)
    with pytest.raises(Refused):
        actions.declare_interest(seat=pending, by=pending.user, **said)
    assert AuditEvent.objects.filter(action="declare").count() == 1


def test_who_had_a_conflict_does_not_come_back(draft, pending, officer, at):
    actions.declare_interest(
        seat=pending, has_conflict=True, declaration="Mijn broer.", by=pending.user, at=at
    )
    with pytest.raises(Refused) as refused:
        actions.add_panel_seat(tender=draft, email=pending.user.email, by=officer, at=at)
    assert refused.value.field == "email"
    with pytest.raises(Refused):
        actions.declare_interest(
            seat=pending, has_conflict=False, declaration="Toch niet.", by=pending.user, at=at
        )


def test_the_evaluation_waits_for_every_declaration(admitted, panel_member, pending, officer, at):
    with pytest.raises(Refused, match=pending.user.name):
        actions.start_evaluation(tender=admitted, by=officer, at=at)
    admitted.refresh_from_db()
    assert admitted.status == TenderStatus.OPENED


def test_the_evaluation_waits_for_the_number_that_was_announced(
    admitted, panel_member, officer, at
):
    admitted.panel_size = 3
    admitted.save()
    with pytest.raises(Refused, match="1 van 3"):
        actions.start_evaluation(tender=admitted, by=officer, at=at)


def test_the_list_of_organisations_does_not_tell_who_bid(with_bids, provider, other_provider):
    """Both are admitted in the region, and a third that did not bid stands there as well."""
    names = actions.organisations_around(with_bids)
    assert names == sorted([str(provider), str(other_provider)])
    stranger = BidFactory(tender=with_bids)
    assert str(stranger.provider) not in actions.organisations_around(with_bids)
    for status in (BidStatus.SUBMITTED, BidStatus.OPENED):
        type(stranger).objects.filter(pk=stranger.pk).update(
            status=status, submitted_at=with_bids.created_at, submitted_by=stranger.created_by
        )
    assert str(stranger.provider) in actions.organisations_around(with_bids)


# --- Scoring ----------------------------------------------------------------------------------


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


def test_who_did_not_declare_does_not_score(given, pending):
    with pytest.raises(Refused):
        actions.score(**given | {"by": pending.user})
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


def test_an_excluded_bid_asks_a_reason_and_leaves_the_count(lot_bids, education, officer, at):
    with pytest.raises(Refused):
        actions.exclude_lot_bid(lot_bid=lot_bids[1], by=officer, at=at, reason="")
    actions.exclude_lot_bid(lot_bid=lot_bids[1], by=officer, at=at, reason="Geen verklaring.")
    lot_bids[1].refresh_from_db()
    assert lot_bids[1].status == LotBidStatus.EXCLUDED
    assert actions.scores_missing(education) == 1


def test_an_excluded_bid_is_not_scored_any_more(lot_bids, given, officer, at):
    actions.exclude_lot_bid(lot_bid=lot_bids[0], by=officer, at=at, reason="Te laat.")
    with pytest.raises(Refused):
        actions.score(**given)


def test_letters_stay_when_a_bid_is_excluded(lot_bids, education, officer, at):
    before = actions.bidder_labels(education)
    assert sorted(before.values()) == ["Inschrijver A", "Inschrijver B"]
    actions.exclude_lot_bid(lot_bid=lot_bids[0], by=officer, at=at, reason="Te laat.")
    assert actions.bidder_labels(education) == before


# --- Handing in -------------------------------------------------------------------------------


def test_scores_are_handed_in_all_at_once(given, education, lot_bids, panel_member, at):
    actions.score(**given)
    with pytest.raises(Refused, match="1"):
        actions.hand_in_scores(lot=education, by=panel_member, at=at)
    assert not Assessment.objects.handed_in().exists()
    actions.score(**given | {"lot_bid": lot_bids[1]})
    actions.hand_in_scores(lot=education, by=panel_member, at=at)
    assert Assessment.objects.handed_in().count() == 2
    assert AuditEvent.objects.filter(action="hand_in", by=panel_member).count() == 1


def test_what_is_handed_in_stands(give_scores, education, given, panel_member, at):
    give_scores(education, 8, 9)
    with pytest.raises(Refused):
        actions.score(**given)
    with pytest.raises(Refused):
        actions.hand_in_scores(lot=education, by=panel_member, at=at)
    assert Assessment.objects.get(lot_bid=given["lot_bid"]).score == 8


def test_the_last_one_to_hand_in_tells_the_officers(give_scores, education, lot_bids, officer):
    give_scores(education, 8, 9)
    assert Notification.objects.filter(user=officer, kind="procurement.all_handed_in").exists()


def test_who_has_no_seat_hands_nothing_in(lot_bids, education, officer, at):
    with pytest.raises(Refused):
        actions.hand_in_scores(lot=education, by=officer, at=at)


# --- Locking ----------------------------------------------------------------------------------


def test_locking_waits_for_every_score(lot_bids, education, give_scores, officer, evaluating, at):
    with pytest.raises(Refused, match="2"):
        actions.lock_quality(lot=education, by=officer, at=at)
    give_scores(education, 8, 9)
    PanelSeatFactory(tender=evaluating)
    with pytest.raises(Refused, match="2"):
        actions.lock_quality(lot=education, by=officer, at=at)
    education.refresh_from_db()
    assert education.quality_locked_at is None


def test_locking_waits_for_who_scored_but_did_not_hand_in(
    given, lot_bids, education, panel_member, officer, at
):
    for lot_bid in lot_bids:
        actions.score(**given | {"lot_bid": lot_bid})
    with pytest.raises(Refused, match=panel_member.name):
        actions.lock_quality(lot=education, by=officer, at=at)


def test_locking_waits_for_the_number_that_was_announced(
    lot_bids, education, give_scores, evaluating, officer, at
):
    give_scores(education, 8, 9)
    evaluating.panel_size = 2
    evaluating.save()
    with pytest.raises(Refused, match="1 van 2"):
        actions.lock_quality(lot=education, by=officer, at=at)


def test_locking_stamps_and_ends_scoring(quality_locked, given, officer, at):
    assert (quality_locked.quality_locked_at, quality_locked.quality_locked_by) == (at, officer)
    with pytest.raises(Refused):
        actions.score(**given)
    with pytest.raises(Refused):
        actions.lock_quality(lot=quality_locked, by=officer, at=at)
    assert AuditEvent.objects.filter(action="lock_quality").count() == 1
    assert Notification.objects.filter(user=officer, kind="procurement.quality_locked").exists()


def test_others_do_not_lock(lot_bids, education, give_scores, coordinator, panel_member, at):
    give_scores(education, 8, 9)
    for person in (coordinator, panel_member):
        with pytest.raises(Refused):
            actions.lock_quality(lot=education, by=person, at=at)


def test_locking_opens_no_price(quality_locked):
    assert not quality_locked.prices_are_open
    assert actions.ranking_of(quality_locked) == []


def test_counting_scores_is_one_query(lot_bids, education, django_assert_num_queries, give_scores):
    give_scores(education, 8, 9)
    with django_assert_num_queries(1):
        counted = with_scoring(Lot.objects.filter(pk=education.pk)).get()
        assert (counted.scores_needed, counted.scores_given) == (2, 2)


@pytest.mark.parametrize(("score", "found"), [(5, 1), (6, 0)])
def test_a_published_minimum_leaves_a_bid_without_a_rank(
    score, found, lot_bids, education, criterion, give_scores
):
    criterion.minimum_score = Decimal(6)
    criterion.save()
    give_scores(education, score, 9)
    below = actions.scored_below_minimum(education)
    assert below == [(lot_bids[0].pk, criterion.name)][:found]


# --- Replacing --------------------------------------------------------------------------------


def test_a_replaced_assessors_scores_no_longer_count(
    give_scores, education, lot_bids, evaluating, officer, at
):
    give_scores(education, 8, 9)
    seat, successor = evaluating.panel.get(), UserFactory()
    new = actions.replace_assessor(
        seat=seat, email=successor.email, reason="Langdurig ziek.", by=officer, at=at
    )
    seat.refresh_from_db()
    assert (seat.ended_at, seat.ended_by, seat.end_reason) == (at, officer, "Langdurig ziek.")
    assert (new.user, new.conflict) == (successor, ConflictStatus.PENDING)
    assert not Assessment.objects.counting().exists()
    assert actions.scores_missing(education) == 2
    told = AuditEvent.objects.get(action="replace_seat")
    assert (told.before, told.after, told.reason) == (
        {"user": seat.user_id},
        {"user": successor.pk},
        "Langdurig ziek.",
    )


def test_replacing_asks_a_reason(evaluating, officer, at):
    seat = evaluating.panel.get()
    with pytest.raises(Refused) as refused:
        actions.replace_assessor(
            seat=seat, email=UserFactory().email, reason=" ", by=officer, at=at
        )
    assert refused.value.field == "reason"
    assert evaluating.panel.get().ended_at is None


def test_the_place_of_the_chair_passes_on(evaluating, officer, at):
    chair = PanelSeatFactory(tender=evaluating, is_chair=True)
    new = actions.replace_assessor(
        seat=chair, email=UserFactory().email, reason="Vertrekt.", by=officer, at=at
    )
    assert new.is_chair


def test_scores_of_a_locked_lot_stay_when_somebody_leaves_later(quality_locked, officer, at):
    seat = quality_locked.tender.panel.get()
    seat.ended_at, seat.ended_by, seat.end_reason = at + timedelta(days=1), officer, "Vertrekt."
    seat.save()
    assert Assessment.objects.counting().filter(lot_bid__lot=quality_locked).count() == 2
