"""A price that looks abnormally low: explained, heard, and accepted or rejected (art. 2.116)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement import notices_evaluation as notices
from procurement.actions.common import constraints_refuse, locked, note
from procurement.actions.evaluation.checks import exclude_lot_bid
from procurement.actions.evaluation.common import TAKING_PART, evaluated_lot
from procurement.models import Lot, LotBid, LowPriceInquiry
from procurement.pricing import Distance, distances

FIELDS = {"low_price_due_after_asked": "due_at"}


@dataclass(frozen=True, slots=True)
class LowPrice:
    """A bid's price beside the others, and whether it is proposed to ask for an explanation."""

    lot_bid: LotBid
    distance: Distance
    is_proposed: bool


def low_prices(lot: Lot) -> list[LowPrice]:
    """Every price of the lot, lowest first; empty until the prices are open.

    Proposed are those further below the others, or below the fair price, than the settings say.
    The ceiling price of the lot counts as its fair price. A proposal obliges to nothing.
    """
    if not lot.prices_are_open:
        return []
    bids = lot.lot_bids.taking_part().filter(compared_price__isnull=False)
    rows = {one.pk: one for one in bids.select_related("bid__provider", "low_price_inquiry")}
    prices = {key: one.compared_price for key, one in rows.items() if one.compared_price}
    found = distances(prices, lot.ceiling_price)
    limits = {
        "below_others": settings.LOW_PRICE_BELOW_OTHERS,
        "below_fair": settings.LOW_PRICE_BELOW_FAIR,
    }
    priced = [LowPrice(rows[key], one, one.is_low(**limits)) for key, one in found.items()]
    return sorted(priced, key=lambda one: (one.lot_bid.compared_price, one.lot_bid.pk))


def ask_explanation(
    *, lot_bid: LotBid, question: str, due_at: datetime, by: User, at: datetime
) -> LowPriceInquiry:
    """Ask a bidder to explain its price by `due_at`; once a bid."""
    with constraints_refuse(LowPriceInquiry, fields=FIELDS):
        _require_price_open(evaluated_lot(lot_bid.lot))
        row: LotBid = locked(lot_bid)
        require(by, Permission.TENDER_AWARD, row)
        _require_askable(row)
        asked = LowPriceInquiry.objects.create(
            lot_bid=row, question=question, due_at=due_at, asked_at=at, asked_by=by
        )
        note(row, "ask_explanation", by=by, at=at)
        notices.tell_explanation_asked(asked, at=at)
    return asked


def explain_price(
    *, low_price_inquiry: LowPriceInquiry, explanation: str, by: User, at: datetime
) -> LowPriceInquiry:
    """The bidder's explanation, once and until the term ends."""
    with transaction.atomic():
        row: LowPriceInquiry = locked(low_price_inquiry)
        require(by, Permission.BID_SUBMIT, row.lot_bid.bid)
        if row.explained_at or row.decided_at:
            raise Refused(_("This was already answered."))
        if at > row.due_at:
            raise Refused(_("The term to answer has passed."))
        row.explanation, row.explained_at, row.explained_by = explanation, at, by
        row.save(update_fields=["explanation", "explained_at", "explained_by"])
        note(row.lot_bid, "explain_price", by=by, at=at)
        notices.tell_price_explained(row, at=at)
    return row


def record_hearing(
    *, low_price_inquiry: LowPriceInquiry, heard_on: date, hearing: str, by: User, at: datetime
) -> LowPriceInquiry:
    """Write down when the bidder was heard about its price, and what was said."""
    with transaction.atomic():
        row = _open_inquiry(low_price_inquiry, by)
        if not amsterdam(row.asked_at) <= heard_on <= amsterdam(at):
            raise Refused(
                _("The hearing took place between the question and today."), field="heard_on"
            )
        row.heard_on, row.hearing = heard_on, hearing
        row.save(update_fields=["heard_on", "hearing"])
        note(row.lot_bid, "record_hearing", by=by, at=at)
    return row


def judge_low_price(
    *, low_price_inquiry: LowPriceInquiry, is_accepted: bool, reason: str, by: User, at: datetime
) -> LowPriceInquiry:
    """Accept the price, or reject the bid for it after hearing the bidder: that excludes it."""
    with constraints_refuse(LowPriceInquiry):
        evaluated_lot(low_price_inquiry.lot_bid.lot)
        row = _open_inquiry(low_price_inquiry, by)
        if not row.explained_at and at <= row.due_at:
            raise Refused(_("The bidder may answer until the term ends."))
        if not reason.strip():
            raise Refused(_("Give the reason for this step."), field="reason")
        row.is_accepted, row.reason = is_accepted, reason
        row.decided_at, row.decided_by = at, by
        row.save(update_fields=["is_accepted", "reason", "decided_at", "decided_by"])
        after = {"is_accepted": is_accepted}
        note(row.lot_bid, "judge_price", by=by, at=at, after=after, reason=reason)
        if not is_accepted:
            exclude_lot_bid(lot_bid=row.lot_bid, by=by, at=at, reason=reason)
    return row


def _require_price_open(lot: Lot) -> None:
    if not lot.prices_are_open:
        raise Refused(_("Two officers have to open the prices first."))


def _require_askable(lot_bid: LotBid) -> None:
    if lot_bid.status not in TAKING_PART:
        raise Refused(_("This bid does not take part any more."))
    if LowPriceInquiry.objects.filter(lot_bid=lot_bid).exists():
        raise Refused(_("This bidder was already asked to explain its price."))


def _open_inquiry(inquiry: LowPriceInquiry, by: User) -> LowPriceInquiry:
    row: LowPriceInquiry = locked(inquiry)
    require(by, Permission.TENDER_AWARD, row.lot_bid)
    if row.decided_at:
        raise Refused(_("This was already judged."))
    return row
