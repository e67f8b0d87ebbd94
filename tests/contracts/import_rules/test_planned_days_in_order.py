"""The planned last day does not lie before the planned first day."""

import pytest

from contracts.imports.rules.planned_days_in_order import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_plan_that_ends_before_it_begins_is_refused(judge):
    judged = judge(
        row(1, planned_last_on="2026-02-01"),
        row(2, planned_last_on="2026-02-02"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De geplande laatste dag ligt voor de geplande eerste dag.",
        "Verbeter een van de twee dagen.",
    )
