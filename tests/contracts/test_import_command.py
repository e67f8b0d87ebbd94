"""The same without a browser: exit codes, what is printed, what is left behind."""

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from contracts.enums import DeliveryStatus
from contracts.models import Delivery, Placement
from tests.support.placements import as_csv, as_xlsx, row, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(contract, tmp_path, capsys):
    """Write the lines to a file, run the command on it; exit code and what was printed."""

    def ran(lines, *, name="blad.csv", content=None, **options):
        path = tmp_path / name
        path.write_bytes(as_csv(lines) if content is None else content)
        given = {"provider": contract.provider.kvk_number, "contract": contract.reference}
        code, refusal = 0, ""
        try:
            call_command("import_placements", options.pop("file", str(path)), **given | options)
        except CommandError as error:
            code, refusal = error.returncode, str(error)
        return code, capsys.readouterr().out + refusal

    return ran


def test_good_rows_are_applied(run):
    code, said = run(rows(20))
    assert code == 0
    assert said.startswith("20 regels, 20 nieuw, 0 gewijzigd, 0 ongewijzigd, 0 geweigerd\n")
    assert "Verwerkt" in said
    assert Placement.objects.count() == 20


def test_the_same_file_again_changes_nothing(run):
    run(rows(3))
    code, said = run(rows(3), content=as_xlsx(rows(3)), name="zelfde.xlsx")
    assert code == 0
    assert "0 nieuw, 0 gewijzigd, 3 ongewijzigd" in said


def test_refused_rows_are_told_and_nothing_is_applied(run):
    code, said = run([row(1), row(2, gemeente="0999")])
    assert code == 1
    assert "rij 3, gemeentecode: Er is geen gemeente met deze code." in said
    assert not Placement.objects.exists()
    assert Delivery.objects.get().status == DeliveryStatus.CHECKED


def test_valid_rows_are_applied_by_choice(run):
    code, _said = run([row(1), row(2, gemeente="0999")], valid_rows=True)
    assert code == 1
    assert Placement.objects.get().reference == "TV-00001"


def test_with_nothing_valid_nothing_can_be_applied(run):
    code, said = run([row(2, gemeente="0999")], valid_rows=True)
    assert code == 1
    assert "rij 2, gemeentecode" in said
    assert not Placement.objects.exists()


def test_a_dry_run_keeps_nothing(run):
    assert run(rows(2), dry_run=True)[0] == 0
    assert run([row(1, gemeente="0999")], dry_run=True)[0] == 1
    assert not Placement.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_sheet_with_errors_is_written(run, tmp_path, dry_run):
    out = tmp_path / "fouten.xlsx"
    run([row(1), row(2, gemeente="0999")], errors=str(out), dry_run=dry_run)
    lines = list(openpyxl.load_workbook(out).worksheets[0].values)
    assert lines[0][-2:] == ("fout", "hoe herstellen")
    assert lines[2][-2].startswith("gemeentecode: Er is geen gemeente")


def test_at_most_twenty_findings_are_printed(run):
    _code, said = run(rows(30, gemeente="0999"))
    assert said.count("rij ") == 20
    assert "en nog 10" in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"file": "/nergens/blad.csv"}, "/nergens/blad.csv"),
        ({"file": "/"}, "niet te gebruiken"),
        ({"provider": "99999999"}, "99999999"),
        ({"contract": "C-BESTAAT-NIET"}, "C-BESTAAT-NIET"),
        ({"errors": "/nergens/fouten.xlsx"}, "/nergens/fouten.xlsx"),
        ({"by": "niemand@voorbeeld.test"}, "niemand@voorbeeld.test"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(run, options, words):
    code, said = run(rows(2), **options)
    assert code == 2
    assert words in said
    assert not Placement.objects.exists()


def test_the_person_behind_it_is_written_down(run, provider_user):
    run(rows(1), by=provider_user.email)
    assert Delivery.objects.get().confirmed_by == provider_user


def test_another_providers_contract_does_not_exist(run, other_provider):
    assert run(rows(1), provider=other_provider.kvk_number)[0] == 2
