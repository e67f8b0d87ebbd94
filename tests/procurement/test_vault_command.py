"""`verify_opening`, as an outsider runs it: files, words, an exit code, and no database."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.support.openings import (
    SEALED,
    SIGNING,
    price_body,
    quality_body,
    receipt_body,
    sign,
)

KEY = SIGNING.public.hex()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with records, receipts and a sealed file, as mailed to an outsider."""
    documents = {
        "record": sign(quality_body()),
        "prices": sign(price_body()),
        "receipt-a": sign(receipt_body(0)),
        "receipt-b": sign(receipt_body(1)),
        "strange": sign(receipt_body(), lambda r: r.update(receipt=7)),
    }
    for name, document in documents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document, indent=2))
    (tmp_path / "a-plan").write_bytes(SEALED["a-plan"])
    return tmp_path


def run(folder: Path, name: str, *options: Any, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines printed; `options` that name a file of the folder become its path."""
    paths = [str(folder / one) if (folder / one).exists() else one for one in options]
    call_command("verify_opening", str(folder / name), *paths)
    return capsys.readouterr().out.splitlines()


def test_a_good_record_says_what_was_looked_at(folder, capsys):
    options = ["--key", KEY, "--envelope", "a-plan"]
    options += ["--receipt", "receipt-a.json", "--receipt", "receipt-b.json"]
    lines = run(folder, "record.json", *options, capsys=capsys)
    assert lines[-1] == "Er is niets mis met dit proces-verbaal."
    assert len(lines) == 15
    assert all(line.startswith("goed: ") for line in lines[:-1])
    assert f"goed: {folder / 'a-plan'} is een verzegeld bestand van het proces-verbaal." in lines


def test_without_a_key_it_says_what_was_not_looked_at(folder, capsys):
    lines = run(folder, "record.json", capsys=capsys)
    assert lines[-2].startswith("Van wie de sleutel is")


def test_prices_are_compared_with_what_lay_sealed(folder, capsys):
    lines = run(folder, "prices.json", "--key", KEY, "--earlier", "record.json", capsys=capsys)
    assert lines[-1] == "Er is niets mis met dit proces-verbaal."
    assert len(lines) == 14


def test_a_fault_is_told_and_exits_with_one(folder, capsys):
    with pytest.raises(CommandError) as stopped:
        run(folder, "record.json", "--receipt", "strange.json", capsys=capsys)
    assert stopped.value.returncode == 1
    assert str(stopped.value) == "Er is 1 ding mis met dit proces-verbaal."
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("FOUT: ")] == [
        "FOUT: Ontvangstbewijs 7 van KvK-nummer 90000001 staat niet in het proces-verbaal."
    ]


def test_several_faults_are_counted(folder, capsys):
    (folder / "record.json").write_text(
        json.dumps(sign(quality_body(), lambda b: (b["late"].clear(), b["withdrawn"].clear())))
    )
    with pytest.raises(CommandError, match="Er zijn 2 dingen mis"):
        run(folder, "record.json", capsys=capsys)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("", "geen geldige JSON"),
        ("{", "geen geldige JSON"),
        ('{"body": 1, "body": 2}', "names a key twice"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_json_is_told_in_a_sentence(folder, capsys, text, about):
    (folder / "record.json").write_text(text)
    with pytest.raises(CommandError, match=about) as stopped:
        run(folder, "record.json", capsys=capsys)
    assert stopped.value.returncode == 2


def test_a_file_that_is_no_text_is_told_in_a_sentence(folder, capsys):
    (folder / "record.json").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(CommandError, match="geen geldige JSON"):
        run(folder, "record.json", capsys=capsys)


@pytest.mark.parametrize("option", ["--receipt", "--envelope", "--earlier"])
def test_a_file_that_is_not_there_is_told_in_a_sentence(folder, capsys, option):
    with pytest.raises(CommandError, match=r"absent is niet te gebruiken: No such file") as no:
        run(folder, "record.json", option, "absent", capsys=capsys)
    assert no.value.returncode == 2


@pytest.mark.parametrize(
    "key", ["", "12", KEY + "0", "x" * 64], ids=["empty", "short", "odd", "no hex"]
)
def test_a_key_that_is_none_is_told_in_a_sentence(folder, capsys, key):
    with pytest.raises(CommandError, match="64 hexadecimale tekens") as stopped:
        run(folder, "record.json", "--key", key, capsys=capsys)
    assert stopped.value.returncode == 2


def as_program(path: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "verify_opening", str(path), "--key", KEY],
        cwd=settings.ROOT,
        env={**environment, "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("name", "code"), [("record", 0), ("absent", 2)])
def test_it_needs_no_database_and_no_broker(folder, name, code):
    nowhere = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
        "CELERY_BROKER_URL": "redis://127.0.0.1:9/0",
    }
    done = as_program(folder / f"{name}.json", {**os.environ, **nowhere})
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_it_starts_no_servers_of_its_own(folder):
    addresses = ("DATABASE_URL", "CELERY_BROKER_URL")
    environment = {key: value for key, value in os.environ.items() if key not in addresses}
    data = folder / "data"
    done = as_program(folder / "record.json", {**environment, "DATA_DIR": str(data)})
    assert done.returncode == 0, done.stderr
    assert not (data / "app").exists()


def by_hand() -> str:
    """The block of docs/vault.md that checks a record without this program."""
    text = (settings.ROOT / "docs" / "vault.md").read_text()
    start = text.index("python3 - RECORD.json")
    return text[start : text.index("sha256sum SEALED.bin")].replace("RECORD.json", "record.json")


@pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl here")
@pytest.mark.parametrize("is_changed", [False, True])
def test_a_record_is_checked_by_hand_as_the_documentation_says(folder, is_changed):
    record = sign(quality_body())
    if is_changed:
        record["body"]["tender"]["title"] += "."
    (folder / "record.json").write_text(json.dumps(record))
    done = subprocess.run(
        ["bash", "-c", by_hand()], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (record["sha256"] in done.stdout) is not is_changed
    assert ("Verified Successfully" in done.stdout) is not is_changed
