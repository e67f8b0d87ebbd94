"""Pages of funding: who sees what, and what the figures say."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db.models import Sum
from django.urls import reverse
from openpyxl import load_workbook

from contracts.enums import CostType
from contracts.models import CostMonth
from reports.enums.funding import FundingStage, FundingTarget, StreamKind
from reports.models import FundingPayment, FundingRule, FundingStream, HousedCount, StreamYear
from tests.factories.funding import (
    FundingPaymentFactory,
    FundingStreamFactory,
    HousedCountFactory,
    year_of_stream,
)
from tests.factories.waiting import AllocationKeyFactory
from tests.support.pages import text_of
from tests.support.pdf import pages_of, squeezed

PAGES = (
    "funding",
    "funding-flow",
    "funding-spuk",
    "funding-supplement",
    "fundingstream-list",
    "fundingpayment-list",
    "housedcount-list",
)


@pytest.fixture
def spuk(noord, waterveen, meerdorp) -> FundingStream:
    """80,000 and 20,000 euro for the learning routes of 2026, told as 90,000 before."""
    stream = FundingStreamFactory(
        region=noord, name="SPUK Wi2021", kind=StreamKind.SPUK_WI2021, payer="Ministerie van SZW"
    )
    year_of_stream(stream, {waterveen: Decimal(70_000), meerdorp: Decimal(20_000)})
    year_of_stream(
        stream,
        {waterveen: Decimal(80_000), meerdorp: Decimal(20_000)},
        stage=FundingStage.DEFINITIVE,
        known_on=date(2026, 5, 20),
    )
    return stream


@pytest.fixture
def key(noord, waterveen, meerdorp):
    return AllocationKeyFactory(
        region=noord, name="Naar inwoners", shares={waterveen: "75", meerdorp: "25"}
    )


def address(name: str, *args, **query) -> str:
    return reverse(f"reports:{name}", args=args, query=query or None)


def page_of(client, name: str, *args, **query) -> str:
    response = client.get(address(name, *args, **query))
    assert response.status_code == 200, response
    return text_of(response)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_without_anything_in_it(client_of, region_controller, name):
    assert "<h1" in page_of(client_of(region_controller), name)


@pytest.mark.parametrize("name", PAGES)
def test_a_provider_sees_no_page_of_funding(client_of, provider_user, name):
    assert client_of(provider_user).get(address(name)).status_code == 403


def test_the_settlement_lays_streams_beside_costs(
    client_of, region_controller, spuk, placements, waterveen, meerdorp, noord, time_machine
):
    time_machine.move_to(date(2026, 11, 23))
    FundingPaymentFactory(region=noord, gemeente=waterveen, amount=Decimal(5_000))
    page = page_of(client_of(region_controller), "funding", year=2026)
    # Two learners in Waterveen cost 10,500 in 2026, one in Meerdorp 6,000.
    assert "€ 100.000,00 op en zijn de kosten € 27.000,00" in page
    assert "€ 73.000,00 over" in page
    years = client_of(region_controller).get(address("funding", year=2026)).context["sections"][2]
    costs = {row["year"]: row["cost"] for row in years[1].data}
    booked = CostMonth.objects.values_list("month__year").annotate(Sum("amount"))
    assert costs == dict(booked)
    assert costs[2026] == 27_000
    statement = page_of(client_of(region_controller), "funding-statement", waterveen.pk, year=2026)
    assert "Waterveen betaalt de regio nog € 16.000,00 voor 2026" in statement
    assert "SPUK Wi2021" in statement
    assert "€ 10.000,00" in statement  # what the second version added


def test_a_gemeente_sees_its_own_statement_only(
    client_of, controller, spuk, placements, waterveen, meerdorp
):
    client = client_of(controller)
    page = page_of(client, "funding", year=2026)
    assert "Waterveen" in page
    assert "Meerdorp" not in page
    assert client.get(address("funding-statement", meerdorp.pk, year=2026)).status_code == 404


def test_the_statement_is_had_as_paper_and_as_sheet(
    client_of, region_controller, spuk, placements, waterveen
):
    client = client_of(region_controller)
    asked = ("funding-statement", waterveen.pk)
    paper = client.get(address(*asked, year=2026, _export="pdf"))
    text = squeezed("".join(pages_of(b"".join(paper.streaming_content))))
    assert "VerrekeningvanWaterveen,2026" in text
    assert "SPUKWi2021" in text
    sheet = client.get(address("funding", year=2026, _export="xlsx"))
    rows = list(load_workbook(BytesIO(b"".join(sheet.streaming_content))).active.values)
    waterveen_row = next(row for row in rows if row[0] == "Waterveen")
    assert (waterveen_row[1], waterveen_row[3]) == (80_000, 21_000)


def test_the_flow_names_who_pays_for_what(client_of, region_controller, spuk, placements):
    client = client_of(region_controller)
    page = page_of(client, "funding-flow", year=2026)
    assert "dekken de geldstromen alle kosten" in page
    assert "Ministerie van SZW" in page
    picture = client.get(address("funding-flow", year=2026, _chart="chart", _as="svg"))
    assert "SPUK Wi2021" in picture.content.decode()


def test_cost_without_a_stream_is_paid_from_own_means(client_of, region_controller, placements):
    page = page_of(client_of(region_controller), "funding-flow", year=2026)
    assert "€ 27.000,00 van € 27.000,00 uit eigen middelen" in page


def test_the_simulation_follows_the_count(
    client_of, region_controller, controller, noord, waterveen, meerdorp
):
    stream = FundingStreamFactory(region=noord, kind=StreamKind.SPUK_WI2021)
    year_of_stream(stream, {waterveen: Decimal(60_000), meerdorp: Decimal(60_000)})
    HousedCountFactory(region=noord, gemeente=waterveen, expected=10, housed=12)
    HousedCountFactory(region=noord, gemeente=meerdorp, expected=10)
    client = client_of(region_controller)
    page = page_of(client, "funding-spuk", year=2026)
    assert "22 mensen tellen mee voor 2026: de vaststelling in 2027 brengt € 12.000,00 op" in page
    fewer = page_of(client, "funding-spuk", year=2026, share="50")
    assert (
        "17 mensen tellen mee voor 2026: de vaststelling in 2027 vordert € 18.000,00 terug" in fewer
    )
    own = page_of(client_of(controller), "funding-spuk", year=2026)
    assert "12 mensen" in own
    assert "Meerdorp" not in own


def test_without_an_amount_the_simulation_says_what_lacks(client_of, region_controller, noord):
    client = client_of(region_controller)
    assert "nog niets te berekenen" in page_of(client, "funding-spuk", year=2026)
    rules = client.get(address("funding-supplement", year=2026, _export="csv"))
    assert "€ 17.000,00" in b"".join(rules.streaming_content).decode()


def test_a_rule_of_the_region_is_set_and_shown(client_of, region_controller, noord, waterveen):
    HousedCountFactory(region=noord, gemeente=waterveen)
    client = client_of(region_controller)
    typed = {"key": "amount_per_person", "year": 2026, "value": "6.000,00", "source": "Besluit"}
    page = client.post(address("fundingrule-create", noord.pk), typed, follow=True)
    assert FundingRule.objects.get().value == 6_000
    assert "Besluit" in page.content.decode()


def test_the_supplement_is_short_in_the_year_after(client_of, region_controller, noord, waterveen):
    HousedCountFactory(region=noord, gemeente=waterveen, education=4)
    page = page_of(client_of(region_controller), "funding-supplement", year=2026)
    assert "Het supplement dekt de trajecten van de onderwijsroute in elk jaar" in page
    FundingRule.objects.create(
        region=noord,
        key="course_cost",
        year=2026,
        value=20_000,
        source="Contract",
        recorded_at="2026-01-01T12:00Z",
        recorded_by=region_controller,
    )
    page = page_of(client_of(region_controller), "funding-supplement", year=2026)
    assert "Eind 2027 komt de onderwijsroute € 12.000,00 tekort" in page


def test_a_stream_is_made_changed_and_given_a_year(
    client_of, region_controller, noord, key, waterveen, meerdorp
):
    client = client_of(region_controller)
    typed = {
        "region": noord.pk,
        "name": "Eigen reserve",
        "kind": "own",
        "cost_types": ["guidance", "travel"],
        "recurrence": "incidental",
        "payer": "Waterveen",
        "target": "region",
        "source": "Raadsbesluit",
    }
    client.post(address("fundingstream-create"), typed, follow=True)
    stream = FundingStream.objects.get()
    assert stream.cost_types == [CostType.GUIDANCE, CostType.TRAVEL]
    client.post(address("fundingstream-update", stream.pk), typed | {"name": "Reserve taal"})
    assert FundingStream.objects.get().name == "Reserve taal"
    year = {
        "year": 2026,
        "stage": "forecast",
        "known_on": "2026-02-01",
        "source": "Begroting",
        "key_version": key.versions.get().pk,
        "amount": "100.000,01",
    }
    page = client.post(address("streamyear-create", stream.pk), year, follow=True)
    version = StreamYear.objects.get()
    assert dict(version.shares.values_list("gemeente", "amount")) == {
        waterveen.pk: Decimal("75000.01"),
        meerdorp.pk: Decimal("25000.00"),
    }
    assert "€ 75.000,01" in page.content.decode()


def test_what_contradicts_itself_in_a_year_is_refused(
    client_of, region_controller, spuk, key, waterveen
):
    client = client_of(region_controller)
    given = {"year": 2027, "stage": "forecast", "known_on": "2026-02-01", "source": "Begroting"}
    keyed = {"key_version": key.versions.get().pk}
    part = {f"gemeente_{waterveen.pk}": "10"}
    for typed, sentence in (
        (given, "Kies een sleutel, of geef de delen van de gemeenten"),
        (given | keyed, "Geef het bedrag dat de sleutel verdeelt"),
        (given | keyed | part | {"amount": "10"}, "niet allebei"),
        (given | part | {"amount": "11"}, "samen niet het bedrag"),
    ):
        page = client.post(address("streamyear-create", spuk.pk), typed).content.decode()
        assert sentence in page
    assert not StreamYear.objects.filter(year=2027).exists()


def test_another_key_is_laid_beside_the_parts(
    client_of, region_controller, controller, spuk, noord, key
):
    version = StreamYear.objects.get(stage=FundingStage.DEFINITIVE)
    asked = {"other": key.versions.get().pk}
    page = page_of(client_of(region_controller), "streamyear-compare", version.pk, **asked)
    assert "€ 5.000,00 verschuift. Meer voor: Meerdorp. Minder voor: Waterveen." in page
    own = page_of(client_of(controller), "streamyear-compare", version.pk, **asked)
    assert "Minder voor: Waterveen" in own
    assert "Meerdorp" not in own
    assert StreamYear.objects.count() == 2


def test_national_streams_are_taken_over_once(client_of, region_controller, noord, key):
    client = client_of(region_controller)
    typed = {
        "region": noord.pk,
        "presets": ["learnability", "spuk_wi2021"],
        "percentage": "0,5",
        "key_version": key.versions.get().pk,
        "first_year": 2024,
        "last_year": 2026,
    }
    page = client.get(address("fundingstream-adopt")).content.decode()
    assert "€ 6.200.000,00" in page
    client.post(address("fundingstream-adopt"), typed)
    amounts = dict(StreamYear.objects.order_by("year").values_list("year", "amount"))
    assert amounts == {2024: 28_000, 2025: 27_500, 2026: 27_500}
    assert FundingStream.objects.count() == 2
    assert "learnability" not in client.get(address("fundingstream-adopt")).content.decode()


def test_streams_are_found_by_what_they_are_meant_for(client_of, region_controller, noord):
    for name, kinds in (("Breed", ["intake", "it"]), ("Smal", ["it"]), ("Anders", ["map"])):
        FundingStreamFactory(region=noord, name=f"Stroom {name}", cost_types=kinds)
    page = page_of(client_of(region_controller), "fundingstream-list", cost_types="it")
    assert [name for name in ("Breed", "Smal", "Anders") if f"Stroom {name}" in page] == [
        "Breed",
        "Smal",
    ]


def test_a_payment_is_written_down(client_of, region_controller, noord, waterveen):
    typed = {
        "region": noord.pk,
        "gemeente": waterveen.pk,
        "year": 2026,
        "direction": "to_region",
        "amount": "12.345,67",
        "paid_on": "2026-06-01",
    }
    page = client_of(region_controller).post(address("fundingpayment-create"), typed, follow=True)
    assert FundingPayment.objects.get().amount == Decimal("12345.67")
    assert "€ 12.345,67" in page.content.decode()


def test_a_gemeente_counts_its_own_people_only(client_of, controller, noord, waterveen, meerdorp):
    client = client_of(controller)
    typed = {
        "gemeente": waterveen.pk,
        "year": 2026,
        "target_group": "status_holder",
        "expected": 5,
        "in_azc": 0,
        "education": 1,
    }
    client.post(address("housedcount-create"), typed)
    client.post(address("housedcount-create"), typed | {"gemeente": meerdorp.pk})
    assert HousedCount.objects.get().gemeente == waterveen


def test_queries_of_the_settlement(client_of, region_controller, spuk, placements, query_budget):
    client = client_of(region_controller)
    with query_budget("reports:funding"):
        page_of(client, "funding", year=2026)


def test_the_region_that_holds_a_stream_settles_it(
    client_of, region_controller, noord, waterveen, placements
):
    stream = FundingStreamFactory(region=noord, target=FundingTarget.REGION)
    year_of_stream(stream, {waterveen: Decimal(30_000)})
    page = page_of(client_of(region_controller), "funding-statement", waterveen.pk, year=2026)
    assert "De regio betaalt Waterveen nog € 9.000,00 voor 2026" in page
