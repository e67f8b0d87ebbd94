"""Quality marks and recognitions: handed in with evidence, checked, and given a last day."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import providers_of, require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.scanning import refuse_infected
from config.shared.uploads import FileKind, examined
from config.shared.validity import valid
from providers.actions.common import (
    RECOGNITION_DECIDED,
    RECOGNITION_SUBMITTED,
    locked,
    note,
    regions_with,
    tell_provider,
    tell_regions,
)
from providers.enums import RegisterSource
from providers.models import Provider, Recognition

EVIDENCE = (FileKind.PDF, FileKind.PNG, FileKind.JPEG)
"""What a certificate or a letter comes as."""


def add_recognition(
    *,
    provider: Provider,
    kind: str,
    number: str,
    first_on: date,
    last_on: date | None,
    by: User,
    at: datetime,
    evidence: File | None = None,
) -> Recognition:
    """Write down a quality mark or recognition; refused when it overlaps one of the same kind.

    A region's own entry counts at once; a provider's waits until a region has checked it. Refused
    for a file of another kind than EVIDENCE, that is too large or in which a virus is found.
    """
    recognition = Recognition(kind=kind, number=number, first_on=first_on, last_on=last_on)
    _keep_evidence(recognition, evidence)
    with transaction.atomic():
        row = locked(provider)
        recognition.provider = row
        if row.pk in providers_of(by):
            _submit(recognition, by, at)
        else:
            require(by, Permission.PROVIDER_MANAGE, row)
            recognition.verified_at, recognition.verified_by = at, by
        valid(recognition).save()
        note(row, "recognition_added", by=by, at=at, reason=str(recognition), last_on=last_on)
        note(recognition, "created", by=by, at=at)
    return recognition


def verify_recognition(
    *,
    recognition: Recognition,
    number: str,
    first_on: date,
    last_on: date | None,
    by: User,
    at: datetime,
) -> Recognition:
    """Say that it holds, with the number and days as the evidence has them."""
    with transaction.atomic():
        row = _locked_unchecked(recognition, by)
        before = {name: getattr(row, name) for name in ("number", "first_on", "last_on")}
        row.number, row.first_on, row.last_on = number, first_on, last_on
        row.verified_at, row.verified_by = at, by
        valid(row).save()
        after = {name: getattr(row, name) for name in before}
        note(row, "recognition_verified", by=by, at=at, before=before, **after)
        note(row.provider, "recognition_verified", by=by, at=at, reason=str(row))
        _tell(row, lambda: _("%(recognition)s was checked and counts."), at)
    return row


def reject_recognition(
    *, recognition: Recognition, reason: str, by: User, at: datetime
) -> Recognition:
    """Say that it does not hold; it stays on the page, for the record."""
    with transaction.atomic():
        row = _locked_unchecked(recognition, by)
        if not reason.strip():
            raise Refused(_("Give the reason for this step."), field="reason")
        row.rejected_at, row.rejected_by = at, by
        row.save(update_fields=["rejected_at", "rejected_by"])
        note(row, "recognition_rejected", by=by, at=at, reason=reason)
        note(row.provider, "recognition_rejected", by=by, at=at, reason=f"{row}: {reason}")
        _tell(row, lambda: _("%(recognition)s was not accepted: %(reason)s"), at, reason)
    return row


def end_recognition(
    *, recognition: Recognition, last_on: date, by: User, at: datetime
) -> Recognition:
    """Set or move the last day on which the recognition holds."""
    with transaction.atomic():
        locked(recognition.provider)
        row = locked(recognition)
        require(by, Permission.PROVIDER_MANAGE, row)
        before, row.last_on = row.last_on, last_on
        valid(row).save(update_fields=["last_on"])
        former = {"last_on": before}
        note(row, "recognition_ended", by=by, at=at, before=former, last_on=last_on)
        note(row.provider, "recognition_ended", by=by, at=at, reason=str(row), last_on=last_on)
    return row


def _keep_evidence(recognition: Recognition, file: File | None) -> None:
    if file is None:
        return
    found = examined(file, kinds=EVIDENCE, maximum_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    refuse_infected(file)
    recognition.evidence.save(f"{found.sha256[:20]}.{found.kind}", file, save=False)
    recognition.evidence_name, recognition.evidence_sha256 = found.name, found.sha256


def _submit(recognition: Recognition, by: User, at: datetime) -> None:
    """A provider's own entry: it needs evidence and waits for a check."""
    require(by, Permission.PROVIDER_EDIT, recognition.provider)
    if not recognition.evidence:
        raise Refused(_("Add the certificate or the letter as evidence."), field="evidence")
    recognition.source = RegisterSource.PROVIDER
    said = {"provider": recognition.provider, "recognition": recognition}
    tell_regions(
        regions_with(recognition.provider),
        kind=RECOGNITION_SUBMITTED,
        subject=lambda: _("Check a recognition of %(provider)s") % said,
        sentence=lambda: _("%(provider)s handed in %(recognition)s with evidence.") % said,
        about=recognition.provider,
        at=at,
    )


def _locked_unchecked(recognition: Recognition, by: User) -> Recognition:
    locked(recognition.provider)
    row: Recognition = locked(recognition)
    require(by, Permission.PROVIDER_MANAGE, row)
    if row.verified_at or row.rejected_at:
        raise Refused(_("This recognition was checked already. Reload the page."))
    return row


def _tell(row: Recognition, sentence: Any, at: datetime, reason: str = "") -> None:
    said = {"recognition": row, "reason": reason}
    tell_provider(
        row.provider,
        kind=RECOGNITION_DECIDED,
        subject=lambda: str(row),
        sentence=lambda: sentence() % said,
        url=row.get_absolute_url(),
        at=at,
    )
