"""Who has not begun has no actual first day."""

import pytest

from contracts.imports.rules.first_day_before_start import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_who_has_not_begun_has_no_first_day(judge):
    judged = judge(
        row(1, status="Ingepland"),
        row(2, status="Ingepland", actual_first_on=""),
        row(3),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Er staat een werkelijke eerste dag bij een status zonder start.",
        "Maak de datum leeg, of geef de status Gestart.",
    )
