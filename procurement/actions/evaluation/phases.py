"""From opened bids to the panel, and from the panel to locked quality."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused, refuse_if
from procurement import notices_evaluation as notices
from procurement.actions.common import note
from procurement.actions.evaluation.checks import judging_missing
from procurement.actions.evaluation.common import evaluated_lot
from procurement.actions.evaluation.consensus import consensus_missing
from procurement.actions.evaluation.scores import scores_missing, still_to_hand_in
from procurement.models import Lot, Tender
from procurement.workflows import LOT, TENDER
from procurement.workflows.tenders import has_panel


def start_evaluation(*, tender: Tender, by: User, at: datetime) -> Tender:
    """Hand the opened bids to the panel: the tender and its lots with bids go into evaluation."""
    with transaction.atomic():
        row = TENDER.apply(tender, "evaluate", by=by, at=at)
        LOT.apply_many(row.lots.all(), "evaluate", by=by, at=at)
        notices.tell_panel(row, at=at)
    return row


def missing_for_lock(lot: Lot, at: datetime) -> Sequence[str]:
    """Sentences on what stands in the way of locking the quality scores."""
    return [*judging_missing(lot, at), *_scoring_missing(lot, at)]


def lock_quality(*, lot: Lot, by: User, at: datetime) -> Lot:
    """Fix the quality scores of a lot; only then two officers can open its prices."""
    with transaction.atomic():
        row = evaluated_lot(lot)
        require(by, Permission.TENDER_AWARD, row)
        if row.quality_locked_at:
            raise Refused(_("The quality scores are already locked."))
        refuse_if(missing_for_lock(row, at))
        row.quality_locked_at, row.quality_locked_by = at, by
        row.save(update_fields=["quality_locked_at", "quality_locked_by"])
        note(row, "lock_quality", by=by, at=at)
        notices.tell_locked(row, at=at)
    return row


def _scoring_missing(lot: Lot, at: datetime) -> Iterator[str]:
    """The number of assessors that was announced sits, has scored and agreed."""
    if too_few := has_panel(lot.tender, at):
        yield too_few
    if left := scores_missing(lot):
        yield _counted(
            left,
            ngettext(
                "%(count)s score is still to be given.",
                "%(count)s scores are still to be given.",
                left,
            ),
        )
    elif waiting := still_to_hand_in(lot):
        names = ", ".join(str(seat.user) for seat in waiting)
        yield _("Still to hand in their scores: %(names)s.") % {"names": names}
    elif left := consensus_missing(lot):
        yield _counted(
            left,
            ngettext(
                "%(count)s consensus score is still to be recorded.",
                "%(count)s consensus scores are still to be recorded.",
                left,
            ),
        )


def _counted(count: int, sentence: str) -> str:
    return sentence % {"count": count}
