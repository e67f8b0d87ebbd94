"""Bids: sealed until two officers open them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import User
from config.shared.constraints import one_of, stamped
from procurement.enums import BidStatus, EnvelopeKind, PartnerRole
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
    """One provider's bid on a tender.

    Until it is opened the database has only ciphertext: the working copy (`draft`, under a key
    of the bid that `draft_key` wraps) until submission, and the envelopes of its receipts after
    it. `contact_name`, `contact_email` and `espd` are filled by the opening.
    """

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="bids")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="bids")
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    espd = models.JSONField(_("own declaration (UEA)"), default=dict, blank=True)
    draft = models.BinaryField(_("working copy"), default=bytes, blank=True)
    draft_key = models.BinaryField(default=bytes, blank=True)
    draft_version = models.PositiveIntegerField(default=0)
    """Counts the saves, so that two colleagues do not overwrite each other unseen."""
    draft_saved_at = models.DateTimeField(_("working copy saved"), null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(status="opened") | Q(contact_name="", contact_email="", espd={}),
                name="bid_sealed_until_opened",
                violation_error_message=_("What a bid says is not readable before its opening."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} - {self.tender.reference}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:bid-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.tender.region_id


class OfBidQuerySet(models.QuerySet[models.Model]):
    """Rows under a bid: whoever sees the bid sees them."""

    def visible_to(self, user: User) -> "OfBidQuerySet":
        return self.filter(bid__in=Bid.objects.visible_to(user))


class BidReceipt(models.Model):
    """Proof that a bid came in: append-only, and timed by the database's own clock.

    A trigger fills `received_at` and refuses the row at or after the closing time of the tender.
    `sha256` is over the digests of the envelopes and files that came in, see procurement.vault.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="receipts")
    sequence = models.PositiveSmallIntegerField(_("version"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    received_at = models.DateTimeField(_("received"))
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = OfBidQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ("bid", "-sequence")
        constraints = (
            models.UniqueConstraint(fields=("bid", "sequence"), name="bid_receipt_sequence_once"),
        )

    def __str__(self) -> str:
        return self.sha256


class BidEnvelopeQuerySet(models.QuerySet["BidEnvelope"]):
    def visible_to(self, user: User) -> "BidEnvelopeQuerySet":
        """The bidder's own; for anyone else an envelope is a digest in a record."""
        return self.filter(receipt__bid__provider__in=providers_of(user))


class BidEnvelope(models.Model):
    """Sealed content of one receipt; append-only.

    One for quality and declarations, and one with the prices of each lot that is bid on, so that
    the prices of a lot can be opened while another lot is still being scored.
    """

    receipt = models.ForeignKey(BidReceipt, models.PROTECT, related_name="envelopes")
    kind = models.CharField(_("holds"), max_length=10, choices=EnvelopeKind)
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="+")
    ciphertext = models.BinaryField()
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size"))

    objects = BidEnvelopeQuerySet.as_manager()

    class Meta:
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")
        ordering = ("receipt", "-kind", "lot")
        constraints = (
            one_of("bid_envelope", "kind", EnvelopeKind.values),
            models.CheckConstraint(
                condition=Q(kind="quality", lot__isnull=True) | Q(kind="price", lot__isnull=False),
                name="bid_envelope_price_names_lot",
                violation_error_message=_("A price envelope is of one lot."),
            ),
            models.UniqueConstraint(
                fields=("receipt", "kind", "lot"),
                nulls_distinct=False,
                name="bid_envelope_once",
                violation_error_message=_("This envelope is already in the vault."),
            ),
        )

    def __str__(self) -> str:
        return self.sha256


class LateBidQuerySet(models.QuerySet["LateBid"]):
    def visible_to(self, user: User) -> "LateBidQuerySet":
        """One's own; the region's once the bids were opened, as it tells who wanted to bid."""
        opened = Q(
            tender__region__in=regions_of(user),
            tender__openings__kind=EnvelopeKind.QUALITY,
            tender__openings__second_at__isnull=False,
        )
        return self.filter(opened | Q(provider__in=providers_of(user))).distinct()


class LateBid(models.Model):
    """A submission that was refused because the deadline had passed; nothing of it was kept."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="late_bids")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(_("refused"))
    refused_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )

    objects = LateBidQuerySet.as_manager()

    class Meta:
        verbose_name = _("late bid")
        verbose_name_plural = _("late bids")
        ordering = ("tender", "refused_at", "pk")

    def __str__(self) -> str:
        return f"{self.tender} {localtime(self.refused_at):%Y-%m-%d %H:%M:%S}"


class BidPartner(models.Model):
    """With whom a bidder bids: a member of its consortium, or a subcontractor and its part."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="partners")
    role = models.CharField(_("role"), max_length=15, choices=PartnerRole)
    name = models.CharField(_("name"), max_length=160)
    kvk_number = models.CharField(_("KvK number"), max_length=8, blank=True)
    part = models.TextField(_("part of the work"), blank=True)

    objects = OfBidQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner in a bid")
        verbose_name_plural = _("partners in a bid")
        ordering = ("bid", "role", "pk")
        constraints = (one_of("bid_partner", "role", PartnerRole.values),)

    def __str__(self) -> str:
        return self.name
