"""Taking a decision back: the winner drops out, or the decision turns out to be wrong."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import AuditEvent
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from contracts.actions.contracts import draft_from_award, remove_draft
from contracts.models import Contract
from procurement import actions
from procurement.enums import LotBidStatus, LotStatus, TenderStatus
from procurement.models import (
    AwardDecision,
    Letter,
    Lot,
    LotBid,
    LotOutcome,
    RevokedDecision,
    Tender,
)


def fresh(lot: Lot) -> Lot:
    return Lot.objects.get(pk=lot.pk)


def states(lot: Lot) -> dict[int, str]:
    """The status of each bid on the lot, by its price."""
    return {int(bid.price): bid.status for bid in lot.lot_bids.order_by("pk")}


@pytest.fixture
def awarded(sent: Lot, officer, at) -> Lot:
    return actions.award(lot=sent, by=officer, at=at + timedelta(days=30))


@pytest.fixture
def later_on(at):
    return at + timedelta(days=40)


def drop_winner(lot: Lot, officer, at) -> LotBid:
    winner = lot.lot_bids.get(price=16_000)
    return actions.drop_out(lot_bid=winner, reason="Failliet.", by=officer, at=at)


@pytest.mark.parametrize("state", ["decided", "sent", "awarded"])
def test_after_the_winner_drops_out_the_next_in_rank_can_win(state, request, officer, later_on):
    lot = request.getfixturevalue(state)
    drop_winner(lot, officer, later_on)
    lot = fresh(lot)
    assert lot.status == LotStatus.IN_EVALUATION
    assert states(lot) == {16_000: LotBidStatus.DROPPED_OUT, 15_000: LotBidStatus.ADMISSIBLE}
    assert lot.tender.status == TenderStatus.IN_EVALUATION
    assert not LotOutcome.objects.filter(lot=lot).exists()
    next_one = lot.lot_bids.get(price=15_000)
    assert actions.choice_of(lot).keys == [next_one.pk]
    actions.decide_award(
        lot=lot, winner=next_one, motivation="Nu de beste.", by=officer, at=later_on
    )
    again = actions.send_decision(lot=fresh(lot), by=officer, at=later_on)
    assert again.decision.standstill_ends_on > amsterdam(later_on) + timedelta(days=19)
    with pytest.raises(Refused):
        actions.award(lot=again, by=officer, at=later_on + timedelta(days=1))
    final = actions.award(lot=again, by=officer, at=later_on + timedelta(days=30))
    assert states(final) == {16_000: LotBidStatus.DROPPED_OUT, 15_000: LotBidStatus.WON}
    assert final.tender.status == TenderStatus.CONCLUDED


def test_what_was_decided_stays_on_record(sent, officer, later_on):
    decision = AwardDecision.objects.get(lot=sent)
    drop_winner(sent, officer, later_on)
    kept = RevokedDecision.objects.get(lot=sent)
    assert (kept.winner, kept.ranking, kept.motivation, kept.sent_at) == (
        decision.winner,
        decision.ranking,
        decision.motivation,
        decision.sent_at,
    )
    assert (kept.reason, kept.revoked_by, kept.revoked_at) == ("Failliet.", officer, later_on)
    assert Letter.objects.filter(sent_at__isnull=False).count() == 2, "sent letters stay"
    with pytest.raises(DatabaseError), transaction.atomic():
        RevokedDecision.objects.update(reason="Anders.")


def test_letters_that_were_not_sent_go_with_the_decision(decided, officer, at):
    actions.revoke_decision(lot=decided, reason="Rekenfout.", by=officer, at=at)
    assert not Letter.objects.exists()


def test_a_revoked_decision_puts_every_bid_back(awarded, officer, later_on):
    lot = actions.revoke_decision(lot=awarded, reason="Vonnis.", by=officer, at=later_on)
    assert states(lot) == {16_000: LotBidStatus.ADMISSIBLE, 15_000: LotBidStatus.ADMISSIBLE}
    assert not hasattr(fresh(lot), "decision")
    told = AuditEvent.objects.filter(action="revoke", reason="Vonnis.")
    assert told.count() == 1


def test_bidders_are_told_of_a_sent_decision_that_no_longer_stands(
    sent, officer, later_on, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.revoke_decision(lot=sent, reason="Vonnis van de rechter.", by=officer, at=later_on)
    told = [mail for mail in mailoutbox if "Vonnis van de rechter." in mail.body]
    assert len(told) == 2


def test_nobody_is_told_of_a_decision_that_never_left(
    decided, officer, at, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.revoke_decision(lot=decided, reason="Rekenfout.", by=officer, at=at)
    assert mailoutbox == []


def test_revoking_asks_a_reason_and_leaves_nothing_behind_without(sent, officer, later_on):
    with pytest.raises(Refused) as refused:
        actions.revoke_decision(lot=sent, reason=" ", by=officer, at=later_on)
    assert refused.value.field == "reason"
    assert AwardDecision.objects.filter(lot=sent).exists()
    assert not RevokedDecision.objects.exists()
    assert fresh(sent).status == LotStatus.STANDSTILL


def test_others_do_not_revoke_nor_record_a_drop_out(sent, coordinator, provider_user, later_on):
    for person in (coordinator, provider_user):
        with pytest.raises(Refused):
            actions.revoke_decision(lot=sent, reason="Nee.", by=person, at=later_on)
        with pytest.raises(Refused):
            drop_winner(sent, person, later_on)
    assert AwardDecision.objects.filter(lot=sent).exists()


def test_once_the_contract_is_concluded_nothing_is_revoked(
    awarded, officer, contract_manager, later_on
):
    actions.record_conclusion(lot=awarded, on=amsterdam(later_on), by=contract_manager, at=later_on)
    with pytest.raises(Refused, match="contract"):
        drop_winner(awarded, officer, later_on)
    assert fresh(awarded).status == LotStatus.AWARDED
    assert states(awarded)[16_000] == LotBidStatus.WON


def test_a_drafted_contract_is_taken_away_first(awarded, officer, contract_manager, later_on):
    draft_from_award(award=awarded.decision, by=contract_manager, at=later_on)
    with pytest.raises(Refused, match="concept"):
        actions.revoke_decision(lot=awarded, reason="Vonnis.", by=officer, at=later_on)
    assert not RevokedDecision.objects.exists()
    remove_draft(contract=Contract.objects.get(), by=contract_manager, at=later_on)
    actions.revoke_decision(lot=awarded, reason="Vonnis.", by=officer, at=later_on)


def test_a_loser_drops_out_during_the_evaluation_only(locked, officer, at):
    cheap = locked.lot_bids.get(price=15_000)
    actions.drop_out(lot_bid=cheap, reason="Ziek.", by=officer, at=at)
    assert len(actions.ranking_of(fresh(locked))) == 1


def test_a_loser_does_not_drop_out_after_the_decision(sent, officer, at):
    with pytest.raises(Refused):
        actions.drop_out(lot_bid=sent.lot_bids.get(price=15_000), reason="x", by=officer, at=at)
    assert AwardDecision.objects.filter(lot=sent).exists()


def test_nothing_is_revoked_in_a_withdrawn_tender(awarded, officer, later_on):
    """Two lots: one awarded, the other withdrawn with its tender; see withdraw_tender."""
    Tender.objects.filter(pk=awarded.tender_id).update(status=TenderStatus.IN_EVALUATION)
    Tender.objects.filter(pk=awarded.tender_id).update(
        status=TenderStatus.WITHDRAWN, withdrawn_at=later_on, withdrawn_by=officer
    )
    with pytest.raises(Refused):
        actions.revoke_decision(lot=fresh(awarded), reason="x", by=officer, at=later_on)


# --- A second award of the same lot -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.db
def test_of_two_officers_who_decide_at_once_one_does(locked, officer, second_officer, at):
    winner = locked.lot_bids.get(price=16_000)
    ready, outcomes = threading.Barrier(2), []

    def decide(person) -> None:
        ready.wait()
        try:
            actions.decide_award(lot=locked, winner=winner, motivation="Ik.", by=person, at=at)
            outcomes.append("decided")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(one,)) for one in (officer, second_officer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", "refused"]
    assert AwardDecision.objects.count() == 1
    assert Letter.objects.count() == 2


def test_the_database_knows_one_decision_and_one_winner_a_lot(awarded, officer, at):
    other = awarded.lot_bids.get(price=15_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        AwardDecision.objects.create(
            lot=awarded, winner=other, ranking=[], motivation="x", decided_at=at, decided_by=officer
        )
    LotBid.objects.filter(pk=other.pk).update(status=LotBidStatus.ADMISSIBLE)
    with pytest.raises(DatabaseError), transaction.atomic():
        LotBid.objects.filter(pk=other.pk).update(status=LotBidStatus.WON)
