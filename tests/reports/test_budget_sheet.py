"""Budgets from a sheet: checked whole, shown, and written as a set."""

import io
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.models import AuditEvent
from config.shared.columns import write_template
from config.shared.errors import Refused
from reports.actions.budget_sheets import compare, write_budgets
from reports.imports.budgets import BUDGETS, BudgetPlaces, budgets_of, read_budgets
from reports.models import BudgetLine
from tests.factories.budgets import BudgetAdoptionFactory
from tests.factories.reports import BudgetLineFactory

AT = datetime(2026, 9, 1, 9, tzinfo=get_default_timezone())
HEADER = "gemeente;jaar;kostensoort;route;contract;begroot;geplande deelnemers;geplande prijs"
GOOD = "9001;2027;;O;;150.000,00;10;15000"


@pytest.fixture
def places(noord, waterveen, meerdorp):
    return BudgetPlaces(noord, {"9001": waterveen, "9002": meerdorp})


def sheet(*rows) -> SimpleUploadedFile:
    return SimpleUploadedFile("begroting.csv", "\n".join([HEADER, *rows]).encode())


def read(places, *rows):
    file = sheet(*rows)
    return read_budgets(file, file.name, places)


def lines_of(places, *rows):
    parsed = read(places, *rows)
    assert not parsed.findings
    return budgets_of(parsed.frame.to_dict("records"), places)


def test_rows_become_budget_lines(noord, places, waterveen, region_controller):
    rows = (GOOD, "9002;2027;guidance;;;12.500,50;;", "9002;2027;;B;;0;;")
    written = write_budgets(
        region=noord, budgets=lines_of(places, *rows), by=region_controller, at=AT
    )
    assert (written.written, written.unchanged) == (3, 0)
    line = BudgetLine.objects.get(gemeente=waterveen)
    assert (line.amount, line.planned_heads, line.planned_unit_price) == (150_000, 10, 15_000)
    guidance = BudgetLine.objects.get(cost_type="guidance")
    assert (guidance.route, guidance.amount) == ("", Decimal("12500.50"))
    assert AuditEvent.objects.get().reason == "Begrotingsregels vastgelegd: 3"


def test_only_what_differs_is_changed_and_the_former_version_kept(noord, places, region_controller):
    lines = lines_of(places, GOOD, "9002;2027;;O;;1;;")
    write_budgets(region=noord, budgets=lines, by=region_controller, at=AT)
    other = BudgetLineFactory(region=noord, year=2027)
    more = lines_of(places, GOOD.replace("150.000", "160.000"), "9002;2027;;O;;1;;")
    effect = compare(noord, more)
    assert (len(effect.new), len(effect.changed), effect.unchanged) == (0, 1, 1)
    write_budgets(region=noord, budgets=more, by=region_controller, at=AT)
    line = BudgetLine.objects.get(gemeente__code="9001")
    assert (line.amount, line.versions.get().amount) == (160_000, 150_000)
    other.refresh_from_db()
    assert other.amount == 150_000


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (GOOD.replace("9001", "9999"), "gemeentecode", "unknown"),
        (GOOD.replace(";O;", ";;"), "leerroute", "route_missing"),
        (GOOD.replace(";O;;", ";O;C-0;"), "contract", "unknown"),
        (GOOD.replace(";O;;", ";B;C-2026-900;"), "contract", "route_of_contract"),
        (GOOD.replace("2027", "1999"), "jaar", "minimum"),
        (GOOD.replace("150.000,00", "veel"), "begroot", "number"),
        (GOOD.replace(";10;", ";-1;"), "begrote inburgeraars", "minimum"),
    ],
)
def test_each_error_stands_at_its_cell(places, line, row, column, code):
    found = read(places, GOOD.replace("9001", "9002"), row).findings
    assert [(each.row, each.column) for each in found] == [(3, column)]


def test_a_gemeente_takes_part_in_the_contract_of_its_row(places, line, meerdorp):
    line.contract.gemeenten.remove(meerdorp)
    row = GOOD.replace("9001", "9002").replace(";O;;", ";O;C-2026-900;")
    (found,) = read(places, row).findings
    assert "doet niet mee" in found.message


def test_the_same_line_stands_once(places):
    twice = GOOD.replace(";;O", ";learning_routes;O")
    (found,) = read(places, GOOD, twice).findings
    assert (found.row, found.code) == (3, "twice")


def test_an_adopted_budget_takes_no_rows(noord, places, waterveen, region_controller):
    lines = lines_of(places, GOOD)
    write_budgets(region=noord, budgets=lines, by=region_controller, at=AT)
    BudgetAdoptionFactory(region=noord, gemeente=waterveen, year=2027)
    later = BudgetPlaces(noord, places.gemeenten)
    (found,) = read(later, GOOD.replace("150.000", "1"), GOOD.replace("9001", "9002")).findings
    assert (found.row, found.code) == (2, "adopted")
    changed = [lines[0].__class__(**lines[0].values | {"amount": Decimal(1)})]
    with pytest.raises(Refused, match="intussen vastgesteld"):
        write_budgets(region=noord, budgets=changed, by=region_controller, at=AT)


def test_a_gemeente_writes_only_its_own_budget(noord, places, controller):
    own, other = lines_of(places, GOOD, GOOD.replace("9001", "9002"))
    with pytest.raises(Refused, match="eigen gemeente"):
        write_budgets(region=noord, budgets=[own, other], by=controller, at=AT)
    assert not BudgetLine.objects.exists()
    write_budgets(region=noord, budgets=[own], by=controller, at=AT)


def test_a_large_sheet_takes_as_many_queries_as_a_small_one(noord, places, region_controller):
    def queries(years) -> int:
        rows = [GOOD.replace("2027", str(year)) for year in years]
        lines = lines_of(places, *rows)
        with CaptureQueriesContext(connection) as captured:
            write_budgets(region=noord, budgets=lines, by=region_controller, at=AT)
        return len(captured)

    queries([2029])
    assert queries(range(2030, 2032)) == queries(range(2040, 2070))


# --- Pages ------------------------------------------------------------------------------------


def test_a_sheet_is_checked_shown_and_taken_over(client_of, region_controller, noord):
    client = client_of(region_controller)
    url = reverse("reports:budget-sheet", args=[noord.pk])
    wrong = client.post(url, {"file": sheet(GOOD.replace("9001", "9999"))})
    assert "9999" in wrong.content.decode()
    assert "checked" not in wrong.context
    shown = client.post(url, {"file": sheet(GOOD)})
    assert not BudgetLine.objects.exists()
    assert len(shown.context["effect"].new) == 1
    done = client.post(url, {"checked": shown.context["checked"]}, follow=True)
    assert "1 begrotingsregel is vastgelegd" in done.content.decode()
    assert BudgetLine.objects.get().amount == 150_000


def test_a_sheet_of_another_region_or_moment_is_not_taken_over(
    client_of, region_controller, noord, zuid
):
    client = client_of(region_controller)
    url = reverse("reports:budget-sheet", args=[noord.pk])
    page = client.post(url, {"checked": "iets anders"}).content.decode()
    assert "te lang geleden" in page
    assert client.get(reverse("reports:budget-sheet", args=[zuid.pk])).status_code == 404


def test_the_template_comes_back_as_it_was_given(client_of, region_controller, places):
    response = client_of(region_controller).get(reverse("reports:budget-template"))
    assert b"".join(response.streaming_content)[:2] == b"PK"
    stream = io.BytesIO()
    row = ["9001", "2027", "", "Onderwijsroute", "", "", "", Decimal(5), *[""] * 7]
    write_template(stream, BUDGETS, [row])
    stream.seek(0)
    parsed = read_budgets(stream, "begroting.xlsx", places)
    assert not parsed.findings
    assert budgets_of(parsed.frame.to_dict("records"), places)[0].amount == 5
