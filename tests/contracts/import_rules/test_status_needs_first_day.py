"""Who has begun has an actual first day; somebody may move away before it."""

import pytest

from contracts.imports.rules.status_needs_first_day import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_who_has_begun_has_a_first_day(judge):
    judged = judge(
        row(1, actual_first_on=""),
        row(2, actual_first_on="", status="Verhuisd", actual_last_on="2026-03-01"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Bij deze status is een werkelijke eerste dag nodig.",
        "Vul de dag van de eerste les in.",
    )
