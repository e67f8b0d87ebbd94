"""Bids, their receipts and the record of opening them."""

import hashlib
import json
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of, tenders_of
from accounts.models import User
from config.shared.constraints import minimum_and_maximum, not_negative, one_of, stamped
from procurement.enums import BidStatus, LotBidStatus
from procurement.models.tenders import Lot, Tender
from providers.models import Provider


class BidQuerySet(models.QuerySet["Bid"]):
    def visible_to(self, user: User) -> "BidQuerySet":
        """A provider sees its own; the buying region only what was opened, whatever the role.

        The panel sees no bids, as a bid names its bidder: it has the LotBids, without names.
        """
        own = Q(provider__in=providers_of(user))
        opened = Q(tender__region__in=regions_of(user), status=BidStatus.OPENED)
        return self.filter(own | opened)


class Bid(models.Model):
    """One provider's bid on a tender; its content lies in its LotBids."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="bids")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="bids")
    contact_name = models.CharField(_("contact"), max_length=120)
    contact_email = models.EmailField(_("e-mail address"))
    declaration = models.BooleanField(_("no ground for exclusion applies to us"), default=False)
    draft = models.JSONField(_("working copy"), default=dict, blank=True)
    """What the bidder typed and has not submitted; emptied by submitting."""
    status = models.CharField(
        _("status"), max_length=12, choices=BidStatus, default=BidStatus.DRAFT
    )
    created_at = models.DateTimeField(_("begun"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BidQuerySet.as_manager()

    class Meta:
        verbose_name = _("bid")
        verbose_name_plural = _("bids")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("tender", "provider"),
                name="bid_once_per_provider",
                violation_error_message=_("Your organisation already has a bid on this tender."),
            ),
            one_of("bid", "status", BidStatus.values),
            stamped("bid", "submitted"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(submitted_at__isnull=False),
                name="bid_submitted_before_it_moves_on",
                violation_error_message=_("A bid is submitted before it can move on."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} - {self.tender.reference}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:bid-detail", args=[self.pk])

    def digest(self) -> str:
        """SHA-256 (hex) over the bid as it stands in the database.

        Over JSON with sorted keys, no spaces, decimals as text with four places, lots by number:
        whoever has the bid can compute it again.
        """
        content = {
            "tender": self.tender.reference,
            "kvk_number": self.provider.kvk_number,
            "contact_name": self.contact_name,
            "contact_email": self.contact_email,
            "declaration": self.declaration,
            "lots": [offer.content() for offer in self.lot_bids.order_by("lot__number")],
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class LotBidQuerySet(models.QuerySet["LotBid"]):
    def visible_to(self, user: User) -> "LotBidQuerySet":
        """Those of visible bids, and for a panel member those of the opened bids it scores."""
        panel = Q(lot__tender__in=tenders_of(user), bid__status=BidStatus.OPENED)
        return self.filter(Q(bid__in=Bid.objects.visible_to(user)) | panel)

    def taking_part(self) -> "LotBidQuerySet":
        """Those of opened bids that were not excluded."""
        return self.filter(bid__status=BidStatus.OPENED).exclude(status=LotBidStatus.EXCLUDED)


class LotBid(models.Model):
    """What a bid offers for one lot. The price is euro excl. VAT per unit of the lot."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="lot_bids")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="lot_bids")
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=4)
    offered_places = models.PositiveIntegerField(_("places offered"))
    group_minimum = models.PositiveSmallIntegerField(_("smallest group"))
    group_maximum = models.PositiveSmallIntegerField(_("largest group"))
    locations = models.TextField(_("locations"))
    answer = models.TextField(_("how you work (answer to the quality criteria)"))
    status = models.CharField(
        _("status"), max_length=10, choices=LotBidStatus, default=LotBidStatus.ENTERED
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
            not_negative("lot_bid", "price"),
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

    def content(self) -> dict[str, Any]:
        """The offer as it is hashed for the receipt."""
        return {
            "lot": self.lot.number,
            "price": f"{self.price:.4f}",
            "offered_places": self.offered_places,
            "group_minimum": self.group_minimum,
            "group_maximum": self.group_maximum,
            "locations": self.locations,
            "answer": self.answer,
        }


class BidReceiptQuerySet(models.QuerySet["BidReceipt"]):
    def visible_to(self, user: User) -> "BidReceiptQuerySet":
        return self.filter(bid__in=Bid.objects.visible_to(user))


class BidReceipt(models.Model):
    """Proof that a bid came in: append-only, and timed by the database's own clock.

    A trigger fills `received_at` and refuses the row at or after the closing time of the tender.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="receipts")
    sequence = models.PositiveSmallIntegerField(_("version"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    received_at = models.DateTimeField(_("received"))
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = BidReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ("bid", "-sequence")
        constraints = (
            models.UniqueConstraint(fields=("bid", "sequence"), name="bid_receipt_sequence_once"),
        )

    def __str__(self) -> str:
        return self.sha256


class OpeningRecordQuerySet(models.QuerySet["OpeningRecord"]):
    def visible_to(self, user: User) -> "OpeningRecordQuerySet":
        """The buying side's; the number of bids is nobody else's business."""
        return self.filter(Q(tender__region__in=regions_of(user)) | Q(tender__in=tenders_of(user)))


class OpeningRecord(models.Model):
    """Proces-verbaal van opening: two different officers opened, what they found."""

    tender = models.OneToOneField(Tender, models.PROTECT, related_name="opening")
    first_at = models.DateTimeField(_("first officer"))
    first_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    second_at = models.DateTimeField(_("second officer"), null=True, blank=True)
    second_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    bids_opened = models.PositiveIntegerField(_("bids opened"), default=0)
    bids_withdrawn = models.PositiveIntegerField(_("bids withdrawn"), default=0)
    digests = ArrayField(models.CharField(max_length=64), default=list, blank=True)

    objects = OpeningRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening record")
        verbose_name_plural = _("opening records")
        constraints = (
            stamped("opening", "second"),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")),
                name="opening_by_two_people",
                violation_error_message=_("Two different officers open the bids."),
            ),
        )

    def __str__(self) -> str:
        return str(self.tender)
