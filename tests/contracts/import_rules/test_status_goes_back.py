"""The day of a status does not lie before that of the status before it."""

from datetime import date

import pytest

from contracts.imports.rules.status_goes_back import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_status_does_not_begin_before_the_one_that_stands(judge, place):
    place(reference="TV-00001", status_on=date(2026, 2, 3))
    place(reference="TV-00002")
    judged = judge(
        row(1),
        row(2),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "De status is gedateerd voor de status die er staat.",
        "Geef de dag waarop de nieuwe status inging.",
    )
