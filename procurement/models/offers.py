"""What an opened bid offers, lot by lot."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import User
from config.shared.constraints import minimum_and_maximum, not_negative, one_of
from procurement.enums import BidStatus, LotBidStatus
from procurement.models.bids import Bid
from procurement.models.criteria import AwardCriterion
from procurement.models.tenders import Lot, PriceLine, Tender


class LotBidQuerySet(models.QuerySet["LotBid"]):
    def visible_to(self, user: User) -> "LotBidQuerySet":
        """Those of visible bids, and for a panel member those of the opened bids it scores.

        A panel member sees none before declaring to have no conflict of interest.
        """
        seats = Tender.objects.filter(
            panel__user=user, panel__conflict="none", panel__ended_at__isnull=True
        )
        panel = Q(lot__tender__in=seats.values("pk"), bid__status=BidStatus.OPENED)
        return self.filter(Q(bid__in=Bid.objects.visible_to(user)) | panel)

    def taking_part(self) -> "LotBidQuerySet":
        """Those of opened bids that were not excluded and did not drop out."""
        return self.filter(bid__status=BidStatus.OPENED).exclude(
            status__in=(LotBidStatus.EXCLUDED, LotBidStatus.DROPPED_OUT)
        )


class LotBid(models.Model):
    """What a bid offers for one lot; made by the opening of the quality envelopes.

    `price` (euro excl. VAT per unit of the lot) and `compared_price` (that of the whole price
    table, per unit) stay empty until the price envelope is opened.
    """

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="lot_bids")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="lot_bids")
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=4, null=True, blank=True)
    compared_price = models.DecimalField(
        _("price that is compared"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    offered_places = models.PositiveIntegerField(_("places offered"))
    groups_a_year = models.PositiveIntegerField(_("groups a year"), null=True, blank=True)
    group_minimum = models.PositiveSmallIntegerField(_("smallest group"))
    group_maximum = models.PositiveSmallIntegerField(_("largest group"))
    locations = models.TextField(_("locations"))
    status = models.CharField(
        _("status"), max_length=12, choices=LotBidStatus, default=LotBidStatus.ENTERED
    )

    objects = LotBidQuerySet.as_manager()

    class Meta:
        verbose_name = _("bid on a lot")
        verbose_name_plural = _("bids on a lot")
        ordering = ("lot__number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("bid", "lot"),
                name="lot_bid_once",
                violation_error_message=_("There is already a bid on this lot."),
            ),
            one_of("lot_bid", "status", LotBidStatus.values),
            not_negative("lot_bid", "price", "compared_price"),
            minimum_and_maximum("lot_bid", "group_minimum", "group_maximum"),
            models.UniqueConstraint(
                fields=("lot",),
                condition=Q(status=LotBidStatus.WON),
                name="lot_bid_one_winner",
                violation_error_message=_("This lot already has a winner."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.bid.provider} - {self.lot}"

    def get_absolute_url(self) -> str:
        return self.lot.get_absolute_url()

    @property
    def region_id(self) -> int:
        return self.lot.region_id


class OfLotBidQuerySet(models.QuerySet[models.Model]):
    """Rows under a bid on a lot: whoever sees that sees them."""

    def visible_to(self, user: User) -> "OfLotBidQuerySet":
        return self.filter(lot_bid__in=LotBid.objects.visible_to(user))


class BidAnswer(models.Model):
    """What a bid says to the question of one quality criterion."""

    lot_bid = models.ForeignKey(LotBid, models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(AwardCriterion, models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"))

    objects = OfLotBidQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a criterion")
        verbose_name_plural = _("answers to criteria")
        constraints = (
            models.UniqueConstraint(
                fields=("lot_bid", "criterion"),
                name="bid_answer_once",
                violation_error_message=_("This question is already answered."),
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]


class BidPriceQuerySet(models.QuerySet["BidPrice"]):
    def visible_to(self, user: User) -> "BidPriceQuerySet":
        """The bidder's own, and for the region those of lots whose prices were opened."""
        own = Q(lot_bid__bid__provider__in=providers_of(user))
        opened = Q(
            lot_bid__lot__tender__region__in=regions_of(user),
            lot_bid__lot__prices_opened_at__isnull=False,
        )
        return self.filter(own | opened)


class BidPrice(models.Model):
    """The price for a further line of a lot's price table, in euro excl. VAT per unit."""

    lot_bid = models.ForeignKey(LotBid, models.CASCADE, related_name="prices")
    line = models.ForeignKey(PriceLine, models.PROTECT, related_name="prices")
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=4)

    objects = BidPriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("price of a line")
        verbose_name_plural = _("prices of lines")
        constraints = (
            models.UniqueConstraint(
                fields=("lot_bid", "line"),
                name="bid_price_once",
                violation_error_message=_("This line already has a price."),
            ),
            not_negative("bid_price", "price"),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.price}"
