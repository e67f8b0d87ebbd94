"""The pages from a panel to an award, as people use them."""

from django.urls import reverse


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
