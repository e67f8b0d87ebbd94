"""Whatever a person may upload gets an answer in words, from the page and from the command."""

import io
import random
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from contracts.enums import DeliveryStatus
from contracts.models import Delivery, Placement
from tests.support.placements import COLUMNS, as_csv, as_xlsx, row, rows, sheet
from tests.support.proof import SEED, share
from tests.support.sheets import hostile_files, password_protected, shared_file, xlsx

HEADER = list(COLUMNS)


def cells(line):
    return [line.get(name, "") for name in COLUMNS]


def with_merged_cells():
    def merge(workbook, blad):
        blad.merge_range(1, 0, 2, 0, "TV-00001")

    return xlsx([HEADER, cells(row(1)), cells(row(2, reference=""))], prepare=merge).getvalue()


def with_formulas():
    def calculate(workbook, blad):
        blad.write_formula(1, HEADER.index("offered_hours"), "=100+20", None, 120)

    return xlsx([HEADER, cells(row(1))], prepare=calculate).getvalue()


def real_dates():
    day = date(2026, 2, 2)
    line = row(1, planned_first_on=day, actual_first_on=day, status_on=day)
    return xlsx([HEADER, cells(line)]).getvalue()


REJECTED = DeliveryStatus.REJECTED
CHECKED = DeliveryStatus.CHECKED

# name: (content, file name, exit code of the command, refused rows or None when unusable, words)
FILES = {
    "empty": (b"", "leeg.csv", 2, None, "leeg"),
    "only a BOM": (b"\xef\xbb\xbf", "leeg.csv", 2, None, "leeg"),
    "blank lines": (b"\n\n;;;\n", "leeg.csv", 2, None, "leeg"),
    "header only": (as_csv([]), "kop.csv", 2, None, "geen regels"),
    "wrong template": (b"naam;bedrag\nTafel;12\n", "anders.csv", 2, None, "sjabloon"),
    "a required column missing": (
        as_csv(rows(1), columns=tuple(name for name in COLUMNS if name != "status")),
        "deel.csv",
        2,
        None,
        "status",
    ),
    "a column twice": (
        as_csv(rows(1), columns=(*COLUMNS, "kenmerk")),
        "2x.csv",
        2,
        None,
        "kenmerk",
    ),
    "semicolons": (as_csv(rows(2)), "goed.csv", 0, 0, ""),
    "commas": (as_csv(rows(2), delimiter=","), "goed.csv", 0, 0, ""),
    "tabs": (as_csv(rows(2), delimiter="\t"), "goed.tsv", 0, 0, ""),
    "cp1252": (as_csv(rows(1, status_reason="café €"), encoding="cp1252"), "w.csv", 0, 0, ""),
    "BOM": (as_csv(rows(1), encoding="utf-8-sig"), "bom.csv", 0, 0, ""),
    "utf-16": (as_csv(rows(1), encoding="utf-16"), "utf16.csv", 0, 0, ""),
    "decimal commas": (as_csv([row(1, offered_hours="1.120,50")]), "komma.csv", 0, 0, ""),
    "Dutch dates": (as_csv([row(1, planned_first_on="2-2-2026")]), "nl.csv", 0, 0, ""),
    "ISO dates": (as_csv([row(1, planned_first_on="2026-02-02")]), "iso.csv", 0, 0, ""),
    "real dates": (real_dates(), "datums.xlsx", 0, 0, ""),
    "xlsx": (as_xlsx(rows(2)), "goed.xlsx", 0, 0, ""),
    "xlsx called csv": (as_xlsx(rows(2)), "goed.csv", 0, 0, ""),
    "duplicate rows": (as_csv([row(1), row(1)]), "dubbel.csv", 1, 2, "hetzelfde"),
    "a BSN as reference": (as_csv([row(1, reference="123456782")]), "bsn.csv", 1, 1, "BSN"),
    "a BSN with dots": (as_csv([row(1, reference="1234.56.782")]), "bsn.csv", 1, 1, "BSN"),
    "a BSN in the reason": (as_csv([row(1, status_reason="zie 123456782")]), "b.csv", 1, 1, "BSN"),
    "a formula in csv": (as_csv([row(1, reference="=1+1")]), "formule.csv", 1, 1, "formule"),
    "formulas in xlsx": (with_formulas(), "formules.xlsx", 0, 0, "formules"),
    "merged cells": (with_merged_cells(), "samen.xlsx", 1, 1, "samengevoegd"),
    "password": (password_protected().getvalue(), "slot.xlsx", 2, None, "wachtwoord"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "foto.csv", 2, None, ""),
    "a program": (b"MZ" + b"\0" * 500, "blad.xlsx", 2, None, ""),
    "half a workbook": (as_xlsx(rows(2))[:900], "half.xlsx", 2, None, ""),
    "a NUL": (as_csv([row(1, reference="TV\x001")]), "nul.csv", 2, None, ""),
    "moved cells": (as_csv(rows(1)) + b"x;" * 25 + b"\r\n", "schuif.csv", 1, 1, ""),
    "an impossible number": (as_csv([row(1, offered_hours="1e309")]), "n.csv", 1, 1, ""),
}


@pytest.fixture
def nothing_of_it_stands():
    yield
    applied = Delivery.objects.filter(status=DeliveryStatus.APPLIED).exists()
    assert applied or not Placement.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_the_page_answers_in_words(
    client_of,
    provider_user,
    contract,
    name,
    django_capture_on_commit_callbacks,
    nothing_of_it_stands,
):
    content, filename, _code, refused, words = FILES[name]
    client = client_of(provider_user)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("contracts:delivery-create"),
            {"contract": contract.pk, "file": sheet(content, filename)},
        )
    if response.status_code == 302:
        response = client.get(response.url)

    assert response.status_code == 200
    delivery = Delivery.objects.first()
    if refused is None:
        assert delivery is None or delivery.status == REJECTED
        assert words in response.text
    else:
        assert (delivery.status, delivery.rows_refused) == (CHECKED, refused)
        findings = client.get(reverse("contracts:deliveryfinding-list", args=[delivery.pk]))
        assert words in findings.text


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_the_command_answers_in_words(contract, tmp_path, capsys, name):
    content, filename, code, _refused, words = FILES[name]
    path = tmp_path / filename
    path.write_bytes(content)

    assert exit_code(path, contract) == code

    said = "".join(capsys.readouterr())
    assert words in said
    assert (Placement.objects.count() > 0) == (code == 0)


def exit_code(path, contract, **options) -> int:
    """What the command ends with; a refusal is printed as the command line does."""
    try:
        call_command(
            "import_placements",
            str(path),
            provider=contract.provider.kvk_number,
            contract=contract.reference,
            **options,
        )
    except CommandError as error:
        print(error)
        return error.returncode
    return 0


@pytest.mark.proof
@pytest.mark.django_db
def test_hostile_files_are_answered(contract, tmp_path, capsys):
    files = hostile_files(tmp_path / "hostile")
    for path in share(files):
        assert exit_code(path, contract, dry_run=True) in (1, 2), f"{path.name} (seed {SEED})"


@pytest.mark.proof
@pytest.mark.django_db
def test_messy_files_are_answered(contract, capsys):
    files = [path for path in sorted(shared_file("data", "messy").rglob("*")) if path.is_file()]
    for path in share(files):
        assert exit_code(path, contract, dry_run=True) in (1, 2), f"{path.name} (seed {SEED})"


@pytest.mark.proof
@pytest.mark.django_db
def test_random_bytes_in_a_good_sheet_are_answered(contract, tmp_path, capsys):
    chance = random.Random(SEED)
    path = tmp_path / "blad"
    for whole in share([as_csv(rows(3)), as_xlsx(rows(3))] * 50):
        content = bytearray(whole)
        for _change in range(chance.randrange(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(io.BytesIO(content).getvalue())
        assert exit_code(path, contract, dry_run=True) in (0, 1, 2), f"seed {SEED}"
