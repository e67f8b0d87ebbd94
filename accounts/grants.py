"""The grants that rest on a membership of a region or a gemeente."""

from collections.abc import Iterator

from accounts.access import Grant
from accounts.enums import Role
from accounts.models import Membership, User


def membership_grants(user: User) -> Iterator[Grant]:
    """One grant per active membership, oldest first."""
    rows = Membership.objects.active().filter(user=user).select_related("region", "gemeente")
    told = rows.only("role", "region__name", "region__is_training", "gemeente__name")
    yield from map(grant_of, told.order_by("pk"))


def grant_of(row: Membership) -> Grant:
    """What the membership makes of the person."""
    return Grant(
        role=Role(row.role),
        organisation=str(row.region or row.gemeente),
        region_id=row.region_id,
        gemeente_id=row.gemeente_id,
        is_training=row.region is not None and row.region.is_training,
    )
