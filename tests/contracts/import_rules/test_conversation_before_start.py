"""Progress is talked about after the first day."""

import pytest

from contracts.imports.rules.conversation_before_start import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_progress_is_talked_about_after_the_first_day(judge):
    judged = judge(
        row(1, conversation_on="2026-02-01", conversation_outcome="behind"),
        row(2, conversation_on="2026-02-02", conversation_outcome="behind"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Het voortgangsgesprek valt voor de eerste dag.",
        "Controleer beide data.",
    )
