"""The gemeente is one of those that the contract is for."""

import pytest

from contracts.imports.rules.gemeente_takes_no_part import RULE
from tests.factories.accounts import GemeenteFactory
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_gemeente_takes_part(judge):
    GemeenteFactory(code="9555")
    judged = judge(
        row(1, gemeente="9555"),
        row(2),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Deze gemeente doet niet mee aan het contract.",
        "Het contract is voor: 9001, 9002.",
    )
