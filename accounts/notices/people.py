"""Who is to be told."""

from django.db.models import QuerySet

from accounts.enums import Permission
from accounts.models import Membership, Region, User
from accounts.roles import roles_with
from accounts.ties import provider_tie


def people_with(
    permission: Permission, *, region: Region | int | None = None, provider_id: int | None = None
) -> QuerySet[User]:
    """Active people who hold `permission` in a region, or within a provider: name one of the two.

    One query when it is read. Seats in a panel and roles in a single gemeente do not count.
    """
    if (region is None) == (provider_id is None):
        raise ValueError("name a region or a provider, not both")
    if provider_id is not None:
        return provider_tie().people(provider_id, permission)
    rows = Membership.objects.active().filter(region=region, role__in=roles_with(permission))
    return User.objects.filter(is_active=True, pk__in=rows.values("user"))
