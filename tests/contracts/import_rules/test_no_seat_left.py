"""No more seats are taken than were contracted; judged over the whole sheet, as the policy says."""

import pytest

from contracts.imports.rules.no_seat_left import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_rows_beyond_the_contracted_seats_are_refused(judge, line):
    line.number = 1
    line.save()
    judged = judge(row(1, status="Verhuisd", actual_last_on="2026-10-01"), row(2), row(3))
    assert judged.broken(RULE) == [4]
    assert judged.said(RULE) == (
        "Alle plekken van deze route op deze plaats zijn bezet.",
        "Laat regels weg tot het past, of vraag de regio om meer plekken.",
    )
