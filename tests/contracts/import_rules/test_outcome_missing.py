"""Who completed leaves with an outcome."""

import pytest

from contracts.imports.rules.outcome_missing import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db
COMPLETED = {"status": "Afgerond", "status_on": "2026-10-01", "actual_last_on": "2026-10-01"}


def test_who_completed_has_an_outcome(judge):
    judged = judge(
        row(1, **COMPLETED),
        row(2, outcome="geen", **COMPLETED),
        row(3),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Iemand heeft afgerond zonder uitkomst.",
        "Kies waarmee de inburgeraar vertrekt; anders telt het traject niet mee in de resultaten.",
    )
