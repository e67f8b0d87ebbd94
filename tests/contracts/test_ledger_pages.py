"""Cost lines: every euro opens to its placement, its tariff and its instalment."""

from datetime import date

import pytest
from django.urls import reverse

from contracts import ledger
from contracts.enums import PlacementStatus
from contracts.models import CostLine
from tests.factories.contracts import CapacityLineFactory, ContractFactory, PlacementFactory, move

LIST = "/costs/"


@pytest.fixture
def line(noord, waterveen, meerdorp, provider):
    contract = ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen, meerdorp]
    )
    return CapacityLineFactory(contract=contract)


@pytest.fixture
def placement(line, waterveen):
    made = PlacementFactory(capacity_line=line, gemeente=waterveen, started=True)
    ledger.rebuild_costs(None)
    return made


@pytest.fixture
def neighbour(line, meerdorp):
    made = PlacementFactory(capacity_line=line, gemeente=meerdorp, started=True)
    ledger.rebuild_costs([made.pk])
    return made


def shown(response) -> set:
    return {cost.placement for cost in response.context["table"].data.data}


def cost_of(placement, moment: str) -> CostLine:
    return placement.cost_lines.get(part=moment)


def test_the_list_shows_lines_and_their_sum(client_of, region_controller, placement, neighbour):
    response = client_of(region_controller).get(LIST)
    assert shown(response) == {placement, neighbour}
    assert "€ 30.000,00" in response.content.decode()


def test_the_sum_follows_the_filters(client_of, region_controller, placement, neighbour, waterveen):
    asked = {"gemeente": waterveen.pk, "due_on_before": "2026-12-31"}
    response = client_of(region_controller).get(LIST, asked)
    assert shown(response) == {placement}
    assert "€ 10.500,00" in response.content.decode()


def test_several_contracts_can_be_asked_together(client_of, region_controller, placement, noord):
    other = CapacityLineFactory(contract=ContractFactory(region=noord))
    elsewhere = PlacementFactory(capacity_line=other, gemeente=placement.gemeente, started=True)
    ledger.rebuild_costs([elsewhere.pk])
    both = {"contract": [placement.contract_id, other.contract_id]}
    client = client_of(region_controller)
    assert shown(client.get(LIST, both)) == {placement, elsewhere}
    assert shown(client.get(LIST, {"contract": other.contract_id})) == {elsewhere}


def test_a_gemeente_controller_sees_only_the_own_gemeente(
    client_of, controller, placement, neighbour
):
    client = client_of(controller)
    assert shown(client.get(LIST)) == {placement}
    foreign = cost_of(neighbour, "start")
    assert client.get(foreign.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("person", "status"), [("coordinator", 200), ("provider_user", 403), ("officer", 403)]
)
def test_who_may_look(client_of, request, placement, person, status):
    client = client_of(request.getfixturevalue(person))
    assert client.get(LIST).status_code == status
    url = cost_of(placement, "start").get_absolute_url()
    assert client.get(url).status_code == status


def test_another_region_does_not_find_it(client_of, zuid_coordinator, placement):
    client = client_of(zuid_coordinator)
    assert shown(client.get(LIST)) == set()
    assert client.get(cost_of(placement, "start").get_absolute_url()).status_code == 404


def test_a_line_says_where_its_euros_come_from(client_of, region_controller, placement):
    cost = cost_of(placement, "start")
    page = client_of(region_controller).get(cost.get_absolute_url()).content.decode()
    for text in (
        "€ 6.000,00",
        "40% van € 15.000,00, bij de start",
        "De eerste dag van het traject.",
        placement.get_absolute_url(),
        placement.contract.get_absolute_url(),
        "2 feb 2026 tot en met 30 jul 2027",
    ):
        assert text in page


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        ("halfway", "Halverwege 2 feb 2026 tot en met 30 jul 2027."),
        ("completion", "De geplande laatste dag van het traject."),
    ],
)
def test_it_says_why_on_that_day(client_of, region_controller, placement, moment, reason):
    cost = cost_of(placement, moment)
    assert reason in client_of(region_controller).get(cost.get_absolute_url()).content.decode()


def test_it_says_that_an_early_end_settled_the_rest(client_of, region_controller, placement):
    move(placement, PlacementStatus.COMPLETED, actual_last_on=date(2026, 6, 30))
    ledger.rebuild_costs([placement.pk])
    cost = cost_of(placement, "halfway")
    assert cost.due_on == date(2026, 6, 30)
    page = client_of(region_controller).get(cost.get_absolute_url()).content.decode()
    assert "wat nog openstond wordt afgerekend" in page


def test_the_export_has_figures_and_words(client_of, region_controller, placement):
    response = client_of(region_controller).get(LIST, {"_export": "csv"})
    rows = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 4
    assert rows[1].endswith("bij de start (40%);2026-02-02;6000,00")


def test_queries_do_not_grow_with_the_lines(client_of, region_controller, line, query_budget):
    client = client_of(region_controller)
    made = PlacementFactory.create_batch(12, capacity_line=line, started=True)
    ledger.rebuild_costs(None)
    client.get(LIST)
    with query_budget("contracts:costline-list"):
        client.get(LIST)
    url = cost_of(made[0], "start").get_absolute_url()
    with query_budget("contracts:costline-detail"):
        client.get(url)


def test_an_empty_list_says_when_costs_appear(client_of, region_controller):
    page = client_of(region_controller).get(reverse("contracts:costline-list")).content.decode()
    assert "Ze verschijnen zodra plaatsingen zijn ingepland." in page
