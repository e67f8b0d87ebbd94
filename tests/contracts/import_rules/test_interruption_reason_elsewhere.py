"""A reason of the interruption stands with the status Interrupted only."""

import pytest

from contracts.imports.rules.interruption_reason_elsewhere import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_reason_stands_with_an_interruption(judge):
    judged = judge(
        row(1, interruption_reason="Werk"),
        row(2, status="Onderbroken", interruption_reason="Werk"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Er staat een reden van onderbreking bij een andere status.",
        "Maak de cel leeg, of geef de status Onderbroken.",
    )
