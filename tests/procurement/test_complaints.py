"""Complaints and interim proceedings: what they hold up, and what they do not."""

from datetime import timedelta

import pytest

from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from contracts.actions.contracts import draft_from_award
from contracts.workflows import CONTRACT
from procurement import actions
from procurement.enums import ComplaintKind, ComplaintStatus, LotStatus
from procurement.models import Complaint, Lot
from procurement.workflows import LOT_BID
from tests.factories.procurement import LotBidFactory, LotFactory, move


@pytest.fixture
def given(sent, provider, officer, at) -> dict:
    """What a recorded complaint is made of."""
    return {
        "lot": sent,
        "provider": provider,
        "kind": ComplaintKind.COMPLAINT,
        "received_on": amsterdam(at),
        "text": "De score klopt niet.",
        "suspends": True,
        "by": officer,
        "at": at,
    }


@pytest.fixture
def complaint(given) -> Complaint:
    return actions.record_complaint(**given)


@pytest.fixture
def after(at):
    return at + timedelta(days=30)


def test_a_complaint_is_recorded_and_officers_are_told(complaint, second_officer):
    assert complaint.status == ComplaintStatus.OPEN
    told = Notification.objects.get(user=second_officer, kind="procurement.complaint")
    assert "De score" not in told.sentence
    assert AuditEvent.objects.filter(action="created", reason="").exists()


def test_others_do_not_record(given, coordinator, provider_user):
    for person in (coordinator, provider_user):
        with pytest.raises(Refused):
            actions.record_complaint(**given | {"by": person})
    assert not Complaint.objects.exists()


def test_interim_proceedings_always_suspend(given):
    kind = ComplaintKind.INTERIM_PROCEEDING
    with pytest.raises(Refused) as refused:
        actions.record_complaint(**given | {"kind": kind, "suspends": False})
    assert refused.value.field == "suspends"
    assert not Complaint.objects.exists()
    assert actions.record_complaint(**given | {"kind": kind}).suspends


def test_while_it_suspends_the_lot_is_not_awarded(complaint, sent, officer, after):
    with pytest.raises(Refused, match="schort"):
        actions.award(lot=sent, by=officer, at=after)
    sent.refresh_from_db()
    assert sent.status == LotStatus.STANDSTILL


@pytest.mark.parametrize(
    ("end", "status"),
    [
        (actions.dismiss_complaint, ComplaintStatus.DISMISSED),
        (actions.withdraw_complaint, ComplaintStatus.WITHDRAWN),
        (actions.uphold_complaint, ComplaintStatus.UPHELD),
    ],
)
def test_once_it_has_ended_the_lot_can_go_on(complaint, sent, officer, after, end, status):
    ended = end(complaint=complaint, reason="Zo besloten.", by=officer, at=after)
    assert (ended.status, ended.resolution) == (status, "Zo besloten.")
    assert (ended.resolved_at, ended.resolved_by) == (after, officer)
    assert actions.award(lot=sent, by=officer, at=after).status == LotStatus.AWARDED


def test_ending_asks_how(complaint, officer, after):
    with pytest.raises(Refused) as refused:
        actions.dismiss_complaint(complaint=complaint, reason="", by=officer, at=after)
    assert refused.value.field == "reason"
    complaint.refresh_from_db()
    assert (complaint.status, complaint.resolution) == (ComplaintStatus.OPEN, "")


def test_what_has_ended_does_not_end_again(complaint, officer, after):
    actions.dismiss_complaint(complaint=complaint, reason="Ongegrond.", by=officer, at=after)
    with pytest.raises(Refused):
        actions.uphold_complaint(complaint=complaint, reason="Toch.", by=officer, at=after)
    with pytest.raises(Refused):
        actions.change_suspension(
            complaint=complaint, suspends=True, reason="Weer.", by=officer, at=after
        )
    complaint.refresh_from_db()
    assert complaint.status == ComplaintStatus.DISMISSED


def test_others_do_not_end_it(complaint, coordinator, provider_user, after):
    for person in (coordinator, provider_user):
        with pytest.raises(Refused):
            actions.dismiss_complaint(complaint=complaint, reason="Nee.", by=person, at=after)
    complaint.refresh_from_db()
    assert complaint.status == ComplaintStatus.OPEN


def test_a_complaint_may_let_the_award_go_on(complaint, sent, officer, after):
    actions.change_suspension(
        complaint=complaint, suspends=False, reason="Kennelijk ongegrond.", by=officer, at=after
    )
    assert actions.award(lot=sent, by=officer, at=after).status == LotStatus.AWARDED


def test_interim_proceedings_cannot_let_it_go_on(given, sent, officer, after):
    kind = ComplaintKind.INTERIM_PROCEEDING
    running = actions.record_complaint(**given | {"kind": kind})
    with pytest.raises(Refused):
        actions.change_suspension(
            complaint=running, suspends=False, reason="Toch door.", by=officer, at=after
        )
    with pytest.raises(Refused):
        actions.award(lot=sent, by=officer, at=after)


def test_one_lots_complaint_does_not_stop_another(complaint, sent, officer, at, after):
    other = LotFactory(tender=sent.tender, number=3, title="Z-route")
    move(other, LotStatus.IN_EVALUATION)
    Lot.objects.filter(pk=other.pk).update(
        quality_locked_at=at,
        quality_locked_by=officer,
        prices_opened_at=at,
        prices_opened_by=officer,
    )
    given = sent.lot_bids.get(price=16_000)
    copied = LotBidFactory(bid=given.bid, lot=other, price=given.price)
    LOT_BID.apply(copied, "admit", by=officer, at=at)
    score = given.assessments.get()
    score.pk, score.lot_bid = None, copied
    score.save(force_insert=True)
    other = Lot.objects.get(pk=other.pk)
    actions.decide_award(lot=other, winner=copied, motivation="Goed.", by=officer, at=at)
    other = actions.send_decision(lot=Lot.objects.get(pk=other.pk), by=officer, at=at)
    assert actions.award(lot=other, by=officer, at=after).status == LotStatus.AWARDED
    with pytest.raises(Refused):
        actions.award(lot=sent, by=officer, at=after)


def test_a_contract_is_not_signed_while_something_suspends(
    given, sent, officer, contract_manager, after
):
    """Interim proceedings may come in after the award and before the signature."""
    lot = actions.award(lot=sent, by=officer, at=after)
    contract = draft_from_award(award=lot.decision, by=contract_manager, at=after)
    kind = ComplaintKind.INTERIM_PROCEEDING
    running = actions.record_complaint(**given | {"kind": kind, "at": after})
    assert any("schort" in said for said in CONTRACT.missing(contract, "sign", after))
    with pytest.raises(Refused):
        actions.record_conclusion(lot=lot, on=amsterdam(after), by=contract_manager, at=after)
    actions.dismiss_complaint(complaint=running, reason="Afgewezen.", by=officer, at=after)
    assert not any("schort" in said for said in CONTRACT.missing(contract, "sign", after))


def test_nothing_comes_in_once_the_contract_is_concluded(given, sent, officer, after):
    lot = actions.award(lot=sent, by=officer, at=after)
    actions.record_conclusion(lot=lot, on=amsterdam(after), by=officer, at=after)
    with pytest.raises(Refused):
        actions.record_complaint(**given | {"lot": Lot.objects.get(pk=lot.pk)})
    assert not Complaint.objects.exists()


def test_a_bidder_sees_its_own_complaint_alone(
    complaint, provider_user, other_provider_user, zuid_officer, officer
):
    assert complaint in Complaint.objects.visible_to(officer)
    assert complaint in Complaint.objects.visible_to(provider_user)
    assert complaint not in Complaint.objects.visible_to(other_provider_user)
    assert complaint not in Complaint.objects.visible_to(zuid_officer)
