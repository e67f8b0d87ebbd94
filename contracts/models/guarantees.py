"""What a contract guarantees its provider: a least amount or a least number of learners."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractDay, TruncMonth
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.constraints import check_order, in_order, not_negative, one_of
from config.shared.display import money, number
from contracts.enums import BOOKED, CHARGED, GuaranteeKind
from contracts.models.contracts import Contract
from contracts.models.cost_entries import CostEntry
from contracts.models.costs import CostMonth
from contracts.models.placements import Placement
from providers.enums import LearningRoute


class ContractGuaranteeQuerySet(models.QuerySet["ContractGuarantee"]):
    def visible_to(self, user: User) -> "ContractGuaranteeQuerySet":
        """Who sees the contract sees what it guarantees."""
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def with_taken(self) -> "ContractGuaranteeQuerySet":
        """Annotate `taken_amount`, what falls due in the period by tariffs, and `taken_heads`,
        the learners who begin in it with a place in a group; sums by month, never lines.
        """
        return self.annotate(
            taken_amount=Coalesce(Subquery(_amounts()), Value(Decimal("0.00"))),
            taken_heads=Case(
                When(kind=GuaranteeKind.HEADS, then=Coalesce(Subquery(_heads()), 0)), default=0
            ),
        )


class _By(Func):
    """What is due in a month by the day of another column."""

    template = "(%(expressions)s]"
    arg_joiner = ")["
    output_field = models.DecimalField(max_digits=14, decimal_places=2)


def _route() -> ExpressionWrapper:
    return ExpressionWrapper(OuterRef("route"), models.CharField())


def _of_guarantee() -> Q:
    """Rows of the contract, and of the route where the guarantee is for one."""
    of_route = Q(route=OuterRef("route")) | Q(Exact(_route(), Value("")))
    return Q(contract=OuterRef("contract")) & of_route


def _amounts() -> "QuerySet[Any]":
    first, last = (
        ExpressionWrapper(OuterRef(name), models.DateField()) for name in ("first_on", "last_on")
    )
    months = CostMonth.objects.filter(
        _of_guarantee(), month__gte=TruncMonth(first), month__lte=last
    ).exclude(kind__in=BOOKED)
    until = Case(
        When(month=TruncMonth(last), then=_By(F("due_by_day"), ExtractDay(last))),
        default=F("amount"),
    )
    begun = Q(month=TruncMonth(first)) & ~Q(month=first)
    before = Case(
        When(begun, then=_By(F("due_by_day"), ExtractDay(first) - 1)), default=Value(Decimal(0))
    )
    return months.order_by().values("contract").annotate(sum=Sum(until - before)).values("sum")


def _heads() -> "QuerySet[Any]":
    begins = Coalesce("actual_first_on", "planned_first_on")
    rows = Placement.objects.alias(begins=begins).filter(
        _of_guarantee(),
        status__in=CHARGED,
        begins__range=(OuterRef("first_on"), OuterRef("last_on")),
    )
    return rows.order_by().values("contract").annotate(number=Count("pk")).values("number")


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

    taken_amount: Decimal
    taken_heads: int
    """Both annotated by `with_taken`."""

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
            return gettext("at least %(amount)s") % {"amount": money(self.minimum_amount)}
        return gettext("at least %(heads)s learners") % {"heads": number(self.minimum_heads or 0)}

    def get_absolute_url(self) -> str:
        return reverse("contracts:contractguarantee-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.contract.region_id

    def clean(self) -> None:
        """The last day is not before the first."""
        check_order(self, "first_on", "last_on")

    @property
    def is_booked(self) -> bool:
        """Whether its shortfall stands in the ledger."""
        return self.entry is not None and self.entry.withdrawn_at is None

    def shortfall(self, amount: Decimal, heads: int) -> Decimal:
        """Euro that is owed when so much was taken of it, and by so many learners."""
        if self.kind == GuaranteeKind.VALUE:
            return max((self.minimum_amount or Decimal(0)) - amount, Decimal("0.00"))
        return max((self.minimum_heads or 0) - heads, 0) * (self.price or Decimal("0.00"))
