"""The procurement calendar: what the region will tender, when, and with whose money."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Region, User
from accounts.notices import people_with
from config.shared.errors import Refused
from procurement.actions.common import assign, constraints_refuse, locked, note, require_status
from procurement.enums import PlannedStatus
from procurement.models import PlannedBudget, PlannedTender
from procurement.workflows import PLANNED_TENDER

Budgets = Mapping[str, Decimal]
"""Euro excl. VAT by FundingSource."""
AT_FIELD = {"planned_tender_start_on_not_before_publication_on": "start_on"}


def possible_owners(region: Region) -> Any:
    """Who can be the owner of a line: people of the region who prepare tenders."""
    return people_with(Permission.TENDER_DRAFT, region=region).order_by("name", "pk")


def plan_tender(
    *, region: Region, budgets: Budgets, by: User, at: datetime, **fields: Any
) -> PlannedTender:
    """Add a line to the calendar of `region`; `fields` are columns of PlannedTender."""
    planned = PlannedTender(region=region, created_at=at, created_by=by, **fields)
    require(by, Permission.TENDER_DRAFT, planned)
    _check_owner(planned)
    with constraints_refuse(PlannedTender, PlannedBudget, fields=AT_FIELD):
        planned.save(force_insert=True)
        _set_budgets(planned, budgets)
        PLANNED_TENDER.record_created(planned, by=by, at=at)
    return planned


def change_planned(
    *, planned: PlannedTender, budgets: Budgets, by: User, at: datetime, **changes: Any
) -> PlannedTender:
    """Change a line for which no tender is drafted yet; `budgets` take the place of what stands."""
    with constraints_refuse(PlannedTender, PlannedBudget, fields=AT_FIELD):
        row: PlannedTender = locked(planned)
        require(by, Permission.TENDER_DRAFT, row)
        require_status(row, PlannedStatus.PLANNED)
        before, after = assign(row, changes)
        _check_owner(row)
        row.save(update_fields=list(changes))
        old = _budgets_of(row)
        _set_budgets(row, budgets)
        if old != _budgets_of(row):
            before["budgets"], after["budgets"] = old, _budgets_of(row)
        if after:
            note(row, "updated", by=by, at=at, before=before, after=after)
    return row


def _check_owner(planned: PlannedTender) -> None:
    if not possible_owners(planned.region).filter(pk=planned.owner_id).exists():
        raise Refused(_("Choose a colleague who prepares tenders in the region."), field="owner")


def _budgets_of(planned: PlannedTender) -> dict[str, str]:
    """As they stand in the history of the line."""
    rows = planned.budgets.order_by("source").values_list("source", "amount")
    return {source: str(amount) for source, amount in rows}


def _set_budgets(planned: PlannedTender, budgets: Budgets) -> None:
    planned.budgets.all().delete()
    PlannedBudget.objects.bulk_create(
        PlannedBudget(planned=planned, source=source, amount=amount)
        for source, amount in budgets.items()
    )
