"""A group gets no more heads than its maximum; judged over the whole sheet."""

import pytest

from contracts.imports.rules.over_group_maximum import RULE
from tests.factories.contracts import CourseGroupFactory
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_row_that_makes_a_group_too_large_is_questioned(judge, line):
    CourseGroupFactory(line=line, reference="G-1", minimum=1, maximum=1)
    judged = judge(row(1, group="G-1"), row(2, group="G-1"), row(3))
    assert judged.broken(RULE) == [3]
    assert judged.said(RULE) == (
        "Met deze regel gaat de groep over haar maximum.",
        "Ga bij de regio na of de groep groter mag zijn.",
    )
