"""By which basis a region counts its costs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import regions_of, require
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from contracts.enums import RealisedBasis
from contracts.ledger import sum_region
from contracts.models import CostBasis


@transaction.atomic
def set_cost_basis(*, region: Region, basis: RealisedBasis, by: User, at: datetime) -> CostBasis:
    """Count the costs of a region by due day, or by days of service, from now on.

    Its months are summed anew in this transaction, closed ones too: their lines do not change.
    Takes some seconds for each 100,000 lines.
    """
    if region.pk not in regions_of(by):
        raise Refused(_("Your role does not allow this step."))
    require(by, Permission.OVERRUN_HANDLE, region)
    row = CostBasis.objects.select_for_update().filter(region=region).first()
    before = {"basis": row.basis} if row else None
    row = row or CostBasis(region=region)
    row.basis, row.changed_at, row.changed_by = basis, at, by
    valid(row).save()
    if before is None:
        record_made(row, by=by, at=at)
    else:
        record_update(row, before, by=by, at=at, what="")
    sum_region(region.pk)
    return row
