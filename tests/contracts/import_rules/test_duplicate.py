"""A sheet tells of a placement once; judged over the whole sheet."""

import pytest

from contracts.imports.rules.duplicate import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_rows_about_one_placement_name_each_other(judge):
    judged = judge(row(1), row(2), row(1))
    assert judged.broken(RULE) == [2, 4]
    assert judged.said(RULE) == (
        "Deze rij gaat over hetzelfde als rij 4.",
        "Laat een van de twee staan.",
    )
