"""The actual last day does not lie before the actual first day."""

import pytest

from contracts.imports.rules.actual_days_in_order import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db
ENDS = {"status": "Afgerond", "status_on": "2026-10-01"}


def test_who_ended_before_the_beginning_is_refused(judge):
    judged = judge(
        row(1, **ENDS, actual_last_on="2026-02-01"),
        row(2, **ENDS, actual_last_on="2026-02-02"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De werkelijke laatste dag ligt voor de werkelijke eerste dag.",
        "Verbeter een van de twee dagen.",
    )
