"""Where a provider teaches, what it offers there and whom to reach."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Gemeente, User
from config.shared.errors import Refused
from config.shared.periods import ONE_DAY, amsterdam
from config.shared.validity import valid
from providers.actions.common import locked, note
from providers.models import DeliveryLocation, Offering, Provider, ProviderContact


def add_location(*, provider: Provider, by: User, at: datetime, **details: Any) -> DeliveryLocation:
    """List a place where lessons are given (name, address, postcode, gemeente, ...)."""
    with transaction.atomic():
        row = locked(provider)
        require(by, Permission.OFFERING_EDIT, row)
        location = DeliveryLocation(provider=row, **details)
        valid(location).save()
        note(row, "location_added", by=by, at=at, reason=str(location))
    return location


def change_location(
    *, location: DeliveryLocation, by: User, at: datetime, **details: Any
) -> DeliveryLocation:
    """Mend what is written of a location; another address is a move."""
    with transaction.atomic():
        provider, row = locked(location.provider), locked(location)
        require(by, Permission.OFFERING_EDIT, row)
        for name, value in details.items():
            setattr(row, name, value)
        valid(row).save()
        note(provider, "location_changed", by=by, at=at, reason=str(row))
    return row


def move_location(
    *, location: DeliveryLocation, moved_on: date, by: User, at: datetime, **place: Any
) -> DeliveryLocation:
    """Give lessons at another place from `moved_on`; return the new location.

    `place` has its address, postcode and gemeente. Offerings go along on that day.
    """
    with transaction.atomic():
        provider, old = locked(location.provider), locked(location)
        require(by, Permission.OFFERING_EDIT, old)
        if DeliveryLocation.objects.filter(follows=old).exists():
            raise Refused(_("This location has moved already."))
        old.last_on = moved_on - ONE_DAY
        valid(old).save(update_fields=["last_on"])
        kept = {name: getattr(old, name) for name in ("name", "contact")}
        new = DeliveryLocation(provider=provider, follows=old, first_on=moved_on, **kept, **place)
        valid(new).save()
        note(provider, "location_moved", by=by, at=at, reason=f"{old} > {new}", moved_on=moved_on)
        if moved_on <= amsterdam(at):
            _take_along(old)
    return new


def close_location(
    *, location: DeliveryLocation, last_on: date, by: User, at: datetime
) -> DeliveryLocation:
    """Set the last day on which lessons are given there; its offerings stay listed until then."""
    with transaction.atomic():
        provider, row = locked(location.provider), locked(location)
        require(by, Permission.OFFERING_EDIT, row)
        row.last_on = last_on
        valid(row).save(update_fields=["last_on"])
        note(provider, "location_closed", by=by, at=at, reason=str(row), last_on=last_on)
    return row


def move_along_due(*, at: datetime) -> int:
    """Let offerings go along with moves whose day has come; return how many locations."""
    today = amsterdam(at)
    moved = DeliveryLocation.objects.filter(
        last_on__lt=today, moved_to__isnull=False, offerings__isnull=False
    )
    rows = list(moved.order_by("pk").distinct())
    for location in rows:
        with transaction.atomic():
            _take_along(locked(location))
    return len(rows)


def add_offering(
    *,
    provider: Provider,
    route: str,
    gemeente: Gemeente,
    mode: str,
    by: User,
    at: datetime,
    **details: Any,
) -> Offering:
    """List a route that the provider offers in a gemeente (location, levels, places)."""
    with transaction.atomic():
        row = locked(provider)
        require(by, Permission.OFFERING_EDIT, row)
        offering = Offering(provider=row, route=route, gemeente=gemeente, mode=mode, **details)
        if offering.location and offering.location.provider_id != row.pk:
            raise Refused(_("That location is another provider's."), field="location")
        valid(offering).save()
        note(row, "offering_added", by=by, at=at, reason=str(offering))
    return offering


def remove_offering(*, offering: Offering, by: User, at: datetime) -> Provider:
    """Take an offering from the list."""
    with transaction.atomic():
        row: Provider = locked(offering.provider)
        require(by, Permission.OFFERING_EDIT, row)
        note(row, "offering_removed", by=by, at=at, reason=str(offering))
        offering.delete()
    return row


def add_contact(*, provider: Provider, by: User, at: datetime, **details: Any) -> ProviderContact:
    """Write down whom to reach about a subject (subject, name, job_title, email, phone)."""
    with transaction.atomic():
        row = locked(provider)
        require(by, Permission.OFFERING_EDIT, row)
        contact = ProviderContact(provider=row, **details)
        valid(contact).save()
        note(row, "contact_added", by=by, at=at, reason=str(contact.get_subject_display()))
    return contact


def remove_contact(*, contact: ProviderContact, by: User, at: datetime) -> Provider:
    """Forget a contact: who left is not kept."""
    with transaction.atomic():
        row: Provider = locked(contact.provider)
        require(by, Permission.OFFERING_EDIT, row)
        note(row, "contact_removed", by=by, at=at, reason=str(contact.get_subject_display()))
        contact.delete()
    return row


def _take_along(old: DeliveryLocation) -> None:
    new = old.moved_to
    old.offerings.update(location=new, gemeente=new.gemeente_id)
