"""Only who completed or dropped out leaves with an outcome."""

import pytest

from contracts.imports.rules.outcome_without_end import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db
COMPLETED = {"status": "Afgerond", "status_on": "2026-10-01", "actual_last_on": "2026-10-01"}


def test_only_who_ended_has_an_outcome(judge):
    judged = judge(
        row(1, outcome="diploma"),
        row(2, outcome="diploma", **COMPLETED),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Er staat een uitkomst bij een status die er geen heeft.",
        "Maak de cel leeg, of geef de status Afgerond of Uitgevallen.",
    )
