"""The contract has seats for the route."""

import pytest

from contracts.imports.rules.route_not_contracted import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_the_contract_has_seats_for_the_route(judge):
    judged = judge(
        row(1, route="B"),
        row(2),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Het contract heeft geen plekken voor deze route.",
        "Het contract is voor: Onderwijsroute.",
    )
