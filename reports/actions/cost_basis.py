"""By which basis a region reports its costs."""

from datetime import datetime

from django.db import transaction

from accounts.models import Region, User
from contracts.actions.cost_basis import set_cost_basis
from contracts.enums import RealisedBasis
from contracts.models import CostBasis
from reports.actions.forecasts import refresh_expected


@transaction.atomic
def change_cost_basis(*, region: Region, basis: RealisedBasis, by: User, at: datetime) -> CostBasis:
    """Count costs by this basis from now on, in every report and in what is expected as well."""
    row = set_cost_basis(region=region, basis=basis, by=by, at=at)
    refresh_expected(region=Region.objects.get(pk=region.pk), at=at)
    return row
