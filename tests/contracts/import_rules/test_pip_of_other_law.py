"""A PIP belongs to the Wet inburgering 2021, in force since 1 January 2022."""

import pytest

from contracts.imports.rules.pip_of_other_law import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_pip_belongs_to_the_law_of_2021(judge):
    judged = judge(
        row(1, pip_on="2021-12-31"),
        row(2, pip_on="2022-01-01"),
        row(3, cohort="Wi2013"),
    )
    assert judged.broken(RULE) == [2, 4]
    assert judged.said(RULE) == (
        "Een PIP bestaat alleen onder de Wi2021, vanaf 1 januari 2022.",
        "Controleer de datum van het PIP en het cohort.",
    )
