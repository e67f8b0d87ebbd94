"""How a lot ended: one row for every lot, with or without a winner."""

from datetime import datetime

from accounts.models import User
from procurement.actions.common import locked
from procurement.enums import OutcomeReason, OutcomeResult
from procurement.models import Lot, LotOutcome, Tender


def record_winner(*, lot: Lot, by: User, at: datetime) -> LotOutcome:
    """Write down that the lot ended with a winner."""
    return LotOutcome.objects.create(
        lot=lot, result=OutcomeResult.SELECTED, recorded_at=at, recorded_by=by
    )


def record_no_winner(
    *, lot: Lot, reason: str, explanation: str, by: User | None, at: datetime
) -> LotOutcome:
    """Write down why the lot ended without a winner; `by` None is the system itself."""
    return LotOutcome.objects.create(
        lot=lot,
        reason=OutcomeReason(reason),
        explanation=explanation,
        recorded_at=at,
        recorded_by=by,
    )


def record_withdrawal(
    *, tender: Tender, reason: str, explanation: str, by: User, at: datetime
) -> list[LotOutcome]:
    """Write down for each running lot that it ends with its tender."""
    return [
        record_no_winner(lot=lot, reason=reason, explanation=explanation, by=by, at=at)
        for lot in tender.lots.running().order_by("number")
    ]


def locked_lot(lot: Lot) -> Lot:
    """The lot as it stands, locked until the transaction ends, and its tender before it.

    Every act on an award locks in this order, so that two never wait for each other.
    """
    tender = locked(lot.tender)
    row: Lot = locked(lot)
    row.tender = tender
    return row
