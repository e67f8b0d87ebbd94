"""Awkward sheets: each is read with the right rows, or refused with a sentence."""

import io

import pytest

from config.shared.columns import parse
from config.shared.sheets import Unusable, read
from contracts.imports import PLACEMENTS
from tests.support.awkward import AWKWARD, TWO, Awkward
from tests.support.placements import as_csv


def read_sheet(sheet: Awkward):
    raw = read(io.BytesIO(sheet.content), sheet.filename, sheet_name=str(PLACEMENTS.title))
    return parse(raw, PLACEMENTS)


@pytest.fixture(scope="module")
def usual() -> list[dict]:
    """What the plain sheet says, row by row."""
    return rows_of(read_sheet(Awkward("blad.csv", as_csv(TWO))))


def rows_of(parsed) -> list[dict]:
    filled = parsed.frame.to_dict("records")
    return [{name: value for name, value in line.items() if value is not None} for line in filled]


def test_the_collection_is_large():
    assert len(AWKWARD) >= 60


@pytest.mark.parametrize("name", [name for name, sheet in AWKWARD.items() if sheet.rows is None])
def test_a_file_is_refused_with_a_sentence(name):
    with pytest.raises(Unusable) as refusal:
        read_sheet(AWKWARD[name])
    sentence = str(refusal.value)
    assert AWKWARD[name].says in sentence
    assert sentence.endswith((".", "?"))


@pytest.mark.parametrize(
    "name", [name for name, sheet in AWKWARD.items() if sheet.rows is not None]
)
def test_a_file_is_read_with_the_right_rows(name, usual):
    sheet = AWKWARD[name]
    parsed = read_sheet(sheet)
    assert len(parsed.frame) == sheet.rows
    assert int(parsed.refused.sum()) == sheet.refused, parsed.findings
    if sheet.as_usual:
        assert rows_of(parsed) == usual
    found = " ".join(f"{each.message} {each.value}" for each in parsed.findings)
    assert sheet.says in found
