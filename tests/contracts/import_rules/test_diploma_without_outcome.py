"""Who has a date of the diploma has the diploma as outcome."""

import pytest

from contracts.imports.rules.diploma_without_outcome import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db
COMPLETED = {"status": "Afgerond", "status_on": "2026-10-01", "actual_last_on": "2026-10-01"}


def test_a_date_of_a_diploma_stands_with_a_diploma(judge):
    judged = judge(
        row(1, diploma_on="2026-10-01", **COMPLETED),
        row(2, diploma_on="2026-10-01", outcome="diploma", **COMPLETED),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Er staat een diplomadatum, maar de uitkomst is geen diploma.",
        "Kies diploma als uitkomst, of maak de datum leeg.",
    )
