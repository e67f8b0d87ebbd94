"""The declaration, the template, the explanation and the sample agree with each other."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from config.shared.columns import write_template
from config.shared.sheets import write_xlsx
from config.shared.sheets.words import plain
from contracts.imports import PLACEMENTS
from contracts.imports.examining import examine, read_placements
from contracts.imports.recording import COLUMN_OF
from contracts.models import Placement
from tests.support.placements import COLUMNS, ON

SAMPLE = Path(__file__).parents[1] / "data" / "placements-20.csv"


def template() -> io.BytesIO:
    stream = io.BytesIO()
    write_template(stream, PLACEMENTS)
    stream.seek(0)
    return stream


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_template_in_either_language_is_recognised_in_both(language):
    with translation.override(language):
        header = [cell.value for cell in openpyxl.load_workbook(template()).worksheets[0][1]]
        assert header == PLACEMENTS.header
    other = "en" if language == "nl" else "nl"
    with translation.override(other):
        recognised = [PLACEMENTS.by_spelling[plain(text)].name for text in header]
    assert recognised == list(COLUMNS)


def test_the_example_row_is_a_correct_row():
    for column in PLACEMENTS.columns:
        if column.example:
            assert column.kind.read(str(column.example))


def test_every_column_reaches_a_placement():
    fields = {field.name for field in Placement._meta.concrete_fields}
    told = set(COLUMN_OF.values()) | {"reference"}
    assert told == {column.name for column in PLACEMENTS.columns}
    assert told - {"place", "group", "conversation_on", "conversation_outcome"} <= fields


@pytest.mark.django_db
def test_the_upload_page_links_to_the_explanation_of_every_column(
    client_of, provider_user, contract
):
    explanation = reverse("contracts:delivery-rules")
    assert explanation in client_of(provider_user).get(reverse("contracts:delivery-create")).text
    page = client_of(provider_user).get(explanation).text
    for described in PLACEMENTS.describe():
        assert described["label"] in page
        assert described["example"] in page


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_sample_of_twenty_rows_can_be_applied(contract, kind):
    parsed = read_placements(SAMPLE, SAMPLE.name)
    if kind == "xlsx":
        stream = io.BytesIO()
        cells = parsed.raw.frame.itertuples(index=False, name=None)
        write_xlsx(stream, "Plaatsingen", parsed.raw.header, cells)
        stream.seek(0)
        parsed = read_placements(stream, "plaatsingen.xlsx")
    assert parsed.raw.header == PLACEMENTS.header[: len(parsed.raw.header)]
    rows = examine(parsed, contract, on=ON)
    assert (len(rows.frame), parsed.findings) == (20, [])


@pytest.mark.django_db
def test_the_downloaded_template_is_a_sheet_of_its_own(client_of, provider_user):
    response = client_of(provider_user).get(reverse("contracts:delivery-template"))
    assert "Plaatsingen.xlsx" in response["Content-Disposition"]
    workbook = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert workbook.sheetnames[0] == "Plaatsingen"
