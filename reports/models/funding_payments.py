"""What gemeenten and their region paid each other."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import one_of
from reports.enums.funding import PaymentDirection
from reports.models.funding import YEARS, FundingStream


class FundingPaymentQuerySet(models.QuerySet["FundingPayment"]):
    def visible_to(self, user: User) -> "FundingPaymentQuerySet":
        """The region's, and the single gemeente's own."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))


class FundingPayment(models.Model):
    """Money that went between a gemeente and its region for a year; never changed.

    A mistake is put right by a second line with the amount below zero. `stream` is None when the
    payment is not of one stream.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="funding_payments", verbose_name=_("region")
    )
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="funding_payments", verbose_name=_("gemeente")
    )
    stream = models.ForeignKey(
        FundingStream,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("funding stream"),
    )
    year = models.PositiveSmallIntegerField(_("about the year"), validators=YEARS)
    direction = models.CharField(_("direction"), max_length=12, choices=PaymentDirection)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    paid_on = models.DateField(_("paid on"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = FundingPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment between gemeente and region")
        verbose_name_plural = _("payments between gemeenten and regions")
        ordering = ("-paid_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="funding_payment_is_of_something",
                violation_error_message=_("A payment has an amount."),
            ),
            one_of("funding_payment", "direction", PaymentDirection.values),
        )
        indexes = (
            models.Index(fields=("region", "year", "gemeente"), name="funding_payment_of_year"),
        )

    def __str__(self) -> str:
        return f"{self.gemeente} {self.year}: {self.amount}"

    def get_absolute_url(self) -> str:
        return reverse("reports:fundingpayment-list")
