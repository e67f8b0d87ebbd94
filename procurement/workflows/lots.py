"""A lot by itself: decision, standstill, complaint and award do not wait for other lots."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.display import day
from config.shared.periods import amsterdam
from config.shared.workflow import Transition, Workflow
from procurement.enums import LotBidStatus, LotStatus

if TYPE_CHECKING:
    from procurement.models import Lot


def quality_locked(lot: "Lot", at: datetime) -> str | None:
    return None if lot.quality_locked_at else _("Lock the quality scores first.")


def prices_open(lot: "Lot", at: datetime) -> str | None:
    return None if lot.prices_are_open else _("Two officers have to open the prices first.")


def every_bid_judged(lot: "Lot", at: datetime) -> str | None:
    waiting = lot.lot_bids.taking_part().filter(status=LotBidStatus.ENTERED).count()
    if not waiting:
        return None
    return _("Bids of which the admissibility is not judged yet: %(count)s.") % {"count": waiting}


def low_prices_judged(lot: "Lot", at: datetime) -> str | None:
    """Art. 2.116 Aw 2012: who seems abnormally low is heard before the award."""
    waiting = lot.lot_bids.taking_part().filter(
        low_price_inquiry__isnull=False, low_price_inquiry__decided_at__isnull=True
    )
    if not waiting.exists():
        return None
    return _("An inquiry into a low price is still running.")


def has_decision(lot: "Lot", at: datetime) -> str | None:
    return None if hasattr(lot, "decision") else _("There is no award decision yet.")


def has_outcome(lot: "Lot", at: datetime) -> str | None:
    return None if hasattr(lot, "outcome") else _("Record why the lot is not awarded.")


def standstill_ended(lot: "Lot", at: datetime) -> str | None:
    """Art. 2.127 Aw 2012 where it binds: no award up to and including the last day.

    Who practises need not wait for it; the page says so.
    """
    last_day = lot.decision.standstill_ends_on
    if (last_day and amsterdam(at) > last_day) or lot.tender.region.is_training:
        return None
    return _("The standstill period runs until and including %(day)s.") % {"day": day(last_day)}


def nothing_suspends(lot: "Lot", at: datetime) -> str | None:
    if not lot.complaints.suspending().exists():
        return None
    return _("A complaint or interim proceedings suspend the award.")


def not_concluded(lot: "Lot", at: datetime) -> str | None:
    return _("The contract of this lot is concluded.") if lot.concluded_on else None


LOT = Workflow(
    name="lot",
    states=LotStatus,
    initial=(LotStatus.PENDING,),
    transitions=(
        Transition(
            "evaluate", (LotStatus.PENDING,), LotStatus.IN_EVALUATION, gettext_lazy("Evaluate")
        ),
        Transition(
            "lack_bids",
            (LotStatus.PENDING,),
            LotStatus.NO_BIDS,
            gettext_lazy("No bids"),
            conditions=(has_outcome,),
        ),
        Transition(
            "award_provisionally",
            (LotStatus.IN_EVALUATION,),
            LotStatus.PROVISIONALLY_AWARDED,
            gettext_lazy("Award provisionally"),
            conditions=(quality_locked, prices_open, low_prices_judged, has_decision),
        ),
        Transition(
            "send_decision",
            (LotStatus.PROVISIONALLY_AWARDED,),
            LotStatus.STANDSTILL,
            gettext_lazy("Send the award decision"),
            Permission.TENDER_AWARD,
            consequence=gettext_lazy(
                "All bidders on this lot get the decision at the same moment and the "
                "standstill period begins tomorrow."
            ),
        ),
        Transition(
            "award",
            (LotStatus.STANDSTILL,),
            LotStatus.AWARDED,
            gettext_lazy("Award"),
            Permission.TENDER_AWARD,
            (standstill_ended, nothing_suspends),
            consequence=gettext_lazy("The award becomes final. A contract can be drafted from it."),
        ),
        Transition(
            "revoke",
            (LotStatus.PROVISIONALLY_AWARDED, LotStatus.STANDSTILL, LotStatus.AWARDED),
            LotStatus.IN_EVALUATION,
            gettext_lazy("Revoke the decision"),
            Permission.TENDER_AWARD,
            (not_concluded,),
            reason_required=True,
            consequence=gettext_lazy(
                "The decision no longer stands. The bids that are left are ranked again and a "
                "new decision starts a new standstill period."
            ),
        ),
        Transition(
            "end_without_award",
            (LotStatus.IN_EVALUATION, LotStatus.PROVISIONALLY_AWARDED, LotStatus.STANDSTILL),
            LotStatus.NOT_AWARDED,
            gettext_lazy("End without award"),
            conditions=(has_outcome,),
        ),
        Transition(
            "withdraw",
            (
                LotStatus.PENDING,
                LotStatus.IN_EVALUATION,
                LotStatus.PROVISIONALLY_AWARDED,
                LotStatus.STANDSTILL,
            ),
            LotStatus.WITHDRAWN,
            gettext_lazy("Withdraw"),
        ),
    ),
    acts={
        "hand_in": gettext_lazy("Scores handed in"),
        "record_consensus": gettext_lazy("Consensus recorded"),
        "reopen_consensus": gettext_lazy("Consensus opened again"),
        "lock_quality": gettext_lazy("Quality scores locked"),
        "draw": gettext_lazy("Lots drawn"),
        "conclude": gettext_lazy("Contract concluded"),
    },
)
