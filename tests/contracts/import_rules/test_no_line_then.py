"""The contract has seats for the route on the planned first day."""

import pytest

from contracts.imports.rules.no_line_then import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_the_contract_has_seats_on_the_first_day(judge):
    judged = judge(
        row(1, planned_first_on="2025-12-31"),
        row(2, planned_first_on="2026-01-01"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Het contract heeft op de geplande eerste dag geen plekken voor deze route.",
        "Verbeter de dag, of vraag de regio om plekken in die periode.",
    )
