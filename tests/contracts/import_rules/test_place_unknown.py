"""The contract has seats for the route in the place."""

import pytest

from contracts.imports.rules.place_unknown import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_the_contract_has_seats_in_the_place(judge):
    judged = judge(
        row(1, place="Elders"),
        row(2),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Het contract heeft geen plekken voor deze route op deze plaats.",
        "Gebruik de plaats zoals die in de capaciteit van het contract staat.",
    )
