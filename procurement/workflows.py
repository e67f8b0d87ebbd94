"""How tenders, lots and bids move, on one screen."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.display import day
from config.shared.periods import amsterdam
from config.shared.workflow import Transition, Workflow
from procurement.enums import BidStatus, CriterionKind, LotBidStatus, LotStatus, TenderStatus

if TYPE_CHECKING:
    from procurement.models import Bid, Lot, Tender


def has_lots(tender: "Tender", at: datetime) -> str | None:
    return None if tender.lots.exists() else _("Add at least one lot.")


def has_gemeenten(tender: "Tender", at: datetime) -> str | None:
    return None if tender.gemeenten.exists() else _("Choose the participating gemeenten.")


def deadline_ahead(tender: "Tender", at: datetime) -> str | None:
    if tender.closes_at and tender.closes_at > at:
        return None
    return _("Set a deadline for bids that lies ahead.")


def weights_add_up(tender: "Tender", at: datetime) -> str | None:
    total = tender.criteria.aggregate(total=Sum("weight"))["total"] or Decimal(0)
    if total == HUNDRED:
        return None
    return _("The weights of the award criteria add up to %(total)s; make that 100.") % {
        "total": f"{total.normalize():f}"
    }


def has_price_criterion(tender: "Tender", at: datetime) -> str | None:
    if tender.criteria.filter(kind=CriterionKind.PRICE).exists():
        return None
    return _("Add the price as an award criterion.")


def deadline_passed(tender: "Tender", at: datetime) -> str | None:
    if tender.closes_at and tender.closes_at <= at:
        return None
    return _("The deadline for bids has not passed yet.")


def two_officers_opened(tender: "Tender", at: datetime) -> str | None:
    opening = getattr(tender, "opening", None)
    if opening and opening.second_at:
        return None
    return _("A second officer has to open the bids as well.")


def every_lot_ended(tender: "Tender", at: datetime) -> str | None:
    running = tender.lots.running().count()
    return _("Lots without an outcome: %(count)s.") % {"count": running} if running else None


def has_panel(tender: "Tender", at: datetime) -> str | None:
    if tender.panel.exists() or not tender.criteria.quality().exists():
        return None
    return _("Give at least one person a seat in the panel.")


def quality_locked(lot: "Lot", at: datetime) -> str | None:
    return None if lot.quality_locked_at else _("Lock the quality scores first.")


def has_decision(lot: "Lot", at: datetime) -> str | None:
    return None if hasattr(lot, "decision") else _("There is no award decision yet.")


def has_outcome(lot: "Lot", at: datetime) -> str | None:
    return None if hasattr(lot, "outcome") else _("Record why the lot is not awarded.")


def standstill_ended(lot: "Lot", at: datetime) -> str | None:
    """Art. 2.127 Aw 2012 where it binds: no award up to and including the last day."""
    last_day = lot.decision.standstill_ends_on
    if last_day and amsterdam(at) > last_day:
        return None
    return _("The standstill period runs until and including %(day)s.") % {"day": day(last_day)}


def bids_still_welcome(bid: "Bid", at: datetime) -> str | None:
    if bid.tender.status == TenderStatus.PUBLISHED:
        return None
    return _("The deadline for bids has passed.")


def bid_complete(bid: "Bid", at: datetime) -> str | None:
    return None if bid.lot_bids.exists() else _("Bid on at least one lot.")


def declaration_made(bid: "Bid", at: datetime) -> str | None:
    if bid.declaration:
        return None
    return _("Declare that no ground for exclusion applies.")


HUNDRED = Decimal(100)

TENDER = Workflow(
    name="tender",
    states=TenderStatus,
    initial=(TenderStatus.DRAFT,),
    transitions=(
        Transition(
            "publish",
            (TenderStatus.DRAFT,),
            TenderStatus.PUBLISHED,
            gettext_lazy("Publish"),
            Permission.TENDER_PUBLISH,
            (has_lots, has_gemeenten, deadline_ahead, weights_add_up, has_price_criterion),
            stamp="published",
            consequence=gettext_lazy(
                "Providers see the tender at once and can bid until the deadline. "
                "Lots, criteria and weights can no longer be changed."
            ),
        ),
        Transition(
            "close",
            (TenderStatus.PUBLISHED,),
            TenderStatus.CLOSED,
            gettext_lazy("Close"),
            conditions=(deadline_passed,),
        ),
        Transition(
            "open",
            (TenderStatus.CLOSED,),
            TenderStatus.OPENED,
            gettext_lazy("Open the bids"),
            conditions=(two_officers_opened,),
        ),
        Transition(
            "evaluate",
            (TenderStatus.OPENED,),
            TenderStatus.IN_EVALUATION,
            gettext_lazy("Start the evaluation"),
            Permission.TENDER_AWARD,
            (has_panel,),
            consequence=gettext_lazy("The panel can score the quality of the bids."),
        ),
        Transition(
            "conclude",
            (TenderStatus.CLOSED, TenderStatus.IN_EVALUATION),
            TenderStatus.CONCLUDED,
            gettext_lazy("Conclude"),
            conditions=(every_lot_ended,),
        ),
        Transition(
            "withdraw",
            (
                TenderStatus.DRAFT,
                TenderStatus.PUBLISHED,
                TenderStatus.CLOSED,
                TenderStatus.OPENED,
                TenderStatus.IN_EVALUATION,
            ),
            TenderStatus.WITHDRAWN,
            gettext_lazy("Withdraw"),
            Permission.TENDER_PUBLISH,
            stamp="withdrawn",
            reason_required=True,
            consequence=gettext_lazy(
                "The tender ends and every lot without an outcome ends with it. "
                "This cannot be undone."
            ),
        ),
    ),
    acts={
        "add_lot": gettext_lazy("Lot added"),
        "remove_lot": gettext_lazy("Lot removed"),
        "add_criterion": gettext_lazy("Award criterion added"),
        "change_criterion": gettext_lazy("Award criterion changed"),
        "remove_criterion": gettext_lazy("Award criterion removed"),
        "add_seat": gettext_lazy("Seat in the panel given"),
        "remove_seat": gettext_lazy("Seat in the panel taken away"),
        "open_first": gettext_lazy("First officer asked to open the bids"),
    },
)

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
            conditions=(quality_locked, has_decision),
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
            (standstill_ended,),
            consequence=gettext_lazy("The award becomes final. A contract can be drafted from it."),
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
    acts={"lock_quality": gettext_lazy("Quality scores locked")},
)

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
            (bids_still_welcome, bid_complete, declaration_made),
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
    ),
    acts={"save_draft": gettext_lazy("Working copy saved")},
)

LOT_BID = Workflow(
    name="lot_bid",
    states=LotBidStatus,
    initial=(LotBidStatus.ENTERED,),
    transitions=(
        Transition("win", (LotBidStatus.ENTERED,), LotBidStatus.WON, gettext_lazy("Wins")),
        Transition("lose", (LotBidStatus.ENTERED,), LotBidStatus.LOST, gettext_lazy("Loses")),
        Transition(
            "exclude",
            (LotBidStatus.ENTERED,),
            LotBidStatus.EXCLUDED,
            gettext_lazy("Exclude"),
            Permission.TENDER_AWARD,
            reason_required=True,
            consequence=gettext_lazy("The bid no longer takes part in the ranking."),
        ),
    ),
)
