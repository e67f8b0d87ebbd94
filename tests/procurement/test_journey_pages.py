"""The pages from a panel to an award, as people use them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from procurement import actions
from procurement.enums import LotStatus, TenderStatus
from procurement.models import LotBid


def page(name: str, *args) -> str:
    return reverse(f"procurement:{name}", args=args)


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_seat_is_given_and_taken(draft, officer, reader, client_of):
    client = client_of(officer)
    answer = client.post(page("panelseat-create", draft.pk), {"email": "wie@voorbeeld.test"})
    assert "heeft een account" in text_of(answer)
    added = client.post(page("panelseat-create", draft.pk), {"email": reader.email})
    seat = draft.panel.get()
    assert reader.name in text_of(client.get(added.url))
    assert text_of(client.get(page("panelseat-delete", seat.pk)))
    client.post(page("panelseat-delete", seat.pk))
    assert not draft.panel.exists()


def test_withdrawing_asks_why(published, officer, client_of):
    client, url = client_of(officer), page("tender-transition", published.pk, "withdraw")
    assert "krijgt een e-mail" in text_of(client.get(url))
    assert text_of(client.post(url, {"reason": ""}))
    client.post(url, {"reason": "De behoefte is vervallen."})
    published.refresh_from_db()
    assert published.status == TenderStatus.WITHDRAWN


# --- Opening to award ----------------------------------------------------------------------------


def test_two_officers_open_on_their_own_screens(closed, officer, second_officer, client_of):
    url = page("tender-open", closed.pk)
    first, second = client_of(officer), client_of(second_officer)
    assert "wordt de eerste inkoper" in text_of(first.get(url))
    first.post(url)
    assert "U bent de eerste inkoper" in text_of(first.get(url))
    assert "U was de eerste inkoper" in text_of(first.post(url))
    assert officer.name in text_of(second.get(url))
    second.post(url)
    closed.refresh_from_db()
    assert closed.status == TenderStatus.OPENED
    shown = text_of(second.get(f"{closed.get_absolute_url()}?tab=inschrijvingen"))
    assert "Proces-verbaal van opening" in shown
    assert "Taalschool De Vliegerhof" in shown
    assert "15.000" not in shown


def test_a_panel_member_scores_page_by_page(lot_bids, education, panel_member, client_of):
    client = client_of(panel_member)
    assert "Onderwijsroute" in text_of(client.get(page("desk")))
    overview = client.get(page("scoring", education.pk))
    first = overview.context["next_page"].url
    shown = text_of(client.get(first))
    assert "Inschrijver A" in shown
    assert "Taalschool De Vliegerhof" not in shown
    assert "15.000" not in shown
    assert text_of(client.post(first, {"score": "", "motivation": ""}))
    second = client.post(first, {"score": "8", "motivation": "Helder."}).url
    assert "Inschrijver B" in text_of(client.get(second))
    assert client.post(second, {"score": "9", "motivation": "Sterk."}).url == page(
        "scoring", education.pk
    )
    assert "Alles is beoordeeld" in text_of(client.get(page("scoring", education.pk)))


def test_lock_decide_send_and_award(
    lot_bids, education, give_scores, officer, client_of, django_capture_on_commit_callbacks
):
    client = client_of(officer)
    assert "2 scores" in text_of(client.get(page("lot-lock", education.pk)))
    give_scores(education, 8, 9)
    shown = text_of(client.get(education.get_absolute_url()))
    assert "Kwaliteitsscores vastzetten" in shown
    assert "16.000" not in shown
    client.post(page("lot-lock", education.pk))
    ranking = text_of(client.get(education.get_absolute_url()))
    assert "91,50" in ranking
    assert "16.000,00" in ranking
    assert "Omdat het zo is." in text_of(client.get(f"{education.get_absolute_url()}?tab=scores"))
    form = client.get(page("lot-decide", education.pk)).context["form"]
    winner = form["winner"].initial
    client.post(page("lot-decide", education.pk), {"winner": winner, "motivation": "Het beste."})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("lot-transition", education.pk, "send_decision"))
    education.refresh_from_db()
    assert education.status == LotStatus.STANDSTILL
    running = text_of(client.get(education.get_absolute_url()))
    assert "opschortende termijn loopt tot en met" in running
    blocked = text_of(client.get(page("lot-transition", education.pk, "award")))
    assert "Wat nog nodig is" in blocked
    education.decision.standstill_ends_on = timezone.localdate() - timedelta(days=1)
    education.decision.save()
    client.post(page("lot-transition", education.pk, "award"))
    education.refresh_from_db()
    assert education.status == LotStatus.AWARDED


def test_a_lot_is_ended_without_award(lot_bids, education, officer, client_of):
    client, url = client_of(officer), page("lot-end", education.pk)
    assert "Beëindigen zonder gunning" in text_of(client.get(url))
    client.post(url, {"outcome": "chan-need", "explanation": "De instroom valt weg."})
    education.refresh_from_db()
    assert education.status == LotStatus.NOT_AWARDED
    assert "De behoefte is gewijzigd" in text_of(client.get(education.get_absolute_url()))


def test_a_bid_is_excluded_with_a_reason(lot_bids, officer, education, client_of):
    client = client_of(officer)
    url = page("lotbid-transition", lot_bids[0].pk, "exclude")
    assert "doet niet meer mee" in text_of(client.get(url))
    client.post(url, {"reason": "Verklaring klopt niet."})
    lot_bids[0].refresh_from_db()
    assert lot_bids[0].status == "excluded"
    assert "Uitgesloten" in text_of(
        client.get(f"{education.get_absolute_url()}?tab=inschrijvingen")
    )


def test_a_lot_without_bids_says_what_now(closed, b1, officer, client_of):
    shown = text_of(client_of(officer).get(b1.get_absolute_url()))
    assert "Wat nu?" in shown
    assert "no-rece" in shown


def test_a_tie_is_said_on_the_page(lot_bids, education, give_scores, officer, at, client_of):
    LotBid.objects.filter(lot=education).update(price=15_000)
    give_scores(education, 8, 8)
    actions.lock_quality(lot=education, by=officer, at=at)
    shown = client_of(officer).get(page("lot-decide", education.pk))
    assert "delen de eerste plaats" in text_of(shown)
    assert len(shown.context["form"].fields["winner"].queryset) == 2
