"""The grants that rest on a provider's own people."""

from collections.abc import Iterator

from django.db.models import QuerySet

from accounts.access import Grant
from accounts.enums import Permission, Role
from accounts.models import User
from accounts.roles import roles_with
from providers.models import ProviderMembership


def provider_grants(user: User) -> Iterator[Grant]:
    """One grant per active membership of a provider, oldest first."""
    rows = ProviderMembership.objects.active().filter(user=user).select_related("provider")
    told = rows.only("role", "provider__legal_name", "provider__trade_name")
    yield from map(grant_of, told.order_by("pk"))


def grant_of(row: ProviderMembership) -> Grant:
    """What the membership makes of the person."""
    return Grant(role=Role(row.role), organisation=str(row.provider), provider_id=row.provider_id)


def people_of(provider_id: int, permission: Permission) -> QuerySet[User]:
    """The provider's active people whose role holds `permission`."""
    rows = ProviderMembership.objects.active().filter(
        provider=provider_id, role__in=roles_with(permission)
    )
    return User.objects.filter(is_active=True, pk__in=rows.values("user"))
