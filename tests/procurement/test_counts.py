"""Pages cost as many queries for fifty rows as for five."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.shared.periods import amsterdam
from procurement import actions
from procurement.enums import LotStatus
from tests.factories.procurement import LotFactory, TenderFactory


def cost_of(client, url: str) -> int:
    client.get(url)  # what is cached once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", ["officer", "provider_user"])
def test_the_list_of_tenders(role, noord, at, request, client_of, query_budget):
    client, url = client_of(request.getfixturevalue(role)), reverse("procurement:tender-list")
    few = more_tenders(noord, at, 5) and cost_of(client, url)
    more_tenders(noord, at, 20)
    assert cost_of(client, url) == few
    with query_budget(f"tender-list-{role}"):
        client.get(url)


def more_tenders(noord, at, number: int) -> bool:
    for _ in range(number):
        tender = TenderFactory(
            region=noord, published=True, closes_at=at + timedelta(days=30), published_at=at
        )
        tender.gemeenten.set(noord.gemeenten_on(amsterdam(at)))
    return True


def test_the_desk_of_an_officer(noord, officer, evaluating, education, at, client_of, query_budget):
    client, url = client_of(officer), reverse("procurement:desk")
    more_tenders(noord, at, 5)
    few = cost_of(client, url)
    more_tenders(noord, at, 20)
    for number in range(3, 20):
        lot = LotFactory(tender=evaluating, number=number)
        type(lot).objects.filter(pk=lot.pk).update(status=LotStatus.IN_EVALUATION)
    assert cost_of(client, url) == few
    with query_budget("procurement-desk"):
        client.get(url)


@pytest.mark.parametrize("tab", ["percelen", "gunningscriteria", "inschrijvingen"])
def test_the_page_of_a_tender(opened, officer, tab, client_of, query_budget):
    client, url = client_of(officer), f"{opened.get_absolute_url()}?tab={tab}"
    few = cost_of(client, url)
    for number in range(3, 25):
        LotFactory(tender=opened, number=number)
    assert cost_of(client, url) == few
    with query_budget(f"tender-detail-{tab}"):
        client.get(url)


def test_the_page_of_a_lot(locked, officer, client_of, query_budget):
    client = client_of(officer)
    for tab in ("rangorde", "scores", "inschrijvingen"):
        client.get(f"{locked.get_absolute_url()}?tab={tab}")
        with query_budget(f"lot-detail-{tab}"):
            client.get(f"{locked.get_absolute_url()}?tab={tab}")


def test_the_desk_of_a_panel_member(lot_bids, panel_member, client_of, query_budget):
    client, url = client_of(panel_member), reverse("procurement:desk")
    client.get(url)
    with query_budget("procurement-desk-panel"):
        client.get(url)


def test_scoring_costs_the_same_for_every_page(lot_bids, education, panel_member, client_of):
    client = client_of(panel_member)
    pages = client.get(reverse("procurement:scoring", args=[education.pk])).context["pages"]
    assert len({cost_of(client, page.url) for page, _score in pages}) == 1
    assert actions.scores_missing(education) == len(pages)
