"""The delivery mode of the row is that of its group."""

import pytest

from contracts.imports.rules.group_mode import RULE
from tests.factories.contracts import CourseGroupFactory
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_the_mode_is_that_of_the_group_where_the_cell_says_one(judge, line):
    CourseGroupFactory(line=line, reference="G-1", mode="evening")
    judged = judge(
        row(1, group="G-1", mode="Overdag"),
        row(2, group="G-1"),
        row(3, group="G-1", mode="Avond"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De groep heeft een andere lesvorm.",
        "Verbeter de lesvorm of de groep.",
    )
