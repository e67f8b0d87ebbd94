"""Who has ended has an actual last day."""

import pytest

from contracts.imports.rules.status_needs_last_day import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_who_has_ended_has_a_last_day(judge):
    judged = judge(
        row(1, status="Afgerond"),
        row(2, status="Afgerond", actual_last_on="2026-10-01"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Bij deze status is een werkelijke laatste dag nodig.",
        "Vul de dag van de laatste les in.",
    )
