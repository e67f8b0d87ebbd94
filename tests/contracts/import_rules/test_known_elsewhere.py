"""A learner does not run twice: the same reference under another contract of the region."""

import pytest

from contracts.imports.rules.known_elsewhere import RULE
from tests.factories.contracts import ContractFactory, PlacementFactory
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_who_runs_under_another_contract_of_the_region_is_questioned(
    judge, noord, waterveen, meerdorp
):
    other = ContractFactory(region=noord, active=True, gemeenten_given=[waterveen, meerdorp])
    line = other.capacity_lines.get()
    PlacementFactory(capacity_line=line, reference="TV-00001", gemeente=waterveen)
    PlacementFactory(capacity_line=line, reference="TV-00002", gemeente=meerdorp)
    judged = judge(
        row(1),
        row(2),
        row(3),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Dit kenmerk loopt in dezelfde gemeente onder een ander contract van de regio.",
        "Zeg dat dit iemand anders is, of beëindig eerst de andere plaatsing.",
    )
