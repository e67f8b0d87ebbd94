"""Organisations that register themselves, without an account."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.models.people import hashed
from config.shared.errors import Refused
from config.shared.queue import later
from config.shared.validity import valid
from providers import emails
from providers.actions.admissions import propose_admission, register_provider
from providers.actions.common import REGISTRATION_RECEIVED, tell_regions
from providers.enums import RegistrationStatus
from providers.models import Admission, Provider, ProviderRegistration
from providers.workflows import PROVIDER_REGISTRATION

DETAILS = ("legal_name", "trade_name", "kind", "duo_number", "brin", "phone")
"""What goes from a registration into the register."""
MAILS_AN_ADDRESS = 3
"""So many confirming mails a day go to one address, whoever asks for them."""


def register_self(
    *, region: Region, sender: str, at: datetime, **given: Any
) -> ProviderRegistration | None:
    """Keep a registration and mail its contact a link that confirms the address.

    `given` are the fields of the form. What is known already is not told: the answer is the same
    whoever asks for whichever KvK number. None when the address got its mails for today. Refused
    when `sender`, a network address, sent too many within the hour.
    """
    with transaction.atomic():
        sender_hash = _hashed_sender(sender)
        _refuse_flood(sender_hash, at)
        if _is_mailed_out(given["contact_email"], at):
            return None
        row = ProviderRegistration(
            region=region,
            created_at=at,
            agreed_at=at,
            expires_at=at + timedelta(days=settings.INVITATION_DAYS),
            token_hash=hashed(secrets.token_urlsafe(32)),
            sender_hash=sender_hash,
            **given,
        )
        valid(row).save()
        PROVIDER_REGISTRATION.record_created(row, by=None, at=at)
        later("providers.mail_registration", registration_id=row.pk)
    return row


def mail_registration(*, registration: ProviderRegistration) -> None:
    """Draw the confirming link and mail it; the row keeps its hash alone."""
    token = secrets.token_urlsafe(32)
    rows = ProviderRegistration.objects.filter(
        pk=registration.pk, status=RegistrationStatus.UNCONFIRMED
    )
    if rows.update(token_hash=hashed(token)):
        emails.send_confirmation(registration, token)


def confirm_registration(*, token: str, at: datetime) -> ProviderRegistration:
    """Take the address for the contact's own and tell the region; refused for a dead link."""
    with transaction.atomic():
        found = ProviderRegistration.objects.confirmable(at).filter(token_hash=hashed(token))
        row = found.first()
        if row is None:
            raise Refused(_("This link does not work any more: it was used or has expired."))
        row = PROVIDER_REGISTRATION.apply(row, "confirm", by=None, at=at, confirmed_at=at)
        said = {"provider": row, "region": row.region}
        tell_regions(
            [row.region],
            kind=REGISTRATION_RECEIVED,
            subject=lambda: _("%(provider)s registers for %(region)s") % said,
            sentence=lambda: _("Look at the registration and propose it, or refuse it."),
            about=row,
            at=at,
        )
    return row


def propose_registration(
    *, provider_registration: ProviderRegistration, by: User, at: datetime
) -> ProviderRegistration:
    """Take the organisation into the register and propose its admission.

    One that is known by its KvK number keeps its details, its people and its address; where it
    stands in the region's register already, nothing is proposed twice.
    """
    with transaction.atomic():
        registration = provider_registration
        known = Provider.objects.filter(kvk_number=registration.kvk_number).first()
        provider = known or _enter(registration, by, at)
        row = PROVIDER_REGISTRATION.apply(registration, "propose", by=by, at=at, provider=provider)
        if not Admission.objects.filter(provider=provider, region=row.region).exists():
            propose_admission(provider=provider, region=row.region, by=by, at=at)
    return row


def refuse_registration(
    *, provider_registration: ProviderRegistration, reason: str, by: User, at: datetime
) -> ProviderRegistration:
    """Leave the organisation out of the register and mail its contact why."""
    with transaction.atomic():
        row = PROVIDER_REGISTRATION.apply(
            provider_registration, "refuse", by=by, at=at, reason=reason
        )
        row.reason = reason
        valid(row).save(update_fields=["reason"])
        later("providers.mail_registration_refused", registration_id=row.pk)
    return row


def forget_unconfirmed(*, at: datetime) -> int:
    """Delete registrations whose link expired, and the hashes of senders after a day."""
    old = ProviderRegistration.objects.filter(created_at__lt=at - timedelta(days=1))
    old.exclude(sender_hash="").update(sender_hash="")
    expired = ProviderRegistration.objects.filter(
        status=RegistrationStatus.UNCONFIRMED, expires_at__lte=at
    )
    return expired.delete()[0]


def _enter(registration: ProviderRegistration, by: User, at: datetime) -> Provider:
    details = {name: getattr(registration, name) for name in DETAILS}
    return register_provider(
        region=registration.region,
        kvk_number=registration.kvk_number,
        email=registration.contact_email,
        by=by,
        at=at,
        **details,
    )


def _hashed_sender(sender: str) -> str:
    return salted_hmac("providers.registration", sender, algorithm="sha256").hexdigest()


def _refuse_flood(sender_hash: str, at: datetime) -> None:
    recent = ProviderRegistration.objects.filter(
        sender_hash=sender_hash, created_at__gt=at - timedelta(hours=1)
    )
    if recent.count() >= settings.REGISTRATIONS_PER_HOUR:
        raise Refused(_("Many registrations came from your network. Try again in an hour."))


def _is_mailed_out(email: str, at: datetime) -> bool:
    recent = ProviderRegistration.objects.filter(
        contact_email__iexact=email, created_at__gt=at - timedelta(days=1)
    )
    return recent.count() >= MAILS_AN_ADDRESS
