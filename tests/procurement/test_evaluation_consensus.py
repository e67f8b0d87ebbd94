"""The consensus: by the chair, once everybody handed in; opened again with a reason."""

from decimal import Decimal
from itertools import product

import pytest

from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import ScoreMethod
from procurement.models import Assessment, ConsensusScore, LotBid
from tests.factories.accounts import UserFactory
from tests.factories.procurement import PanelSeatFactory

SCORES = {"Ans Voorzitter": (6, 8), "Bea Beoordelaar": (9, 7)}
"""Of each assessor, for the two bids."""


@pytest.fixture
def panel(draft, panel_member) -> list:
    """The chair and one more."""
    draft.score_method, draft.panel_size = ScoreMethod.CONSENSUS, 2
    draft.save()
    chair = PanelSeatFactory(tender=draft, is_chair=True, user=UserFactory(name="Ans Voorzitter"))
    return [chair.user, panel_member]


@pytest.fixture
def scoring(panel, evaluating):
    """In evaluation, with a panel that works to consensus."""
    return evaluating


@pytest.fixture
def criterion(scoring):
    return scoring.criteria.quality().get()


@pytest.fixture
def everybody_scores(scoring, criterion, lot_bids, panel, education, at):
    for person, (place, lot_bid) in product(panel, enumerate(lot_bids)):
        actions.score(
            lot_bid=lot_bid,
            criterion=criterion,
            score=Decimal(SCORES[person.name][place]),
            motivation=f"Volgens {person.name}.",
            by=person,
            at=at,
        )


@pytest.fixture
def handed_in(everybody_scores, panel, education, at):
    for person in panel:
        actions.hand_in_scores(lot=education, by=person, at=at)


@pytest.fixture
def record(lot_bids, criterion, panel, at):
    """Records a consensus on the bid at a place, as the chair unless somebody else is named."""

    def recorded(place: int, score: int, **values) -> ConsensusScore:
        standard = {
            "lot_bid": lot_bids[place],
            "criterion": criterion,
            "score": Decimal(score),
            "motivation": "Besproken.",
            "by": panel[0],
            "at": at,
        }
        return actions.record_consensus(**standard | values)

    return recorded


def test_the_evaluation_waits_for_a_chair(admitted, panel_member, officer, at):
    admitted.score_method = ScoreMethod.CONSENSUS
    admitted.save()
    with pytest.raises(Refused, match="voorzitter"):
        actions.start_evaluation(tender=admitted, by=officer, at=at)


def test_the_chair_records_after_everybody_handed_in(handed_in, record, education, panel):
    assert actions.consensus_missing(education) == 2
    recorded = record(0, 7)
    assert (recorded.score, recorded.recorded_by) == (7, panel[0])
    assert actions.consensus_missing(education) == 1
    assert AuditEvent.objects.get(action="record_consensus").after["score"] == "7"


def test_the_chair_is_told_when_the_last_one_handed_in(
    everybody_scores, education, panel, officer, at
):
    kind = "procurement.all_handed_in"
    actions.hand_in_scores(lot=education, by=panel[0], at=at)
    assert not Notification.objects.filter(kind=kind).exists()
    actions.hand_in_scores(lot=education, by=panel[1], at=at)
    assert [one.user for one in Notification.objects.filter(kind=kind).order_by("pk")] == [panel[0]]


def test_nothing_is_recorded_before(everybody_scores, record, panel, education, at):
    actions.hand_in_scores(lot=education, by=panel[0], at=at)
    with pytest.raises(Refused):
        record(0, 7)
    assert not ConsensusScore.objects.exists()


def test_nobody_else_records(handed_in, record, panel, officer):
    for person in (panel[1], officer):
        with pytest.raises(Refused):
            record(0, 7, by=person)
    assert not ConsensusScore.objects.exists()


def test_a_consensus_lies_between_0_and_10_and_is_recorded_once(handed_in, record):
    with pytest.raises(Refused) as refused:
        record(0, 11)
    assert refused.value.field == "score"
    record(0, 7)
    with pytest.raises(Refused):
        record(0, 8)
    assert ConsensusScore.objects.get().score == 7


def test_no_consensus_where_the_mean_was_announced(handed_in, record, scoring):
    scoring.score_method = ScoreMethod.MEAN
    scoring.save()
    with pytest.raises(Refused):
        record(0, 7)


def test_it_is_opened_again_with_a_reason_that_stays(handed_in, record, panel, education, at):
    recorded = record(0, 7)
    with pytest.raises(Refused) as refused:
        actions.reopen_consensus(consensus_score=recorded, reason="", by=panel[0], at=at)
    assert refused.value.field == "reason"
    actions.reopen_consensus(
        consensus_score=recorded, reason="Verkeerd genoteerd.", by=panel[0], at=at
    )
    told = AuditEvent.objects.get(action="reopen_consensus")
    assert (told.before["score"], told.reason) == ("7.00", "Verkeerd genoteerd.")
    assert record(0, 8).score == 8


def test_nobody_else_opens_it_again(handed_in, record, panel, officer, at):
    recorded = record(0, 7)
    for person in (panel[1], officer):
        with pytest.raises(Refused):
            actions.reopen_consensus(consensus_score=recorded, reason="x", by=person, at=at)
    assert ConsensusScore.objects.exists()


def test_locking_waits_for_the_whole_consensus_and_then_it_stands(
    handed_in, record, education, panel, officer, at
):
    recorded = record(0, 7)
    with pytest.raises(Refused, match="1"):
        actions.lock_quality(lot=education, by=officer, at=at)
    record(1, 8)
    actions.lock_quality(lot=education, by=officer, at=at)
    with pytest.raises(Refused):
        actions.reopen_consensus(consensus_score=recorded, reason="x", by=panel[0], at=at)


def test_the_consensus_counts_and_not_the_mean(handed_in, record, education, officer, at):
    """10 of 60 points for each step: 42 and 48 for quality, whatever the mean was."""
    for place, score in enumerate((7, 8)):
        record(place, score)
    lot = actions.lock_quality(lot=education, by=officer, at=at)
    LotBid.objects.filter(lot=lot).update(price=10_000, compared_price=10_000)
    lot.prices_opened_at, lot.prices_opened_by = at, officer
    lot.save()
    standings = sorted(actions.ranking_of(lot), key=lambda one: one.key)
    assert [one.quality_total for one in standings] == [42, 48]


@pytest.mark.parametrize("score", [5, 6])
def test_a_minimum_is_held_against_the_consensus(score, handed_in, record, criterion, education):
    criterion.minimum_score = Decimal(6)
    criterion.save()
    record(0, score)
    record(1, 8)
    assert len(actions.scored_below_minimum(education)) == (score < 6)


def test_a_change_of_the_panel_opens_the_consensus_again(
    handed_in, record, panel, scoring, officer, at
):
    record(0, 7)
    seat = scoring.panel.get(user=panel[1])
    actions.replace_assessor(
        seat=seat, email=UserFactory().email, reason="Ziek.", by=officer, at=at
    )
    assert not ConsensusScore.objects.exists()
    assert AuditEvent.objects.get(action="reopen_consensus").reason == "Ziek."


def test_the_chair_reads_what_was_handed_in_and_others_only_their_own(
    everybody_scores, education, panel, officer, at
):
    actions.hand_in_scores(lot=education, by=panel[1], at=at)
    found = [Assessment.objects.visible_to(person).count() for person in (*panel, officer)]
    assert found == [4, 2, 0]
