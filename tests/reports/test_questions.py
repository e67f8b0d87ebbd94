"""Every question is answered with the same figures on page, in files, by command and by call."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from contracts import ledger
from contracts.enums import ContractStatus, KpiIndicator, PlacementStatus
from contracts.models import ContractKpi
from reports.enums.why import OverrunPart
from reports.questions import BY_CODE, QUESTIONS, Asked, Kind, Question, Scope
from reports.views.questions import address_of
from tests.factories.accounts import member_of
from tests.factories.api import bearer, token_of
from tests.factories.contracts import SIGNED_AT, CourseGroupFactory, PlacementFactory, move
from tests.factories.waiting import WaitlistEntryFactory
from tests.reports.conftest import ON

pytestmark = [pytest.mark.django_db]
CODES = [question.code for question in QUESTIONS]
ON_ONE_PAGE = [question.code for question in QUESTIONS if not question.page]


@pytest.fixture(autouse=True)
def _on_the_day_of_the_report():
    with time_machine.travel(f"{ON.isoformat()}T09:00:00+01:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _a_contract_that_runs(contract, line):
    CourseGroupFactory(line=line)
    ContractKpi.objects.create(contract=contract, indicator=KpiIndicator.DIPLOMAS, target=60)
    signed = {"signed_at": SIGNED_AT, "signed_by": contract.created_by}
    move(contract, ContractStatus.OFFERED)
    move(contract, ContractStatus.SIGNED, **signed)
    move(contract, ContractStatus.ACTIVE)


@pytest.fixture
def waits(noord, waterveen, meerdorp):
    """Three of Waterveen since 100, 50 and 10 days, one of Meerdorp since today."""
    days = (date(2026, 8, 14), date(2026, 10, 3), date(2026, 11, 12))
    for day in days:
        WaitlistEntryFactory(region=noord, gemeente=waterveen, since_on=day)
    WaitlistEntryFactory(region=noord, gemeente=meerdorp, since_on=ON)


def answer(code: str, person=None, **asked) -> Question:
    return BY_CODE[code](Scope(person=person), Asked(on=ON, **asked))


def named(question: Question) -> list[dict]:
    names = [column.name for column in question.columns]
    return [dict(zip(names, row, strict=True)) for row in question.rows]


@pytest.fixture
def called(region_controller):
    """What a program of the controller gets."""

    def call(address: str) -> dict:
        headers = {"Authorization": bearer(token_of(region_controller)), "Accept-Language": "nl"}
        found = Client().get(f"/api/v1/reports/{address}", headers=headers)
        assert found.status_code == 200, found.content
        return found.json()

    return call


@pytest.mark.parametrize("code", ON_ONE_PAGE)
def test_page_file_command_and_call_tell_the_same(
    code, placements, waits, region_controller, client_of, tmp_path, called
):
    question = answer(code, region_controller)
    assert question.rows
    client, address = client_of(region_controller), reverse("reports:question", args=[code])
    page = client.get(address)
    assert page.context["rows"] == [
        [
            (column, column.shown(value))
            for column, value in zip(question.columns, row, strict=True)
            if column.name not in question.in_files_only
        ]
        for row in question.rows
    ]
    told = json.loads(_by_command(question, tmp_path))
    assert [list(row.values()) for row in told["rows"]] == [
        list(question.told(row).values()) for row in question.rows
    ]
    said = called(code)
    assert _values(said["rows"]) == _values(told["rows"])
    assert said["answer"] == told["answer"] == question.sentence
    assert said["total"] is None or list(said["total"].values()) == [
        column.told(value)
        for column, value in zip(question.columns, question.totals(), strict=True)
    ]


@pytest.mark.parametrize("code", ["overruns", "why"])
def test_reports_with_their_own_page_have_one_way_out(
    code, budget, placements, region_controller, client_of, tmp_path, called, waterveen
):
    """Page, file of the page, command and call agree on rows, totals and words."""
    question = answer(code, region_controller)
    client = client_of(region_controller)
    page = client.get(reverse(question.page))
    assert page.context["sentence"] == question.sentence
    told = json.loads(_by_command(question, tmp_path))
    by_page = b"".join(client.get(reverse(question.page), {"_export": "json"}).streaming_content)
    assert json.loads(by_page) == told
    assert told["answer"] == called(code)["answer"] == question.sentence
    totals = question.told(question.totals())
    for name in ("budget", "forecast", "overrun"):
        assert [row[name] for row in told["rows"]] == [str(each) for each in question.column(name)]
        assert told["total"][name] == totals[name]
    narrowed = answer(code, region_controller, gemeente=waterveen, route="O")
    asked = called(f"{code}?year=2026&gemeente={waterveen.code}&route=O")
    assert len(asked["rows"]) == len(narrowed.rows) == 1
    assert asked["answer"] == narrowed.sentence


def test_the_explanation_by_call_adds_up(budget, placements, called):
    said = called("why?year=2026")
    parts = [part.value for part in OverrunPart]
    for row in (*said["rows"], said["total"]):
        assert sum(Decimal(row[part]) for part in parts) == Decimal(row["overrun"])
    assert said["total"]["overrun"] == "11000.00"
    assert {column["name"] for column in said["columns"]} >= {*parts, "unit"}


def test_a_report_with_a_page_of_its_own_is_there(client_of, reader):
    address = reverse("reports:question", args=["why"])
    answered = client_of(reader).get(address, {"year": 2026, "_export": "csv"})
    assert (answered.status_code, answered.url) == (302, "/reports/why/?year=2026&_export=csv")


@pytest.mark.parametrize(
    ("address", "strange"),
    [("capacity-use?year=2026", "year"), ("why?on=2026-01-01", "on"), ("why?year=1999", "year")],
)
def test_a_call_is_refused_what_the_report_does_not_take(address, strange, region_controller):
    headers = {"Authorization": bearer(token_of(region_controller))}
    found = Client().get(f"/api/v1/reports/{address}", headers=headers)
    assert found.status_code == 400
    assert [error["field"] for error in found.json()["errors"]] == [strange]


@pytest.mark.parametrize("code", CODES)
def test_files_have_every_row_and_what_it_means(
    code, placements, waits, region_controller, client_of
):
    question = answer(code, region_controller)
    client, address = client_of(region_controller), address_of(BY_CODE[code])
    text = b"".join(client.get(f"{address}?_export=csv").streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    expected = len(question.rows) + 1 + (question.totals() is not None)
    assert len(lines) == expected
    assert lines[0] == [str(column.label) for column in question.columns]
    content = b"".join(client.get(f"{address}?_export=xlsx").streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.worksheets[0].max_row == expected
    explained = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows(min_row=2)}
    assert explained["Antwoord"] == question.sentence
    assert dict(question.definitions()).items() <= explained.items()
    assert client.get(f"{address}?_export=exe").status_code == 404


@pytest.mark.parametrize("code", CODES)
def test_statements_do_not_grow_with_placements(code, line, budget, waterveen, query_budget):
    PlacementFactory.create_batch(2, capacity_line=line, gemeente=waterveen, started=True)
    ledger.rebuild_costs(None)
    with query_budget(f"question {code}"):
        assert answer(code).rows or code == "waiting-times"
    PlacementFactory.create_batch(5, capacity_line=line, gemeente=waterveen, started=True)
    ledger.rebuild_costs(None)
    with query_budget(f"question {code}"):
        assert answer(code).rows or code == "waiting-times"


@pytest.mark.parametrize("code", CODES)
def test_nothing_of_another_region_is_told(code, placements, waits, zuid, client_of):
    stranger = member_of(zuid, Role.CONTROLLER, email="vreemd@voorbeeld.test")
    assert answer(code, stranger).rows == []
    page = client_of(stranger).get(address_of(BY_CODE[code]))
    assert answer(code, stranger).sentence in page.content.decode()


@pytest.mark.parametrize(
    ("person", "status"), [("provider_user", 403), ("officer", 403), ("reader", 200)]
)
def test_who_may_look(person, status, client_of, request):
    client = client_of(request.getfixturevalue(person))
    assert client.get(reverse("reports:questions")).status_code == status
    assert client.get(reverse("reports:question", args=["capacity-use"])).status_code == status


def test_an_unknown_question_is_not_there(client_of, reader):
    assert client_of(reader).get(reverse("reports:question", args=["weather"])).status_code == 404


def test_seats_are_those_of_the_wall(placements, region_controller):
    (row,) = named(answer("capacity-use", region_controller))
    assert (row["contracted"], row["used"], row["free"]) == (20, 3, 17)


def test_a_gemeente_is_told_its_share(placements, region_controller, waterveen, meerdorp):
    one = named(answer("capacity-use", region_controller, gemeente=waterveen))
    other = named(answer("capacity-use", region_controller, gemeente=meerdorp))
    assert [row["used"] for row in (*one, *other)] == [2, 1]


def test_days_waited_are_whole_days_of_somebody(waits, region_controller):
    rows = {row["gemeente"]: row for row in named(answer("waiting-times", region_controller))}
    days = ("median_days", "ninetieth_days", "longest_days")
    assert [rows["Waterveen"][name] for name in days] == [50, 100, 100]
    assert [rows["Meerdorp"][name] for name in days] == [0, 0, 0]


def test_small_numbers_are_not_told(line, waterveen, region_controller, settings):
    settings.STATISTICS_LEAST_NUMBER = 3
    PlacementFactory.create_batch(3, capacity_line=line, gemeente=waterveen, started=True)
    PlacementFactory.create_batch(
        2, capacity_line=line, gemeente=waterveen, status=PlacementStatus.SCHEDULED
    )
    found = answer("statistics", region_controller)
    assert sorted(found.column("learners"), key=str) == [3, None]
    assert "3" in found.sentence


def test_gaps_are_counted_by_provider(line, waterveen, region_controller, provider):
    PlacementFactory(capacity_line=line, gemeente=waterveen, started=True, pip_on=None)
    (row,) = named(answer("data-quality", region_controller))
    assert row["provider"] == str(provider)
    assert (row["placements"], row["without_pip"], row["without_hours"]) == (1, 1, 1)


@pytest.mark.parametrize("code", CODES)
def test_amounts_stay_exact_in_json(code, region_controller):
    for column in answer(code, region_controller).columns:
        if column.kind is Kind.MONEY:
            assert column.told(Decimal("84300.00")) == "84300.00"


def test_a_year_is_refused_where_none_is_asked(tmp_path):
    with pytest.raises(CommandError, match="not about a year"):
        call_command("report", "capacity-use", "--year=2026")


def _by_command(question: Question, folder) -> bytes:
    path = folder / "report.json"
    year = [f"--year={question.year}"] if question.year else []
    call_command("report", question.code, f"--on={ON}", "--format=json", f"--output={path}", *year)
    return path.read_bytes()


def _values(rows: list[dict]) -> list[list]:
    return [list(row.values()) for row in rows]
