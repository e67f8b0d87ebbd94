"""The group is for the route of the row."""

import pytest

from contracts.imports.rules.group_of_other_route import RULE
from tests.factories.contracts import CourseGroupFactory
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_group_is_for_the_route(judge, line):
    CourseGroupFactory(line=line, reference="G-1")
    judged = judge(
        row(1, group="G-1", route="B"),
        row(2, group="G-1"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Deze groep is voor een andere route.",
        "Verbeter de groep of de route.",
    )
