"""The controller's first screen."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from contracts.models import CostLine
from reports.overruns import OverrunReport, Sources
from reports.views.lines import OverrunLines
from tests.reports.conftest import ON
from tests.support.pages import text_of

pytestmark = [pytest.mark.django_db]
URL = "/reports/overruns/"


@pytest.fixture(autouse=True)
def _on_the_day_of_the_report():
    with time_machine.travel(f"{ON.isoformat()}T09:00:00+01:00", tick=False):
        yield


@pytest.fixture
def client(client_of, region_controller):
    return client_of(region_controller)


def test_it_answers_in_words_and_four_figures(client, budget, placements):
    page = text_of(client.get(URL))
    assert "Komen we uit?" in page
    assert "€ 11.000,00 nadeel, vooral de onderwijsroute in Meerdorp." in page
    for amount in ("€ 100.000,00", "€ 21.000,00", "€ 6.000,00", "€ 111.000,00"):
        assert f"<strong>{amount}</strong>" in page


def test_no_line_ends_between_the_euro_sign_and_its_amount(client, budget, placements):
    assert "€\N{NO-BREAK SPACE}11.000,00 nadeel, vooral" in client.get(URL).content.decode()


def test_the_chart_stands_with_its_table(client, budget, placements):
    page = client.get(URL).content.decode()
    assert "De prognose gaat in december over de begroting heen" in page
    assert "<svg" in page
    assert "tot en met" in page


def test_the_chart_can_be_by_gemeente(client, budget, placements):
    page = client.get(URL, {"chart": "gemeente"}).content.decode()
    assert "gaan over hun begroting heen" in page


def test_nothing_yet_tells_what_to_do_first(client):
    page = client.get(URL).content.decode()
    assert reverse("reports:budgetline-create") in page


def test_who_may_not_budget_is_not_sent_there(client_of, reader):
    page = client_of(reader).get(URL).content.decode()
    assert reverse("reports:budgetline-create") not in page


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("region_controller", 200),
        ("controller", 200),
        ("coordinator", 200),
        ("contract_manager", 200),
        ("reader", 200),
        ("provider_user", 403),
        ("officer", 403),
        ("administrator", 403),
    ],
)
def test_who_may_look(client_of, request, person, status):
    assert client_of(request.getfixturevalue(person)).get(URL).status_code == status


def test_a_gemeente_controller_sees_only_the_own_gemeente(
    client_of, controller, budget, placements
):
    page = client_of(controller).get(URL).content.decode()
    assert "Waterveen" in page
    assert "Meerdorp" not in page
    assert "€ 5.000,00 nadeel." in page


def test_year_route_and_gemeente_narrow_it(client, budget, placements, meerdorp):
    asked = {"year": 2027, "route": "O", "gemeente": meerdorp.pk}
    response = client.get(URL, asked)
    assert response.context["report"].total.committed == 9_000
    assert client.get(URL, {"year": 2026, "route": "Z"}).context["report"].is_empty


@pytest.mark.parametrize(
    "asked", [{"year": "x"}, {"year": 1}, {"route": "Q"}, {"gemeente": 0}, {"gemeente": "x"}]
)
def test_what_cannot_be_asked_shows_this_year(client, budget, placements, asked):
    response = client.get(URL, asked)
    assert response.status_code == 200
    assert response.context["report"].year == 2026


def test_a_gemeente_of_another_region_cannot_be_asked(client, budget, placements, zuid):
    foreign = zuid.memberships_of_gemeenten.get().gemeente
    assert "gemeente" in client.get(URL, {"gemeente": foreign.pk}).context["form"].errors


def test_each_figure_opens_to_cost_lines_of_the_same_sum(client, budget, placements):
    lines = OverrunLines(client.get(URL).context["report"])
    found = [lines.total()]
    for group in lines.by_gemeente():
        found += [group.together, *group.lines]
    opened = 0
    for line in found:
        for cell in (line.realised, line.committed):
            opened += bool(cell.url)
            assert sum_of_the_list(client, cell.url) == cell.amount
    assert opened == 6


def test_figures_of_a_narrowed_report_open_as_narrowed(client, budget, placements, meerdorp):
    response = client.get(URL, {"gemeente": meerdorp.pk, "route": "O"})
    cell = response.context["total"].committed
    assert cell.amount == 6_000
    assert sum_of_the_list(client, cell.url) == cell.amount


def sum_of_the_list(client, url: str) -> Decimal:
    if not url:
        return Decimal(0)
    rows = client.get(url).context["table"].data.data
    return sum((line.amount for line in rows), Decimal(0))


def test_the_budget_opens_to_its_line(client, budget, placements):
    lines = OverrunLines(client.get(URL).context["report"])
    meerdorp, waterveen = (group.lines[0] for group in lines.by_gemeente())
    assert meerdorp.budget.url == ""
    assert list(client.get(waterveen.budget.url).context["table"].data.data) == [budget]


def test_the_csv_has_the_rows_and_their_total(client, budget, placements):
    response = client.get(URL, {"_export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, *rows = [line.split(";") for line in text.splitlines()]
    assert header[8:] == [
        "Oorspronkelijk begroot",
        "Begroot",
        "Gerealiseerd",
        "Verplicht",
        "Verwacht",
        "Prognose",
        "Verschil",
        "Nadeel of voordeel",
    ]
    assert rows[-1][0] == "Totaal"
    assert rows[-1][8:] == [
        "100000,00",
        "100000,00",
        "21000,00",
        "6000,00",
        "84000,00",
        "111000,00",
        "11000,00",
        "nadeel",
    ]
    assert [row[2] for row in rows[:-1]] == ["Meerdorp", "Waterveen"]


def test_the_workbook_explains_its_figures(client, budget, placements):
    response = client.get(URL, {"_export": "xlsx"})
    assert response["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    figures, explanation = book.worksheets
    assert figures.max_row == 4
    assert figures.cell(4, 15).value == 11_000
    assert explanation.cell(2, 2).value.startswith("€ 11.000,00 nadeel")


def test_the_picture_can_be_downloaded(client, budget, placements):
    page = client.get(URL)
    address = dict(page.context["chart"].files)["svg"]
    assert f'href="{escape(address)}"' in page.content.decode()
    response = client.get(address)
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg")


def test_another_kind_of_file_does_not_exist(client, budget):
    assert client.get(URL, {"_export": "pdf"}).status_code == 404


def test_it_reads_well_in_english(client, budget, placements):
    page = client.get(URL, headers={"accept-language": "en"}).content.decode()
    assert "€11,000.00 overrun, mostly the education route in Meerdorp." in page


def test_its_queries(client, budget, placements, query_budget):
    client.get(URL)
    with query_budget("reports:overruns"):
        client.get(URL)


def test_page_and_class_agree(client, budget, placements, region_controller):
    shown = client.get(URL).context["report"].total
    made = OverrunReport(Sources.of_user(region_controller), year=2026, on=date(2026, 11, 22))
    assert shown == made.total
    assert shown.realised == sum(
        CostLine.objects.filter(due_on__range=("2026-01-01", ON)).values_list("amount", flat=True)
    )
