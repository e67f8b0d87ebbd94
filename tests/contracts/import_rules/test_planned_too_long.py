"""A course planned for more than five years is a typing error more often than a plan."""

import pytest

from contracts.imports.rules.planned_too_long import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_plan_of_more_than_five_years_is_questioned(judge):
    judged = judge(
        row(1, planned_last_on="2031-03-01"),
        row(2, planned_last_on="2031-01-31"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Het traject is voor meer dan vijf jaar gepland.",
        "Controleer de jaartallen van de twee geplande dagen.",
    )
