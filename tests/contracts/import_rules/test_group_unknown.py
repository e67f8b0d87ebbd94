"""The group exists in the contract."""

import pytest

from contracts.imports.rules.group_unknown import RULE
from tests.factories.contracts import CourseGroupFactory
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_group_exists_in_the_contract(judge, line):
    CourseGroupFactory(line=line, reference="G-1")
    judged = judge(
        row(1, group="G-2"),
        row(2, group="g-1"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Het contract heeft geen groep met dit kenmerk.",
        "Gebruik het kenmerk zoals het bij Groepen staat, of laat de cel leeg.",
    )
