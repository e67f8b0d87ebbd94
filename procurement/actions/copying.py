"""A new tender from an earlier one: its parts are taken over, its dates move along."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min

from accounts.models import User
from config.shared.periods import AMSTERDAM, ONE_DAY, add_months, amsterdam
from procurement.actions.common import constraints_refuse, note
from procurement.actions.tenders import draft_tender
from procurement.models import AwardCriterion, Lot, PriceLine, Requirement, Tender
from procurement.workflows import LOT

KEPT = (
    "description",
    "procedure",
    "kind",
    "legal_basis",
    "cpv_code",
    "estimated_amount",
    "has_electronic_submission",
    "lots_bid_maximum",
    "lots_win_maximum",
    "score_method",
    "tie_rule",
    "rounding_decimals",
    "panel_size",
    "standstill_days",
)
"""Columns of a tender that the new one takes over."""
MOMENTS = (
    "requests_close_at",
    "questions_close_at",
    "clarification_planned_at",
    "closes_at",
    "award_planned_on",
)
"""The dates that keep their distance to the publication."""


STATE = (
    "status",
    "quality_locked_at",
    "quality_locked_by",
    "prices_opened_at",
    "prices_opened_by",
    "concluded_on",
)
"""What happened to a lot, which the new one begins without."""


def copy_tender(
    *,
    source: Tender,
    reference: str,
    title: str,
    planned_publication_at: datetime,
    first_on: date,
    follows: bool,
    by: User,
    at: datetime,
) -> Tender:
    """Draft a tender like `source`: lots with price tables, criteria, requirements, gemeenten.

    The dates keep their distance in days to the publication, and their hour by the Dutch clock.
    The contracts begin on `first_on` (the earliest of the lots) and run as long as those of
    `source`. Mandates, officers, panel, documents and questions do not come along: they were
    given for that tender. `follows` says that the new one takes the place of `source`.
    """
    with transaction.atomic():
        tender = draft_tender(
            region=source.region,
            gemeenten=list(source.gemeenten.order_by("pk")),
            lead_gemeente=source.lead_gemeente,
            reference=reference,
            title=title,
            follows=source if follows else None,
            planned_publication_at=planned_publication_at,
            by=by,
            at=at,
            **{name: getattr(source, name) for name in KEPT},
            **_moved_dates(source, planned_publication_at),
        )
        lots = _copy_parts(source, tender, first_on)
        for lot in lots.values():
            LOT.record_created(lot, by=by, at=at)
        note(tender, "copied", by=by, at=at, reason=str(source))
    return tender


def _moved_dates(source: Tender, publication_at: datetime) -> dict[str, Any]:
    """As far after the new publication as they were after the old one; empty stays empty."""
    published_at = source.published_at or source.planned_publication_at
    if published_at is None:
        return {}
    days = amsterdam(publication_at) - amsterdam(published_at)
    return {name: _moved(getattr(source, name), days) for name in MOMENTS}


def _moved(value: Any, days: timedelta) -> Any:
    """Whole days later, at the same hour on the Dutch clock."""
    if not isinstance(value, datetime):
        return value and value + days
    return value.astimezone(AMSTERDAM) + days


def _copy_parts(source: Tender, tender: Tender, first_on: date) -> Mapping[int, Lot]:
    """The new lots by the id of the old ones."""
    with constraints_refuse(Lot, PriceLine, AwardCriterion, Requirement):
        lots = _copy_lots(source, tender, first_on)
        for criterion in source.criteria.order_by("pk"):
            AwardCriterion.objects.create(tender=tender, **_columns(criterion, "tender"))
        for requirement in source.requirements.order_by("number"):
            lot = lots.get(requirement.lot_id) if requirement.lot_id else None
            fields = _columns(requirement, "tender", "lot")
            Requirement.objects.create(tender=tender, lot=lot, **fields)
    return lots


def _copy_lots(source: Tender, tender: Tender, first_on: date) -> Mapping[int, Lot]:
    earliest = source.lots.aggregate(first=Min("first_on"))["first"]
    return {
        lot.pk: _copy_lot(lot, tender, first_on + (lot.first_on - earliest))
        for lot in source.lots.order_by("number")
    }


def _copy_lot(lot: Lot, tender: Tender, first_on: date) -> Lot:
    fields = _columns(lot, "tender", "first_on", "last_on", *STATE)
    last_on = _last_day(first_on, lot)
    made = Lot.objects.create(tender=tender, first_on=first_on, last_on=last_on, **fields)
    made.gemeenten.set(lot.gemeenten.order_by("pk"))
    for line in lot.price_lines.order_by("number"):
        PriceLine.objects.create(lot=made, **_columns(line, "lot"))
    return made


def _last_day(first_on: date, lot: Lot) -> date:
    """As many months as the lot ran and, where it did not run whole months, as many days more."""
    after = lot.last_on + ONE_DAY
    months = (after.year - lot.first_on.year) * 12 + after.month - lot.first_on.month
    if add_months(lot.first_on, months) > after:
        months -= 1
    left = after - add_months(lot.first_on, months)
    return add_months(first_on, months) + left - ONE_DAY


def _columns(row: Any, *left_out: str) -> dict[str, Any]:
    """The own columns of a row, without its id and `left_out`."""
    skipped = {"id", *left_out}
    names = [field.name for field in row._meta.concrete_fields if field.name not in skipped]
    return {name: getattr(row, name) for name in names}
