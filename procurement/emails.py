"""Letters to bidders. Each bidder gets the own letter; all leave over one connection."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.display import deadline
from config.shared.documents import document_of, to_pdf
from procurement.enums import BidStatus, LotBidStatus, LotStatus
from procurement.models import (
    Bid,
    BidReceipt,
    Letter,
    Lot,
    LotBid,
    LotOutcome,
    RevokedDecision,
    Tender,
)


def send_receipt(receipt: BidReceipt, signed: dict[str, Any]) -> int:
    """The receipt of a bid to who submitted it, with the signed one; it says nothing of the bid."""
    tender = receipt.bid.tender
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "receipt": receipt,
            "deadline": deadline(tender.closes_at),
            "url": f"{settings.PUBLIC_URL}{receipt.bid.get_absolute_url()}",
        }
        subject = _("Receipt of your bid: %(tender)s") % {"tender": tender}
        mail = _mail("bid_receipt", subject, receipt.bid, context)
    mail.to = [receipt.submitted_by.email]
    text = json.dumps(signed, ensure_ascii=False, indent=2)
    name = _("receipt-%(reference)s") % {"reference": tender.reference}
    mail.attach(f"{slugify(name)}-{receipt.sequence}.json", text, "application/json")
    return _send([mail])


def send_decision(lot: Lot) -> int:
    """The award decision, each bidder's own letter as PDF; returns the number of mails.

    A second attempt sends the same mails with the same Message-ID.
    """
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Award decision %(lot)s") % {"lot": _named(lot)}
        return _send(_with_letter(letter, subject) for letter in _letters_of(lot))


def send_award(lot: Lot) -> int:
    """The award is final: to all bidders on the lot."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Award final: %(lot)s") % {"lot": _named(lot)}
        winner = lot.decision.winner.bid.provider
        return _send(
            _mail("award", subject, one.bid, {"lot": lot, "winner": winner})
            for one in _bids_on(lot)
        )


def send_revocation(lot: Lot) -> int:
    """A decision that was sent no longer stands, and why."""
    revoked = RevokedDecision.objects.filter(lot=lot, sent_at__isnull=False).order_by("revoked_at")
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Award decision revoked: %(lot)s") % {"lot": _named(lot)}
        context = {"lot": lot, "revoked": revoked.last()}
        return _send(_mail("revocation", subject, one.bid, context) for one in _bids_on(lot))


def send_no_award(lot: Lot) -> int:
    """The lot ended without an award, and why."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("No award: %(lot)s") % {"lot": _named(lot)}
        context = {"lot": lot, "outcome": lot.outcome}
        return _send(_mail("no_award", subject, one.bid, context) for one in _bids_on(lot))


def send_withdrawal(tender: Tender) -> int:
    """The tender was withdrawn, and why; a bid that was not opened stays closed."""
    bids = tender.bids.filter(status__in=(BidStatus.SUBMITTED, BidStatus.OPENED))
    entered = bids.select_related("provider", "submitted_by", "tender__region").order_by("pk")
    ended = LotOutcome.objects.filter(lot__tender=tender, lot__status=LotStatus.WITHDRAWN)
    context = {"tender": tender, "outcome": ended.order_by("pk").last()}
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Tender withdrawn: %(tender)s") % {"tender": tender}
        return _send(_mail("withdrawal", subject, bid, context) for bid in entered)


def _with_letter(letter: Letter, subject: str) -> EmailMessage:
    lot_bid = letter.lot_bid
    document = document_of(letter.content["document"])
    mail = _mail("award_decision", subject, lot_bid.bid, {"lot": lot_bid.lot, "letter": letter})
    host = urlsplit(settings.PUBLIC_URL).hostname
    mail.extra_headers["Message-ID"] = f"<letter.{letter.pk}@{host}>"
    mail.attach(f"{slugify(document.title)}.pdf", to_pdf(document), "application/pdf")
    return mail


def _letters_of(lot: Lot) -> Iterator[Letter]:
    """Those that went out with the standing decision."""
    sent = Letter.objects.filter(lot_bid__lot=lot, sent_at=lot.decision.sent_at)
    yield from sent.select_related(
        "lot_bid__bid__provider",
        "lot_bid__bid__submitted_by",
        "lot_bid__bid__tender__region",
        "lot_bid__lot__tender",
    ).order_by("pk")


def _bids_on(lot: Lot) -> Iterable[LotBid]:
    """The opened bids on the lot; who dropped out hears no more."""
    rows = lot.lot_bids.filter(bid__status=BidStatus.OPENED)
    rows = rows.exclude(status=LotBidStatus.DROPPED_OUT)
    return rows.select_related(
        "bid__provider", "bid__submitted_by", "bid__tender__region"
    ).order_by("pk")


def _named(lot: Lot) -> str:
    return f"{lot.tender.reference}, {lot}"


def _mail(name: str, subject: str, bid: Bid, context: dict[str, Any]) -> EmailMessage:
    """To the contact that the bid names, or while it is sealed to who submitted it."""
    sender = cast(User, bid.submitted_by)  # a bid that was entered has one, by constraint
    to, contact = bid.contact_email or sender.email, bid.contact_name or str(sender)
    text = render_to_string(
        f"procurement/email/{name}.txt", {"bid": bid, "contact": contact, **context}
    )
    if bid.tender.region.is_training:
        subject = _("[Practice] %(subject)s") % {"subject": subject}
    return EmailMessage(subject, text, to=[to])


def _send(letters: Iterable[EmailMessage]) -> int:
    """Hand over all letters at once; an unreachable mail server raises, so that the task shows."""
    return get_connection().send_messages(list(letters)) or 0
