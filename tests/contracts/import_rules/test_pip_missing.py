"""DUO registers a course of a status holder after the PIP only (README of its gateway)."""

import pytest

from contracts.imports.rules.pip_missing import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_status_holder_who_began_has_a_pip(judge):
    judged = judge(
        row(1, pip_on=""),
        row(2, pip_on="", target_group="gezinsmigrant"),
        row(3, pip_on="", cohort="Wi2013"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Een statushouder is gestart zonder datum van het PIP.",
        (
            "Vul de datum van het PIP in: zonder die datum kan de gemeente het traject niet aan "
            "DUO melden."
        ),
    )
