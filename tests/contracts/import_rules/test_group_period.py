"""The planned first day lies in the period of the group."""

from datetime import date

import pytest

from contracts.imports.rules.group_period import RULE
from tests.factories.contracts import CourseGroupFactory
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_the_first_day_lies_in_the_period_of_the_group(judge, line):
    CourseGroupFactory(line=line, reference="G-1", first_on=date(2026, 2, 2))
    judged = judge(
        row(1, group="G-1", planned_first_on="2026-02-01"),
        row(2, group="G-1"),
        row(3, planned_first_on="2026-02-01"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De geplande eerste dag ligt buiten de periode van de groep.",
        "Verbeter de dag of de groep.",
    )
