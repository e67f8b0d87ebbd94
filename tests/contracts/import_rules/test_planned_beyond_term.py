"""A bridging course ends within the integration term (README of the gateway of DUO)."""

import pytest

from contracts.imports.rules.planned_beyond_term import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_course_ends_within_the_term(judge):
    judged = judge(
        row(1, term_ends_on="2027-07-29"),
        row(2, term_ends_on="2027-07-30"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De geplande laatste dag valt na het einde van de inburgeringstermijn.",
        "Controleer beide data, of zeg dat de termijn langer wordt.",
    )
