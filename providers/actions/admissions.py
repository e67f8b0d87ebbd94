"""Letting providers in, region by region: one person proposes, another decides."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.display import day as day_text
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.validity import valid
from providers.actions.common import (
    ADMISSION_DECIDED,
    ADMISSION_PROPOSED,
    locked,
    note,
    require_region,
    tell_provider,
    tell_regions,
)
from providers.actions.people import invite_when_nobody_administers
from providers.models import Admission, Provider
from providers.workflows import ADMISSION


def register_provider(
    *, region: Region, kvk_number: str, by: User, at: datetime, **details: Any
) -> Provider:
    """Put a provider in the register and propose its admission in `region`.

    A provider that another region registered is found by its KvK number: it is proposed here
    too and keeps its `details` (legal_name, trade_name, duo_number, brin, kind, email, phone).
    """
    with transaction.atomic():
        require_region(by, region, Permission.PROVIDER_MANAGE)
        provider = Provider.objects.filter(kvk_number=kvk_number).first()
        if provider is None:
            provider = Provider(kvk_number=kvk_number, created_at=at, created_by=by, **details)
            valid(provider).save()
            note(provider, "provider_registered", by=by, at=at, kvk_number=kvk_number)
        propose_admission(provider=provider, region=region, by=by, at=at)
    return provider


def propose_admission(*, provider: Provider, region: Region, by: User, at: datetime) -> Admission:
    """Ask a colleague to admit the provider in `region`; refused when it stands there already."""
    with transaction.atomic():
        require_region(by, region, Permission.PROVIDER_MANAGE)
        admission, is_new = Admission.objects.get_or_create(
            provider=provider, region=region, defaults={"proposed_at": at, "proposed_by": by}
        )
        if not is_new:
            raise Refused(
                _("This provider is already in the register of %(region)s.") % {"region": region},
                field="kvk_number",
            )
        ADMISSION.record_created(admission, by=by, at=at)
        note(provider, "provider_proposed", by=by, at=at, region=str(region))
        _ask_colleagues(admission, by, at)
    return admission


def propose_again(*, admission: Admission, by: User, at: datetime) -> Admission:
    """Open a refused or ended admission again for a decision by a colleague."""
    with transaction.atomic():
        row = ADMISSION.apply(
            admission, "propose_again", by=by, at=at, admitted_at=None, admitted_by=None
        )
        row.reason = ""
        row.save(update_fields=["reason"])
        _ask_colleagues(row, by, at)
    return row


def admit_provider(*, admission: Admission, by: User, at: datetime) -> Admission:
    """Let the region give the provider work; refused for who proposed it.

    Invites an administrator where nobody administers the provider.
    """
    with transaction.atomic():
        if locked(admission).proposed_by_id == by.pk:
            raise Refused(
                _("You proposed this admission yourself: another person decides about it.")
            )
        row = ADMISSION.apply(admission, "admit", by=by, at=at)
        note(row.provider, "provider_admitted", by=by, at=at, region=str(row.region))
        invite_when_nobody_administers(row.provider, by=by, at=at)
        _tell(row, lambda: _("You are admitted in %(region)s."), at)
    return row


def refuse_admission(*, admission: Admission, reason: str, by: User, at: datetime) -> Admission:
    """Do not let the provider in, and tell it why."""
    with transaction.atomic():
        row = _decide(admission, "refuse", reason=reason, by=by, at=at)
        _tell(row, lambda: _("You are not admitted in %(region)s: %(reason)s"), at)
    return row


def suspend_provider(
    *,
    admission: Admission,
    first_on: date,
    last_on: date | None,
    reason: str,
    by: User,
    at: datetime,
) -> Admission:
    """Give no new work from `first_on` up to and including `last_on` (None: until lifted)."""
    return _bar(admission, "suspend", (first_on, last_on), reason=reason, by=by, at=at)


def block_provider(
    *,
    admission: Admission,
    first_on: date,
    last_on: date | None,
    reason: str,
    by: User,
    at: datetime,
) -> Admission:
    """As a suspension, but for a ground that the provider does not mend by itself."""
    return _bar(admission, "block", (first_on, last_on), reason=reason, by=by, at=at)


def lift_bar(*, admission: Admission, reason: str, by: User, at: datetime) -> Admission:
    """End a suspension or block at once."""
    with transaction.atomic():
        cleared = {"barred_from": None, "barred_until": None}
        row = _decide(admission, "lift", reason=reason, by=by, at=at, **cleared)
        _tell(row, lambda: _("%(region)s can give you new work again: %(reason)s"), at)
    return row


def end_admission(*, admission: Admission, reason: str, by: User, at: datetime) -> Admission:
    """Give no new work any more; what runs goes on."""
    with transaction.atomic():
        row = _decide(admission, "end", reason=reason, by=by, at=at)
        _tell(row, lambda: _("Your admission in %(region)s has ended: %(reason)s"), at)
    return row


def _bar(
    admission: Admission,
    name: str,
    period: tuple[date, date | None],
    *,
    reason: str,
    by: User,
    at: datetime,
) -> Admission:
    first_on, last_on = period
    if first_on < amsterdam(at):
        raise Refused(_("The first day may not lie in the past."), field="first_on")
    if last_on and last_on < first_on:
        raise Refused(_("The last day may not be before the first day."), field="last_on")
    with transaction.atomic():
        days = {"barred_from": first_on, "barred_until": last_on}
        row = _decide(admission, name, reason=reason, by=by, at=at, **days)
        first = day_text(first_on)
        _tell(row, lambda: _("No new work in %(region)s from %(first)s: %(reason)s"), at, first)
    return row


def _decide(
    admission: Admission, name: str, *, reason: str, by: User, at: datetime, **changes: Any
) -> Admission:
    """The move, with its reason also on the provider's own page."""
    row = ADMISSION.apply(admission, name, by=by, at=at, reason=reason, **changes)
    row.reason = reason
    valid(row).save(update_fields=["reason"])
    note(row.provider, f"admission_{name}", by=by, at=at, reason=reason, region=str(row.region))
    return row


def _ask_colleagues(admission: Admission, by: User, at: datetime) -> None:
    said = {"provider": admission.provider, "region": admission.region}
    tell_regions(
        [admission.region],
        kind=ADMISSION_PROPOSED,
        subject=lambda: _("Decide about the admission of %(provider)s") % said,
        sentence=lambda: _("A colleague proposes to admit %(provider)s in %(region)s.") % said,
        about=admission,
        at=at,
        besides=by,
    )


def _tell(admission: Admission, sentence: Any, at: datetime, first: str = "") -> None:
    said = {"region": admission.region, "reason": admission.reason, "first": first}
    tell_provider(
        admission.provider,
        kind=ADMISSION_DECIDED,
        subject=lambda: _("Admission in %(region)s") % said,
        sentence=lambda: sentence() % said,
        url=admission.get_absolute_url(),
        at=at,
    )
