"""The list of bids: for the buying side the opened ones, for a provider its own."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Permission
from config.shared.filters import BaseFilterSet
from config.shared.views import Action, ListPage
from procurement.filters import BidFilterSet, OpenedBidFilterSet
from procurement.models import Bid, BidReceipt, LotBid
from procurement.tables import BidListTable
from procurement.views.common import is_bidder


class BidListPage(ListPage):
    """Bids on every tender, as far as they were opened; a provider also sees its drafts."""

    model = Bid
    table_class = BidListTable
    permission = Permission.BID_VIEW

    @property
    def filterset_class(self) -> type[BaseFilterSet]:
        """A bidder does not filter by how its bids stand."""
        return BidFilterSet if is_bidder(self.person) else OpenedBidFilterSet

    @property
    def empty_text(self) -> str:  # type: ignore[override]
        """Why the list is empty."""
        if is_bidder(self.person):
            return _("Your organisation has no bids yet. Begin one from a tender.")
        return _("No bids were opened yet. They appear here once two officers have opened them.")

    def scoped_queryset(self) -> "QuerySet[Bid]":
        """With when the latest version came in, and on how many lots."""
        receipts = BidReceipt.objects.filter(bid=OuterRef("pk")).order_by("-sequence")
        offers = LotBid.objects.filter(bid=OuterRef("pk")).order_by().values("bid")
        rows: QuerySet[Any] = super().scoped_queryset().select_related("tender", "provider")
        return rows.annotate(
            lots_count=Subquery(offers.values(found=Count("pk"))),
            received_at=Subquery(receipts.values("received_at")[:1]),
        )


def list_action() -> Action:
    """The way to it from the list of tenders."""
    return Action(_("All bids"), reverse("procurement:bid-list"), permission=Permission.BID_VIEW)
