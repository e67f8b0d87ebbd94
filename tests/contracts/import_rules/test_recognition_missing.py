"""The provider holds the recognition that the route asks, on the first day."""

import pytest

from contracts.imports.rules.recognition_missing import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_the_provider_holds_the_recognition_on_the_first_day(judge):
    judged = judge(
        row(1, actual_first_on="2021-12-01"),
        row(2),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Op de eerste dag hebt u geen erkenning voor deze route.",
        "Verbeter de dag, of laat de erkenning in het register zetten.",
    )
