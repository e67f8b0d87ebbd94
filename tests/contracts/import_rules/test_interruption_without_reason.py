"""Who is interrupted has a code that says why lessons stand still."""

import pytest

from contracts.imports.rules.interruption_without_reason import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_an_interruption_has_a_reason(judge):
    judged = judge(
        row(1, status="Onderbroken"),
        row(2, status="Onderbroken", interruption_reason="Werk"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Bij de status Onderbroken is een reden van onderbreking nodig.",
        "Kies een reden uit de lijst.",
    )
