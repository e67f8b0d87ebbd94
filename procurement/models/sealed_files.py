"""Attachments of bids, sealed as they came."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from procurement.models.bids import Bid, BidReceipt
from procurement.models.offers import LotBid


class SealedFileQuerySet(models.QuerySet["SealedFile"]):
    def visible_to(self, user: User) -> "SealedFileQuerySet":
        """Those of visible bids, and for a panel member those of the opened bids it scores."""
        bids = Bid.objects.visible_to(user).values("pk")
        scored = LotBid.objects.visible_to(user).values("bid")
        return self.filter(Q(bid__in=bids) | Q(bid__in=scored))


class SealedFile(models.Model):
    """An attachment of a bid: ciphertext in the file store under a random name.

    Its name, type and key lie in the bid's content. The opening fills them in here.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="files")
    receipts = models.ManyToManyField(BidReceipt, related_name="files")
    path = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(_("SHA-256 of the sealed file"), max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200, blank=True)
    kind = models.CharField(_("type"), max_length=10, blank=True)
    key = models.BinaryField(default=bytes, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)

    objects = SealedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("bid", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(opened_at__isnull=False) | Q(name="", kind="", key=b""),
                name="sealed_file_until_opened",
                violation_error_message=_("What a bid says is not readable before its opening."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.sha256

    @property
    def region_id(self) -> int:
        return self.bid.region_id
