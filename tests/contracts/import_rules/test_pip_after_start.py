"""The PIP is decided on before the course begins; after a change of route there is a later one."""

import pytest

from contracts.imports.rules.pip_after_start import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_pip_after_the_start_is_questioned(judge):
    judged = judge(
        row(1, pip_on="2026-02-03"),
        row(2, pip_on="2026-02-02"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De datum van het PIP ligt na de geplande eerste dag.",
        "Kijk beide dagen na; na een routewissel kan het kloppen.",
    )
