"""What the tests on bidding share: the whole of a bid, and the parts as a bidder types them."""

from decimal import Decimal
from typing import Any

from procurement import actions
from procurement.bid_content import Attachment, LotOffer, Prices, Quality
from procurement.bid_drafts import CONTACT, DECLARATION, lot_part
from procurement.espd import STATEMENTS
from procurement.models import Lot
from tests.support.vault import offer_on

ANSWER = "Wij werken in kleine groepen."


def declared() -> dict[str, str]:
    """A declaration in which all is well."""
    return {statement.key: str(statement.expected.value) for statement in STATEMENTS}


def content_of(*lots: Lot, price: Decimal = Decimal(15_000), **values: Any) -> actions.Content:
    """A bid on `lots` within their limits; `values` change what all offers say."""
    reference = lots[0].tender.reference if lots else "T"
    return actions.Content(
        quality_of(reference, [offer_on(lot, **values) for lot in lots]),
        [Prices(reference, lot.number, price) for lot in lots],
    )


def quality_of(
    reference: str, offers: list[LotOffer], attachments: tuple[Attachment, ...] = (), **values: Any
) -> Quality:
    """All of a bid but its prices."""
    standard: dict[str, Any] = {
        "contact_name": "Pia Aanbieder",
        "contact_email": "pia@voorbeeld.test",
        "espd": declared(),
    }
    return Quality(tender=reference, lots=offers, attachments=attachments, **standard | values)


def typed_lot(lot: Lot, **values: str) -> dict[str, str]:
    """What is typed in the part of a lot."""
    answers = {
        f"answer{criterion.pk}": ANSWER
        for criterion in lot.tender.criteria.quality().order_by("pk")
    }
    return {
        "enter": "on",
        "price": "15000",
        "offered_places": "20",
        "group_minimum": str(lot.group_minimum),
        "group_maximum": str(lot.group_maximum),
        "locations": "Waterveen, Stationsplein 1",
        **answers,
    } | values


def typed_bid(*lots: Lot) -> dict[str, dict[str, str]]:
    """What is typed in every part of a bid on `lots`."""
    return {
        CONTACT: {"contact_name": "Pia Aanbieder", "contact_email": "pia@voorbeeld.test"},
        DECLARATION: declared(),
        **{lot_part(lot.number): typed_lot(lot) for lot in lots},
    }
