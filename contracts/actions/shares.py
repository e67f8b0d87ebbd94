"""Allocation keys where they meet contracts: counted from placements, and spread over seats."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.actions import VersionRequest, Weight, make_version_by_weights
from accounts.models import AllocationKey, AllocationKeyVersion, Gemeente, Region, User
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.periods import Period
from contracts.actions.terms import set_shares
from contracts.capacity import spread_seats
from contracts.enums import BEGUN
from contracts.models import CapacityLine, Placement


def weights_of(region: Region, counted: Period, on: date) -> dict[Gemeente, Weight]:
    """What each gemeente that is in the region on `on` weighs, by name.

    Its inhabitants, and the trajectories under contracts of the region that began in `counted`.
    """
    begun = dict(
        Placement.objects.filter(
            contract__region=region,
            status__in=BEGUN,
            actual_first_on__range=(counted.first, counted.last),
        )
        .order_by()
        .values_list("gemeente")
        .annotate(count=Count("pk"))
    )
    return {
        gemeente: Weight(gemeente.inhabitants or 0, begun.get(gemeente.pk, 0))
        for gemeente in region.gemeenten_on(on)
    }


def renew_key_by_placements(
    *, key: AllocationKey, counted: Period, request: VersionRequest, by: User, at: datetime
) -> AllocationKeyVersion:
    """Add a version that divides by the trajectories that began in `counted`."""
    weights = weights_of(key.region, counted, request.first_on)
    return make_version_by_weights(key=key, request=request, weights=weights, by=by, at=at)


@transaction.atomic
def apply_key(
    *, line: CapacityLine, key: AllocationKey, on: date, by: User, at: datetime
) -> CapacityLine:
    """Divide the seats of a draft's line as `key` does on `on`; the seats add up to its number.

    Only gemeenten of the contract share, in the proportions that they have in the key.
    """
    numbers = seats_by_key(line, key, on)
    set_shares(line=line, numbers=numbers, by=by, at=at)
    line.key = key
    line.save(update_fields=["key"])
    return line


def seats_by_key(line: CapacityLine, key: AllocationKey, on: date) -> dict[Gemeente, int]:
    """Seats of `line` by gemeente of its contract, by name; Refused when the key gives none."""
    version = key.version_on(on)
    if version is None:
        raise Refused(
            _("%(key)s has no version that holds on %(day)s.") % {"key": key, "day": day(on)},
            field="key",
        )
    gemeenten = list(line.contract.gemeenten.order_by("name"))
    percentages = version.percentages()
    weights = [percentages.get(gemeente.pk, Decimal(0)) for gemeente in gemeenten]
    if not any(weights):
        raise Refused(
            _("No gemeente of this contract has a share in %(key)s.") % {"key": key}, field="key"
        )
    return dict(zip(gemeenten, spread_seats(line.number, weights), strict=True))
