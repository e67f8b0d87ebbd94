"""Drafting, publishing, closing and withdrawing tenders."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Gemeente, Region, User
from config.shared.errors import Refused
from config.shared.queue import later
from procurement.actions.common import assign, constraints_refuse, locked, note
from procurement.actions.outcomes import record_withdrawal
from procurement.actions.publication import tell_publication
from procurement.actions.vault import make_tender_keys
from procurement.enums import BidStatus, EnvelopeKind, OutcomeReason, OutcomeResult, TenderStatus
from procurement.models import BidEnvelope, Lot, LotOutcome, PlannedTender, Tender
from procurement.notices_opening import tell_to_open
from procurement.workflows import LOT, PLANNED_TENDER, TENDER, every_lot_ended

AT_FIELD = {"tender_reference_once_per_region": "reference"}


def draft_tender(
    *,
    region: Region,
    gemeenten: Collection[Gemeente],
    by: User,
    at: datetime,
    planned: PlannedTender | None = None,
    **fields: Any,
) -> Tender:
    """Begin a tender of `region` for `gemeenten`; `fields` are columns of Tender.

    `planned` is the line of the procurement calendar that it carries out.
    """
    tender = Tender(region=region, created_at=at, created_by=by, **fields)
    require(by, Permission.TENDER_DRAFT, tender)
    with constraints_refuse(Tender, fields=AT_FIELD):
        tender.save(force_insert=True)
        tender.gemeenten.set(gemeenten)
        TENDER.record_created(tender, by=by, at=at)
        if planned is not None:
            PLANNED_TENDER.apply(planned, "start", by=by, at=at, tender=tender)
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
        row = locked_draft(tender, by)
        before, after = assign(row, changes)
        row.save(update_fields=list(changes))
        if gemeenten is not None:
            row.gemeenten.set(gemeenten)
        note(row, "updated", by=by, at=at, before=before, after=after)
    return row


def publish_tender(*, tender: Tender, by: User, at: datetime) -> Tender:
    """Show the tender to providers; from now on lots, criteria and weights stand.

    The keys of its vault are made in the same transaction: no bid is ever asked for without them.
    """
    with transaction.atomic():
        row = TENDER.apply(tender, "publish", by=by, at=at)
        if row.is_competitive:
            make_tender_keys(row, at=at)
        tell_publication(row, at=at)
    return row


def withdraw_tender(
    *,
    tender: Tender,
    by: User,
    at: datetime,
    reason: str,
    outcome: str = OutcomeReason.OTHER,
) -> Tender:
    """End the tender and its running lots; bids that were not opened stay sealed for ever.

    `outcome` is the reason in eForms words, a value of OutcomeReason, for each of those lots.
    """
    with transaction.atomic():
        row = TENDER.apply(tender, "withdraw", by=by, at=at, reason=reason)
        record_withdrawal(tender=row, reason=outcome, explanation=reason, by=by, at=at)
        LOT.apply_many(row.lots.all(), "withdraw", by=by, at=at, reason=reason)
        later("procurement.mail_withdrawal", tender_id=row.pk)
    return row


def close_tender(*, tender: Tender, at: datetime) -> Tender:
    """Close a tender whose deadline has passed, and end the lots on which nobody bid.

    A tender without any bid is concluded at once: there is nothing to open.
    """
    with transaction.atomic():
        row = TENDER.apply(tender, "close", by=None, at=at)
        for lot in row.lots.exclude(pk__in=_lots_bid_on(row).values("pk")).order_by("number"):
            _end_without_bids(lot, at)
        if _lots_bid_on(row).exists():
            tell_to_open(row, at=at)
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


def locked_draft(tender: Tender, by: User) -> Tender:
    """The tender, locked; Refused for who may not prepare it, and once it is no draft any more."""
    row: Tender = locked(tender)
    require(by, Permission.TENDER_DRAFT, row)
    if row.status == TenderStatus.IN_REVIEW:
        raise Refused(_("A draft in review stands still: take it back to draft first."))
    if row.status != TenderStatus.DRAFT:
        raise Refused(_("A published tender stands: lots, criteria and weights are fixed."))
    return row


def _lots_bid_on(tender: Tender) -> "QuerySet[Lot]":
    """The lots with a price envelope in the last version of a bid that was handed in.

    Bids stay sealed here: on the outside of an envelope stands which lot it is for.
    """
    envelopes = BidEnvelope.objects.filter(
        kind=EnvelopeKind.PRICE,
        receipt__bid__tender=tender,
        receipt__bid__status=BidStatus.SUBMITTED,
    )
    last = envelopes.annotate(last=Max("receipt__bid__receipts__sequence"))
    last = last.filter(receipt__sequence=F("last"))
    return tender.lots.filter(pk__in=last.values("lot"))


def _end_without_bids(lot: Lot, at: datetime) -> None:
    LotOutcome.objects.create(
        lot=lot,
        result=OutcomeResult.CLOSED,
        reason=OutcomeReason.NO_RECEIVED,
        explanation=_("No provider bid on this lot before the deadline."),
        recorded_at=at,
    )
    LOT.apply(lot, "lack_bids", by=None, at=at)
