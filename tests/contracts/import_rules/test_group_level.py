"""The group works towards the level of the row."""

import pytest

from contracts.imports.rules.group_level import RULE
from tests.factories.contracts import CourseGroupFactory
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_group_works_towards_the_level(judge, line):
    CourseGroupFactory(line=line, reference="G-1", level="B1")
    judged = judge(
        row(1, group="G-1", level="B2"),
        row(2, group="G-1"),
        row(3, level="B2"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De groep werkt toe naar een ander niveau.",
        "Verbeter het niveau of de groep.",
    )
