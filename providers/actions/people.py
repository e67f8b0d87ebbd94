"""A provider's people: the first administrator, joining and leaving."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actions import invite
from accounts.actions.tokens import revoke_tokens_of
from accounts.enums import Permission, Role
from accounts.models import Invitation, User
from config.shared.errors import Refused
from providers.actions.common import locked, note
from providers.grants import grant_of
from providers.models import Provider, ProviderMembership


def invite_first_administrator(
    *, provider: Provider, email: str, by: User, at: datetime
) -> Invitation:
    """Ask someone to administer a provider that has no administrator; later ones it asks itself."""
    with transaction.atomic():
        row = locked(provider)
        require(by, Permission.PROVIDER_MANAGE, row)
        if administrators_of(row).exists():
            raise Refused(_("This provider has an administrator, who invites its other people."))
        invitation = invite(
            email=email, role=Role.PROVIDER_ADMINISTRATOR, provider_id=row.pk, by=by, at=at
        )
        note(row, "administrator_invited", by=by, at=at)
    return invitation


def invite_when_nobody_administers(provider: Provider, *, by: User, at: datetime) -> None:
    """On admission: mail an invitation to the provider's address, unless one waits already."""
    waiting = Invitation.objects.open_at(at).filter(
        provider_id=provider.pk, role=Role.PROVIDER_ADMINISTRATOR
    )
    if provider.email and not administrators_of(provider).exists() and not waiting.exists():
        invite_first_administrator(provider=provider, email=provider.email, by=by, at=at)


def join_provider(provider_id: int, person: User, role: Role, at: datetime) -> None:
    """Give the person the role within the provider, unless it is held already."""
    membership, is_new = ProviderMembership.objects.active().get_or_create(
        user=person, provider_id=provider_id, role=role
    )
    if is_new:
        note(membership, "created", by=person, at=at, role=role)


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
        provider = locked(membership.provider)
        row = locked(membership)
        require(by, Permission.MEMBERS_MANAGE, row)
        if row.ended_at:
            raise Refused(_("This membership has already ended."))
        others = administrators_of(provider).exclude(user=row.user_id)
        if row.role == Role.PROVIDER_ADMINISTRATOR and not others.exists():
            raise Refused(_("This is the last administrator. Invite another one first."))
        row.ended_at, row.ended_by = at, by
        row.save(update_fields=["ended_at", "ended_by"])
        note(row, "membership_ended", by=by, at=at, role=row.role)
        revoke_tokens_of(user=row.user, grant_key=grant_of(row).key, by=by, at=at)
    return row


def administrators_of(provider: Provider) -> Any:
    """Its active administrators who can still sign in."""
    return ProviderMembership.objects.active().filter(
        provider=provider, role=Role.PROVIDER_ADMINISTRATOR, user__is_active=True
    )
