"""Who drops out, is refused or cancelled has a reason."""

from datetime import date

import pytest

from contracts.imports.rules.reason_missing import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db
DROPPED_OUT = {"status": "Uitgevallen", "status_on": "2026-10-01", "actual_last_on": "2026-10-01"}


def test_who_drops_out_has_a_reason(judge, taught):
    taught(3, status="dropped_out", actual_last_on=date(2026, 9, 1))
    judged = judge(
        row(1, **DROPPED_OUT),
        row(2, **DROPPED_OUT, status_reason="werk gevonden"),
        row(3, **DROPPED_OUT),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Er staat niet bij waarom.",
        "Vul een paar woorden in, zonder namen en zonder iets over gezondheid.",
    )
