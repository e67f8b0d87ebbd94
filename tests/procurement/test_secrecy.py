"""Before the opening nobody on the buying side reads a byte of a bid; panels never see prices."""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.admin import site
from accounts.models import AuditEvent
from config.shared.periods import amsterdam
from procurement import actions
from procurement.models import (
    Assessment,
    AwardDecision,
    Bid,
    BidReceipt,
    LotBid,
    OpeningRecord,
    PanelSeat,
    Tender,
)
from tests.factories.procurement import TenderFactory

BUYERS = (
    "officer",
    "second_officer",
    "coordinator",
    "contract_manager",
    "controller",
    "region_controller",
    "reader",
    "administrator",
    "panel_member",
    "zuid_officer",
)
SECRETS = ("15.000", "15000", "16.000", "16000", "kleine groepen", "Letterbrug", "Vliegerhof")


def bid_pages(bid: Bid) -> list[str]:
    """Every address that is about a bid."""
    criterion = bid.tender.criteria.quality().get()
    own = ("detail", "submit", "attachments", "restore", "copy", "paper")
    urls = [reverse(f"procurement:bid-{name}", args=[bid.pk]) for name in own]
    urls.append(reverse("procurement:bid-part", args=[bid.pk, "contact"]))
    urls.append(reverse("procurement:bid-receipt", args=[bid.pk, 1]))
    urls.append(reverse("procurement:bid-transition", args=[bid.pk, "withdraw"]))
    for lot_bid in bid.lot_bids.order_by("pk"):
        urls.append(reverse("procurement:lotbid-transition", args=[lot_bid.pk, "exclude"]))
        urls.append(reverse("procurement:lotbid-score", args=[lot_bid.pk, criterion.pk]))
    return urls


def pages_around(tender: Tender) -> list[str]:
    """Every address near a bid that the buying side does enter."""
    own = [tender.get_absolute_url(), *(lot.get_absolute_url() for lot in tender.lots.all())]
    tabs = [f"{own[0]}?tab={tab}" for tab in ("percelen", "gunningscriteria", "inschrijvingen")]
    lists = [reverse("procurement:desk"), reverse("procurement:tender-list")]
    exports = [f"{lists[1]}?_export=csv"]
    return [*own, *tabs, *lists, *exports, reverse("procurement:tender-open", args=[tender.pk])]


def body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


@pytest.mark.parametrize("moment", ["with_bids", "closed"])
@pytest.mark.parametrize("role", BUYERS)
def test_no_buyer_reaches_a_bid_before_the_opening(role, moment, request, client_of):
    tender, person = request.getfixturevalue(moment), request.getfixturevalue(role)
    client = client_of(person)
    for bid in tender.bids.all():
        for url in bid_pages(bid):
            assert client.get(url).status_code in (403, 404), url
            assert client.post(url).status_code in (403, 404, 405), url
    for url in pages_around(tender):
        answer = client.get(url)
        if answer.status_code == 200:
            shown = body(answer)
            assert not [secret for secret in SECRETS if secret in shown], url


@pytest.mark.parametrize("moment", ["with_bids", "closed"])
@pytest.mark.parametrize("role", BUYERS)
def test_no_scope_holds_a_bid_before_the_opening(role, moment, request):
    request.getfixturevalue(moment)
    person = request.getfixturevalue(role)
    for model in (Bid, LotBid, BidReceipt, OpeningRecord):
        assert not model.objects.visible_to(person).exists(), model


@pytest.mark.parametrize("role", ["reader", "administrator"])
def test_the_audit_trail_of_the_buyer_tells_nothing_of_bids(role, with_bids, request, client_of):
    person = request.getfixturevalue(role)
    seen = AuditEvent.objects.visible_to(person)
    assert not seen.filter(content_type__model__in=("bid", "lotbid", "bidreceipt")).exists()


def test_a_bidder_reads_its_own_and_nobody_elses(with_bids, provider_user, client_of):
    own = with_bids.bids.get(provider__memberships__user=provider_user)
    other = with_bids.bids.exclude(pk=own.pk).get()
    client = client_of(provider_user)
    assert client.get(own.get_absolute_url()).status_code == 200
    for url in bid_pages(other):
        assert client.get(url).status_code in (403, 404), url
    assert "Letterbrug" not in client.get(with_bids.get_absolute_url()).content.decode()


def test_after_the_opening_the_region_reads_bids_without_prices(opened, officer, client_of):
    client = client_of(officer)
    for bid in opened.bids.all():
        shown = client.get(bid.get_absolute_url()).content.decode()
        assert "kleine groepen" in shown
        assert "15.000" not in shown
        assert "16.000" not in shown


def test_prices_show_once_quality_is_locked(locked, officer, client_of):
    bid = locked.lot_bids.get(price=Decimal(16_000)).bid
    assert "16.000,00" in client_of(officer).get(bid.get_absolute_url()).content.decode()


def test_the_panel_reads_answers_and_neither_names_nor_prices(
    evaluating, education, panel_member, client_of
):
    client = client_of(panel_member)
    criterion = evaluating.criteria.quality().get()
    lot_bid = education.lot_bids.first()
    score = reverse("procurement:lotbid-score", args=[lot_bid.pk, criterion.pk])
    urls = [score, *pages_around(evaluating), reverse("procurement:scoring", args=[education.pk])]
    for url in urls:
        answer = client.get(url)
        if answer.status_code == 200:
            shown = body(answer)
            hidden = [secret for secret in SECRETS if secret != "kleine groepen"]
            assert not [secret for secret in hidden if secret in shown], url
    assert client.get(lot_bid.bid.get_absolute_url()).status_code == 404
    assert "kleine groepen" in body(client.get(score))


def test_another_panel_reads_nothing(evaluating, education, assessor, client_of):
    client = client_of(assessor)
    criterion = evaluating.criteria.quality().get()
    lot_bid = education.lot_bids.first()
    for url in (
        reverse("procurement:lotbid-score", args=[lot_bid.pk, criterion.pk]),
        reverse("procurement:scoring", args=[education.pk]),
        education.get_absolute_url(),
        evaluating.get_absolute_url(),
    ):
        assert client.get(url).status_code == 404


def test_an_assessor_sees_only_own_scores_until_the_lock(
    lot_bids, education, give_scores, officer, panel_member, at
):
    give_scores(education, 8, 9)
    assert not Assessment.objects.visible_to(officer).exists()
    assert Assessment.objects.visible_to(panel_member).count() == 2
    actions.lock_quality(lot=education, by=officer, at=at)
    assert Assessment.objects.visible_to(officer).count() == 2


def test_a_decision_is_the_buyers_own_until_it_is_sent(
    decided, officer, other_provider_user, provider_user, at
):
    assert AwardDecision.objects.visible_to(officer).exists()
    assert not AwardDecision.objects.visible_to(other_provider_user).exists()
    actions.send_decision(lot=decided, by=officer, at=at)
    assert AwardDecision.objects.visible_to(other_provider_user).exists()
    assert not AwardDecision.objects.visible_to(provider_user).exists()


def test_a_bidder_sees_no_ranking_no_panel_and_no_history(
    sent, provider_user, panel_member, officer, client_of
):
    client = client_of(provider_user)
    for url in (sent.get_absolute_url(), sent.tender.get_absolute_url()):
        shown = client.get(url).content.decode()
        assert "16.000" not in shown
        assert panel_member.name not in shown
        assert officer.name not in shown
    assert not PanelSeat.objects.visible_to(provider_user).exists()
    assert not OpeningRecord.objects.visible_to(provider_user).exists()


def test_drafts_stay_inside_even_after_they_were_withdrawn(
    draft, officer, provider_user, zuid_officer, at
):
    for person in (provider_user, zuid_officer):
        assert not Tender.objects.visible_to(person).exists()
    actions.withdraw_tender(tender=draft, by=officer, at=at, reason="Toch niet.")
    assert not Tender.objects.visible_to(provider_user).exists()


def test_a_gemeente_sees_what_was_published_and_no_drafts(published, noord, controller):
    TenderFactory(region=noord).gemeenten.set(noord.gemeenten_on(amsterdam(published.created_at)))
    assert list(Tender.objects.visible_to(controller)) == [published]


def test_no_admin_site_knows_bids():
    for models in (site._registry, admin.site._registry):
        known = [model for model in models if model._meta.app_label == "procurement"]
        assert [model.__name__ for model in known] in ([], ["LegalRule"])
