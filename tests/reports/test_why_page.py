"""The page that explains an overrun."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from contracts import ledger
from contracts.enums import CostKind, GroupStatus, TariffUnit
from contracts.models import CostLine, Indexation, Tariff
from providers.enums import LearningRoute
from reports.enums.why import OverrunPart as Part
from tests.factories.contracts import CourseGroupFactory, PlacementFactory, move
from tests.factories.reports import BudgetLineFactory
from tests.factories.terms import IndexFigureFactory
from tests.reports.conftest import ON
from tests.support.pages import text_of

URL = reverse("reports:why")


@pytest.fixture(autouse=True)
def _on():
    with time_machine.travel(ON, tick=False):
        yield


@pytest.fixture
def client(client, region_controller):
    client.force_login(region_controller)
    return client


@pytest.fixture
def group(line, waterveen):
    """Half full: two of four seats, at 4,000 euro for the year."""
    contract = line.contract
    Tariff.objects.create(
        contract=contract, unit=TariffUnit.GROUP, price=4_000, route=LearningRoute.EDUCATION,
        first_on=contract.first_on, last_on=contract.last_on,
    )  # fmt: skip
    group = CourseGroupFactory(line=line, minimum=1, maximum=4)
    move(group, GroupStatus.STARTED)
    PlacementFactory.create_batch(
        2, capacity_line=line, course_group=group, gemeente=waterveen, started=True,
        tariff=contract.tariffs.get(),
    )  # fmt: skip
    ledger.rebuild_costs(None)
    return group


def body(response):
    return b"".join(response.streaming_content)


def test_it_answers_in_words_first_and_in_a_waterfall(client, budget, placements):
    page = client.get(URL)
    text = text_of(page)
    assert "€ 11.000,00 nadeel, vooral door het aantal inburgeraars (€ 6.000,00)" in text
    chart = page.context["chart"]
    assert [row[1] for row in chart.rows] == [
        "€ 100.000,00", "€ 6.000,00", "€ 5.000,00", "€ 111.000,00",
    ]  # fmt: skip
    for _ending, address in chart.files:
        assert f'href="{escape(address)}"' in text
        assert client.get(address).status_code == 200


def test_every_part_stands_in_the_table_and_adds_up(client, budget, placements):
    page = client.get(URL)
    parts = page.context["parts"]
    assert [line.label for line in parts] == [part.label for part in Part]
    assert [str(line.word) for line in parts if not line.amount] == ["geen verschil"] * 7


@pytest.mark.parametrize("part", Part.values)
def test_each_part_opens(client, budget, placements, part):
    page = client.get(URL, {"part": part})
    assert page.status_code == 200
    assert page.context["opened"].note in page.content.decode()


def opened(client, part, **asked):
    found = client.get(URL, {"part": part, **asked}).context["opened"]
    return [[cell.text for cell in row] for row in found.rows], found


def test_volume_opens_to_the_learners_of_each_gemeente(client, budget, placements, meerdorp):
    rows, found = opened(client, Part.VOLUME)
    assert sorted(rows)[0] == ["Meerdorp", "0", "1", "1", "€ 6.000,00 nadeel"]
    assert any(f"gemeente={meerdorp.pk}" in row[0].url for row in found.rows)
    assert all(client.get(row[0].url).status_code == 200 for row in found.rows)


def test_what_has_no_ground_opens_to_its_budget(client, budget, placements):
    rows, found = opened(client, Part.UNSUBSTANTIATED)
    assert rows[0][3:] == ["€ 100.000,00", "€ 105.000,00", "€ 5.000,00 nadeel"]
    assert client.get(found.rows[0][1].url).status_code == 200


def test_fill_opens_to_groups_and_the_euro_of_their_empty_seats(client, group):
    rows, found = opened(client, Part.FILL)
    cost = sum(line.amount for line in CostLine.objects.filter(due_on__year=2026))
    assert rows[0][:4] == [group.reference, "2", "4", "2"]
    assert rows[0][5] != rows[0][4]
    assert found.rows[0][0].url == group.get_absolute_url()
    assert Decimal(rows[0][4].strip("€ ").replace(".", "").replace(",", ".")) == cost


def test_indexation_opens_to_the_prices_that_it_made(client, noord, contract, placements):
    """A follower of 16,500 from July on, that one learner pays."""
    before = contract.tariffs.get()
    Tariff.objects.filter(pk=before.pk).update(last_on=date(2026, 6, 30))
    after = Tariff.objects.create(
        contract=contract, route=before.route, unit=before.unit, price=16_500, follows=before,
        first_on=date(2026, 7, 1), last_on=contract.last_on,
    )  # fmt: skip
    figure = IndexFigureFactory(region=noord)
    Indexation.objects.create(
        contract=contract, from_figure=figure, to_figure=figure, percentage=10,
        applies_on=after.first_on, applied_at=contract.created_at, applied_by=contract.created_by,
    )  # fmt: skip
    CostLine.objects.filter(placement=placements[2], due_on__year=2026).update(
        tariff=after, amount=6_600
    )
    rows, found = opened(client, Part.INDEXATION)
    assert [row[2:] for row in rows] == [["1 jul 2026", "€ 15.000,00", "€ 16.500,00", "€ 600,00"]]
    assert found.rows[0][0].url == contract.get_absolute_url()


def test_settlements_and_bookings_open_to_their_lines(client, placements):
    line = CostLine.objects.first()
    CostLine.objects.filter(pk=line.pk).update(kind=CostKind.SETTLEMENT, part="dropout")
    rows, found = opened(client, Part.SETTLEMENTS)
    assert [row[0] for row in rows] == [line.placement.reference]
    assert found.rows[0][0].url == line.get_absolute_url()
    assert client.get(found.url).status_code == 200


def test_a_part_that_does_not_exist_is_not_found(client, budget):
    assert client.get(URL, {"part": "luck"}).status_code == 404


def test_a_single_budget_explains_itself(client, budget, placements, waterveen, meerdorp):
    lines = client.get(URL).context["lines"]
    assert [line.row.gemeente for line in lines] == [meerdorp, waterveen]
    page = client.get(lines[1].url)
    assert page.context["found"].overrun == 5_000
    assert page.context["whole"].gemeente == waterveen
    assert page.context["lines"] == []


def test_a_route_keeps_the_learners_of_all_routes(client, noord, waterveen, budget, placements):
    """Narrowing takes rows away and changes none of them."""
    BudgetLineFactory(region=noord, gemeente=waterveen, route=LearningRoute.B1, planned_heads=40)
    whole = client.get(URL, {"gemeente": waterveen.pk}).context["found"]
    narrowed = client.get(
        URL, {"gemeente": waterveen.pk, "route": LearningRoute.EDUCATION}
    ).context["found"]
    assert narrowed.rows == tuple(row for row in whole.rows if row.key.bucket.route == "O")
    assert len(narrowed.rows) == 1


def test_the_files_say_the_same(client, budget, placements):
    rows = list(
        csv.reader(
            io.StringIO(body(client.get(URL, {"_export": "csv"})).decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert rows[-1][:1] == ["Totaal"]
    book = openpyxl.load_workbook(io.BytesIO(body(client.get(URL, {"_export": "xlsx"}))))
    sheet = book.worksheets[0]
    assert sheet.cell(sheet.max_row, 11).value == 11_000
    answer = json.loads(body(client.get(URL, {"_export": "json"})))
    assert answer["total"]["overrun"] == "11000.00"
    assert answer["total"]["parts"]["volume"] == "6000.00"
    assert sum(Decimal(amount) for amount in answer["total"]["parts"].values()) == 11_000
    assert client.get(URL, {"_export": "exe"}).status_code == 404


def test_without_budget_and_costs_it_says_so(client):
    page = client.get(URL)
    assert page.context["chart"] is None
    assert "Er is nog niets te verklaren" in page.content.decode()


def test_a_gemeente_sees_its_own(client, controller, budget, placements, waterveen):
    client.force_login(controller)
    page = client.get(URL)
    assert {row.key.bucket.gemeente_id for row in page.context["found"].rows} == {waterveen.pk}


def test_another_region_explains_nothing(client, zuid_coordinator, budget, placements):
    client.force_login(zuid_coordinator)
    assert client.get(URL).context["found"].rows == ()


def test_it_reads_well_in_english(client, budget, placements):
    page = client.get(URL, headers={"accept-language": "en"}).content.decode()
    assert "€11,000.00 overrun, mostly through the number of learners (€6,000.00)" in page


def test_its_queries(client, budget, placements, query_budget):
    client.get(URL)
    with query_budget("reports:why"):
        client.get(URL)
