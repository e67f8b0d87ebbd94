"""What a contract guarantees its provider: a least amount or a least number of learners."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.constraints import check_order, in_order, not_negative, one_of
from config.shared.display import money, number
from contracts.enums import GuaranteeKind
from contracts.models.contracts import Contract
from contracts.models.cost_entries import CostEntry
from providers.enums import LearningRoute


class ContractGuaranteeQuerySet(models.QuerySet["ContractGuarantee"]):
    def visible_to(self, user: User) -> "ContractGuaranteeQuerySet":
        """Who sees the contract sees what it guarantees."""
        return self.filter(contract__in=Contract.objects.visible_to(user))


class ContractGuarantee(models.Model):
    """The least that a region takes in a period; the route is empty for all of the contract.

    Of an amount `minimum_amount` is in euro excl. VAT, and the shortfall is paid in full; of a
    number of learners each one short costs `price` euro. `entry` is the shortfall as a person
    booked it once the period was over.
    """

    contract = models.ForeignKey(
        Contract, models.CASCADE, related_name="guarantees", verbose_name=_("contract")
    )
    kind = models.CharField(_("guaranteed"), max_length=8, choices=GuaranteeKind)
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute, blank=True)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    minimum_amount = models.DecimalField(
        _("least amount excl. VAT"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    minimum_heads = models.PositiveIntegerField(
        _("least number of learners"), null=True, blank=True
    )
    price = models.DecimalField(
        _("price of each learner short"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    entry = models.OneToOneField(
        CostEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="guarantee",
        verbose_name=_("shortfall booked as"),
    )

    objects = ContractGuaranteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("guaranteed minimum")
        verbose_name_plural = _("guaranteed minimums")
        ordering = ("contract", "first_on", "pk")
        constraints = (
            one_of("guarantee", "kind", GuaranteeKind.values),
            one_of("guarantee", "route", ["", *LearningRoute.values]),
            in_order("guarantee", "first_on", "last_on"),
            not_negative("guarantee", "minimum_amount", "price"),
            models.CheckConstraint(
                condition=Q(
                    kind=GuaranteeKind.VALUE,
                    minimum_amount__isnull=False,
                    minimum_heads__isnull=True,
                    price__isnull=True,
                )
                | Q(
                    kind=GuaranteeKind.HEADS,
                    minimum_amount__isnull=True,
                    minimum_heads__isnull=False,
                    price__isnull=False,
                ),
                name="guarantee_kind_complete",
                violation_error_message=_(
                    "Give an amount, or a number of learners with the price of each one short."
                ),
            ),
        )

    def __str__(self) -> str:
        if self.kind == GuaranteeKind.VALUE:
            return _t("at least %(amount)s") % {"amount": money(self.minimum_amount)}
        return _t("at least %(heads)s learners") % {"heads": number(self.minimum_heads or 0)}

    def get_absolute_url(self) -> str:
        return reverse("reports:guarantee-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.contract.region_id

    def clean(self) -> None:
        """The last day is not before the first."""
        check_order(self, "first_on", "last_on")

    def shortfall(self, amount: Decimal, heads: int) -> Decimal:
        """Euro that is owed when so much was taken of it, and by so many learners."""
        if self.kind == GuaranteeKind.VALUE:
            return max((self.minimum_amount or Decimal(0)) - amount, Decimal("0.00"))
        return max((self.minimum_heads or 0) - heads, 0) * (self.price or Decimal("0.00"))
