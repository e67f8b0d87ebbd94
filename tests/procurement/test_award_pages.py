"""The pages of decisions, letters and complaints, as people use them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Region
from config.shared.periods import amsterdam
from procurement import actions
from procurement.enums import ComplaintStatus, LotBidStatus, LotStatus, TenderStatus, TieRule
from procurement.models import (
    Assessment,
    AwardDecision,
    Complaint,
    Draw,
    Letter,
    Lot,
    LotBid,
    LotOutcome,
    Tender,
)


def page(name: str, *args) -> str:
    return reverse(f"procurement:{name}", args=args)


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def waited(sent: Lot) -> Lot:
    """The decision was sent long enough ago."""
    ago = timezone.now() - timedelta(days=40)
    AwardDecision.objects.filter(lot=sent).update(sent_at=ago, standstill_ends_on=amsterdam(ago))
    return Lot.objects.get(pk=sent.pk)


# --- Deciding ---------------------------------------------------------------------------------


def test_an_officer_decides_beside_the_ranking_and_reads_the_letters(locked, officer, client_of):
    client = client_of(officer)
    shown = text_of(client.get(page("lot-decide", locked.pk)))
    assert "Stichting Letterbrug" in shown
    assert "91,5" in shown
    winner = locked.lot_bids.get(price=16_000)
    done = client.post(
        page("lot-decide", locked.pk), {"winner": winner.pk, "motivation": "Beste plan."}
    )
    assert done.url == page("lot-letters", locked.pk)
    listed = text_of(client.get(done.url))
    assert "Er is nog niets verzonden" in listed
    letter = Letter.objects.get(lot_bid__bid__provider__legal_name="Taalschool De Vliegerhof")
    read = text_of(client.get(page("letter-detail", letter.pk)))
    assert "Nog niet verzonden" in read
    assert "Beste plan." in read


def test_the_form_keeps_what_was_typed_when_the_choice_is_not_open(locked, officer, client_of):
    loser = locked.lot_bids.get(price=15_000)
    answer = client_of(officer).post(
        page("lot-decide", locked.pk), {"winner": loser.pk, "motivation": "Liever deze."}
    )
    assert "Liever deze." in text_of(answer)
    assert not AwardDecision.objects.exists()


def test_before_the_prices_are_open_the_page_says_so(quality_locked, officer, client_of):
    shown = text_of(client_of(officer).get(page("lot-decide", quality_locked.pk)))
    assert "Eerst moeten twee inkopers de prijzen openen." in shown


def test_an_officer_records_a_draw(locked, officer, client_of):
    LotBid.objects.filter(lot=locked).update(price=15_000, compared_price=15_000)
    Assessment.objects.filter(lot_bid__lot=locked).update(score=8)
    Tender.objects.filter(pk=locked.tender_id).update(tie_rule=TieRule.DRAW)
    client = client_of(officer)
    assert page("lot-draw", locked.pk) in text_of(client.get(page("lot-decide", locked.pk)))
    first, second = locked.lot_bids.order_by("pk")
    values = {f"place_{first.pk}": "2", "report": "Door de notaris."}
    twice = client.post(page("lot-draw", locked.pk), values | {f"place_{second.pk}": "2"})
    assert "Deze plaats is al vergeven." in text_of(twice)
    assert not Draw.objects.exists()
    done = client.post(page("lot-draw", locked.pk), values | {f"place_{second.pk}": "1"})
    assert done.url == page("lot-decide", locked.pk)
    assert Draw.objects.get().order == [second.pk, first.pk]


def test_a_tie_by_every_rule_is_said_on_the_page(locked, officer, client_of):
    LotBid.objects.filter(lot=locked).update(price=15_000, compared_price=15_000)
    Assessment.objects.filter(lot_bid__lot=locked).update(score=8)
    shown = client_of(officer).get(page("lot-decide", locked.pk))
    assert "delen deze plaats" in text_of(shown)
    assert len(shown.context["form"].fields["winner"].queryset) == 2


def test_below_a_minimum_the_ranking_shows_no_place(locked, officer, client_of):
    locked.tender.criteria.quality().update(minimum_score="8.5")
    client = client_of(officer)
    for url in (page("lot-decide", locked.pk), page("lot-detail", locked.pk)):
        shown = text_of(client.get(url))
        assert "Taalschool De Vliegerhof" in shown
        assert ">None<" not in shown


def test_where_nothing_is_equal_there_is_nothing_to_draw(locked, officer, client_of):
    shown = text_of(client_of(officer).get(page("lot-draw", locked.pk)))
    assert "Geen inschrijvingen zijn gelijk" in shown


# --- Sending, awarding, revoking --------------------------------------------------------------


def test_an_officer_adds_to_a_letter_and_sends(decided, officer, client_of):
    client = client_of(officer)
    letter = Letter.objects.get(lot_bid__bid__provider__legal_name="Taalschool De Vliegerhof")
    client.post(page("letter-update", letter.pk), {"remarks": "Uw rooster miste."})
    assert "Uw rooster miste." in text_of(client.get(page("letter-detail", letter.pk)))
    url = page("lot-transition", decided.pk, "send_decision")
    shown = text_of(client.get(url))
    assert "De opschortende termijn loopt tot en met" in shown
    done = client.post(url)
    assert done.status_code == 302
    decided.refresh_from_db()
    assert decided.status == LotStatus.STANDSTILL
    again = text_of(client.get(page("letter-update", letter.pk)))
    assert "kan niet meer worden gewijzigd" in again


def test_the_lot_shows_its_letters_and_what_can_be_done(sent, officer, client_of, query_budget):
    client, url = client_of(officer), page("lot-detail", sent.pk)
    with query_budget("procurement-lot-standstill"):
        shown = text_of(client.get(url))
    for name in ("lot-letters", "complaint-create"):
        assert page(name, sent.pk) in shown
    assert page("lotbid-drop-out", sent.decision.winner_id) in shown
    letters = text_of(client.get(url, {"tab": "brieven"}))
    assert "Taalschool De Vliegerhof" in letters


def test_the_ranking_says_how_each_total_came_about(locked, officer, client_of):
    shown = text_of(client_of(officer).get(page("lot-detail", locked.pk)))
    assert "laagste prijs € 15.000,00 / eigen prijs € 16.000,00 × 40 = 37,50" in shown
    assert "score 9 / 10 × 60 = 54,00" in shown


def test_the_award_waits_on_the_page_too(sent, officer, client_of):
    shown = text_of(client_of(officer).get(page("lot-transition", sent.pk, "award")))
    assert "De opschortende termijn loopt tot en met" in shown


def test_after_the_standstill_the_award_is_made_final(waited, officer, client_of):
    client, url = client_of(officer), page("lot-transition", waited.pk, "award")
    assert "krijgen een e-mail" in text_of(client.get(url))
    client.post(url)
    waited.refresh_from_db()
    assert waited.status == LotStatus.AWARDED
    assert "eForms" not in text_of(client.get(page("lot-detail", waited.pk)))


def test_practice_says_what_would_differ(sent, officer, client_of):
    Region.objects.filter(pk=sent.tender.region_id).update(is_training=True)
    shown = text_of(client_of(officer).get(page("lot-transition", sent.pk, "award")))
    assert "Oefening: in een echte aanbesteding" in shown


def test_an_officer_revokes_with_a_reason(sent, officer, client_of):
    client, url = client_of(officer), page("lot-transition", sent.pk, "revoke")
    assert "een e-mail met de reden" in text_of(client.get(url))
    assert client.post(url, {"reason": ""}).status_code == 200
    assert AwardDecision.objects.filter(lot=sent).exists()
    client.post(url, {"reason": "Rekenfout."})
    assert not AwardDecision.objects.filter(lot=sent).exists()
    shown = text_of(client.get(page("lot-detail", sent.pk), {"tab": "ingetrokken-beslissingen"}))
    assert "Rekenfout." in shown


def test_an_officer_records_that_the_winner_drops_out(sent, officer, client_of):
    winner = sent.decision.winner
    client, url = client_of(officer), page("lotbid-drop-out", winner.pk)
    assert "nieuwe opschortende termijn" in text_of(client.get(url))
    client.post(url, {"reason": "Failliet."})
    winner.refresh_from_db()
    assert winner.status == LotBidStatus.DROPPED_OUT


def test_a_loser_of_a_sent_decision_cannot_drop_out(sent, officer, client_of):
    loser = sent.lot_bids.get(price=15_000)
    shown = text_of(client_of(officer).get(page("lotbid-drop-out", loser.pk)))
    assert "zolang het perceel wordt beoordeeld" in shown


def test_an_officer_withdraws_the_tender_with_a_code(decided, officer, client_of):
    url = page("tender-withdraw", decided.tender_id)
    client = client_of(officer)
    assert "krijgt een e-mail" in text_of(client.get(url))
    client.post(url, {"outcome": "chan-need", "reason": "Minder deelnemers."})
    decided.tender.refresh_from_db()
    assert decided.tender.status == TenderStatus.WITHDRAWN
    assert LotOutcome.objects.get(lot=decided).reason == "chan-need"


def test_withdrawing_asks_for_a_code_and_why(published, officer, client_of):
    client = client_of(officer)
    assert client.post(page("tender-withdraw", published.pk), {"reason": "Zo."}).status_code == 200
    published.refresh_from_db()
    assert published.status == TenderStatus.PUBLISHED


def test_a_lot_is_ended_without_award(locked, officer, client_of):
    client, url = client_of(officer), page("lot-end", locked.pk)
    assert "krijgen een e-mail" in text_of(client.get(url))
    client.post(url, {"outcome": "ins-fund", "explanation": "De raad stelt niets vast."})
    locked.refresh_from_db()
    assert locked.status == LotStatus.NOT_AWARDED
    assert "De raad stelt niets vast." in text_of(client.get(page("lot-detail", locked.pk)))


# --- Letters for a bidder ---------------------------------------------------------------------


def test_a_bidder_reads_its_letter_on_its_bid_and_downloads_it(
    sent, provider_user, client_of, mailoutbox
):
    client = client_of(provider_user)
    letter = Letter.objects.get(lot_bid__bid__provider__memberships__user=provider_user)
    shown = text_of(client.get(letter.lot_bid.bid.get_absolute_url()))
    assert page("letter-detail", letter.pk) in shown
    read = text_of(client.get(page("letter-detail", letter.pk)))
    assert "Sterkste aanpak." in read
    assert page("letter-update", letter.pk) not in read
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        response = client.get(page("letter-file", letter.pk, kind))
        assert b"".join(response.streaming_content).startswith(start)
        assert "attachment" in response["Content-Disposition"]
        assert "no-store" in response["Cache-Control"]
    assert client.get(page("letter-file", letter.pk, "exe")).status_code == 404


def test_a_bidder_reads_no_letter_of_another_nor_one_that_was_not_sent(
    decided, officer, provider_user, other_provider_user, client_of, at
):
    own = Letter.objects.get(lot_bid__bid__provider__memberships__user=provider_user)
    assert client_of(provider_user).get(page("letter-detail", own.pk)).status_code == 404
    actions.send_decision(lot=decided, by=officer, at=at)
    for name, args in (("letter-detail", ()), ("letter-file", ("pdf",))):
        other = client_of(other_provider_user).get(page(name, own.pk, *args))
        assert other.status_code == 404
    assert client_of(provider_user).get(page("lot-letters", decided.pk)).status_code == 404


def test_who_may_not_decide_sees_the_letters_and_sends_nothing(decided, reader, client_of):
    client = client_of(reader)
    assert "Taalschool De Vliegerhof" in text_of(client.get(page("lot-letters", decided.pk)))
    assert client.post(page("lot-transition", decided.pk, "send_decision")).status_code == 403
    letter = Letter.objects.order_by("pk").first()
    assert client.post(page("letter-update", letter.pk), {"remarks": "x"}).status_code == 403


# --- Complaints -------------------------------------------------------------------------------


@pytest.fixture
def brought(sent, provider) -> dict:
    return {
        "provider": provider.pk,
        "kind": "complaint",
        "received_on": f"{timezone.localdate():%Y-%m-%d}",
        "text": "De score klopt niet.",
        "suspends": "on",
    }


def test_a_complaint_from_record_to_end(sent, brought, officer, client_of):
    client = client_of(officer)
    text_of(client.get(page("complaint-create", sent.pk)))
    done = client.post(page("complaint-create", sent.pk), brought)
    complaint = Complaint.objects.get()
    assert done.url == page("complaint-detail", complaint.pk)
    assert "De score klopt niet." in text_of(client.get(done.url))
    shown = text_of(client.get(page("lot-transition", sent.pk, "award")))
    assert "schort de gunning op" in shown
    client.post(
        page("complaint-update", complaint.pk), {"suspends": "no", "reason": "Niet ernstig."}
    )
    complaint.refresh_from_db()
    assert not complaint.suspends
    client.post(page("complaint-transition", complaint.pk, "dismiss"), {"reason": "Ongegrond."})
    complaint.refresh_from_db()
    assert (complaint.status, complaint.resolution) == (ComplaintStatus.DISMISSED, "Ongegrond.")
    assert "Ongegrond." in text_of(client.get(page("complaint-detail", complaint.pk)))


def test_a_complaint_comes_in_no_later_than_today(sent, brought, officer, client_of):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = client_of(officer).post(
        page("complaint-create", sent.pk), brought | {"received_on": f"{tomorrow:%Y-%m-%d}"}
    )
    assert "Deze dag moet nog komen." in text_of(answer)
    assert not Complaint.objects.exists()


def test_interim_proceedings_that_would_not_suspend_are_refused_at_the_field(
    sent, brought, officer, client_of
):
    values = brought | {"kind": "interim_proceeding"}
    del values["suspends"]
    answer = client_of(officer).post(page("complaint-create", sent.pk), values)
    assert "Een kort geding schort de gunning op." in text_of(answer)
    assert not Complaint.objects.exists()


def test_the_list_of_complaints(sent, provider, officer, client_of, query_budget, at):
    for number in range(3):
        actions.record_complaint(
            lot=sent,
            provider=provider,
            kind="complaint",
            received_on=amsterdam(at),
            text=f"Nummer {number}",
            suspends=True,
            by=officer,
            at=at,
        )
    client = client_of(officer)
    with query_budget("procurement-complaint-list"):
        shown = text_of(client.get(page("complaint-list")))
    assert shown.count("Taalschool De Vliegerhof") >= 3
    assert "Nummer" not in text_of(client.get(page("complaint-list"), {"q": "niets hiervan"}))


def test_a_bidder_reads_its_own_complaint_without_our_history(
    sent, brought, officer, provider_user, other_provider_user, client_of
):
    client_of(officer).post(page("complaint-create", sent.pk), brought)
    url = Complaint.objects.get().get_absolute_url()
    shown = text_of(client_of(provider_user).get(url))
    assert "De score klopt niet." in shown
    assert officer.name not in shown
    assert client_of(other_provider_user).get(url).status_code == 404
