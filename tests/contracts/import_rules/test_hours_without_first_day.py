"""Hours are offered to who has an actual first day."""

import pytest

from contracts.imports.rules.hours_without_first_day import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_hours_stand_with_who_has_begun(judge):
    judged = judge(
        row(1, status="Ingepland", actual_first_on=""),
        row(2, status="Ingepland", actual_first_on="", offered_hours="", attended_hours=""),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Er staan uren bij iemand zonder werkelijke eerste dag.",
        "Vul de eerste dag in, of maak de uren leeg.",
    )
