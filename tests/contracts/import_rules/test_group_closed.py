"""Nobody is placed in a group that has ended or was cancelled."""

import pytest

from contracts.enums import GroupStatus
from contracts.imports.rules.group_closed import RULE
from tests.factories.contracts import CourseGroupFactory, move
from tests.support.placements import row

pytestmark = pytest.mark.django_db
LEFT = {"status": "Verhuisd", "actual_last_on": "2026-03-02"}


def test_nobody_sits_in_a_group_that_was_cancelled(judge, line):
    group = CourseGroupFactory(line=line, reference="G-1")
    move(group, GroupStatus.CANCELLED)
    judged = judge(
        row(1, group="G-1"),
        row(2, group="G-1", **LEFT),
        row(3),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Deze groep is afgelopen of geannuleerd.",
        "Kies een lopende groep, of de status die past.",
    )
