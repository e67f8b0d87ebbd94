"""Drafting, publishing, closing and withdrawing tenders."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Gemeente, Region, User
from config.shared.errors import Refused
from config.shared.queue import later
from procurement.actions.common import assign, constraints_refuse, locked, note
from procurement.enums import BidStatus, OutcomeReason, TenderStatus
from procurement.models import AwardCriterion, Lot, LotOutcome, Tender
from procurement.workflows import LOT, TENDER, every_lot_ended

AT_FIELD = {
    "tender_reference_once_per_region": "reference",
    "criterion_one_price_per_tender": "kind",
}


def draft_tender(
    *, region: Region, gemeenten: Collection[Gemeente], by: User, at: datetime, **fields: Any
) -> Tender:
    """Begin a tender of `region` for `gemeenten`; `fields` are columns of Tender."""
    tender = Tender(region=region, created_at=at, created_by=by, **fields)
    require(by, Permission.TENDER_DRAFT, tender)
    with constraints_refuse(Tender, fields=AT_FIELD):
        tender.save(force_insert=True)
        tender.gemeenten.set(gemeenten)
        TENDER.record_created(tender, by=by, at=at)
    return tender


def change_tender(
    *,
    tender: Tender,
    by: User,
    at: datetime,
    gemeenten: Collection[Gemeente] | None = None,
    **changes: Any,
) -> Tender:
    """Change a draft; what is published stands."""
    with constraints_refuse(Tender, fields=AT_FIELD):
        row = _locked_draft(tender, by)
        before, after = assign(row, changes)
        row.save(update_fields=list(changes))
        if gemeenten is not None:
            row.gemeenten.set(gemeenten)
        note(row, "updated", by=by, at=at, before=before, after=after)
    return row


def add_lot(*, tender: Tender, by: User, at: datetime, **fields: Any) -> Lot:
    """Add a lot to a draft, with the next number."""
    with constraints_refuse(Lot):
        row = _locked_draft(tender, by)
        highest = row.lots.aggregate(highest=Max("number"))["highest"] or 0
        lot = Lot.objects.create(tender=row, number=highest + 1, **fields)
        LOT.record_created(lot, by=by, at=at)
        note(row, "add_lot", by=by, at=at, after={"lot": lot.pk}, reason=str(lot))
    return lot


def change_lot(*, lot: Lot, by: User, at: datetime, **changes: Any) -> Lot:
    """Change a lot of a draft."""
    with constraints_refuse(Lot):
        _locked_draft(lot.tender, by)
        row = locked(lot)
        before, after = assign(row, changes)
        row.save(update_fields=list(changes))
        note(row, "updated", by=by, at=at, before=before, after=after)
    return row


def remove_lot(*, lot: Lot, by: User, at: datetime) -> Tender:
    """Take a lot out of a draft; returns the tender."""
    with transaction.atomic():
        row = _locked_draft(lot.tender, by)
        note(row, "remove_lot", by=by, at=at, before={"lot": lot.pk}, reason=str(lot))
        lot.delete()
    return row


def add_criterion(*, tender: Tender, by: User, at: datetime, **fields: Any) -> AwardCriterion:
    """Add an award criterion to a draft."""
    with constraints_refuse(AwardCriterion, fields=AT_FIELD):
        row = _locked_draft(tender, by)
        criterion = AwardCriterion.objects.create(tender=row, **fields)
        note(row, "add_criterion", by=by, at=at, after=_plain(criterion), reason=criterion.name)
    return criterion


def change_criterion(
    *, criterion: AwardCriterion, by: User, at: datetime, **changes: Any
) -> AwardCriterion:
    """Change an award criterion of a draft."""
    with constraints_refuse(AwardCriterion, fields=AT_FIELD):
        tender = _locked_draft(criterion.tender, by)
        row = locked(criterion)
        before = _plain(row)
        assign(row, changes)
        row.save(update_fields=list(changes))
        moment: dict[str, Any] = {"by": by, "at": at, "before": before, "after": _plain(row)}
        note(tender, "change_criterion", **moment, reason=row.name)
    return row


def remove_criterion(*, criterion: AwardCriterion, by: User, at: datetime) -> Tender:
    """Take an award criterion out of a draft; returns the tender."""
    with transaction.atomic():
        tender = _locked_draft(criterion.tender, by)
        before = _plain(criterion)
        note(tender, "remove_criterion", by=by, at=at, before=before, reason=criterion.name)
        criterion.delete()
    return tender


def publish_tender(*, tender: Tender, by: User, at: datetime) -> Tender:
    """Show the tender to providers; from now on lots, criteria and weights stand."""
    return TENDER.apply(tender, "publish", by=by, at=at)


def withdraw_tender(*, tender: Tender, by: User, at: datetime, reason: str) -> Tender:
    """End the tender and its running lots; bids that were not opened stay sealed for ever."""
    with transaction.atomic():
        row = TENDER.apply(tender, "withdraw", by=by, at=at, reason=reason)
        LOT.apply_many(row.lots.all(), "withdraw", by=by, at=at, reason=reason)
        later("procurement.mail_withdrawal", tender_id=row.pk)
    return row


def close_tender(*, tender: Tender, at: datetime) -> Tender:
    """Close a tender whose deadline has passed, and end the lots on which nobody bid.

    A tender without any bid is concluded at once: there is nothing to open.
    """
    with transaction.atomic():
        row = TENDER.apply(tender, "close", by=None, at=at)
        bid_on = row.lots.filter(lot_bids__bid__status=BidStatus.SUBMITTED)
        for lot in row.lots.exclude(pk__in=bid_on.values("pk")).order_by("number"):
            _end_without_bids(lot, at)
        return conclude_if_ended(row, at=at)


def close_overdue_tenders(*, at: datetime) -> int:
    """Close every published tender whose deadline has passed; return how many were.

    The database says which those are, as it judges bids by the same clock.
    """
    closed = 0
    for tender in Tender.objects.overdue().order_by("closes_at", "pk"):
        with suppress(Refused):  # another worker was first
            close_tender(tender=tender, at=at)
            closed += 1
    return closed


def conclude_if_ended(tender: Tender, *, at: datetime) -> Tender:
    """Conclude the tender when its last lot has ended; else return it as it is."""
    tender.refresh_from_db()
    if every_lot_ended(tender, at):
        return tender
    return TENDER.apply(tender, "conclude", by=None, at=at)


def _end_without_bids(lot: Lot, at: datetime) -> None:
    LotOutcome.objects.create(
        lot=lot,
        reason=OutcomeReason.NO_RECEIVED,
        explanation=_("No provider bid on this lot before the deadline."),
        recorded_at=at,
    )
    LOT.apply(lot, "lack_bids", by=None, at=at)


def _locked_draft(tender: Tender, by: User) -> Tender:
    row: Tender = locked(tender)
    require(by, Permission.TENDER_DRAFT, row)
    if row.status != TenderStatus.DRAFT:
        raise Refused(_("A published tender stands: lots, criteria and weights are fixed."))
    return row


def _plain(criterion: AwardCriterion) -> dict[str, Any]:
    """The criterion as it stands in the tender's history."""
    names = ("kind", "name", "question", "weight", "formula")
    scale = ("scale_best_price", "scale_zero_price")
    return {"criterion": criterion.pk} | {name: getattr(criterion, name) for name in names + scale}
