"""A status that comes after the first lesson does not begin before it."""

import pytest

from contracts.imports.rules.status_before_first_day import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_who_began_has_a_status_from_the_first_day_on(judge):
    judged = judge(
        row(1, status_on="2026-02-01"),
        row(2, status_on="2026-02-02"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De status begon vóór de werkelijke eerste dag.",
        "Controleer beide data.",
    )
