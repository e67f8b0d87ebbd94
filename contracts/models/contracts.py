"""Contracts."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import in_order, not_negative, one_of, stamped
from contracts.capacity import ValueMeter
from contracts.enums import (
    DELIVERABLE,
    ENDED,
    IN_USE,
    ContractKind,
    ContractStatus,
    OverTargetPolicy,
)
from procurement.models import AwardDecision
from providers.models import Provider


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, user: User) -> "ContractQuerySet":
        """Those of the region, of the single gemeente, and of the provider once offered."""
        provider = Q(provider__in=providers_of(user)) & ~Q(status=ContractStatus.DRAFT)
        return self.filter(
            Q(region__in=regions_of(user)) | Q(gemeenten__in=gemeenten_of(user)) | provider
        ).distinct()

    def as_choices(self) -> "ContractQuerySet":
        """With what names and sorts them alone: a region has hundreds to choose from."""
        return self.only("reference", "title", "first_on")

    def deliverable_by(self, user: User) -> "ContractQuerySet":
        """Contracts of the providers that `user` acts for, for which sheets may come in."""
        return self.filter(provider__in=providers_of(user), status__in=DELIVERABLE)

    def running_on(self, day: date) -> "ContractQuerySet":
        """Active contracts whose period contains `day`."""
        return self.filter(status=ContractStatus.ACTIVE, first_on__lte=day, last_on__gte=day)

    def with_spent(self) -> "ContractQuerySet":
        """Annotate `spent`: euros of all cost lines, fallen due (realised) or not (committed).

        Of a framework agreement with those of its call-offs.
        """
        amount = models.DecimalField(max_digits=14, decimal_places=2)
        return self.annotate(spent=_in_all(Sum("cost_months__amount"), amount))

    def with_quantity(self) -> "ContractQuerySet":
        """Annotate `quantity`: trajectories scheduled, running and ended, those of call-offs too.

        Who moved away before the first day does not count: nothing is due then.
        """
        counted = Q(placements__status__in=IN_USE) | Q(
            placements__status__in=ENDED, placements__actual_first_on__isnull=False
        )
        number = models.IntegerField()
        return self.annotate(quantity=_in_all(Count("placements", filter=counted), number))


def _in_all(
    aggregate: models.Aggregate, field: models.Field
) -> models.expressions.CombinedExpression:
    """An aggregate over a contract and the call-offs under it; nought where there is nothing."""
    rows = Contract._base_manager.order_by()
    own = rows.filter(pk=OuterRef("pk")).values("pk").annotate(total=aggregate)
    called = rows.filter(framework=OuterRef("pk")).values("framework").annotate(total=aggregate)
    parts = [
        Coalesce(Subquery(each.values("total")), 0, output_field=field) for each in (own, called)
    ]
    return parts[0] + parts[1]


class Contract(models.Model):
    """What a region and a provider agreed; from an award, direct, or signed outside before.

    `original_amount` and `original_quantity` are the maximum at the signature: amendments are
    judged against them. An interrupted placement keeps its place `interruption_weeks` long, or as
    long as it lasts when that is empty.
    """

    kind = models.CharField(
        _("kind"), max_length=12, choices=ContractKind, default=ContractKind.DIRECT
    )
    framework = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="call_offs",
        verbose_name=_("framework agreement"),
    )
    reference = models.CharField(_("reference"), max_length=40)
    region = models.ForeignKey(Region, models.PROTECT, related_name="contracts")
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="contracts", verbose_name=_("provider")
    )
    decision = models.OneToOneField(
        AwardDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contract",
        verbose_name=_("award decision"),
    )
    gemeenten = models.ManyToManyField(
        Gemeente, related_name="contracts", verbose_name=_("participating gemeenten")
    )
    title = models.CharField(_("title"), max_length=200)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    maximum_amount = models.DecimalField(
        _("maximum value (excl. VAT)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    maximum_quantity = models.PositiveIntegerField(
        _("maximum number of trajectories"), null=True, blank=True
    )
    original_amount = models.DecimalField(
        _("original value (excl. VAT)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    original_quantity = models.PositiveIntegerField(
        _("original number of trajectories"), null=True, blank=True
    )
    start_guarantee_weeks = models.PositiveSmallIntegerField(
        _("start guarantee (weeks)"), null=True, blank=True
    )
    refills_intake = models.BooleanField(
        _("a dropout gives the place of the intake back"), default=False
    )
    interruption_weeks = models.PositiveSmallIntegerField(
        _("weeks that an interrupted learner keeps the place"), null=True, blank=True
    )
    social_return_percentage = models.DecimalField(
        _("social return (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contracts_owned",
        verbose_name=_("responsible"),
    )
    over_target_policy = models.CharField(
        _("over the contracted number"),
        max_length=10,
        choices=OverTargetPolicy,
        default=OverTargetPolicy.BLOCK,
    )
    status = models.CharField(
        _("status"), max_length=12, choices=ContractStatus, default=ContractStatus.DRAFT
    )
    created_at = models.DateTimeField(_("drafted"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_outside_on = models.DateField(_("signed outside on"), null=True, blank=True)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    suspended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    """The last day that it ran, once ended or terminated."""

    objects = ContractQuerySet.as_manager()

    spent: Decimal
    """Annotated by with_spent()."""
    quantity: int
    """Annotated by with_quantity()."""

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ("-first_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "reference"),
                name="contract_reference_once_per_region",
                violation_error_message=_("This reference is already used in the region."),
            ),
            one_of("contract", "status", ContractStatus.values),
            one_of("contract", "over_target_policy", OverTargetPolicy.values),
            in_order("contract", "first_on", "last_on"),
            not_negative("contract", "maximum_amount"),
            not_negative("contract", "original_amount"),
            one_of("contract", "kind", ContractKind.values),
            stamped("contract", "signed"),
            stamped("contract", "suspended"),
            models.CheckConstraint(
                condition=Q(status__in=("ended", "terminated")) | Q(ended_on__isnull=True),
                name="contract_ended_on_once_closed",
                violation_error_message=_("Only a contract that was closed has a last day it ran."),
            ),
            models.CheckConstraint(
                condition=Q(kind="call_off", framework__isnull=False)
                | (~Q(kind="call_off") & Q(framework__isnull=True)),
                name="contract_call_off_names_framework",
                violation_error_message=_(
                    "A call-off names its framework agreement; another contract has none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(social_return_percentage__isnull=True)
                | Q(social_return_percentage__gte=0, social_return_percentage__lte=100),
                name="contract_social_return_within_100",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "offered")) | Q(signed_at__isnull=False),
                name="contract_signed_before_it_moves_on",
                violation_error_message=_("A contract is signed before it can move on."),
            ),
        )
        indexes = (
            models.Index(
                fields=(
                    "region",
                    "-first_on",
                    "-id",
                ),
                name="contract_of_region",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:contract-detail", args=[self.pk])

    @property
    def meter(self) -> ValueMeter | None:
        """After `with_spent`: what has gone of the maximum value; None without a maximum."""
        if self.maximum_amount is None:
            return None
        return ValueMeter(self.spent, self.maximum_amount)

    @property
    def quantity_meter(self) -> ValueMeter | None:
        """After `with_quantity`: trajectories of the maximum number; None without a maximum."""
        if self.maximum_quantity is None:
            return None
        return ValueMeter(Decimal(self.quantity), Decimal(self.maximum_quantity))
