"""Mandates and the second pair of eyes, from the draft to its publication."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import EnvelopeKind, NoticeKind, ReviewVerdict, TenderKind, TenderStatus
from procurement.models import Mandate, Notice, Tender, TenderReview
from tests.factories.accounts import GemeenteFactory
from tests.support.vault import named

APPROVED, CHANGES = ReviewVerdict.APPROVED, ReviewVerdict.CHANGES


def give_mandate(tender: Tender, by, at, *gemeenten, **values) -> list[Mandate]:
    standard = {
        "given_on": date(2026, 10, 1),
        "signatory": "Wethouder Van Duinen",
        "evidence": "Collegebesluit 2026-41",
    }
    return actions.record_mandates(
        tender=tender, gemeenten=gemeenten, by=by, at=at, **standard | values
    )


@pytest.fixture
def complete(draft, officer, second_officer, waterveen, meerdorp, at) -> Tender:
    """A draft that lacks nothing but its review: mandates, notice and officers are there."""
    Tender.objects.filter(pk=draft.pk).update(lead_gemeente=waterveen)
    draft.refresh_from_db()
    give_mandate(draft, officer, at, meerdorp)
    Notice.objects.create(
        tender=draft,
        kind=NoticeKind.CONTRACT,
        number="2026/S 201-123456",
        published_at=at,
        recorded_at=at,
        recorded_by=officer,
    )
    return named(draft, officer, second_officer)


@pytest.fixture
def in_review(complete, officer, at) -> Tender:
    return actions.ask_review(tender=complete, by=officer, at=at)


@pytest.fixture
def approved(in_review, second_officer, at) -> Tender:
    actions.review_tender(tender=in_review, verdict=APPROVED, by=second_officer, at=at)
    return in_review


def told(user) -> list[str]:
    return [row.kind for row in Notification.objects.filter(user=user).order_by("pk")]


# --- Mandates ---------------------------------------------------------------------------------


def test_one_decision_may_give_several_mandates(draft, officer, waterveen, meerdorp, at):
    third = GemeenteFactory(name="Zandhoek")
    draft.gemeenten.add(third)
    Tender.objects.filter(pk=draft.pk).update(lead_gemeente=waterveen)
    made = give_mandate(draft, officer, at, meerdorp, third)
    assert {mandate.gemeente for mandate in made} == {meerdorp, third}
    event = AuditEvent.objects.get(action="record_mandate")
    assert event.reason == "Meerdorp, Zandhoek"


def test_only_who_takes_part_gives_a_mandate(complete, officer, waterveen, at):
    Mandate.objects.all().delete()
    for gemeente in (GemeenteFactory(name="Elders"), waterveen):
        with pytest.raises(Refused) as refused:
            give_mandate(complete, officer, at, gemeente)
        assert refused.value.field == "gemeenten"
    assert not Mandate.objects.exists()


def test_a_mandate_is_recorded_once(complete, officer, meerdorp, at):
    with pytest.raises(Refused, match="al vastgelegd"):
        give_mandate(complete, officer, at, meerdorp)
    assert Mandate.objects.count() == 1


def test_a_mandate_goes_until_publication(in_review, officer, coordinator, at):
    mandate = in_review.mandates.get()
    with pytest.raises(Refused):
        actions.remove_mandate(mandate=mandate, by=coordinator, at=at)
    actions.remove_mandate(mandate=mandate, by=officer, at=at)
    assert not in_review.mandates.exists()


def test_a_published_tender_keeps_its_mandates(approved, officer, at):
    actions.publish_tender(tender=approved, by=officer, at=at)
    with pytest.raises(Refused):
        actions.remove_mandate(mandate=approved.mandates.get(), by=officer, at=at)
    assert approved.mandates.exists()


# --- Review -----------------------------------------------------------------------------------


def test_asking_a_review_tells_the_colleagues_and_not_the_asker(
    complete, officer, second_officer, coordinator, reader, at
):
    tender = actions.ask_review(tender=complete, by=officer, at=at)
    assert tender.status == TenderStatus.IN_REVIEW
    assert (tender.review_requested_at, tender.review_requested_by) == (at, officer)
    for colleague in (second_officer, coordinator):
        assert told(colleague) == ["procurement.review_asked"]
    assert told(officer) == told(reader) == []


def test_an_incomplete_draft_is_not_reviewed(complete, officer, at):
    complete.lots.all().delete()
    with pytest.raises(Refused, match="perceel"):
        actions.ask_review(tender=complete, by=officer, at=at)
    complete.refresh_from_db()
    assert complete.status == TenderStatus.DRAFT
    assert not Notification.objects.exists()


def test_an_approval_is_kept_and_told_to_the_asker(in_review, officer, coordinator, at):
    review = actions.review_tender(
        tender=in_review, verdict=APPROVED, comment="Helder.", by=coordinator, at=at
    )
    assert (review.verdict, review.reviewed_by, review.reviewed_at) == (APPROVED, coordinator, at)
    in_review.refresh_from_db()
    assert in_review.status == TenderStatus.IN_REVIEW
    assert told(officer) == ["procurement.review_given"]


def test_asking_for_changes_sends_it_back_to_draft(in_review, officer, second_officer, at):
    actions.review_tender(
        tender=in_review, verdict=CHANGES, comment="Groepen te groot.", by=second_officer, at=at
    )
    in_review.refresh_from_db()
    assert in_review.status == TenderStatus.DRAFT
    returned = AuditEvent.objects.get(action="return_to_draft")
    assert returned.reason == "Groepen te groot."
    assert told(officer) == ["procurement.review_given"]


def test_changes_are_asked_with_a_comment(in_review, second_officer, at):
    with pytest.raises(Refused) as refused:
        actions.review_tender(
            tender=in_review, verdict=CHANGES, comment=" ", by=second_officer, at=at
        )
    assert refused.value.field == "comment"
    assert not TenderReview.objects.exists()


def test_nobody_reviews_what_they_asked_a_review_of(in_review, officer, at):
    with pytest.raises(Refused, match="collega"):
        actions.review_tender(tender=in_review, verdict=APPROVED, by=officer, at=at)
    assert not TenderReview.objects.exists()


def test_who_may_not_review_does_not(in_review, reader, zuid_officer, at):
    for person in (reader, zuid_officer):
        with pytest.raises(Refused, match="rol"):
            actions.review_tender(tender=in_review, verdict=APPROVED, by=person, at=at)
    assert not TenderReview.objects.exists()


def test_a_draft_that_was_changed_needs_a_new_review(approved, officer, at):
    actions.return_to_draft(tender=approved, by=officer, at=at, reason="Toch nog iets.")
    later = at + timedelta(minutes=5)
    again = actions.ask_review(tender=approved, by=officer, at=later)
    with pytest.raises(Refused, match="collega"):
        actions.publish_tender(tender=again, by=officer, at=later)


def test_the_last_verdict_counts(in_review, coordinator, second_officer, officer, at):
    for person, verdict, minute in ((coordinator, APPROVED, 1), (second_officer, CHANGES, 2)):
        TenderReview.objects.create(
            tender=in_review,
            verdict=verdict,
            reviewed_by=person,
            reviewed_at=at + timedelta(minutes=minute),
        )
    with pytest.raises(Refused, match="goedkeuren"):
        actions.publish_tender(tender=in_review, by=officer, at=at + timedelta(minutes=3))


# --- Publication ------------------------------------------------------------------------------


def test_publishing_stamps_and_makes_the_keys_of_the_vault(approved, officer, at):
    tender = actions.publish_tender(tender=approved, by=officer, at=at)
    assert tender.status == TenderStatus.PUBLISHED
    assert (tender.published_at, tender.published_by) == (at, officer)
    assert {key.kind for key in tender.keys.all()} == set(EnvelopeKind)
    assert all(key.shares.count() == 2 for key in tender.keys.all())


def test_without_officers_nothing_is_published_and_no_key_is_made(approved, officer, at):
    approved.officers.all().delete()
    with pytest.raises(Refused):
        actions.publish_tender(tender=approved, by=officer, at=at)
    approved.refresh_from_db()
    assert (approved.status, approved.published_at) == (TenderStatus.IN_REVIEW, None)
    assert not approved.keys.exists()


def test_an_officer_whose_key_went_missing_stops_the_publication_whole(approved, officer, at):
    officer.vault_keys.update(replaced_at=at)
    with pytest.raises(Refused, match=str(officer)):
        actions.publish_tender(tender=approved, by=officer, at=at)
    approved.refresh_from_db()
    assert approved.status == TenderStatus.IN_REVIEW
    assert not approved.keys.exists()


def test_a_mandate_that_lacks_stops_the_publication(approved, officer, at):
    approved.mandates.all().delete()
    with pytest.raises(Refused, match="Meerdorp"):
        actions.publish_tender(tender=approved, by=officer, at=at)


def test_a_coordinator_reviews_but_does_not_publish(approved, coordinator, at):
    with pytest.raises(Refused, match="rol"):
        actions.publish_tender(tender=approved, by=coordinator, at=at)


def test_an_accession_has_no_vault(complete, officer, second_officer, at):
    complete.officers.all().delete()
    Tender.objects.filter(pk=complete.pk).update(kind=TenderKind.COVENANT_ACCESSION)
    complete.refresh_from_db()
    rows = [{"kind": "minimum", "text": "Keurmerk", "lot": None, "evidence": ""}]
    actions.set_requirements(tender=complete, requirements=rows, by=officer, at=at)
    complete.criteria.all().delete()
    complete.lots.all().delete()
    tender = actions.ask_review(tender=complete, by=officer, at=at)
    actions.review_tender(tender=tender, verdict=APPROVED, by=second_officer, at=at)
    tender = actions.publish_tender(tender=tender, by=officer, at=at)
    assert tender.status == TenderStatus.PUBLISHED
    assert not tender.keys.exists()
