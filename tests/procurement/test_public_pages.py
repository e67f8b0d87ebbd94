"""What anyone reads without signing in: everything that was published, and nothing about bids."""

from datetime import timedelta

import pytest
from django.urls import reverse

from procurement.enums import Procedure, TenderStatus
from procurement.models import Rectification, Tender
from tests.factories.accounts import RegionFactory
from tests.factories.procurement import TenderFactory, move
from tests.factories.publication import QuestionFactory, RoundFactory, TenderDocumentFactory
from tests.support.pdf import pages_of

LIST = reverse("procurement:public-tender-list")


def detail(tender: Tender) -> str:
    return reverse("procurement:public-tender-detail", args=[tender.pk])


def test_the_list_has_what_was_published(published, client):
    draft = TenderFactory(title="Nog een concept")
    shown = client.get(LIST).content.decode()
    assert published.reference in shown
    assert draft.title not in shown


def test_private_and_practice_tenders_are_not_on_the_list(published, client):
    practice = TenderFactory(
        published=True, title="Oefening", region=RegionFactory(is_training=True)
    )
    private = TenderFactory(published=True, title="Onderhands")
    Tender.objects.filter(pk=private.pk).update(procedure=Procedure.MULTIPLE_PRIVATE)
    shown = client.get(LIST).content.decode()
    assert published.reference in shown
    assert practice.title not in shown
    assert private.title not in shown


@pytest.mark.parametrize("procedure", [Procedure.MULTIPLE_PRIVATE, Procedure.NEGOTIATED])
def test_a_private_tender_has_no_public_page(procedure, published, client):
    Tender.objects.filter(pk=published.pk).update(procedure=procedure)
    assert client.get(detail(published)).status_code == 404


def test_a_draft_has_no_public_page_also_when_it_was_withdrawn(draft, client, officer, at):
    assert client.get(detail(draft)).status_code == 404
    Tender.objects.filter(pk=draft.pk).update(withdrawn_at=at, withdrawn_by=officer)
    move(draft, TenderStatus.WITHDRAWN)
    assert client.get(detail(draft)).status_code == 404


def test_the_page_has_what_was_published(published, client):
    document = TenderDocumentFactory(tender=published)
    made = RoundFactory(tender=published)
    QuestionFactory(tender=published, answered="Ja, dat mag.", published_in=made)
    shown = client.get(detail(published)).content.decode()
    for words in (published.title, "Onderwijsroute", "Didactische aanpak", document.title):
        assert words in shown
    assert "Ja, dat mag." in shown
    assert "Nederlandse tijd" in shown
    assert reverse("procurement:public-document", args=[document.pk]) in shown
    for key in published.keys.all():
        assert bytes(key.public_key).hex() in shown


def test_the_page_says_nothing_about_bids_or_the_estimate(with_bids, client, provider):
    shown = client.get(detail(with_bids)).content.decode()
    for words in (str(provider), "Letterbrug", "900.000", "15.000", "<h2>Inschrijvingen"):
        assert words not in shown


def test_the_page_is_the_same_with_and_without_bids(published, client, enter, provider_user):
    """So that nobody can count bids from outside."""
    before = stripped(client.get(detail(published)))
    enter(published, provider_user, *published.lots.all())
    assert stripped(client.get(detail(published))) == before


def stripped(response) -> str:
    """Without the token that differs each time."""
    lines = response.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_the_way_to_bid_leads_past_the_login(published, client):
    url = published.get_absolute_url()
    assert url in client.get(detail(published)).content.decode()
    assert reverse("account_login") in client.get(url).url


def test_after_the_deadline_there_is_no_way_to_bid(published, pass_deadline, client):
    tender = pass_deadline(published)
    assert tender.get_absolute_url() not in client.get(detail(tender)).content.decode()


def test_the_answers_come_as_files(published, client):
    made = RoundFactory(tender=published, introduction="Beste lezer")
    QuestionFactory(tender=published, answered="Ja, dat mag.", published_in=made)
    pdf = client.get(reverse("procurement:public-round-pdf", args=[made.pk]))
    assert pdf["Content-Type"] == "application/pdf"
    assert "attachment" in pdf["Content-Disposition"]
    assert "Ja, dat mag." in " ".join(pages_of(pdf.content))
    docx = client.get(reverse("procurement:public-round-docx", args=[made.pk]))
    assert docx.content.startswith(b"PK")


def test_the_answers_of_a_private_tender_are_not_public(published, client):
    made = RoundFactory(tender=published)
    Tender.objects.filter(pk=published.pk).update(procedure=Procedure.NEGOTIATED)
    for kind in ("pdf", "docx"):
        url = reverse(f"procurement:public-round-{kind}", args=[made.pk])
        assert client.get(url).status_code == 404


def test_a_practice_tender_says_so_to_anyone(client, db):
    tender = TenderFactory(published=True, region=RegionFactory(is_training=True))
    assert "Oefenomgeving" in client.get(detail(tender)).content.decode()


def test_the_paper_names_the_deadline_of_its_own_day(published, officer, client, at):
    """A later rectification does not reach what was published before."""
    made = RoundFactory(tender=published, published_at=at - timedelta(minutes=30))
    QuestionFactory(tender=published, answered=True, published_in=made)
    url = reverse("procurement:public-round-pdf", args=[made.pk])
    before = client.get(url).content
    Rectification.objects.create(
        tender=published,
        text="Later",
        closed_at_before=published.closes_at,
        closes_at_after=published.closes_at + timedelta(days=7),
        published_at=at,
        published_by=officer,
    )
    Tender.objects.filter(pk=published.pk).update(closes_at=published.closes_at + timedelta(days=7))
    assert client.get(url).content == before
