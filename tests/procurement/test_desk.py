"""The first screen of an officer: what needs one, of all that goes on in the region."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from config.shared.periods import amsterdam
from procurement import actions
from procurement.enums import (
    ApplicationStatus,
    NoticeKind,
    Procedure,
    ReviewVerdict,
    TenderStatus,
)
from procurement.models import (
    Application,
    AwardDecision,
    Complaint,
    Lot,
    LowPriceInquiry,
    OpeningRecord,
    RepairRequest,
    Tender,
    TenderReview,
)
from procurement.worklist import SHOWN, worklist
from tests.factories.procurement import PanelSeatFactory, TenderFactory, move
from tests.factories.publication import InvitationFactory, NoticeFactory, QuestionFactory


def asked(person, at) -> list[str]:
    tasks, _has_more = worklist(person, at)
    return [task.asked for task in tasks]


def only_task(person, at):
    ((task,), _has_more) = worklist(person, at)
    return task


def test_a_draft_is_to_be_completed_by_its_planned_publication(draft, officer, at):
    planned = at + timedelta(days=3)
    Tender.objects.filter(pk=draft.pk).update(planned_publication_at=planned)
    task = only_task(officer, at)
    assert task.asked == "Concept afmaken en een meelezer vragen"
    assert (task.due, task.who, task.is_overdue) == (planned, officer.name, False)
    assert task.url == draft.get_absolute_url()
    assert only_task(officer, planned + timedelta(minutes=1)).is_overdue


@pytest.fixture
def in_review(draft, officer, at):
    Tender.objects.filter(pk=draft.pk).update(
        review_requested_at=at - timedelta(hours=1), review_requested_by=officer
    )
    move(draft, TenderStatus.IN_REVIEW)
    return draft


def test_a_review_is_asked_of_colleagues_and_not_of_who_asks(
    in_review, officer, second_officer, at
):
    assert asked(officer, at) == []
    assert asked(second_officer, at) == ["Concept van een collega meelezen"]


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (ReviewVerdict.APPROVED, "Publiceren: de meelezer is akkoord"),
        (ReviewVerdict.CHANGES, "Concept terugnemen: de meelezer vraagt wijzigingen"),
    ],
)
def test_after_the_review_the_desk_says_what_follows(
    in_review, officer, second_officer, at, verdict, words
):
    TenderReview.objects.create(
        tender=in_review, verdict=verdict, reviewed_at=at, reviewed_by=second_officer
    )
    assert asked(officer, at) == [words]


def test_a_review_of_an_earlier_request_does_not_count(in_review, second_officer, at):
    TenderReview.objects.create(
        tender=in_review,
        verdict=ReviewVerdict.CHANGES,
        reviewed_at=at - timedelta(days=2),
        reviewed_by=second_officer,
    )
    assert asked(second_officer, at) == ["Concept van een collega meelezen"]


def test_questions_are_counted_per_tender_and_the_own_ones_named(
    published, officer, second_officer, at
):
    QuestionFactory.create_batch(2, tender=published)
    QuestionFactory(tender=published, answered=True)
    QuestionFactory(tender=published, assigned_to=officer)
    said = ["3 vragen beantwoorden", "Nota van Inlichtingen publiceren: 1 antwoord staat klaar"]
    assert sorted(asked(second_officer, at)) == said
    assert sorted(asked(officer, at)) == [*said, "Vraag beantwoorden die aan u is toegewezen"]


def test_requests_to_participate_wait_until_they_are_decided(published, officer, at):
    Tender.objects.filter(pk=published.pk).update(procedure=Procedure.RESTRICTED)
    waiting = InvitationFactory(tender=published, requested=True)
    InvitationFactory(tender=published)
    assert asked(officer, at) == ["Over 1 verzoek tot deelneming beslissen"]
    waiting.rejected_at, waiting.rejected_by = at, officer
    waiting.save()
    assert asked(officer, at) == []


def test_an_application_is_to_be_judged(noord, provider, officer, provider_user, at):
    tender = TenderFactory(region=noord, published=True, procedure=Procedure.OPEN_HOUSE)
    application = Application.objects.create(
        tender=tender,
        provider=provider,
        contact_name="Pia Aanbieder",
        contact_email="pia@voorbeeld.test",
        created_at=at,
        created_by=provider_user,
        submitted_at=at,
        submitted_by=provider_user,
    )
    move(application, ApplicationStatus.SUBMITTED)
    task = only_task(officer, at)
    assert task.asked == "Aanvraag van Taalschool De Vliegerhof beoordelen"
    assert task.url == application.get_absolute_url()


def test_a_closed_vault_is_to_be_opened(closed, officer, at):
    task = only_task(officer, at)
    assert task.asked == "Inschrijvingen openen, met een tweede inkoper"
    assert task.url == reverse("procurement:tender-open", args=[closed.pk])


def test_a_first_officer_who_waits_is_named_to_the_others(closed, officer, second_officer, at):
    OpeningRecord.objects.create(
        tender=closed, kind="quality", first_at=at, first_by=officer, first_session="a" * 64
    )
    assert asked(officer, at) == ["Inschrijvingen openen, met een tweede inkoper"]
    (said,) = asked(second_officer, at)
    assert said.startswith("Ines Inkoper wacht op een tweede inkoper, tot ")
    expired = at + actions.opening_window() + timedelta(seconds=1)
    assert asked(second_officer, expired) == asked(officer, at)


def test_opened_bids_are_judged_before_the_evaluation_starts(opened, officer, at):
    assert asked(officer, at) == ["Beoordelen of 2 inschrijvingen aan de eisen voldoen"]


def test_admitted_bids_can_be_evaluated(admitted, officer, at):
    assert asked(officer, at) == ["Beoordeling starten"]


def test_a_lot_goes_from_scores_to_lock_to_prices_to_decision(
    education, lot_bids, give_scores, officer, at
):
    assert asked(officer, at) == ["Nog 2 scores te geven"]
    give_scores(education, 8, 9)
    assert asked(officer, at) == ["Kwaliteitsscores vastzetten"]
    actions.lock_quality(lot=education, by=officer, at=at)
    assert asked(officer, at) == ["Prijzen van 1 perceel openen, met een tweede inkoper"]
    Lot.objects.filter(pk=education.pk).update(prices_opened_at=at, prices_opened_by=officer)
    assert asked(officer, at) == ["Besluiten over de gunning"]


def test_what_a_bidder_was_asked_is_judged_once_it_answers(lot_bids, officer, provider_user, at):
    due = at + timedelta(days=2)
    repair = RepairRequest.objects.create(
        lot_bid=lot_bids[0], text="Bijlage ontbreekt.", due_at=due, asked_at=at, asked_by=officer
    )
    assert "Een inschrijver mag een verzuim herstellen" in asked(officer, at)
    judge = "Herstel van een verzuim beoordelen"
    assert judge in asked(officer, due + timedelta(minutes=1))
    repair.answered_at, repair.answered_by = at, provider_user
    repair.save()
    assert judge in asked(officer, at)
    LowPriceInquiry.objects.create(
        lot_bid=lot_bids[1], question="Hoe kan dit?", due_at=due, asked_at=at, asked_by=officer
    )
    assert "Een inschrijver mag een lage prijs verklaren" in asked(officer, at)


def test_a_decision_is_to_be_sent(decided, officer, at):
    task = only_task(officer, at)
    assert task.asked == "Gunningsbeslissing verzenden aan alle inschrijvers"
    assert task.url == reverse("procurement:lot-letters", args=[decided.pk])


@pytest.fixture
def past_standstill(sent, at) -> Lot:
    AwardDecision.objects.filter(lot=sent).update(
        standstill_ends_on=amsterdam(at) - timedelta(days=1)
    )
    return sent


def test_a_running_standstill_asks_nothing_but_is_shown(sent, officer, at, client_of):
    assert asked(officer, at) == []
    page = client_of(officer).get(reverse("procurement:desk"))
    ((lot, days),) = page.context["standstills"]
    last_day = lot.decision.standstill_ends_on
    assert (lot, days) == (sent, (last_day - amsterdam(at)).days + 1)


def test_a_standstill_that_ended_can_be_made_final(past_standstill, officer, at):
    (said,) = asked(officer, at)
    assert said.startswith("Gunning definitief maken: de opschortende termijn eindigde op")


def test_what_suspends_comes_before_the_award(past_standstill, other_provider, officer, at):
    complaint = Complaint.objects.create(
        lot=past_standstill,
        provider=other_provider,
        kind="interim_proceeding",
        received_on=amsterdam(at),
        text="Dagvaarding.",
        recorded_at=at,
        recorded_by=officer,
    )
    task = only_task(officer, at)
    assert task.asked == "Beslissen over: Kort geding - Stichting Letterbrug"
    assert task.url == complaint.get_absolute_url()


def test_an_award_is_to_be_published_within_thirty_days(sent, officer, at):
    concluded_on = amsterdam(at)
    Lot.objects.filter(pk=sent.pk).update(concluded_on=concluded_on)
    tasks, _has_more = worklist(officer, at)
    (task,) = [one for one in tasks if "TenderNed" in one.asked]
    assert concluded_on + timedelta(days=30) <= task.due <= concluded_on + timedelta(days=34)
    NoticeFactory(tender=sent.tender, kind=NoticeKind.AWARD, published_at=at)
    assert not [one for one in asked(officer, at) if "TenderNed" in one]


def test_below_the_threshold_no_award_notice_is_asked(sent, officer, at):
    Tender.objects.filter(pk=sent.tender_id).update(estimated_amount=Decimal(200_000))
    Lot.objects.filter(pk=sent.pk).update(concluded_on=date(2026, 11, 20))
    assert not [one for one in asked(officer, at) if "TenderNed" in one]


def test_the_first_deadline_comes_first_and_none_at_all_last(noord, officer, at):
    for days in (9, 2, None, 5):
        planned = at + timedelta(days=days) if days else None
        TenderFactory(region=noord, planned_publication_at=planned, title=f"Over {days}")
    tasks, has_more = worklist(officer, at)
    assert [task.subject.split("Over ")[1] for task in tasks] == ["2", "5", "9", "None"]
    assert not has_more


def test_what_does_not_fit_is_said(noord, officer, at, client_of):
    TenderFactory.create_batch(SHOWN + 1, region=noord)
    tasks, has_more = worklist(officer, at)
    assert (len(tasks), has_more) == (SHOWN, True)
    page = client_of(officer).get(reverse("procurement:desk")).content.decode()
    assert "Er is meer dan hier past" in page


def test_another_region_is_no_business_of_ours(draft, closed, zuid_officer, at):
    assert worklist(zuid_officer, at) == ([], False)


def test_who_may_not_act_gets_no_tasks(closed, noord, reader, coordinator, officer, at):
    TenderFactory(region=noord)
    assert len(asked(officer, at)) == 2
    assert (asked(reader, at), asked(coordinator, at)) == ([], [])


def test_a_coordinator_reviews_too(in_review, coordinator, at):
    assert asked(coordinator, at) == ["Concept van een collega meelezen"]


def test_the_desk_counts_states_and_shows_empty_lots(closed, officer, b1, client_of):
    page = client_of(officer).get(reverse("procurement:desk"))
    counts = {state: count for state, count, _url in page.context["counts"]}
    assert (counts[TenderStatus.CLOSED], counts[TenderStatus.DRAFT]) == (1, 0)
    assert list(page.context["empty_lots"]) == [b1]
    assert "Wat nu?" in page.content.decode()


def test_a_member_of_two_panels_sees_both(evaluating, panel_member, zuid, client_of):
    other = TenderFactory(region=zuid, published=True, title="Andere regio")
    PanelSeatFactory(tender=other, user=panel_member)
    page = client_of(panel_member).get(reverse("procurement:desk")).content.decode()
    assert "Andere regio" in page
    assert "Leerroutes" in page
    assert "Wat op u wacht" not in page


def test_an_empty_desk_says_how_to_begin(officer, client_of):
    page = client_of(officer).get(reverse("procurement:desk")).content.decode()
    assert "Er wacht niets op u." in page
