"""Who is scheduled begins about the planned first day."""

import pytest

from contracts.imports.rules.start_overdue import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_who_should_have_begun_weeks_ago_is_mentioned(judge):
    judged = judge(
        row(1, status="Ingepland", actual_first_on=""),
        row(2, status="Ingepland", actual_first_on="", planned_first_on="2026-10-26"),
        row(3),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De geplande eerste dag is meer dan vier weken geleden.",
        "Geef de status Gestart, of de dag die nu gepland is.",
    )
