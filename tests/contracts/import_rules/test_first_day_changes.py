"""An actual first day that was delivered stays."""

from datetime import date

import pytest

from contracts.imports.rules.first_day_changes import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_first_day_that_was_delivered_stays(judge, taught, place):
    taught(1, actual_first_on=date(2026, 3, 2))
    place(reference="TV-00002")
    judged = judge(
        row(1),
        row(2),
        row(3),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Een andere werkelijke eerste dag dan eerder: tarief en termijnen volgen die dag.",
        "Controleer de datum; zeg wat er wordt hersteld.",
    )
