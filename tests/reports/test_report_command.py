"""`manage.py report overruns`."""

import json

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Gemeente
from contracts.enums import RealisedBasis
from reports.actions.cost_basis import change_cost_basis
from reports.management.commands.report import Command
from tests.factories.reports import BudgetLineFactory

ASKED = ("report", "overruns", "--year=2026", "--on=2026-11-22")


@pytest.fixture
def told(capfdbinary):
    """What the command writes to where its output goes."""

    def run(*arguments: str) -> bytes:
        call_command(*ASKED, *arguments)
        return capfdbinary.readouterr().out

    return run


def test_json_has_amounts_as_text(budget, placements, told):
    answer = json.loads(told("--format=json"))
    assert (answer["year"], answer["on"]) == (2026, "2026-11-22")
    assert answer["answer"] == "€ 11.000,00 nadeel, vooral de onderwijsroute in Meerdorp."
    assert answer["total"] == {
        "budget": "100000.00",
        "realised": "21000.00",
        "committed": "6000.00",
        "expected": "84000.00",
        "forecast": "111000.00",
        "overrun": "11000.00",
    }
    assert [row["contracts"] for row in answer["rows"]] == [["C-2026-900"], ["C-2026-900"]]


def test_csv_is_what_the_page_gives(budget, placements, told):
    text = told().decode("utf-8-sig")
    assert text.splitlines()[-1].endswith(
        "100000,00;21000,00;6000,00;84000,00;111000,00;11000,00;nadeel"
    )


def test_xlsx_goes_to_a_file(budget, placements, tmp_path):
    path = tmp_path / "report.xlsx"
    call_command(*ASKED, "--format=xlsx", f"--output={path}")
    assert path.read_bytes().startswith(b"PK")


def test_one_region_only(budget, placements, told, zuid):
    assert json.loads(told("--format=json", "--region=Zuid"))["rows"] == []
    assert len(json.loads(told("--format=json", "--region=noord"))["rows"]) == 2


def test_filters_are_those_of_the_page(budget, placements, told, client_of, region_controller):
    filters = {"gemeente": "9002", "route": "O"}
    given = (f"--{name}={code}" for name, code in filters.items())
    answer = json.loads(told("--format=json", *given))
    assert {row["gemeente"] for row in answer["rows"]} == {"Meerdorp"}
    asked = {"year": 2026, "route": "O", "gemeente": Gemeente.objects.get(code="9002").pk}
    with time_machine.travel("2026-11-22 12:00 +0100"):
        page = client_of(region_controller).get("/reports/overruns/", {**asked, "_export": "json"})
    assert answer == json.loads(b"".join(page.streaming_content))
    assert json.loads(told("--format=json", "--route=B"))["rows"] == []


@pytest.mark.parametrize("report", ["overruns", "why"])
def test_json_says_by_which_basis_costs_count(
    report, budget, placements, noord, zuid, region_controller, capfdbinary
):
    def bases() -> tuple[str, set[str]]:
        call_command("report", report, "--year=2026", "--on=2026-11-22", "--format=json")
        answer = json.loads(capfdbinary.readouterr().out)
        return answer["basis"], {row["basis"] for row in answer["rows"]}

    assert bases() == ("due day", {"due day"})
    service, at = RealisedBasis.SERVICE, timezone.now()
    change_cost_basis(region=noord, basis=service, by=region_controller, at=at)
    assert bases() == ("days of service", {"days of service"})
    BudgetLineFactory(region=zuid, year=2026)
    assert bases() == ("by region", {"days of service", "due day"})


def test_a_year_may_be_a_number(budget, placements, tmp_path):
    path = tmp_path / "report.json"
    call_command("report", "overruns", year=2026, format="json", output=str(path))
    assert json.loads(path.read_bytes())["year"] == 2026


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--region=Nergens",), "There is no region 'Nergens'. There are: Noord."),
        (("--year=20x6",), "'20x6' is not a year"),
        (("--year=1999",), "'1999' is not a year"),
        (("--year=²⁰²⁶",), "is not a year"),
        (("--on=22-11-2026",), "is not a day such as"),
        (("--gemeente=0000",), "There is no gemeente with code '0000'."),
        (("--output=/dev/null/report.csv",), "Cannot write to /dev/null/report.csv"),
        (("--output=/",), "Cannot write to /"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(noord, arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        call_command(*ASKED, *arguments)
    assert sentence in str(refusal.value)
    assert refusal.value.returncode == 2


def test_a_filter_that_a_report_lacks_is_refused(noord):
    with pytest.raises(CommandError, match="no filter --route"):
        call_command("report", "funding-cover", year="2026", route="O")


@pytest.mark.parametrize(
    "arguments",
    [
        ("overruns",),
        ("overruns", "--year=2026", "--format=pdf"),
        ("profits",),
        ("why", "--route=X"),
    ],
)
def test_unknown_options_leave_with_two(arguments):
    with pytest.raises(SystemExit) as exit_:
        Command().run_from_argv(["manage.py", "report", *arguments])
    assert exit_.value.code == 2
