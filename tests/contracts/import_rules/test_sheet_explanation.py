"""What is said of the sheet is the same everywhere: page, template, document, API and checks."""

import inspect
import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from config.management.commands.document import documents
from config.shared.api.names import camel
from config.shared.columns import Choice, kinds, parsing, write_template
from config.shared.columns.kinds import Kind
from contracts.imports import PLACEMENTS
from contracts.imports.cell_rules import cell_rules

ROOT = Path(__file__).parents[3]
ELSEWHERE = {"integer"}
"""A kind of cell that this sheet has not."""


def template_texts() -> set[str]:
    stream = io.BytesIO()
    write_template(stream, PLACEMENTS)
    stream.seek(0)
    explanation = openpyxl.load_workbook(stream).worksheets[1]
    return {str(cell.value) for line in explanation.iter_rows() for cell in line if cell.value}


def test_every_code_that_a_cell_can_get_is_explained():
    said = set(re.findall(r"Wrong\(\s*\"(\w+)\"", inspect.getsource(kinds)))
    said |= set(re.findall(r"Wrong\(\s*\"(\w+)\"", inspect.getsource(parsing)))
    explained = {rule.code for rule in cell_rules(PLACEMENTS.columns)}
    assert said - ELSEWHERE <= explained
    assert len(said) > 10


def test_a_code_is_explained_once():
    codes = [rule.code for rule in PLACEMENTS.explained]
    assert len(codes) == len(set(codes))


def test_a_choice_tells_its_codes_and_other_cells_have_none():
    for column, described in zip(PLACEMENTS.columns, PLACEMENTS.describe(), strict=True):
        is_choice = isinstance(column.kind, Choice)
        assert bool(described["codes"]) == is_choice
        assert described["aliases"] == list(column.aliases)
        if is_choice:
            assert [column.kind.read(code) for code, _label in described["codes"]]
    assert Kind().legend() == []


def test_the_template_explains_every_rule():
    texts = template_texts()
    for rule in PLACEMENTS.describe_rules():
        assert {rule["title"], rule["message"], rule["remedy"]} <= texts


@pytest.mark.django_db
def test_the_page_explains_every_column_and_rule(client_of, provider_user):
    page = client_of(provider_user).get(reverse("contracts:delivery-rules")).text
    for rule in PLACEMENTS.describe_rules():
        assert escape(rule["title"]) in page
        assert escape(rule["remedy"]) in page
    for column in PLACEMENTS.describe():
        assert all(f"<code>{code}</code>" in page for code, _label in column["codes"])


def test_the_document_names_every_rule_and_column():
    text = documents()["validations.md"]
    with translation.override("en"):
        for rule in PLACEMENTS.describe_rules():
            assert f"| {rule['title']} | `{rule['code']}` |" in text
            assert rule["remedy"] in text
    assert all(f"`{column.name}`" in text for column in PLACEMENTS.columns)


def test_the_api_speaks_of_the_same_columns():
    text = (ROOT / "docs" / "openapi.json").read_text()
    for column in PLACEMENTS.columns:
        assert f'"{camel(column.name)}":' in text
