"""No e-mail address of a person stands in free text."""

import pytest

from contracts.imports.rules.email_address import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_an_e_mail_address_is_refused(judge):
    judged = judge(
        row(1, status_reason="vraag het jan@voorbeeld.nl"),
        row(2, reference="jan@voorbeeld.nl"),
        row(3, status_reason="werk @ school, deel 1.2"),
    )
    assert judged.broken(RULE) == [2, 3]
    assert judged.said(RULE) == (
        "Bevat een e-mailadres; dat mag niet worden aangeleverd.",
        "Laat het adres weg.",
    )
