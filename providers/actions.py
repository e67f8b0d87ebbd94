"""What is done with the register and with a provider's people."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of, require
from accounts.actions import invite
from accounts.enums import Permission, Role
from accounts.models import Gemeente, Invitation, Region, User
from config.shared.errors import Refused
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder
from providers.models import Admission, Offering, Provider, ProviderMembership, Recognition
from providers.workflows import ADMISSION

ACTS = {
    "provider_registered": gettext_lazy("Registered"),
    "provider_admitted": gettext_lazy("Admitted in a region"),
    "recognition_added": gettext_lazy("Recognition added"),
    "recognition_ended": gettext_lazy("Last day of a recognition set"),
    "offering_added": gettext_lazy("Offering added"),
    "offering_removed": gettext_lazy("Offering removed"),
    "administrator_invited": gettext_lazy("First administrator invited"),
}
"""Words for what stands in the history."""


def register_provider(
    *, region: Region, kvk_number: str, by: User, at: datetime, **details: Any
) -> Provider:
    """Put a provider in the register and admit it in `region`.

    A provider that another region registered is found by its KvK number: it is admitted here
    too and keeps its `details` (legal_name, trade_name, duo_number, brin, kind, email).
    """
    with transaction.atomic():
        _require_region(by, region)
        provider = Provider.objects.filter(kvk_number=kvk_number).first()
        if provider is None:
            provider = Provider(kvk_number=kvk_number, created_at=at, created_by=by, **details)
            valid(provider).save()
            _note(provider, "provider_registered", by=by, at=at, kvk_number=kvk_number)
        admit_provider(provider=provider, region=region, by=by, at=at)
    return provider


def admit_provider(*, provider: Provider, region: Region, by: User, at: datetime) -> Admission:
    """Let `region` see the provider and contract with it; refused when it is admitted already."""
    with transaction.atomic():
        _require_region(by, region)
        admission, is_new = Admission.objects.get_or_create(
            provider=provider, region=region, defaults={"admitted_at": at, "admitted_by": by}
        )
        if not is_new:
            raise Refused(
                _("This provider is already in the register of %(region)s.") % {"region": region},
                field="kvk_number",
            )
        ADMISSION.apply(admission, "admit", by=by, at=at)
        _note(provider, "provider_admitted", by=by, at=at, region=str(region))
    return admission


def update_provider(*, provider: Provider, by: User, at: datetime, **changes: Any) -> Provider:
    """Change what the provider says about itself; the KvK number stays."""
    with transaction.atomic():
        row = _locked(provider)
        require(by, Permission.PROVIDER_EDIT, row)
        before = {name: getattr(row, name) for name in changes}
        for name, value in changes.items():
            setattr(row, name, value)
        valid(row).save(update_fields=list(changes))
        recorder().record([Entry(row, "updated", by, at, before, changes)])
    return row


def add_recognition(
    *,
    provider: Provider,
    kind: str,
    number: str,
    first_on: date,
    last_on: date | None,
    by: User,
    at: datetime,
) -> Recognition:
    """Write down a quality mark or recognition; refused when it overlaps one of the same kind."""
    with transaction.atomic():
        row = _locked(provider)
        require(by, Permission.PROVIDER_MANAGE, row)
        recognition = Recognition(
            provider=row,
            kind=kind,
            number=number,
            first_on=first_on,
            last_on=last_on,
            verified_at=at,
            verified_by=by,
        )
        valid(recognition).save()
        what = f"{recognition.get_kind_display()} {number}"
        _note(row, "recognition_added", by=by, at=at, reason=what, last_on=last_on)
    return recognition


def end_recognition(
    *, recognition: Recognition, last_on: date, by: User, at: datetime
) -> Recognition:
    """Set or move the last day on which the recognition holds."""
    with transaction.atomic():
        _locked(recognition.provider)
        row = Recognition.objects.select_for_update(of=("self",)).get(pk=recognition.pk)
        require(by, Permission.PROVIDER_MANAGE, row)
        row.last_on = last_on
        valid(row).save(update_fields=["last_on"])
        _note(row.provider, "recognition_ended", by=by, at=at, reason=str(row), last_on=last_on)
    return row


def add_offering(
    *, provider: Provider, route: str, gemeente: Gemeente, mode: str, by: User, at: datetime
) -> Offering:
    """List a route that the provider offers in a gemeente."""
    with transaction.atomic():
        row = _locked(provider)
        require(by, Permission.OFFERING_EDIT, row)
        offering = Offering(provider=row, route=route, gemeente=gemeente, mode=mode)
        valid(offering).save()
        _note(row, "offering_added", by=by, at=at, reason=str(offering))
    return offering


def remove_offering(*, offering: Offering, by: User, at: datetime) -> Provider:
    """Take an offering from the list."""
    with transaction.atomic():
        row = _locked(offering.provider)
        require(by, Permission.OFFERING_EDIT, row)
        _note(row, "offering_removed", by=by, at=at, reason=str(offering))
        offering.delete()
    return row


def invite_first_administrator(
    *, provider: Provider, email: str, by: User, at: datetime
) -> Invitation:
    """Ask someone to administer a provider that has no administrator; later ones it asks itself."""
    with transaction.atomic():
        row = _locked(provider)
        require(by, Permission.PROVIDER_MANAGE, row)
        if administrators_of(row).exists():
            raise Refused(_("This provider has an administrator, who invites its other people."))
        invitation = invite(
            email=email, role=Role.PROVIDER_ADMINISTRATOR, provider_id=row.pk, by=by, at=at
        )
        _note(row, "administrator_invited", by=by, at=at)
    return invitation


def join_provider(provider_id: int, person: User, role: Role, at: datetime) -> None:
    """Give the person the role within the provider, unless it is held already."""
    membership, is_new = ProviderMembership.objects.active().get_or_create(
        user=person, provider_id=provider_id, role=role
    )
    if is_new:
        _note(membership, "created", by=person, at=at, role=role)


def name_of(provider_id: int) -> str:
    """The name by which people know the provider."""
    return str(Provider.objects.get(pk=provider_id))


def end_provider_membership(
    *, membership: ProviderMembership, by: User, at: datetime
) -> ProviderMembership:
    """Take the role from the person; refused for the provider's last administrator.

    Locks the provider, so that two administrators cannot end each other at once.
    """
    with transaction.atomic():
        provider = _locked(membership.provider)
        row = ProviderMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        require(by, Permission.MEMBERS_MANAGE, row)
        if row.ended_at:
            raise Refused(_("This membership has already ended."))
        others = administrators_of(provider).exclude(user=row.user_id)
        if row.role == Role.PROVIDER_ADMINISTRATOR and not others.exists():
            raise Refused(_("This is the last administrator. Invite another one first."))
        row.ended_at, row.ended_by = at, by
        row.save(update_fields=["ended_at", "ended_by"])
        _note(row, "membership_ended", by=by, at=at, role=row.role)
    return row


def administrators_of(provider: Provider) -> Any:
    """Its active administrators who can still sign in."""
    return ProviderMembership.objects.active().filter(
        provider=provider, role=Role.PROVIDER_ADMINISTRATOR, user__is_active=True
    )


def _require_region(by: User, region: Region) -> None:
    require(by, Permission.PROVIDER_MANAGE)
    if region.pk not in regions_of(by):
        raise Refused(_("You do not act for this region."), field="region")


def _locked(provider: Provider) -> Provider:
    return Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)


def _note(
    obj: Model, action: str, *, by: User, at: datetime, reason: str = "", **after: Any
) -> None:
    recorder().record([Entry(obj, action, by, at, {}, after, reason)])
