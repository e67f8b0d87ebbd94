"""A switch of route comes within some months of the PIP; from the education route at any time."""

import pytest

from contracts.imports.rules.route_switched_late import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db
LATE = {"pip_on": "2025-03-31", "status_on": "2026-10-01"}


def test_a_switch_comes_within_months_of_the_pip_but_from_the_education_route(judge, taught):
    taught(1, route="Z", level="A1")
    taught(2, route="O")
    taught(3, route="B")
    taught(4, route="Z", level="A1")
    judged = judge(
        row(1, route="B", **LATE),
        row(2, route="B", **LATE),
        row(3, route="B", status="Overgestapt", actual_last_on="2026-10-01", **LATE),
        row(4, route="B", pip_on="2025-04-01", status_on="2026-10-01"),
    )
    assert judged.broken(RULE) == [2, 4]
    assert judged.said(RULE) == (
        "De overstap van leerroute komt meer dan 18 maanden na het PIP.",
        ("Controleer leerroute, statusdatum en PIP; zeg waarom de gemeente de overstap toestond."),
    )
