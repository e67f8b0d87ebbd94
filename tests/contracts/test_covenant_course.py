"""Reviews, checks, the printed text, messages; and that no order of acts ends in another text."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Notification
from config.shared.documents import kept, to_docx, to_pdf
from config.shared.errors import Refused
from contracts.actions import covenants as actions
from contracts.actions.covenants import Signatory
from contracts.covenant_paper import covenant_document
from contracts.covenant_questions import KEYS
from contracts.enums import CovenantStatus
from contracts.models import ClauseComment, Covenant
from contracts.notices_covenants import coming_reviews, review_events
from tests.contracts.conftest import AT, TODAY
from tests.factories.covenants import (
    CovenantClauseFactory,
    CovenantFactory,
    CovenantReviewFactory,
    GemeentePartyFactory,
    SchoolPartyFactory,
    in_force,
    sign,
)


@pytest.fixture
def covenant(noord):
    return CovenantFactory(region=noord)


@pytest.fixture
def gemeente_party(covenant, waterveen):
    return GemeentePartyFactory(covenant=covenant, gemeente=waterveen)


@pytest.fixture
def school_party(covenant, provider):
    return SchoolPartyFactory(covenant=covenant, provider=provider)


@pytest.fixture
def active(covenant, gemeente_party, school_party):
    return in_force(covenant, gemeente_party, school_party)


# --- Reviews ------------------------------------------------------------------------------------


def hold(review, by, held_on=TODAY):
    return actions.hold_review(
        review=review, held_on=held_on, conclusions="Het gaat goed.", by=by, at=AT
    )


def test_the_next_review_follows_the_agreed_months_later(active, contract_manager):
    review = CovenantReviewFactory(covenant=active, due_on=TODAY)
    held = hold(review, contract_manager)
    assert (held.held_on, held.recorded_by) == (TODAY, contract_manager)
    assert active.reviews.coming().get().due_on == date(2027, 3, 2)


def test_no_review_is_planned_beyond_the_last_day(noord, contract_manager):
    covenant = in_force(CovenantFactory(region=noord, last_on=date(2026, 12, 31)))
    hold(CovenantReviewFactory(covenant=covenant, due_on=TODAY), contract_manager)
    assert not covenant.reviews.coming().exists()


def test_a_review_is_recorded_once_and_not_ahead(active, contract_manager, provider_user):
    review = CovenantReviewFactory(covenant=active, due_on=TODAY)
    with pytest.raises(Refused):
        hold(review, contract_manager, TODAY + timedelta(days=1))
    with pytest.raises(Refused):
        hold(review, provider_user)
    hold(review, contract_manager)
    with pytest.raises(Refused):
        hold(review, contract_manager)


@pytest.mark.parametrize("due_on", [TODAY - timedelta(days=1), date(2027, 1, 1)])
def test_a_review_is_planned_ahead_on_a_free_day(active, contract_manager, due_on):
    CovenantReviewFactory(covenant=active, due_on=date(2027, 1, 1))
    with pytest.raises(Refused):
        actions.plan_review(covenant=active, due_on=due_on, by=contract_manager, at=AT)


def test_reviews_stand_in_the_calendar_of_both_sides(
    active, contract_manager, provider_user, other_provider_user, zuid_coordinator
):
    review = CovenantReviewFactory(covenant=active, due_on=TODAY + timedelta(days=5))
    for person in (contract_manager, provider_user):
        (event,) = review_events(person)
        assert (event.start, event.uid) == (review.due_on, f"covenant-review-{review.pk}")
    for person in (other_provider_user, zuid_coordinator):
        assert not list(review_events(person))


def test_reminders_go_to_both_sides_of_what_comes_near(active, contract_manager, provider_user):
    CovenantReviewFactory(covenant=active, due_on=TODAY + timedelta(days=1))
    CovenantReviewFactory(covenant=active, due_on=TODAY + timedelta(days=200))
    dues = list(coming_reviews(AT))
    told = {person for due in dues for person in due.to}
    assert {contract_manager, provider_user} <= told
    assert len(dues) == 2


# --- The check ----------------------------------------------------------------------------------


def test_checks_are_kept_beside_each_other_with_the_text_they_were_about(
    covenant, contract_manager
):
    answers = dict.fromkeys(KEYS, False)
    moment = {"by": contract_manager, "at": AT}
    first = actions.check_covenant(covenant=covenant, answers=answers, notes={}, **moment)
    actions.write_clause(covenant=covenant, title="Prijs", text="Tien euro.", **moment)
    second = actions.check_covenant(
        covenant=covenant, answers=answers | {"price": True}, notes={"price": " ja "}, **moment
    )
    assert first.digest != second.digest
    assert second.notes == {"price": "ja"}
    assert covenant.checks.count() == 2


def test_a_check_answers_every_question_and_is_the_regions(
    covenant, school_party, contract_manager, provider_user
):
    answers = dict.fromkeys(KEYS, False)
    with pytest.raises(Refused):
        actions.check_covenant(
            covenant=covenant, answers={"pays": True}, notes={}, by=contract_manager, at=AT
        )
    with pytest.raises(Refused):
        actions.check_covenant(
            covenant=covenant, answers=answers, notes={}, by=provider_user, at=AT
        )
    assert not covenant.checks.exists()


def test_targets_are_replaced_as_a_whole(covenant, contract_manager):
    rows = [
        {"measure": "attendance", "direction": "at_least", "target": 80},
        {"measure": "group_size", "direction": "at_most", "target": 15},
    ]
    for targets in (rows, rows[:1]):
        actions.set_targets(covenant=covenant, targets=targets, by=contract_manager, at=AT)
    assert [each.measure for each in covenant.indicators.all()] == ["attendance"]
    wrong = ({"measure": "attendance", "direction": "at_least", "target": 101},)
    for targets in (wrong, rows[:1] * 2):
        with pytest.raises(Refused):
            actions.set_targets(covenant=covenant, targets=targets, by=contract_manager, at=AT)
    assert covenant.indicators.count() == 1


# --- The printed text ---------------------------------------------------------------------------


def words(document) -> str:
    return str(kept(document))


def test_the_consolidated_text_holds_clauses_parties_and_digest(active):
    CovenantFactory()
    said = words(covenant_document(active))
    digest = active.text().digest()
    for part in (active.clauses.get().text, "Waterveen", "Jo Tekenaar", digest, active.reference):
        assert part in said


def test_the_public_text_names_no_people_and_no_party_that_has_not_signed(active, other_provider):
    SchoolPartyFactory(covenant=active, provider=other_provider)
    said = words(covenant_document(active, is_public=True))
    assert "Waterveen" in said
    assert "Jo Tekenaar" not in said
    assert str(other_provider) not in said


def test_a_text_to_be_signed_has_room_for_who_has_not(covenant, gemeente_party, school_party):
    offered = CovenantFactory(region=covenant.region, offered=True)
    waiting = GemeentePartyFactory(covenant=offered)
    done = sign(SchoolPartyFactory(covenant=offered))
    signature = covenant_document(offered).blocks[-1]
    assert [one.name for one in signature.signatories] == [str(waiting)]
    assert str(done) not in [one.name for one in signature.signatories]
    assert covenant_document(offered).mark == "CONCEPT"


def test_the_same_covenant_gives_the_same_files(active):
    first, second = covenant_document(active), covenant_document(active)
    assert to_pdf(first) == to_pdf(second)
    assert to_docx(first) == to_docx(second)


def test_a_covenant_without_parties_or_last_day_can_be_printed(noord):
    covenant = CovenantFactory(region=noord, last_on=None)
    assert "geen einddatum" in words(covenant_document(covenant))


# --- Messages -----------------------------------------------------------------------------------


def test_a_comment_is_told_to_the_other_side(
    covenant, school_party, gemeente_party, contract_manager, provider_user
):
    offered = actions.offer_covenant(covenant=covenant, by=contract_manager, at=AT)
    clause = offered.clauses.get()
    actions.comment_on_clause(clause=clause, text="Hm", by=provider_user, at=AT)
    told = Notification.objects.filter(kind="contracts.covenant_commented")
    assert [each.user for each in told] == [contract_manager]
    actions.comment_on_clause(clause=clause, text="Tja", by=contract_manager, at=AT)
    assert provider_user in {each.user for each in told.all()}


# --- Whatever is done in whatever order ---------------------------------------------------------

ACTS = ("comment", "settle", "take_over", "change", "add", "agree", "accept", "sign", "activate")
SIDES = ("region", "school")
READY = [("agree", "region"), *(("accept", side) for side in SIDES)]
HALFWAY = [*READY, ("sign", "region")]
"""One side has signed, the other has not."""
steps = st.builds(
    lambda begun, acts: [*begun, *acts],
    st.sampled_from(([], READY, HALFWAY)),
    st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(SIDES)), max_size=20),
)


class Room:
    """Two people who act on one covenant, each for one party; a refusal is an answer too."""

    def __init__(self, covenant: Covenant, people: dict, parties: dict) -> None:
        self.covenant, self.people, self.parties = covenant, people, parties

    def act(self, name: str, side: str) -> None:
        try:
            with transaction.atomic():
                getattr(self, name)(self.people[side], self.parties[side])
        except Refused:
            pass

    def comment(self, by, party) -> None:
        clause = self.covenant.clauses.order_by("pk").first()
        actions.comment_on_clause(clause=clause, text="x", proposed_text="Anders.", by=by, at=AT)

    def settle(self, by, party, *, takes_over: bool = False) -> None:
        rows = ClauseComment.objects.open().filter(clause__covenant=self.covenant)
        for comment in rows.order_by("pk"):
            actions.settle_comment(comment=comment, answer="y", takes_over=takes_over, by=by, at=AT)

    def take_over(self, by, party) -> None:
        self.settle(by, party, takes_over=True)

    def change(self, by, party) -> None:
        clause = self.covenant.clauses.order_by("pk").last()
        actions.change_clause(
            clause=clause,
            title=clause.title,
            text=clause.text + " Ook dit.",
            position=clause.position,
            by=by,
            at=AT,
        )

    def add(self, by, party) -> None:
        actions.write_clause(covenant=self.covenant, title="Nog", text="Een.", by=by, at=AT)

    def agree(self, by, party) -> None:
        clauses = list(self.covenant.clauses.all())
        actions.agree_clauses(covenant=self.covenant, clauses=clauses, by=by, at=AT)

    def accept(self, by, party) -> None:
        digest = Covenant.objects.get(pk=self.covenant.pk).text().digest()
        party.refresh_from_db()
        actions.accept_text(party=party, digest=digest, by=by, at=AT)

    def sign(self, by, party) -> None:
        party.refresh_from_db()
        signatory = Signatory("Jo", "directeur", TODAY)
        actions.sign_party(party=party, signatory=signatory, by=by, at=AT)

    def activate(self, by, party) -> None:
        actions.activate_covenant(covenant=self.covenant, by=by, at=AT)


@pytest.fixture
def room(covenant, gemeente_party, school_party, contract_manager, provider_user):
    CovenantClauseFactory(covenant=covenant, title="Tweede")
    offered = actions.offer_covenant(covenant=covenant, by=contract_manager, at=AT)
    people = {"region": contract_manager, "school": provider_user}
    return Room(offered, people, {"region": gemeente_party, "school": school_party})


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=steps)
def test_no_order_of_acts_puts_a_signature_under_another_text(room, acts):
    with transaction.atomic():
        for name, side in acts:
            room.act(name, side)
            covenant = Covenant.objects.get(pk=room.covenant.pk)
            digest = covenant.text().digest()
            signed = covenant.parties.exclude(signed_digest="")
            assert {party.signed_digest for party in signed} <= {digest}
            if covenant.status == CovenantStatus.ACTIVE:
                assert signed.count() == 2
        transaction.set_rollback(True)


def test_the_shortest_way_to_a_covenant_in_force(room):
    for name in ("agree", "accept", "sign"):
        for side in ("region", "school"):
            room.act(name, side)
    room.covenant.refresh_from_db()
    assert room.covenant.status == CovenantStatus.ACTIVE


def test_a_comment_after_acceptance_holds_up_the_signature_until_it_is_settled(room):
    for name, side in (
        ("agree", "region"),
        ("accept", "region"),
        ("accept", "school"),
        ("comment", "school"),
        ("sign", "region"),
    ):
        room.act(name, side)
    assert not room.covenant.parties.exclude(signed_digest="").exists()
    for name, side in (("settle", "region"), ("agree", "region"), ("sign", "region")):
        room.act(name, side)
    assert room.covenant.parties.exclude(signed_digest="").count() == 1
