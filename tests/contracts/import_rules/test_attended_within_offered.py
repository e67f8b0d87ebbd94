"""Nobody attends more hours than were offered."""

import pytest

from contracts.imports.rules.attended_within_offered import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_nobody_attends_more_than_was_offered(judge):
    judged = judge(
        row(1, attended_hours="120,5"),
        row(2, attended_hours="120"),
        row(3, offered_hours="", attended_hours="1"),
    )
    assert judged.broken(RULE) == [2, 4]
    assert judged.said(RULE) == (
        "Meer uren gevolgd dan aangeboden.",
        "Verbeter een van de twee.",
    )
