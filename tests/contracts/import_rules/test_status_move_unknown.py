"""A status follows on the one that stands, as the workflow of placements knows."""

from datetime import date

import pytest

from contracts.imports.rules.status_move_unknown import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db
COMPLETED = {"status": "Afgerond", "status_on": "2026-10-01", "actual_last_on": "2026-10-01"}


def test_statuses_move_as_the_workflow_knows(judge, taught, place):
    place(reference="TV-00001")
    taught(2, status="interrupted")
    taught(3, status="dropped_out", actual_last_on=date(2026, 9, 1))
    judged = judge(
        row(1, **COMPLETED),
        row(2),
        row(3),
    )
    assert judged.broken(RULE) == [2, 4]
    assert judged.said(RULE) == (
        "Een plaatsing kan niet van “Aangemeld” naar “Afgerond”.",
        (
            "Nu mogelijk: Geaccepteerd, Geannuleerd, Verhuisd, Geweigerd, Ingepland, Gestart, Op "
            "de wachtlijst. Lever eerst die stap aan."
        ),
    )
