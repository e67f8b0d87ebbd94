"""No telephone number of a person stands in free text: Dutch, or with a plus and a country."""

import pytest

from contracts.imports.rules.phone_number import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_a_telephone_number_is_questioned(judge):
    judged = judge(
        row(1, status_reason="bel 06-12345678"),
        row(2, status_reason="bel +31 6 1234 5678"),
        row(3, status_reason="120 uur in 2026, groep 0-12"),
    )
    assert judged.broken(RULE) == [2, 3]
    assert judged.said(RULE) == (
        "Bevat wat een telefoonnummer kan zijn.",
        "Laat het nummer weg, tenzij het iets anders is.",
    )
