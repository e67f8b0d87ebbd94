"""The target group decides who pays, and does not change by itself."""

import pytest

from contracts.imports.rules.target_group_changes import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_learner_stays_in_the_target_group(judge, taught):
    taught(1, target_group="other")
    taught(2)
    judged = judge(
        row(1),
        row(2),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Een andere doelgroep dan eerder: die bepaalt wie betaalt.",
        "Controleer de doelgroep; zeg wat er wordt hersteld.",
    )
