"""No more hours are offered than fit in the days between first lesson and last, or today."""

import pytest

from contracts.imports.rules.hours_beyond_days import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_hours_fit_in_the_days_since_the_first_lesson(judge):
    judged = judge(
        row(1, actual_first_on="2026-11-20", offered_hours="120"),
        row(2, actual_first_on="2026-11-20", offered_hours="40", attended_hours="40"),
        row(
            3,
            status="Afgerond",
            actual_last_on="2026-02-10",
            offered_hours="90,5",
            attended_hours="1",
        ),
    )
    assert judged.broken(RULE) == [2, 4]
    assert judged.said(RULE) == (
        "Meer uren dan passen in de dagen sinds de eerste les.",
        "Controleer de uren en de eerste dag.",
    )
