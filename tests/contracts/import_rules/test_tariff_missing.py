"""The contract has a tariff for the route on the first day."""

import pytest

from contracts.imports.rules.tariff_missing import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_the_contract_has_a_tariff_on_the_first_day(judge):
    judged = judge(
        row(1, actual_first_on="2025-12-01"),
        row(2),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Het contract heeft op de eerste dag geen tarief voor deze route.",
        "Verbeter de dag, of vraag de regio om een tarief in die periode.",
    )
