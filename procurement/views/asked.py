"""What the region asked a bidder during the evaluation, on the page of its bid."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Permission
from config.shared.views import Action
from procurement.models import LowPriceInquiry, RepairRequest

if TYPE_CHECKING:
    from procurement.views.bids import BidDetailPage


def actions_of_bid(page: "BidDetailPage") -> list[Action]:
    """Each question about the bidder's own bid; the first that waits is the main thing to do."""
    if not page.is_own:
        return []
    repairs: QuerySet[Any] = RepairRequest.objects.visible_to(page.person)
    asked = [
        (_("Mend an omission"), "repairrequest-answer", one.pk, one.answered_at or one.decided_at)
        for one in repairs.filter(lot_bid__bid=page.object).order_by("pk")
    ]
    prices: QuerySet[Any] = LowPriceInquiry.objects.visible_to(page.person)
    asked += [
        (_("Explain your price"), "lowpriceinquiry-answer", one.pk, one.explained_at)
        for one in prices.filter(lot_bid__bid=page.object).order_by("pk")
    ]
    return _buttons(asked)


def _buttons(asked: list[tuple[str, str, int, object]]) -> list[Action]:
    """One a question; only one of them is filled."""
    waiting = next((one for one in asked if not one[3]), None)
    return [
        Action(
            label,
            reverse(f"procurement:{name}", args=[pk]),
            "chat-left-text",
            primary=waiting == (label, name, pk, done),
            permission=Permission.BID_SUBMIT,
        )
        for label, name, pk, done in asked
    ]
