"""How a lot ends: with a final award, or without one."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.queue import later
from procurement.actions.awards.revoking import retire_decision
from procurement.actions.common import note, require_status
from procurement.actions.outcomes import locked_lot, record_no_winner, record_winner
from procurement.actions.telling import tell_award, tell_no_award
from procurement.actions.tenders import conclude_if_ended
from procurement.enums import LotStatus
from procurement.models import Lot, LotOutcome
from procurement.workflows import LOT, LOT_BID


def award(*, lot: Lot, by: User, at: datetime) -> Lot:
    """Make the award final after the last day of the standstill; the last lot ends the tender."""
    with transaction.atomic():
        row = LOT.apply(locked_lot(lot), "award", by=by, at=at)
        decision = row.decision
        decision.awarded_at, decision.awarded_by = at, by
        decision.save(update_fields=["awarded_at", "awarded_by"])
        LOT_BID.apply(decision.winner, "win", by=by, at=at)
        LOT_BID.apply_many(row.lot_bids.taking_part(), "lose", by=by, at=at)
        record_winner(lot=row, by=by, at=at)
        row.tender = conclude_if_ended(row.tender, at=at)
        tell_award(lot=row, at=at)
        later("procurement.mail_award", lot_id=row.pk)
        later("accounts.seal_audit")
    return row


def end_without_award(
    *, lot: Lot, outcome: str, explanation: str, by: User, at: datetime
) -> LotOutcome:
    """End a lot without a winner; `outcome` is a value of OutcomeReason.

    A decision that was taken no longer stands; all bidders are told why.
    """
    with transaction.atomic():
        row = locked_lot(lot)
        require(by, Permission.TENDER_AWARD, row)
        require_status(row, *LOT.by_name["end_without_award"].sources)
        retire_decision(lot=row, reason=explanation, by=by, at=at)
        ended = record_no_winner(lot=row, reason=outcome, explanation=explanation, by=by, at=at)
        LOT.apply(row, "end_without_award", by=by, at=at, reason=explanation)
        LOT_BID.apply_many(row.lot_bids.taking_part(), "lose", by=by, at=at)
        row.tender = conclude_if_ended(row.tender, at=at)
        tell_no_award(lot=row, at=at)
        later("procurement.mail_no_award", lot_id=row.pk)
    return ended


def record_conclusion(*, lot: Lot, on: date, by: User, at: datetime) -> Lot:
    """Write down on which day the contract was concluded; the award notice is due after it.

    Called by the signing of the contract, which checks the permission to sign. Refused while the
    award is not final or something suspends it.
    """
    with transaction.atomic():
        row = locked_lot(lot)
        require_status(row, LotStatus.AWARDED)
        if row.complaints.suspending().exists():
            raise Refused(_("A complaint or interim proceedings suspend the award."))
        if row.concluded_on is None:
            row.concluded_on = on
            row.save(update_fields=["concluded_on"])
            note(row, "conclude", by=by, at=at, after={"concluded_on": on})
    return row
