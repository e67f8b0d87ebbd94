"""The code of the gemeente exists."""

import pytest

from contracts.imports.rules.gemeente_unknown import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_gemeente_exists(judge):
    judged = judge(
        row(1, gemeente="0999"),
        row(2),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Er is geen gemeente met deze code.",
        "Gebruik de CBS-code van vier cijfers van de gemeente.",
    )
