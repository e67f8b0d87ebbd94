"""What a contract says beside tariffs and seats: bands, settlements, options and targets."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.constraints import check_order, in_order, not_negative, one_of, stamped
from config.shared.display import money, number
from config.shared.versions import keeps_versions, kept_moment
from contracts.enums import (
    KpiIndicator,
    RenewalStatus,
    SettlementBasis,
    SettlementEvent,
    TargetDirection,
)
from contracts.models.contracts import Contract
from contracts.models.tariffs import Tariff

FIRST_BAND = 2
"""The tariff itself is the price of the first unit, so that a band begins at the second."""


class TermQuerySet(models.QuerySet[Any]):
    """Rows that belong to a contract."""

    def visible_to(self, user: User) -> "TermQuerySet":
        """Who sees the contract sees what it says."""
        return self.filter(contract__in=Contract.objects.visible_to(user))


class TariffBandQuerySet(models.QuerySet["TariffBand"]):
    def visible_to(self, user: User) -> "TariffBandQuerySet":
        return self.filter(tariff__in=Tariff.objects.visible_to(user))


@keeps_versions("TariffBandVersion")
class TariffBand(models.Model):
    """Another price from a number of units on: from the 21st trajectory 14,500 euro excl. VAT."""

    tariff = models.ForeignKey(Tariff, models.CASCADE, related_name="bands")
    from_number = models.PositiveIntegerField(_("from number"))
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=4)
    kept_at = kept_moment()

    objects = TariffBandQuerySet.as_manager()

    class Meta:
        verbose_name = _("price band")
        verbose_name_plural = _("price bands")
        ordering = ("tariff", "from_number")
        constraints = (
            models.UniqueConstraint(
                fields=("tariff", "from_number"),
                name="tariff_band_number_once",
                violation_error_message=_("Bands begin at different numbers."),
            ),
            models.CheckConstraint(
                condition=Q(from_number__gte=FIRST_BAND),
                name="tariff_band_after_the_first",
                violation_error_message=_("A band begins at the second unit or later."),
            ),
            not_negative("tariff_band", "price"),
        )

    def __str__(self) -> str:
        return f"{self.from_number}: {money(self.price, 4)}"


@keeps_versions("SettlementRuleVersion")
class SettlementRule(models.Model):
    """What is paid when a course does not run as planned.

    `percentage` is of the tariff that is still paid, `amount` in euro excl. VAT. Absence settles
    from `threshold_percentage` of the hours missed on; other events while they fall within
    `within_weeks` of the first day, where that is given.
    """

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="settlement_rules")
    event = models.CharField(_("event"), max_length=12, choices=SettlementEvent)
    basis = models.CharField(_("basis"), max_length=10, choices=SettlementBasis)
    percentage = models.DecimalField(
        _("percentage of the tariff"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    threshold_percentage = models.DecimalField(
        _("from this part of the hours missed (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    within_weeks = models.PositiveSmallIntegerField(
        _("within so many weeks of the start"), null=True, blank=True
    )
    note = models.CharField(_("explanation"), max_length=300, blank=True)
    kept_at = kept_moment()

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement rule")
        verbose_name_plural = _("settlement rules")
        ordering = ("contract", "event")
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "event"),
                name="settlement_rule_once_per_event",
                violation_error_message=_("There is already a rule for this event."),
            ),
            one_of("settlement_rule", "event", SettlementEvent.values),
            one_of("settlement_rule", "basis", SettlementBasis.values),
            models.CheckConstraint(
                condition=Q(basis="percentage", percentage__isnull=False, amount__isnull=True)
                | Q(basis="amount", amount__isnull=False, percentage__isnull=True)
                | Q(basis="none", amount__isnull=True, percentage__isnull=True),
                name="settlement_rule_basis_complete",
                violation_error_message=_(
                    "Give a percentage or an amount, as the basis says, and not the other."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(percentage__isnull=True) | Q(percentage__range=(0, 100)))
                & (
                    Q(threshold_percentage__isnull=True)
                    | Q(threshold_percentage__range=(0, 100), event="absence")
                ),
                name="settlement_rule_percentages_within_100",
                violation_error_message=_(
                    "A percentage lies between 0 and 100; hours missed count for absence alone."
                ),
            ),
            not_negative("settlement_rule", "amount"),
        )

    def __str__(self) -> str:
        return f"{self.get_event_display()}: {self.share}"

    @property
    def share(self) -> str:
        """What is paid, in words."""
        if self.percentage is not None:
            return f"{number(self.percentage.normalize())}%"
        if self.amount is not None:
            return money(self.amount)
        return self.get_basis_display()


class RenewalOptionQuerySet(TermQuerySet):
    def undecided(self) -> "RenewalOptionQuerySet":
        """Options of which nobody has said yet whether they are used."""
        return self.filter(status=RenewalStatus.OPEN)


class RenewalOption(models.Model):
    """The right to go on for one more period, agreed beforehand (art. 2.163c: a review clause).

    The last day on which it can be used is `decide_by_on`.
    """

    contract = models.ForeignKey(
        Contract, models.CASCADE, related_name="renewal_options", verbose_name=_("contract")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    decide_by_on = models.DateField(_("decide by"))
    status = models.CharField(
        _("status"), max_length=10, choices=RenewalStatus, default=RenewalStatus.OPEN
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RenewalOptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("renewal option")
        verbose_name_plural = _("renewal options")
        ordering = ("contract", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "number"),
                name="renewal_option_number_once",
                violation_error_message=_("This number is already used."),
            ),
            one_of("renewal_option", "status", RenewalStatus.values),
            in_order("renewal_option", "first_on", "last_on"),
            stamped("renewal_option", "decided"),
            models.CheckConstraint(
                condition=Q(status="open", decided_at__isnull=True)
                | Q(status__in=("used", "declined"), decided_at__isnull=False),
                name="renewal_option_decided_has_moment",
                violation_error_message=_("Who decides about an option is written down."),
            ),
            models.CheckConstraint(
                condition=Q(decide_by_on__lt=F("first_on")),
                name="renewal_option_decided_before_it_begins",
                violation_error_message=_("An option is decided about before its first day."),
            ),
            ExclusionConstraint(
                name="renewal_option_no_overlap",
                expressions=[
                    ("contract", RangeOperators.EQUAL),
                    (
                        Func(F("first_on"), F("last_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Two options may not have days in common."),
            ),
        )
        indexes = (
            models.Index(
                fields=("decide_by_on",),
                condition=Q(status="open"),
                name="renewal_option_undecided",
            ),
        )

    def __str__(self) -> str:
        return gettext("Option %(number)s of %(contract)s") % {
            "number": self.number,
            "contract": self.contract.reference,
        }

    def get_absolute_url(self) -> str:
        return self.contract.get_absolute_url()

    @property
    def region_id(self) -> int:
        return self.contract.region_id

    def clean(self) -> None:
        """The last day is not before the first."""
        check_order(self, "first_on", "last_on")


class ContractKpi(models.Model):
    """The value that a provider promised to reach for one indicator."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="kpis")
    indicator = models.CharField(_("indicator"), max_length=20, choices=KpiIndicator)
    direction = models.CharField(
        _("direction"), max_length=10, choices=TargetDirection, default=TargetDirection.AT_LEAST
    )
    target = models.DecimalField(_("target"), max_digits=7, decimal_places=2)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("performance indicator")
        verbose_name_plural = _("performance indicators")
        ordering = ("contract", "indicator")
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "indicator"),
                name="contract_kpi_once",
                violation_error_message=_("There is already a target for this indicator."),
            ),
            one_of("contract_kpi", "indicator", KpiIndicator.values),
            one_of("contract_kpi", "direction", TargetDirection.values),
            not_negative("contract_kpi", "target"),
        )

    def __str__(self) -> str:
        return f"{self.get_indicator_display()}: {self.promise}"

    @property
    def promise(self) -> str:
        """Such as: at least 90."""
        return f"{self.get_direction_display()} {number(self.target.normalize())}"

    def is_met_by(self, value: Decimal) -> bool:
        """Whether a measured value keeps the promise."""
        if self.direction == TargetDirection.AT_LEAST:
            return value >= self.target
        return value <= self.target


class SocialReturn(models.Model):
    """What a provider did for people at a distance from work, in euro as the contract counts it."""

    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="social_returns", verbose_name=_("contract")
    )
    on = models.DateField(_("day"))
    description = models.CharField(_("what was done"), max_length=300)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("social return")
        verbose_name_plural = _("social return")
        ordering = ("contract", "-on", "-pk")
        constraints = (not_negative("social_return", "amount"),)

    def __str__(self) -> str:
        return f"{self.description}: {money(self.amount)}"
