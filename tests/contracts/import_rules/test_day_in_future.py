"""What is told as a fact lies no later than the day of the check."""

import pytest

from contracts.imports.rules.day_in_future import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_what_happened_has_a_day_that_has_come(judge):
    judged = judge(
        row(1, status_on="2026-11-24"),
        row(2, pip_on="2026-11-24"),
        row(3, status_on="2026-11-23"),
        row(4, conversation_on="2026-11-24", conversation_outcome="on_course"),
    )
    assert judged.broken(RULE) == [2, 3, 5]
    assert judged.said(RULE) == (
        "Deze dag is nog niet geweest.",
        "Geef een dag tot en met vandaag, en de status van nu.",
    )
