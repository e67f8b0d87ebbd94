"""Nobody new is placed under a contract or with a provider that is suspended; what runs goes on."""

import pytest

from contracts.enums import ContractStatus
from contracts.imports.rules.placements_stopped import RULE
from tests.contracts.conftest import AT
from tests.factories.contracts import move
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_nobody_new_is_placed_while_the_contract_is_suspended(judge, taught, contract, coordinator):
    taught(2)
    move(contract, ContractStatus.SUSPENDED, suspended_at=AT, suspended_by=coordinator)
    judged = judge(
        row(1),
        row(2, attended_hours="97"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Het contract is opgeschort: er wordt niemand nieuw onder geplaatst.",
        "Laat de regel weg en vraag de regio hoe u verder kunt.",
    )
