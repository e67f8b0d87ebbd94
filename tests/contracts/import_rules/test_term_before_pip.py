"""The integration term begins the day after the PIP (art. 11 Wi2021), so it ends later."""

import pytest

from contracts.imports.rules.term_before_pip import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_term_ends_after_the_pip(judge):
    judged = judge(
        row(1, term_ends_on="2026-01-12"),
        row(2, term_ends_on="2029-01-12"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De inburgeringstermijn eindigt vóór het PIP.",
        "Controleer beide data: de termijn begint de dag na het PIP.",
    )
