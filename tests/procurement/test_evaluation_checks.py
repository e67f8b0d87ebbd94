"""Knock-outs: requirements, omissions that may be mended, bids admitted and excluded."""

from datetime import timedelta

import pytest

from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from procurement import actions
from procurement.actions import Verdict
from procurement.enums import LotBidStatus
from procurement.models import RepairRequest, Requirement, RequirementCheck


@pytest.fixture
def requirements(draft, education, b1) -> list[Requirement]:
    """One of all lots, one of the onderwijsroute, and one of the B1 route."""
    return [
        Requirement.objects.create(
            tender=draft, number=number, lot=lot, kind="minimum", text=f"Eis {number}"
        )
        for number, lot in ((1, None), (2, education), (3, b1))
    ]


@pytest.fixture
def judging(opened, panel_member, requirements, officer, at):
    """In evaluation, while nothing was judged yet."""
    return actions.start_evaluation(tender=opened, by=officer, at=at)


@pytest.fixture
def lot_bid(judging, education):
    return education.lot_bids.order_by("pk").first()


@pytest.fixture
def due(at):
    return at + timedelta(days=3)


@pytest.fixture
def repair(lot_bid, officer, at, due) -> RepairRequest:
    return actions.ask_repair(
        lot_bid=lot_bid, text="De verklaring mist een handtekening.", due_at=due, by=officer, at=at
    )


@pytest.fixture
def bidder(lot_bid):
    """Who bid."""
    return lot_bid.bid.provider.memberships.get().user


def all_met(requirements) -> dict[int, Verdict]:
    return {one.pk: Verdict(is_met=True) for one in requirements}


# --- Requirements -----------------------------------------------------------------------------


def test_a_lot_asks_its_own_requirements_and_those_of_all(education, requirements):
    assert list(actions.requirements_of(education)) == requirements[:2]


def test_a_bid_that_meets_all_is_admitted(lot_bid, requirements, officer, at):
    actions.check_requirements(lot_bid=lot_bid, verdicts=all_met(requirements), by=officer, at=at)
    actions.admit_lot_bid(lot_bid=lot_bid, by=officer, at=at)
    lot_bid.refresh_from_db()
    assert lot_bid.status == LotBidStatus.ADMISSIBLE
    assert lot_bid.checks.count() == 2
    assert AuditEvent.objects.filter(action="check").count() == 2


@pytest.mark.parametrize("judged", [{}, {0: Verdict(is_met=True)}])
def test_a_bid_is_not_admitted_before_each_requirement_is_met(
    judged, lot_bid, requirements, officer, at
):
    verdicts = {requirements[place].pk: verdict for place, verdict in judged.items()}
    actions.check_requirements(lot_bid=lot_bid, verdicts=verdicts, by=officer, at=at)
    with pytest.raises(Refused):
        actions.admit_lot_bid(lot_bid=lot_bid, by=officer, at=at)
    lot_bid.refresh_from_db()
    assert lot_bid.status == LotBidStatus.ENTERED


def test_who_says_no_says_why_and_nothing_is_kept_otherwise(lot_bid, requirements, officer, at):
    verdicts = all_met(requirements) | {requirements[1].pk: Verdict(is_met=False)}
    with pytest.raises(Refused):
        actions.check_requirements(lot_bid=lot_bid, verdicts=verdicts, by=officer, at=at)
    assert not RequirementCheck.objects.exists()


def test_a_verdict_is_changed_until_the_bid_is_judged(lot_bid, requirements, officer, at):
    one = requirements[0].pk
    for verdict in (Verdict(is_met=False, note="Ontbreekt."), Verdict(is_met=True)):
        actions.check_requirements(lot_bid=lot_bid, verdicts={one: verdict}, by=officer, at=at)
    told = AuditEvent.objects.filter(action="check").order_by("pk").last()
    assert (told.before["is_met"], told.after["is_met"]) == (False, True)
    actions.exclude_lot_bid(lot_bid=lot_bid, by=officer, at=at, reason="Te laat.")
    with pytest.raises(Refused):
        actions.check_requirements(
            lot_bid=lot_bid, verdicts=all_met(requirements), by=officer, at=at
        )


def test_the_same_verdict_twice_is_told_once(lot_bid, requirements, officer, at):
    for _time in range(2):
        actions.check_requirements(
            lot_bid=lot_bid, verdicts=all_met(requirements), by=officer, at=at
        )
    assert AuditEvent.objects.filter(action="check").count() == 2


@pytest.mark.parametrize("role", ["coordinator", "reader", "panel_member", "provider_user"])
def test_others_judge_nothing(role, lot_bid, requirements, request, at, due):
    person = request.getfixturevalue(role)
    for act in (
        lambda: actions.check_requirements(
            lot_bid=lot_bid, verdicts=all_met(requirements), by=person, at=at
        ),
        lambda: actions.admit_lot_bid(lot_bid=lot_bid, by=person, at=at),
        lambda: actions.exclude_lot_bid(lot_bid=lot_bid, by=person, at=at, reason="x"),
        lambda: actions.ask_repair(lot_bid=lot_bid, text="x", due_at=due, by=person, at=at),
    ):
        with pytest.raises(Refused):
            act()
    lot_bid.refresh_from_db()
    assert lot_bid.status == LotBidStatus.ENTERED
    assert not RequirementCheck.objects.exists()
    assert not RepairRequest.objects.exists()


def test_locking_waits_until_every_bid_is_admitted_or_excluded(
    lot_bid, requirements, education, give_scores, officer, at
):
    give_scores(education, 8, 9)
    with pytest.raises(Refused, match="2"):
        actions.lock_quality(lot=education, by=officer, at=at)
    for one in education.lot_bids.order_by("pk"):
        actions.check_requirements(lot_bid=one, verdicts=all_met(requirements), by=officer, at=at)
        actions.admit_lot_bid(lot_bid=one, by=officer, at=at)
    assert actions.lock_quality(lot=education, by=officer, at=at).quality_locked_at == at


# --- Omissions --------------------------------------------------------------------------------


def test_an_omission_is_mended_and_accepted(repair, lot_bid, bidder, officer, at):
    actions.answer_repair(repair_request=repair, answer="Hierbij.", by=bidder, at=at)
    actions.judge_repair(repair_request=repair, is_accepted=True, reason="", by=officer, at=at)
    repair.refresh_from_db()
    assert (repair.answer, repair.answered_by, repair.is_accepted) == ("Hierbij.", bidder, True)
    acts = AuditEvent.objects.filter(object_id=lot_bid.pk, action__endswith="repair")
    assert list(acts.order_by("pk").values_list("action", flat=True)) == [
        "ask_repair",
        "answer_repair",
        "judge_repair",
    ]


def test_the_bidder_is_told_without_a_word_of_its_bid(repair, bidder, officer):
    told = Notification.objects.get(user=bidder)
    assert "handtekening" not in told.subject + told.sentence
    assert told.url.endswith(f"/repairs/{repair.pk}/answer/")


def test_nobody_is_admitted_while_a_repair_is_running(
    repair, lot_bid, requirements, bidder, officer, at
):
    actions.check_requirements(lot_bid=lot_bid, verdicts=all_met(requirements), by=officer, at=at)
    with pytest.raises(Refused):
        actions.admit_lot_bid(lot_bid=lot_bid, by=officer, at=at)
    actions.answer_repair(repair_request=repair, answer="Hierbij.", by=bidder, at=at)
    actions.judge_repair(repair_request=repair, is_accepted=True, reason="", by=officer, at=at)
    actions.admit_lot_bid(lot_bid=lot_bid, by=officer, at=at)


def test_the_term_of_a_repair_lies_ahead(lot_bid, officer, at):
    with pytest.raises(Refused) as refused:
        actions.ask_repair(lot_bid=lot_bid, text="x", due_at=at, by=officer, at=at)
    assert refused.value.field == "due_at"
    assert not RepairRequest.objects.exists()


@pytest.mark.parametrize(("late", "answers"), [(0, True), (1, False)])
def test_an_answer_comes_within_the_term(late, answers, repair, bidder, due):
    moment = due + timedelta(seconds=late)
    if answers:
        actions.answer_repair(repair_request=repair, answer="x", by=bidder, at=moment)
    else:
        with pytest.raises(Refused):
            actions.answer_repair(repair_request=repair, answer="x", by=bidder, at=moment)
    repair.refresh_from_db()
    assert bool(repair.answered_at) == answers


def test_an_answer_is_given_once_and_by_the_bidder(repair, bidder, lot_bid, request, officer, at):
    others = [officer, request.getfixturevalue("panel_member")]
    both = [request.getfixturevalue(name) for name in ("provider_user", "other_provider_user")]
    others += [one for one in both if one != bidder]
    for person in others:
        with pytest.raises(Refused):
            actions.answer_repair(repair_request=repair, answer="x", by=person, at=at)
    actions.answer_repair(repair_request=repair, answer="Hierbij.", by=bidder, at=at)
    with pytest.raises(Refused):
        actions.answer_repair(repair_request=repair, answer="Toch niet.", by=bidder, at=at)


def test_a_repair_is_judged_after_the_answer_or_the_term(repair, officer, at, due):
    said = {"repair_request": repair, "is_accepted": False, "reason": "Niets.", "by": officer}
    with pytest.raises(Refused):
        actions.judge_repair(**said, at=at)
    late = due + timedelta(minutes=1)
    with pytest.raises(Refused) as refused:
        actions.judge_repair(**said | {"is_accepted": True}, at=late)
    assert refused.value.field == "is_accepted"
    with pytest.raises(Refused) as refused:
        actions.judge_repair(**said | {"reason": " "}, at=late)
    assert refused.value.field == "reason"
    actions.judge_repair(**said, at=late)
    with pytest.raises(Refused):
        actions.judge_repair(**said, at=late)


def test_only_the_bidder_and_the_region_see_what_was_asked(
    repair, bidder, officer, panel_member, zuid_officer, request
):
    both = [request.getfixturevalue(name) for name in ("provider_user", "other_provider_user")]
    (other,) = [one for one in both if one != bidder]
    for person, sees in (
        (bidder, True),
        (officer, True),
        (panel_member, False),
        (zuid_officer, False),
        (other, False),
    ):
        assert RepairRequest.objects.visible_to(person).exists() == sees, person
