"""Ranking, deciding, standstill and how a lot ends."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from accounts.models import AuditSeal
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import LotBidStatus, LotStatus, OutcomeReason, TenderStatus
from procurement.models import AwardDecision, LotBid, LotOutcome

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
D = Decimal


def test_the_ranking_is_the_one_worked_out_by_hand(locked):
    """15,000: 40 + 48 = 88; 16,000: 37.50 + 54 = 91.50."""
    found = [
        (one.price, one.price_points, one.total, one.rank) for one in actions.ranking_of(locked)
    ]
    assert found == [
        (D(16_000), D("37.50"), D("91.50"), 1),
        (D(15_000), D("40.00"), D("88.00"), 2),
    ]


def test_an_excluded_bid_ranks_nowhere_and_sets_no_lowest_price(locked, officer, at):
    cheap = locked.lot_bids.get(price=15_000)
    actions.exclude_lot_bid(lot_bid=cheap, by=officer, at=at, reason="Onjuiste verklaring.")
    assert [(one.price, one.total) for one in actions.ranking_of(locked)] == [(D(16_000), D(94))]


def test_only_the_first_in_rank_wins(locked, officer, at):
    with pytest.raises(Refused) as refused:
        actions.decide_award(
            lot=locked,
            winner=locked.lot_bids.get(price=15_000),
            motivation="Liever deze.",
            by=officer,
            at=at,
        )
    assert refused.value.field == "winner"
    assert not AwardDecision.objects.exists()


def test_a_decision_freezes_the_ranking(decided):
    assert decided.status == LotStatus.PROVISIONALLY_AWARDED
    rows = decided.decision.rows
    assert [(row["rank"], row["total"], row["provider"]) for row in rows] == [
        (1, D("91.50"), "Stichting Letterbrug"),
        (2, D("88.00"), "Taalschool De Vliegerhof"),
    ]
    LotBid.objects.filter(lot=decided).update(price=1)
    decided.decision.refresh_from_db()
    assert decided.decision.rows[0]["price"] == D(16_000)
    assert actions.ranking_rows(decided) == decided.decision.rows


def test_of_a_tie_the_officer_chooses_any_of_the_first(
    lot_bids, education, give_scores, officer, at
):
    LotBid.objects.filter(lot=education).update(price=15_000)
    give_scores(education, 8, 8)
    actions.lock_quality(lot=education, by=officer, at=at)
    education.refresh_from_db()
    standings = actions.ranking_of(education)
    assert [(one.rank, one.is_tied) for one in standings] == [(1, True), (1, True)]
    winner = education.lot_bids.get(pk=standings[1].key)
    actions.decide_award(lot=education, winner=winner, motivation="Loting.", by=officer, at=at)
    assert education.decision.winner == winner


def test_no_decision_before_the_lock(lot_bids, education, give_scores, officer, at):
    give_scores(education, 8, 9)
    with pytest.raises(Refused):
        actions.decide_award(
            lot=education, winner=lot_bids[1], motivation="Nu al.", by=officer, at=at
        )
    assert not AwardDecision.objects.exists()


def test_others_do_not_decide(locked, coordinator, panel_member, zuid_officer, at):
    winner = locked.lot_bids.get(price=16_000)
    for person in (coordinator, panel_member, zuid_officer):
        with pytest.raises(Refused):
            actions.decide_award(lot=locked, winner=winner, motivation="Ik.", by=person, at=at)


def test_sending_starts_the_standstill_and_tells_all_bidders_at_once(
    decided, officer, at, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        lot = actions.send_decision(lot=decided, by=officer, at=at)
    assert lot.status == LotStatus.STANDSTILL
    assert (lot.decision.sent_at, lot.decision.sent_by) == (at, officer)
    assert len(mailoutbox) == 2


def test_a_letter_has_the_own_and_the_winners_points_and_no_price(
    decided, officer, at, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_decision(lot=decided, by=officer, at=at)
    loser = next(letter for letter in mailoutbox if "niet gekozen" in letter.body)
    assert "Stichting Letterbrug" in loser.body
    assert "48,00 / 54,00" in loser.body
    assert "88,00 / 91,50" in loser.body
    assert "Sterkste aanpak." in loser.body
    assert not any("16.000" in letter.body or "15.000" in letter.body for letter in mailoutbox)


@pytest.mark.parametrize(
    ("sent_at", "last_day"),
    [
        # 2 November 2026 is a Monday; day 1 is Tuesday, day 20 is Sunday: to Monday
        (datetime(2026, 11, 2, 10, tzinfo=AMSTERDAM), date(2026, 11, 23)),
        (datetime(2026, 11, 3, 10, tzinfo=AMSTERDAM), date(2026, 11, 23)),
        (datetime(2026, 11, 4, 10, tzinfo=AMSTERDAM), date(2026, 11, 24)),
        # day 20 falls on Christmas Day, a Friday: over Boxing Day and the weekend
        (datetime(2026, 12, 5, 10, tzinfo=AMSTERDAM), date(2026, 12, 28)),
        # day 20 falls on New Year's Day, a Friday
        (datetime(2026, 12, 12, 10, tzinfo=AMSTERDAM), date(2027, 1, 4)),
        # half past eleven in the evening in UTC is tomorrow in the Netherlands
        (datetime(2026, 11, 3, 23, 30, tzinfo=UTC), date(2026, 11, 24)),
    ],
)
def test_the_last_day_of_the_standstill(decided, officer, sent_at, last_day):
    lot = actions.send_decision(lot=decided, by=officer, at=sent_at)
    assert lot.decision.standstill_ends_on == last_day


def test_no_award_up_to_and_including_the_last_day(decided, officer):
    sent_at = datetime(2026, 11, 4, 10, tzinfo=AMSTERDAM)
    actions.send_decision(lot=decided, by=officer, at=sent_at)
    last_moment = datetime(2026, 11, 24, 23, 59, tzinfo=AMSTERDAM)
    with pytest.raises(Refused, match="24 nov 2026"):
        actions.award(lot=decided, by=officer, at=last_moment)
    decided.refresh_from_db()
    assert decided.status == LotStatus.STANDSTILL
    lot = actions.award(lot=decided, by=officer, at=last_moment + timedelta(minutes=1))
    assert lot.status == LotStatus.AWARDED


def test_an_award_ends_lot_and_tender(sent, officer, at, django_capture_on_commit_callbacks):
    after = at + timedelta(days=30)
    with django_capture_on_commit_callbacks(execute=True):
        lot = actions.award(lot=sent, by=officer, at=after)
    states = {bid.price: bid.status for bid in lot.lot_bids.all()}
    assert states == {D(16_000): LotBidStatus.WON, D(15_000): LotBidStatus.LOST}
    assert (lot.decision.awarded_at, lot.decision.awarded_by) == (after, officer)
    assert lot.tender.status == TenderStatus.CONCLUDED
    assert AuditSeal.objects.exists()


def test_others_do_not_award(sent, coordinator, provider_user, at):
    for person in (coordinator, provider_user):
        with pytest.raises(Refused):
            actions.award(lot=sent, by=person, at=at + timedelta(days=30))
    sent.refresh_from_db()
    assert sent.status == LotStatus.STANDSTILL


@pytest.mark.parametrize("state", ["lot_bids", "decided", "sent"])
def test_a_lot_ends_without_award_from_each_running_state(
    state, request, education, officer, at, mailoutbox, django_capture_on_commit_callbacks
):
    request.getfixturevalue(state)
    with django_capture_on_commit_callbacks(execute=True):
        outcome = actions.end_without_award(
            lot=education,
            outcome=OutcomeReason.INSUFFICIENT_FUNDS,
            explanation="De raad stelt het budget niet vast.",
            by=officer,
            at=at,
        )
    education.refresh_from_db()
    assert education.status == LotStatus.NOT_AWARDED
    assert (outcome.reason, outcome.recorded_by) == ("ins-fund", officer)
    assert {bid.status for bid in education.lot_bids.all()} == {LotBidStatus.LOST}
    education.tender.refresh_from_db()
    assert education.tender.status == TenderStatus.CONCLUDED
    assert len(mailoutbox) == 2


def test_an_ended_lot_does_not_end_again(sent, officer, at):
    lot = actions.award(lot=sent, by=officer, at=at + timedelta(days=30))
    with pytest.raises(Refused):
        actions.end_without_award(
            lot=lot, outcome="other", explanation="Toch niet.", by=officer, at=at
        )
    assert not LotOutcome.objects.filter(lot=lot).exists()


def test_others_do_not_end_a_lot(lot_bids, education, reader, at):
    with pytest.raises(Refused):
        actions.end_without_award(
            lot=education, outcome="other", explanation="Nee.", by=reader, at=at
        )
    assert not LotOutcome.objects.filter(lot=education).exists()
