"""The pages from a panel to an award, as people use them."""

from django.urls import reverse

from procurement.enums import TenderStatus


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
