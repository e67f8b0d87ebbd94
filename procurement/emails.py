"""Letters to bidders. Each bidder gets the own letter; all leave over one connection."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from procurement.enums import BidStatus, LotBidStatus
from procurement.models import Bid, Lot, LotBid, Tender

ENTERED = (BidStatus.SUBMITTED, BidStatus.OPENED)


def send_decision(lot: Lot) -> int:
    """The award decision with its reasons (art. 2.130 Aw 2012); returns the number of letters.

    A bidder reads its own points and the winner's, never another price or another loser.
    """
    rows = {row["lot_bid"]: row for row in lot.decision.rows}
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Award decision %(lot)s") % {"lot": _named(lot)}
        return _send(_decision_letter(lot, bid, rows, subject) for bid in _bids_on(lot))


def send_no_award(lot: Lot) -> int:
    """The lot ended without an award, and why."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("No award: %(lot)s") % {"lot": _named(lot)}
        return _send(
            _letter("no_award", subject, bid.bid, {"lot": lot, "outcome": lot.outcome})
            for bid in _bids_on(lot)
        )


def send_withdrawal(tender: Tender) -> int:
    """The tender was withdrawn; a bid that was not opened stays closed."""
    bids = tender.bids.filter(status__in=ENTERED).select_related("provider").order_by("pk")
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Tender withdrawn: %(tender)s") % {"tender": tender}
        return _send(_letter("withdrawal", subject, bid, {"tender": tender}) for bid in bids)


def _decision_letter(
    lot: Lot, lot_bid: LotBid, rows: dict[int, dict[str, Any]], subject: str
) -> EmailMessage:
    own = rows.get(lot_bid.pk)
    context = {
        "lot": lot,
        "decision": lot.decision,
        "own": own,
        "winner": rows[lot.decision.winner_id],
        "has_won": lot_bid.pk == lot.decision.winner_id,
        "is_excluded": lot_bid.status == LotBidStatus.EXCLUDED,
        "criteria": _points(lot, own, rows[lot.decision.winner_id]),
    }
    return _letter("award_decision", subject, lot_bid.bid, context)


def _points(
    lot: Lot, own: dict[str, Any] | None, winner: dict[str, Any]
) -> list[tuple[str, Decimal, Decimal]]:
    """Name, own points and winner's points of each quality criterion; none for who is excluded."""
    if own is None:
        return []
    return [
        (one.name, own["quality"][one.pk], winner["quality"][one.pk])
        for one in lot.tender.criteria.quality().order_by("pk")
    ]


def _bids_on(lot: Lot) -> Iterable[LotBid]:
    return (
        lot.lot_bids.filter(bid__status__in=ENTERED).select_related("bid__provider").order_by("pk")
    )


def _named(lot: Lot) -> str:
    return f"{lot.tender.reference}, {lot}"


def _letter(name: str, subject: str, bid: Bid, context: dict[str, Any]) -> EmailMessage:
    text = render_to_string(f"procurement/email/{name}.txt", {"bid": bid, **context})
    return EmailMessage(subject, text, to=[bid.contact_email])


def _send(letters: Iterable[EmailMessage]) -> int:
    """Hand over all letters at once; an unreachable mail server raises, so that the task shows."""
    return get_connection().send_messages(list(letters)) or 0
