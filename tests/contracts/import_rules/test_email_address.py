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


def test_what_may_not_be_handed_in_is_not_written_down_again(judge):
    judged = judge(
        row(1, status_reason="vraag het jan@voorbeeld.nl"),
        row(2, status_reason="bsn 111222333"),
        row(3, status_reason="bel 06 12345678"),
    )
    codes = {"email_address", "personal_number", "phone_number"}
    found = {finding.code: finding.value for finding in judged.findings if finding.code in codes}
    assert found == dict.fromkeys(codes, "")
