"""The first day, planned and actual, lies in the period of the contract."""

import pytest

from contracts.imports.rules.start_outside_contract import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_course_begins_within_the_contract(judge):
    judged = judge(
        row(1, planned_first_on="2028-01-03", planned_last_on="2029-01-31"),
        row(2, actual_first_on="2025-12-31"),
        row(3, planned_last_on="2028-12-31"),
    )
    assert judged.broken(RULE) == [2, 3]
    assert judged.said(RULE) == (
        "De dag ligt buiten de looptijd van het contract.",
        "Het contract loopt van 1 jan 2026 tot en met 31 dec 2027.",
    )
