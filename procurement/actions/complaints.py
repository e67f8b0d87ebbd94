"""Complaints and interim proceedings about one lot; another lot never waits for them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from procurement.actions.common import constraints_refuse, locked, note, require_status
from procurement.actions.outcomes import locked_lot
from procurement.actions.telling import tell_complaint
from procurement.enums import ComplaintKind, ComplaintStatus, LotStatus
from procurement.models import Complaint, Lot
from procurement.workflows import COMPLAINT
from providers.models import Provider

AT_FIELD = {"complaint_interim_proceeding_suspends": "suspends"}


def record_complaint(
    *,
    lot: Lot,
    provider: Provider,
    kind: str,
    received_on: date,
    text: str,
    suspends: bool,
    by: User,
    at: datetime,
) -> Complaint:
    """Write down what came in; interim proceedings always suspend the award of the lot.

    Refused once the contract of the lot is concluded: there is nothing left to suspend.
    """
    with constraints_refuse(Complaint, fields=AT_FIELD):
        row = locked_lot(lot)
        require(by, Permission.TENDER_AWARD, row)
        _require_open(row)
        made = Complaint.objects.create(
            lot=row,
            provider=provider,
            kind=ComplaintKind(kind),
            received_on=received_on,
            text=text,
            suspends=suspends,
            recorded_at=at,
            recorded_by=by,
        )
        COMPLAINT.record_created(made, by=by, at=at)
        tell_complaint(complaint=made, at=at)
    return made


def change_suspension(
    *, complaint: Complaint, suspends: bool, reason: str, by: User, at: datetime
) -> Complaint:
    """Let a running complaint suspend the award of its lot, or no longer."""
    with constraints_refuse(Complaint, fields=AT_FIELD):
        locked_lot(complaint.lot)
        row: Complaint = locked(complaint)
        require(by, Permission.TENDER_AWARD, row)
        require_status(row, ComplaintStatus.OPEN)
        before = row.suspends
        row.suspends = suspends
        row.save(update_fields=["suspends"])
        after = {"suspends": suspends}
        note(row, "updated", by=by, at=at, before={"suspends": before}, after=after, reason=reason)
    return row


def dismiss_complaint(*, complaint: Complaint, reason: str, by: User, at: datetime) -> Complaint:
    """The complaint was not right, or the court ruled against it: the lot goes on."""
    return _end(complaint, "dismiss", reason, by, at)


def uphold_complaint(*, complaint: Complaint, reason: str, by: User, at: datetime) -> Complaint:
    """The complaint was right; what follows for the lot is decided on the lot."""
    return _end(complaint, "uphold", reason, by, at)


def withdraw_complaint(*, complaint: Complaint, reason: str, by: User, at: datetime) -> Complaint:
    """Who brought the complaint took it back: the lot goes on."""
    return _end(complaint, "withdraw", reason, by, at)


def _end(complaint: Complaint, name: str, reason: str, by: User, at: datetime) -> Complaint:
    with transaction.atomic():
        locked_lot(complaint.lot)
        return COMPLAINT.apply(complaint, name, by=by, at=at, reason=reason, resolution=reason)


def _require_open(lot: Lot) -> None:
    if lot.status == LotStatus.PENDING and lot.tender.published_at is None:
        raise Refused(_("The tender is not published yet."))
    if lot.concluded_on:
        raise Refused(_("The contract of this lot is concluded."))
