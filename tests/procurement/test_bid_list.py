"""The list of bids: opened ones for the buying side, a provider's own for itself."""

import pytest
from django.urls import reverse

from procurement.models import LotBid
from providers.enums import LearningRoute


def listed(client, **query) -> list[str]:
    response = client.get(reverse("procurement:bid-list"), query)
    assert response.status_code == 200
    return [str(row.record.provider) for row in response.context["table"].rows]


def test_opened_bids_are_listed_with_their_tender(opened, officer, client_of):
    client = client_of(officer)
    assert sorted(listed(client)) == ["Stichting Letterbrug", "Taalschool De Vliegerhof"]
    page = client.get(reverse("procurement:bid-list")).content.decode()
    assert opened.reference in page
    assert "15.000" not in page


def test_a_sealed_bid_is_in_no_list_of_the_region(closed, officer, client_of):
    assert listed(client_of(officer)) == []


def test_a_provider_sees_its_own_sealed_or_not(closed, provider_user, client_of):
    assert listed(client_of(provider_user)) == ["Taalschool De Vliegerhof"]


def test_a_panel_member_has_no_list_of_names(evaluating, panel_member, client_of):
    assert listed(client_of(panel_member)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "letterbrug"}, 1),
        ({"q": "leerroutes"}, 2),
        ({"status": "opened"}, 2),
        ({"status": "withdrawn"}, 0),
        ({"standing": "excluded"}, 1),
        ({"standing": "entered"}, 1),
        ({"route": LearningRoute.EDUCATION}, 2),
        ({"route": LearningRoute.B1}, 0),
        ({"submitted_at_after": "2199-01-01"}, 0),
    ],
)
def test_filters_narrow_it(opened, officer, client_of, query, found):
    excluded = LotBid.objects.order_by("pk").first()
    LotBid.objects.filter(pk=excluded.pk).update(status="excluded")
    assert len(listed(client_of(officer), **query)) == found


def test_a_bidder_cannot_ask_how_its_bid_stands(opened, provider_user, client_of):
    client, url = client_of(provider_user), reverse("procurement:bid-list")
    assert "standing" not in client.get(url).context["filter"].filters
    assert len(listed(client, standing="won")) == 1


def test_the_list_of_tenders_leads_to_it(officer, client_of):
    page = client_of(officer).get(reverse("procurement:tender-list")).content.decode()
    assert reverse("procurement:bid-list") in page


@pytest.mark.parametrize(("field", "value"), [("kind", "other"), ("procedure", "open")])
def test_tenders_are_filtered_by_kind_and_procedure(opened, officer, client_of, field, value):
    client, url = client_of(officer), reverse("procurement:tender-list")
    assert len(client.get(url, {field: getattr(opened, field)}).context["table"].rows) == 1
    assert len(client.get(url, {field: value}).context["table"].rows) == 0
