"""Scaling down from B1 to A2 asks hours of shown effort; how many is a setting."""

import pytest

from contracts.imports.rules.scaled_down_early import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_scaling_down_asks_hours(judge, taught):
    for number in (1, 2):
        taught(number, route="B")
    judged = judge(
        row(1, route="B", level="A2", offered_hours="620", attended_hours="599,5"),
        row(2, route="B", level="A2", offered_hours="620", attended_hours="600"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Teruggeschaald naar A2 voordat 600 uren zijn gevolgd.",
        "Controleer niveau en uren; zeg wie tot het afschalen heeft besloten.",
    )
