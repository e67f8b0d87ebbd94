"""Commands for who runs the installation."""

from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, Invitation
from procurement.workflows import TENDER
from tests.accounts.test_audit import tamper
from tests.factories.accounts import UserFactory
from tests.factories.procurement import TenderFactory


def run(name: str, *args: str) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue().strip()


# --- verify_audit ---------------------------------------------------------------------------------


@pytest.fixture
def sealed(officer, noord):
    """Three rows, of which two are sealed."""
    tender = TenderFactory(region=noord)
    for number in range(3):
        if number == 2:
            audit.seal_all(at=timezone.now())
        TENDER.record_created(tender, by=officer, at=timezone.now(), reason=f"{number}")


def test_what_holds_is_said(sealed):
    assert run("verify_audit") == "1 seals over 2 rows hold; 1 rows wait for one."


def test_what_was_changed_is_said(sealed):
    tamper("accounts_auditevent", "UPDATE accounts_auditevent SET reason = 'x' WHERE reason = '0'")

    with pytest.raises(CommandError, match="does not hold") as failure:
        run("verify_audit")
    assert failure.value.returncode == 1
    assert str(AuditEvent.objects.earliest("pk").pk) in str(failure.value)


# --- demo_code ------------------------------------------------------------------------------------


def test_the_code_of_an_account(reader):
    factor = TOTP.activate(reader, generate_totp_secret())
    code = run("demo_code", reader.email.upper())

    assert len(code) == 6
    assert factor.validate_code(code)


def test_an_account_without_a_factor_is_told(reader):
    with pytest.raises(CommandError, match="no authenticator"):
        run("demo_code", reader.email)


def test_codes_are_shown_in_development_alone(reader, settings):
    settings.DEVELOPMENT = False
    TOTP.activate(reader, generate_totp_secret())

    with pytest.raises(CommandError, match="development only"):
        run("demo_code", reader.email)


# --- invite_administrator -------------------------------------------------------------------------


def test_the_first_administrator_is_invited(noord, django_capture_on_commit_callbacks):
    technician = UserFactory(is_superuser=True, is_staff=True)
    with django_capture_on_commit_callbacks(execute=True):
        run("invite_administrator", "eerste@voorbeeld.test", "--region", "Noord")

    assert Invitation.objects.get().created_by == technician
    assert mail.outbox[0].to == ["eerste@voorbeeld.test"]


def test_without_a_technician_nobody_is_invited(noord, officer):
    for by in ((), ("--by", officer.email)):
        with pytest.raises(CommandError, match="createsuperuser"):
            run("invite_administrator", "eerste@voorbeeld.test", "--region", "Noord", *by)


def test_an_unknown_region_and_a_double_invitation_are_refused(noord):
    UserFactory(is_superuser=True)
    run("invite_administrator", "eerste@voorbeeld.test", "--region", "Noord")

    with pytest.raises(CommandError, match="Nergens"):
        run("invite_administrator", "eerste@voorbeeld.test", "--region", "Nergens")
    with pytest.raises(CommandError, match="al uitgenodigd"):
        run("invite_administrator", "eerste@voorbeeld.test", "--region", "Noord")
