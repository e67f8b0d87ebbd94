"""A placement stays with the gemeente that pays it."""

import pytest

from contracts.imports.rules.gemeente_changes import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_placement_stays_with_its_gemeente(judge, taught, meerdorp):
    taught(1, gemeente=meerdorp)
    taught(2)
    judged = judge(
        row(1),
        row(2),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Een andere gemeente dan eerder: de kosten gaan mee.",
        (
            "Wie verhuist, krijgt de status Verhuisd en een nieuwe plaatsing; zeg anders wat er "
            "wordt hersteld."
        ),
    )
