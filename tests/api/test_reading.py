"""Contracts, seats, groups, the waiting list and the overrun, as a program reads them."""

from datetime import date

import pytest
from django.test import Client

from accounts.enums import ApiScope
from contracts.enums import ContractStatus, WaitStatus
from tests.factories.api import bearer, token_of
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    CourseGroupFactory,
    PlacementFactory,
)
from tests.factories.reports import BudgetLineFactory
from tests.factories.waiting import WaitlistEntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(coordinator):
    """What a program of the coordinator, or of somebody else, gets at an address."""

    def answer(address: str, user=coordinator, status: int = 200):
        headers = {"Authorization": bearer(token_of(user)), "Accept-Language": "nl"}
        found = Client().get(f"/api/v1/{address}", headers=headers)
        assert found.status_code == status, found.content
        return found.json()

    return answer


def test_a_contract_in_words_that_programs_know(read, contract, provider_user, controller):
    shown = read(f"contracts/{contract.pk}")

    assert shown["gemeenten"] == ["9001", "9002"]
    assert (shown["firstOn"], shown["lastOn"]) == ("2026-01-01", "2027-12-31")
    assert (shown["status"], shown["region"]) == ("active", contract.region_id)
    assert {"owner", "createdBy"}.isdisjoint(shown)
    for person in (provider_user, controller):
        assert read("contracts", person)["results"] == [shown]


def test_a_provider_sees_no_draft_and_no_contract_of_another(
    read, contract, provider_user, other_provider_user, noord, provider
):
    ContractFactory(region=noord, provider=provider, status=ContractStatus.DRAFT)

    assert len(read("contracts")["results"]) == 2
    assert [row["id"] for row in read("contracts", provider_user)["results"]] == [contract.pk]
    assert read("contracts", other_provider_user)["results"] == []


def test_contracts_are_found_by_whole_values(read, contract, noord, provider):
    later = ContractFactory(
        region=noord, provider=provider, first_on=date(2027, 1, 1), last_on=date(2028, 12, 31)
    )
    for query, expected in (
        ("status=active", [contract.pk]),
        ("gemeente=9002", [contract.pk]),
        ("gemeente=0000", []),
        (f"reference={later.reference}", [later.pk]),
        ("firstOnAfter=2026-12-31", [later.pk]),
        ("lastOnBefore=2027-12-31", [contract.pk]),
        (f"provider={provider.pk}", [contract.pk, later.pk]),
    ):
        assert [row["id"] for row in read(f"contracts?{query}")["results"]] == expected, query


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("statuss=active", "statuss"),
        ("status=closed", "status"),
        ("first_on_after=2026-01-01", "first_on_after"),
        ("firstOnAfter=gisteren", "firstOnAfter"),
        ("firstOnAfter=31-12-2026", "firstOnAfter"),
        ("firstOnAfter=2026-02-31", "firstOn"),
        ("status=", "status"),
        ("reference=%20", "reference"),
        ("provider=1.5", "provider"),
        ("provider=0", "provider"),
        ("provider=x", "provider"),
        ("reference=%00", "reference"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_by_name(read, contract, query, field):
    told = read(f"contracts?{query}", status=400)

    assert [error["field"] for error in told["errors"]] == [field]


def test_seats_are_those_of_the_wall(read, contract, provider_user):
    line = contract.capacity_lines.get()
    PlacementFactory(capacity_line=line, status="scheduled")
    PlacementFactory(capacity_line=line, status="waitlisted")

    (shown,) = read("capacity", provider_user)["results"]

    assert (shown["number"], shown["used"], shown["waiting"], shown["free"]) == (20, 1, 1, 19)
    assert shown == read(f"capacity/{line.pk}")
    assert read("capacity?route=Z")["results"] == []
    assert read(f"capacity?place={line.place}&contract={contract.pk}")["results"] == [shown]


def test_groups_with_their_heads(read, contract, provider_user):
    line = contract.capacity_lines.get()
    group = CourseGroupFactory(line=line)
    PlacementFactory(capacity_line=line, course_group=group, status="scheduled")

    (shown,) = read("groups", provider_user)["results"]

    assert (shown["contract"], shown["capacityLine"]) == (contract.pk, line.pk)
    assert (shown["heads"], shown["freeSeats"]) == (1, group.maximum - 1)
    assert (shown["route"], shown["place"]) == (line.route, line.place)
    assert shown == read(f"groups/{group.pk}")
    elsewhere = CapacityLineFactory(contract=contract, place="Elders", route="Z")
    assert read(f"groups?capacityLine={elsewhere.pk}")["results"] == []
    assert read(f"groups?place={line.place}&level={group.level}")["results"] == [shown]


def test_who_waits_and_until_when_that_makes_sense(read, noord, waterveen, controller, zuid):
    entry = WaitlistEntryFactory(
        region=noord, gemeente=waterveen, term_ends_on=date(2029, 6, 30), route="O", level="B1"
    )
    WaitlistEntryFactory(region=zuid, gemeente=zuid.gemeenten_on(date(2026, 1, 1)).get())

    (shown,) = read("waiting-list", controller)["results"]

    assert shown == read(f"waiting-list/{entry.pk}")
    assert (shown["gemeente"], shown["status"]) == ("9001", WaitStatus.WAITING)
    assert shown["latestStartOn"] == "2028-01-01"
    assert shown["daysWaited"] >= 0
    assert read("waiting-list?priority=true")["results"] == []
    assert read("waiting-list?priority=ja", status=400)["errors"][0]["field"] == "priority"


def test_the_overrun_is_that_of_the_page(
    read, contract, noord, waterveen, meerdorp, region_controller
):
    BudgetLineFactory(region=noord, gemeente=waterveen, year=2026, amount="1000.00")
    BudgetLineFactory(region=noord, gemeente=meerdorp, year=2026, amount="500.00")

    told = read("reports/overruns?year=2026", region_controller)

    assert told["year"] == 2026
    assert told["total"]["budget"] == "1500.00"
    assert [row["gemeente"] for row in told["rows"]] == ["9002", "9001"]
    assert {"budget", "overrun", "forecast"} <= told["rows"][0]["figures"].keys()
    narrowed = read("reports/overruns?year=2026&gemeente=9001&route=O", region_controller)
    assert {row["gemeente"] for row in narrowed["rows"]} <= {"9001"}
    for query in ("year=1999", "gemeente=9101", "gemeente=x", "route=X", "jaar=2026"):
        told = read(f"reports/overruns?{query}", region_controller, status=400)
        assert told["errors"][0]["field"] == query.split("=")[0]


@pytest.mark.parametrize("address", ["contracts", "capacity", "groups", "waiting-list"])
def test_a_hundred_rows_cost_as_many_queries_as_one(
    address, read, coordinator, noord, provider, waterveen, query_budget
):
    for count in (1, 4):
        for _each in range(count):
            contract = ContractFactory(
                region=noord, provider=provider, gemeenten_given=[waterveen], active=True
            )
            CourseGroupFactory(line=contract.capacity_lines.get())
            WaitlistEntryFactory(region=noord, gemeente=waterveen)
        authorization = {"Authorization": bearer(token_of(coordinator, *ApiScope.values))}
        with query_budget(f"api: {address}"):
            answer = Client().get(f"/api/v1/{address}", headers=authorization)
        assert len(answer.json()["results"]) == (1 if count == 1 else 5)
