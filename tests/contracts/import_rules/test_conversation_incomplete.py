"""A progress conversation has a day and an outcome, or is not told of."""

import pytest

from contracts.imports.rules.conversation_incomplete import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_conversation_has_a_day_and_an_outcome(judge):
    judged = judge(
        row(1, conversation_on="2026-10-01"),
        row(2, conversation_outcome="on_course"),
        row(3, conversation_on="2026-10-01", conversation_outcome="on_course"),
    )
    assert judged.broken(RULE) == [2, 3]
    assert judged.said(RULE) == (
        "Van het voortgangsgesprek ontbreekt de datum of de uitkomst.",
        "Vul beide in, of geen van beide.",
    )
