"""A lot in evaluation, without the vault: opened bids with answers, and a panel that declared."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accounts.models import Region, User
from procurement.enums import LotStatus, TenderStatus
from procurement.models import BidAnswer, Lot, LotBid, Requirement
from procurement.workflows import LOT_BID
from providers.models import Provider
from tests.factories.procurement import (
    BidFactory,
    CriterionFactory,
    LotBidFactory,
    PanelSeatFactory,
    TenderFactory,
    move,
)

ANSWER = "Wij werken in kleine groepen, met een vaste docent en een taalmaatje voor wie dat wil."
QUESTION = "Hoe zorgt u dat iedere inburgeraar op het eigen niveau leert?"


def lot_in_evaluation(
    region: Region,
    officer: User,
    bidders: Sequence[Provider],
    panel: Sequence[User],
    *,
    is_admitted: bool = True,
    **fields: Any,
) -> Lot:
    """Two quality criteria of 60 and 20, price 20; the first of the panel is its chair.

    Prices are sealed. Without `is_admitted` there is a requirement, on which nothing was judged.
    """
    tender = TenderFactory(
        region=region, created_by=officer, published=True, panel_size=len(panel), **fields
    )
    CriterionFactory(tender=tender, name="Samenwerking", weight=20)
    tender.criteria.filter(kind="price").update(weight=20)
    tender.criteria.quality().update(question=QUESTION, word_limit=500)
    for place, person in enumerate(panel):
        PanelSeatFactory(tender=tender, user=person, is_chair=place == 0)
    lot = tender.lots.get()
    for provider in bidders:
        _bid(lot, provider)
    move(tender, TenderStatus.CLOSED, TenderStatus.OPENED, TenderStatus.IN_EVALUATION)
    move(lot, LotStatus.IN_EVALUATION)
    if is_admitted:
        for lot_bid in lot.lot_bids.order_by("pk"):
            LOT_BID.apply(lot_bid, "admit", by=officer, at=timezone.now())
    else:
        text = "U bent ingeschreven in het handelsregister."
        Requirement.objects.create(tender=tender, number=1, kind="selection", text=text)
    return lot


def open_prices(lot: Lot, prices: Sequence[int], by: User) -> Lot:
    """As two officers leave a lot whose quality is locked: one price for each bid, in order."""
    for lot_bid, price in zip(lot.lot_bids.order_by("pk"), prices, strict=True):
        LotBid.objects.filter(pk=lot_bid.pk).update(price=price, compared_price=price)
    lot.prices_opened_at, lot.prices_opened_by = timezone.now(), by
    lot.save(update_fields=["prices_opened_at", "prices_opened_by"])
    return lot


def _bid(lot: Lot, provider: Provider) -> None:
    bid = BidFactory(tender=lot.tender, provider=provider, opened=True)
    lot_bid = LotBidFactory(bid=bid, lot=lot, price=None)
    for criterion in lot.tender.criteria.quality().order_by("pk"):
        BidAnswer.objects.create(lot_bid=lot_bid, criterion=criterion, text=ANSWER)
