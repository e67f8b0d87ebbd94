"""Where the contract has a route in several places, the row says which."""

import pytest

from contracts.imports.rules.place_missing import RULE
from tests.factories.contracts import CapacityLineFactory
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_with_two_places_a_row_says_which(judge, contract):
    CapacityLineFactory(contract=contract, place="Meerdorp")
    judged = judge(
        row(1),
        row(2, place="meerdorp"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Het contract heeft deze route op meer dan één plaats.",
        "Vul de plaats in, of de groep met haar plaats.",
    )
