"""The grants that rest on a provider's own people."""

from collections.abc import Iterator

from accounts.access import Grant
from accounts.enums import Role
from accounts.models import User
from providers.models import ProviderMembership


def provider_grants(user: User) -> Iterator[Grant]:
    """One grant per active membership of a provider, oldest first."""
    rows = ProviderMembership.objects.active().filter(user=user).select_related("provider")
    for row in rows.order_by("pk"):
        yield Grant(
            role=Role(row.role), organisation=str(row.provider), provider_id=row.provider_id
        )
