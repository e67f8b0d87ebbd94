"""A diploma is not dated before the first day."""

import pytest

from contracts.imports.rules.diploma_before_start import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db
PASSED = {"status": "Afgerond", "outcome": "diploma", "actual_last_on": "2026-10-01"}


def test_a_diploma_comes_after_the_first_day(judge):
    judged = judge(
        row(1, diploma_on="2026-02-01", **PASSED),
        row(2, diploma_on="2026-10-01", **PASSED),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Het diploma is gedateerd voor de eerste dag.",
        "Controleer beide data.",
    )
