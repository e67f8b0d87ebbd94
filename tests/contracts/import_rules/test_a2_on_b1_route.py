"""DUO takes no A2 with the B1 route in a first PIP (README of the gateway of DUO)."""

import pytest

from contracts.imports.rules.a2_on_b1_route import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_somebody_new_on_the_b1_route_does_not_begin_at_a2(judge, taught):
    taught(2, route="B", level="A2")
    judged = judge(
        row(1, route="B", level="A2"),
        row(2, route="B", level="A2"),
        row(3, route="B"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Iemand die nieuw is in de B1-route werkt toe naar A2.",
        (
            "DUO neemt A2 bij de B1-route niet aan in een eerste PIP; zeg dat dit een later PIP "
            "is, of verbeter het niveau."
        ),
    )
