"""Tells bidders and the region what was decided about a lot; never a word from a bid."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Permission
from accounts.notices import notify, people_with
from config.shared.display import weekday
from procurement.enums import BidStatus, LotBidStatus
from procurement.models import Complaint, Lot, LotBid

DECISION = "procurement.award_decision"
AWARD = "procurement.award_final"
NO_AWARD = "procurement.lot_not_awarded"
REVOCATION = "procurement.award_revoked"
COMPLAINT = "procurement.complaint"

Words = Callable[[], str]


def tell_decision(*, lot: Lot, at: datetime) -> None:
    """Each bidder finds its letter with its bid; the letter itself also goes by mail."""
    last_on = lot.decision.standstill_ends_on
    _tell_bidders(
        lot,
        kind=DECISION,
        subject=lambda: _("Award decision: %(lot)s") % {"lot": _named(lot)},
        sentence=lambda: (
            _("Your letter stands with your bid. The standstill runs until and including %(day)s.")
            % {"day": weekday(last_on)}
        ),
        at=at,
    )


def tell_award(*, lot: Lot, at: datetime) -> None:
    """The award is final: bidders know, and the region can draft the contract."""

    def subject() -> str:
        return _("Award final: %(lot)s") % {"lot": _named(lot)}

    _tell_bidders(
        lot,
        kind=AWARD,
        subject=subject,
        sentence=lambda: _("The award of this lot is final."),
        at=at,
    )
    _tell_region(
        lot,
        Permission.CONTRACT_DRAFT,
        kind=AWARD,
        subject=subject,
        sentence=lambda: _("The award is final: the contract can be drafted and signed."),
        at=at,
    )


def tell_no_award(*, lot: Lot, at: datetime) -> None:
    """The lot ended without a winner; the reason goes by mail."""
    _tell_bidders(
        lot,
        kind=NO_AWARD,
        subject=lambda: _("No award: %(lot)s") % {"lot": _named(lot)},
        sentence=lambda: _("This lot has ended without an award. The reason was mailed to you."),
        at=at,
    )


def tell_revocation(*, lot: Lot, at: datetime) -> None:
    """A decision that was sent no longer stands; the reason goes by mail."""
    _tell_bidders(
        lot,
        kind=REVOCATION,
        subject=lambda: _("Award decision revoked: %(lot)s") % {"lot": _named(lot)},
        sentence=lambda: _("The award decision no longer stands. A new decision follows."),
        at=at,
    )


def tell_complaint(*, complaint: Complaint, at: datetime) -> None:
    """The region's officers know that something may hold up a lot."""
    lot = complaint.lot
    suspends = complaint.suspends

    def sentence() -> str:
        if suspends:
            return _("The lot cannot be awarded, nor its contract signed, until this has ended.")
        return _("The award goes on meanwhile.")

    _tell_region(
        lot,
        Permission.TENDER_AWARD,
        kind=COMPLAINT,
        subject=lambda: (
            _("%(kind)s: %(lot)s") % {"kind": complaint.get_kind_display(), "lot": _named(lot)}
        ),
        sentence=sentence,
        url=complaint.get_absolute_url(),
        at=at,
    )


def bidders_on(lot: Lot) -> Iterable[LotBid]:
    """The opened bids on a lot whose bidders hear how it goes on; not those that dropped out."""
    rows = lot.lot_bids.filter(bid__status=BidStatus.OPENED)
    entered = rows.exclude(status=LotBidStatus.DROPPED_OUT)
    return entered.select_related("bid__provider").order_by("pk")


def _named(lot: Lot) -> str:
    return f"{lot.tender.reference}, {lot}"


def _tell_bidders(lot: Lot, *, kind: str, subject: Words, sentence: Words, at: datetime) -> None:
    for lot_bid in bidders_on(lot):
        bid = lot_bid.bid
        notify(
            kind=kind,
            to=people_with(Permission.BID_SUBMIT, provider_id=bid.provider_id),
            subject=subject,
            sentence=sentence,
            url=reverse("procurement:bid-detail", args=[bid.pk]),
            about=lot,
            organisation=f"provider:{bid.provider_id}",
            is_training=lot.tender.region.is_training,
            at=at,
        )


def _tell_region(
    lot: Lot,
    permission: Permission,
    *,
    kind: str,
    subject: Words,
    sentence: Words,
    at: datetime,
    url: str = "",
) -> None:
    notify(
        kind=kind,
        to=people_with(permission, region=lot.tender.region_id),
        subject=subject,
        sentence=sentence,
        url=url or lot.get_absolute_url(),
        about=lot,
        organisation=f"region:{lot.tender.region_id}",
        is_training=lot.tender.region.is_training,
        at=at,
    )
