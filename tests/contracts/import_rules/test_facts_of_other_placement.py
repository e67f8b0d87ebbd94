"""A new placement is not one that is known under another reference."""

import pytest

from contracts.imports.rules.facts_of_other_placement import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_the_same_facts_under_another_reference_are_questioned(judge, taught):
    taught(9)
    judged = judge(
        row(1),
        row(2, attended_hours="96"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Een plaatsing met een ander kenmerk heeft precies dezelfde data, uren en codes.",
        "Gebruik het kenmerk dat al bekend is, of zeg dat dit twee inburgeraars zijn.",
    )
