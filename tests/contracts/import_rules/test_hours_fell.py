"""Hours count from the start, so they do not become fewer."""

import pytest

from contracts.imports.rules.hours_fell import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_hours_that_became_fewer_are_questioned(judge, taught):
    taught(1, offered_hours="130")
    taught(2)
    taught(3)
    judged = judge(
        row(1),
        row(2, attended_hours="90"),
        row(3, offered_hours="121"),
    )
    assert judged.broken(RULE) == [2, 3]
    assert judged.said(RULE) == (
        "Minder uren dan eerder zijn aangeleverd.",
        "Uren tellen vanaf de start, niet per maand; zeg wat er wordt hersteld.",
    )
