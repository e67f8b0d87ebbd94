"""A bid and its part for one lot."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from procurement.enums import BidStatus, LotBidStatus, TenderStatus

if TYPE_CHECKING:
    from procurement.models import Bid, LotBid


def bids_still_welcome(bid: "Bid", at: datetime) -> str | None:
    if bid.tender.status == TenderStatus.PUBLISHED:
        return None
    return _("The deadline for bids has passed.")


def requirements_met(lot_bid: "LotBid", at: datetime) -> str | None:
    """Each requirement of the tender, and of this lot, was checked and is met."""
    of_all_or_this = Q(lot__isnull=True) | Q(lot=lot_bid.lot_id)
    asked = lot_bid.lot.tender.requirements.filter(of_all_or_this)
    met = lot_bid.checks.filter(is_met=True).values("requirement")
    lacking = asked.exclude(pk__in=met).count()
    return _("Requirements not (yet) met: %(count)s.") % {"count": lacking} if lacking else None


def repairs_judged(lot_bid: "LotBid", at: datetime) -> str | None:
    """A bidder who may still mend its bid is not admitted with the omission."""
    if not lot_bid.repairs.filter(decided_at__isnull=True).exists():
        return None
    return _("A repair of an omission is still to be judged.")


BID = Workflow(
    name="bid",
    states=BidStatus,
    initial=(BidStatus.DRAFT,),
    transitions=(
        Transition(
            "submit",
            (BidStatus.DRAFT, BidStatus.SUBMITTED, BidStatus.WITHDRAWN),
            BidStatus.SUBMITTED,
            gettext_lazy("Submit"),
            Permission.BID_SUBMIT,
            (bids_still_welcome,),
            stamp="submitted",
            consequence=gettext_lazy(
                "Your bid is entered. Until the deadline you can replace or withdraw it."
            ),
        ),
        Transition(
            "withdraw",
            (BidStatus.SUBMITTED,),
            BidStatus.WITHDRAWN,
            gettext_lazy("Withdraw"),
            Permission.BID_SUBMIT,
            (bids_still_welcome,),
            consequence=gettext_lazy(
                "Your bid no longer takes part. Until the deadline you can submit again."
            ),
        ),
        Transition("open", (BidStatus.SUBMITTED,), BidStatus.OPENED, gettext_lazy("Open")),
        Transition(
            "fail_opening",
            (BidStatus.SUBMITTED,),
            BidStatus.UNREADABLE,
            gettext_lazy("Could not be opened"),
        ),
    ),
    acts={"save_draft": gettext_lazy("Working copy saved")},
)

LOT_BID = Workflow(
    name="lot_bid",
    states=LotBidStatus,
    initial=(LotBidStatus.ENTERED,),
    transitions=(
        Transition(
            "admit",
            (LotBidStatus.ENTERED,),
            LotBidStatus.ADMISSIBLE,
            gettext_lazy("Admissible"),
            Permission.TENDER_AWARD,
            (requirements_met, repairs_judged),
            consequence=gettext_lazy("The bid meets the requirements and takes part."),
        ),
        Transition(
            "exclude",
            (LotBidStatus.ENTERED, LotBidStatus.ADMISSIBLE),
            LotBidStatus.EXCLUDED,
            gettext_lazy("Exclude"),
            Permission.TENDER_AWARD,
            reason_required=True,
            consequence=gettext_lazy("The bid no longer takes part in the ranking."),
        ),
        Transition(
            "drop_out",
            (LotBidStatus.ENTERED, LotBidStatus.ADMISSIBLE, LotBidStatus.WON),
            LotBidStatus.DROPPED_OUT,
            gettext_lazy("Dropped out of the lot"),
            Permission.TENDER_AWARD,
            reason_required=True,
            consequence=gettext_lazy("The bidder takes no further part in this lot."),
        ),
        Transition("win", (LotBidStatus.ADMISSIBLE,), LotBidStatus.WON, gettext_lazy("Wins")),
        Transition(
            "lose",
            (LotBidStatus.ENTERED, LotBidStatus.ADMISSIBLE),
            LotBidStatus.LOST,
            gettext_lazy("Loses"),
        ),
        Transition(
            "restore",
            (LotBidStatus.LOST, LotBidStatus.WON),
            LotBidStatus.ADMISSIBLE,
            gettext_lazy("Takes part again"),
        ),
    ),
    acts={
        "check": gettext_lazy("Requirement checked"),
        "ask_repair": gettext_lazy("Repair of an omission asked"),
        "answer_repair": gettext_lazy("Repair of an omission answered"),
        "judge_repair": gettext_lazy("Repair of an omission judged"),
        "ask_explanation": gettext_lazy("Explanation of the price asked"),
        "explain_price": gettext_lazy("Price explained"),
        "record_hearing": gettext_lazy("Bidder heard about the price"),
        "judge_price": gettext_lazy("Price judged"),
    },
)
