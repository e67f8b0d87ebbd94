"""Who goes on has no actual last day."""

import pytest

from contracts.imports.rules.last_day_before_end import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_who_goes_on_has_no_last_day(judge):
    judged = judge(
        row(1, actual_last_on="2026-10-01"),
        row(2, status="Afgerond", actual_last_on="2026-10-01"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Er staat een werkelijke laatste dag bij een status die doorloopt.",
        "Maak de datum leeg, of geef de status waarmee het eindigde.",
    )
