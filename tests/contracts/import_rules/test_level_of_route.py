"""Route and level go together as DUO takes them: no A2 with O, no B1 with Z."""

import pytest

from contracts.imports.rules.level_of_route import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_route_and_level_go_together_as_duo_says(judge):
    judged = judge(
        row(1, level="A2"),
        row(2, route="Z", level="B1"),
        row(3, route="Z", level="A1"),
        row(4, level="B2"),
    )
    assert judged.broken(RULE) == [2, 3]
    assert judged.said(RULE) == (
        "Dit niveau hoort niet bij deze route.",
        "DUO kent geen A2 bij de onderwijsroute en geen B1 bij de Z-route.",
    )
