"""With another status comes the day on which it began."""

import pytest

from contracts.imports.rules.status_date_stays import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_with_another_status_comes_its_day(judge, place):
    for number in (1, 2):
        place(reference=f"TV-0000{number}", status="scheduled")
    judged = judge(
        row(1),
        row(2, status_on="2026-02-03"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De status is een andere, maar de datum is die van eerder.",
        "Geef de dag waarop de nieuwe status inging.",
    )
