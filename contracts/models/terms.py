"""What a contract says beside tariffs and seats: bands, settlements, options, targets, prices."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.constraints import check_order, in_order, not_negative, one_of, stamped
from config.shared.display import money, number
from contracts.enums import (
    FigureStage,
    KpiIndicator,
    PriceIndex,
    RenewalStatus,
    SettlementBasis,
    SettlementEvent,
    TargetDirection,
)
from contracts.models.contracts import Contract, Tariff

FIRST_BAND = 2
"""The tariff itself is the price of the first unit, so that a band begins at the second."""
DECEMBER = 12


class TermQuerySet(models.QuerySet[Any]):
    """Rows that belong to a contract."""

    def visible_to(self, user: User) -> "TermQuerySet":
        """Who sees the contract sees what it says."""
        return self.filter(contract__in=Contract.objects.visible_to(user))


class TariffBandQuerySet(models.QuerySet["TariffBand"]):
    def visible_to(self, user: User) -> "TariffBandQuerySet":
        return self.filter(tariff__in=Tariff.objects.visible_to(user))


class TariffBand(models.Model):
    """Another price from a number of units on: from the 21st trajectory 14,500 euro excl. VAT."""

    tariff = models.ForeignKey(Tariff, models.CASCADE, related_name="bands")
    from_number = models.PositiveIntegerField(_("from number"))
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=4)

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


class IndexFigureQuerySet(models.QuerySet["IndexFigure"]):
    def visible_to(self, user: User) -> "IndexFigureQuerySet":
        """Those that the region wrote down."""
        return self.filter(region__in=regions_of(user))

    def of_rule(self, rule: "IndexationRule") -> "IndexFigureQuerySet":
        """Figures that the rule can go by."""
        return self.filter(
            region=rule.contract.region_id,
            index=rule.index,
            base_year=rule.base_year,
            stage=rule.stage,
        )


class IndexFigure(models.Model):
    """A published figure of a price index, as a region wrote it down: its month, first or final.

    `base_year` is the year that the publisher sets at 100: figures of two base years cannot be
    compared. A figure by which prices were indexed stands for good.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="index_figures")
    index = models.CharField(_("index"), max_length=20, choices=PriceIndex)
    base_year = models.PositiveSmallIntegerField(_("base year (= 100)"))
    month = models.DateField(_("month"))
    stage = models.CharField(_("stage"), max_length=10, choices=FigureStage)
    figure = models.DecimalField(_("figure"), max_digits=8, decimal_places=3)
    source = models.CharField(_("source"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = IndexFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("index figure")
        verbose_name_plural = _("index figures")
        ordering = ("-month", "index", "stage", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "index", "base_year", "month", "stage"),
                name="index_figure_once",
                violation_error_message=_("This figure has already been entered."),
            ),
            one_of("index_figure", "index", PriceIndex.values),
            one_of("index_figure", "stage", FigureStage.values),
            models.CheckConstraint(
                condition=Q(figure__gt=0),
                name="index_figure_above_nought",
                violation_error_message=_("An index figure lies above nought."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="index_figure_month_begins",
                violation_error_message=_("A month is written by its first day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_index_display()} {self.month:%m-%Y}: {number(self.figure)}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:indexfigure-list")


class IndexationRule(models.Model):
    """How the prices of a contract follow the market.

    Every year, on the first day of `month_of_year`, prices move by the figure of twelve months
    after the former one; the first time after `base_month`. `cap_percentage` is the most that
    prices rise at once (empty: no cap); they only fall where `may_fall` says so. The contract
    says whether the first published or the final figure counts (domain.md 3, F51).
    """

    contract = models.OneToOneField(Contract, models.CASCADE, related_name="indexation_rule")
    index = models.CharField(_("index"), max_length=20, choices=PriceIndex)
    base_year = models.PositiveSmallIntegerField(_("base year (= 100)"))
    base_month = models.DateField(_("month of the first figure"))
    stage = models.CharField(_("which figure counts"), max_length=10, choices=FigureStage)
    cap_percentage = models.DecimalField(
        _("at most (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    may_fall = models.BooleanField(_("prices can also fall"), default=False)
    month_of_year = models.PositiveSmallIntegerField(_("new prices from month"), default=1)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("indexation rule")
        verbose_name_plural = _("indexation rules")
        ordering = ("contract",)
        constraints = (
            one_of("indexation_rule", "index", PriceIndex.values),
            one_of("indexation_rule", "stage", FigureStage.values),
            not_negative("indexation_rule", "cap_percentage"),
            models.CheckConstraint(
                condition=Q(month_of_year__range=(1, DECEMBER)),
                name="indexation_rule_month_of_year",
                violation_error_message=_("A year has the months 1 up to 12."),
            ),
            models.CheckConstraint(
                condition=Q(base_month__day=1),
                name="indexation_rule_month_begins",
                violation_error_message=_("A month is written by its first day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_index_display()}, {self.get_stage_display().lower()}"


class Indexation(models.Model):
    """One time that the prices of a contract followed their index; never changed."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="indexations")
    from_figure = models.ForeignKey(IndexFigure, models.PROTECT, related_name="+")
    to_figure = models.ForeignKey(IndexFigure, models.PROTECT, related_name="+")
    percentage = models.DecimalField(_("percentage"), max_digits=9, decimal_places=4)
    applies_on = models.DateField(_("from"))
    applied_at = models.DateTimeField(_("applied"))
    applied_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("indexation")
        verbose_name_plural = _("indexations")
        ordering = ("contract", "applies_on")
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "applies_on"),
                name="indexation_once_a_day",
                violation_error_message=_("Prices were already indexed from this day."),
            ),
        )

    def __str__(self) -> str:
        return f"{number(self.percentage.normalize())}%"


class ContractSheetQuerySet(models.QuerySet["ContractSheet"]):
    def visible_to(self, user: User) -> "ContractSheetQuerySet":
        """The region's own; providers hand in no contracts."""
        return self.filter(region__in=regions_of(user))


class ContractSheet(models.Model):
    """A sheet of contracts that run already, kept as it came with its SHA-256."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="contract_sheets")
    file = models.FileField(_("file"), upload_to="contract-sheets/%Y/%m/")
    filename = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    received_at = models.DateTimeField(_("received"))
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    contracts = models.ManyToManyField(Contract, related_name="+")

    objects = ContractSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet of running contracts")
        verbose_name_plural = _("sheets of running contracts")
        ordering = ("-received_at", "-pk")
        constraints = (stamped("contract_sheet", "confirmed"),)

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("contracts:contractsheet-detail", args=[self.pk])
