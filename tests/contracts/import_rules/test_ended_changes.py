"""A placement that has ended does not change: its costs may already have been paid."""

from datetime import date

import pytest

from contracts.imports.rules.ended_changes import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_what_has_ended_does_not_change(judge, taught):
    for number in (1, 2):
        taught(number, status="dropped_out", actual_last_on=date(2026, 9, 1))
    judged = judge(
        row(1, status="Uitgevallen", actual_last_on="2026-10-01"),
        row(2, status="Uitgevallen", actual_last_on="2026-09-01", status_reason="werk"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De plaatsing is geëindigd; wat verandert, kan de kosten veranderen.",
        "Zeg wat er wordt hersteld.",
    )
