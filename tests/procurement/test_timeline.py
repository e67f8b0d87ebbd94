"""The course of one tender: past and to come, in order, with who and what the rules allow."""

from datetime import timedelta

import pytest
from django.urls import reverse

from procurement.models import AwardDecision, Tender
from procurement.timeline import timeline_of
from tests.factories.procurement import TenderFactory
from tests.factories.publication import NoticeFactory, TenderDocumentFactory


def url_of(tender) -> str:
    return reverse("procurement:tender-timeline", args=[tender.pk])


def said(tender, person, at) -> list[str]:
    return [one.what for one in timeline_of(tender, person, at)]


def test_what_happened_stands_in_order_with_who_did_it(sent, officer, at):
    rows = timeline_of(sent.tender, officer, at + timedelta(minutes=1))
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    past = {row.what: row.who for row in rows if not row.is_coming}
    assert past["Gunningsbeslissing verzonden: 1. Onderwijsroute"] == officer.name
    assert past["Geopend: Kwaliteit en verklaringen"] == "Ines Inkoper en Otto Inkoper"
    (last,) = [row for row in rows if row.is_coming]
    assert last.what == "Laatste dag van de opschortende termijn: 1. Onderwijsroute"
    assert last.on == AwardDecision.objects.get().standstill_ends_on


def test_a_draft_shows_its_plan_with_what_the_rules_allow(draft, officer, at):
    Tender.objects.filter(pk=draft.pk).update(
        procedure="open",
        planned_publication_at=at + timedelta(days=2),
        clarification_planned_at=at + timedelta(days=25),
    )
    draft.refresh_from_db()
    coming = {row.what: row.limit for row in timeline_of(draft, officer, at) if row.is_coming}
    assert coming["Geplande publicatie"] == ""
    assert coming["Sluiting inschrijvingen"].startswith("Volgens artikel 2.71")
    assert "niet eerder dan" in coming["Sluiting inschrijvingen"]
    assert "uiterlijk" in coming["Nota van Inlichtingen uiterlijk"]


def test_a_term_of_the_region_cites_no_article(draft, officer, at):
    limits = [row.limit for row in timeline_of(draft, officer, at) if row.limit]
    assert limits
    assert all(limit.startswith("Volgens de eigen regel van de regio") for limit in limits)


def test_an_admission_has_no_legal_limits(noord, officer, at):
    tender = TenderFactory(region=noord, procedure="open_house")
    assert {row.limit for row in timeline_of(tender, officer, at)} == {""}


def test_before_the_opening_nobody_reads_who_bid(with_bids, officer, at):
    assert not [words for words in said(with_bids, officer, at) if "Vliegerhof" in words]


def test_notices_and_documents_are_in_it(published, officer, at):
    NoticeFactory(tender=published, number="412345")
    TenderDocumentFactory(tender=published)
    words = said(published, officer, at)
    assert "Op TenderNed: Aankondiging van opdracht 412345" in words
    assert "Document: Programma van eisen" in words


@pytest.mark.parametrize("role", ["officer", "reader", "coordinator"])
def test_the_region_reads_it(role, sent, request, client_of):
    page = client_of(request.getfixturevalue(role)).get(url_of(sent.tender))
    assert page.status_code == 200
    assert "Tot nu toe" in page.content.decode()


def test_outside_the_region_it_does_not_exist(sent, provider_user, zuid_officer, client_of):
    for person in (provider_user, zuid_officer):
        assert client_of(person).get(url_of(sent.tender)).status_code == 404


def test_the_page_of_a_tender_leads_to_it(sent, officer, client_of):
    assert (
        url_of(sent.tender)
        in client_of(officer).get(sent.tender.get_absolute_url()).content.decode()
    )
