"""What prices are expected to do, and what was forecast on a day: kept as it was."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import one_of
from config.shared.display import day, number
from contracts.enums import CostKind, TariffUnit
from contracts.models import Contract
from providers.enums import LearningRoute
from reports.enums import CostType
from reports.models.bases import basis_field, basis_known
from reports.models.budgets import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

MOST_PERCENT = 50


class IndexationExpectationQuerySet(models.QuerySet["IndexationExpectation"]):
    def visible_to(self, user: User) -> "IndexationExpectationQuerySet":
        """The region's, also for its single gemeenten."""
        return self.filter(region__in=Region.objects.visible_to(user))


class IndexationExpectation(models.Model):
    """By how much a region expects prices to be indexed in a year, of contracts that say they are.

    No figure is prescribed: the region writes down whose forecast it goes by.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="indexation_expectations", verbose_name=_("region")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    percentage = models.DecimalField(_("expected rise (%)"), max_digits=5, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = IndexationExpectationQuerySet.as_manager()

    class Meta:
        verbose_name = _("expected indexation")
        verbose_name_plural = _("expected indexations")
        ordering = ("region", "year")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "year"),
                name="indexation_expectation_once",
                violation_error_message=_("There is already an expectation for this year."),
            ),
            models.CheckConstraint(
                condition=Q(percentage__range=(-MOST_PERCENT, MOST_PERCENT)),
                name="indexation_expectation_within_reason",
                violation_error_message=_("A percentage lies between -50 and 50."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}: {number(self.percentage.normalize())}%"

    def get_absolute_url(self) -> str:
        return reverse("reports:indexationexpectation-list")


class ExpectedCostQuerySet(models.QuerySet["ExpectedCost"]):
    def visible_to(self, user: User) -> "ExpectedCostQuerySet":
        """The region's, and the single gemeente's own."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))


class ExpectedCost(models.Model):
    """What learners who have no cost lines yet will cost in a month: the engine's last reckoning.

    Replaced as a whole for a region, so that pages read it instead of reckoning. `heads` begin in
    the month, `quantity` counts units of the tariff. Without a contract: nobody was contracted yet
    for who begins then. `seated_amount` and `seated_heads` are the same when nobody who is expected
    begins before a contracted seat is free.
    """

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="expected_costs",
        db_index=False,  # expected_cost_once has it first
    )
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="expected_costs")
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="expected_costs"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind)
    unit = models.CharField(_("unit"), max_length=12, choices=TariffUnit)
    month = models.DateField(_("month"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    quantity = models.DecimalField(_("number of units"), max_digits=16, decimal_places=6)
    heads = models.PositiveIntegerField(_("learners who begin"))
    seated_amount = models.DecimalField(
        _("amount with a seat"), max_digits=14, decimal_places=2, default=0, db_default=0
    )
    seated_heads = models.PositiveIntegerField(
        _("learners who begin on a seat"), default=0, db_default=0
    )

    objects = ExpectedCostQuerySet.as_manager()

    class Meta:
        verbose_name = _("expected cost")
        verbose_name_plural = _("expected costs")
        ordering = ("month", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "month", "gemeente", "route", "contract", "kind", "unit"),
                nulls_distinct=False,
                name="expected_cost_once",
            ),
            one_of("expected_cost", "route", LearningRoute.values),
            one_of("expected_cost", "kind", CostKind.values),
            one_of("expected_cost", "unit", TariffUnit.values),
        )

    def __str__(self) -> str:
        return f"{self.month} {self.amount}"


class ForecastSnapshotQuerySet(models.QuerySet["ForecastSnapshot"]):
    def visible_to(self, user: User) -> "ForecastSnapshotQuerySet":
        """The region's, also for its single gemeenten, who see their own figures in it."""
        return self.filter(region__in=Region.objects.visible_to(user))


class ForecastSnapshot(models.Model):
    """The forecast of a region as it was on a day, from January of that year on; never changed.

    Taken by somebody, or by the clock at the beginning of each month (`taken_by` empty).
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="forecast_snapshots", verbose_name=_("region")
    )
    taken_on = models.DateField(_("as on"))
    basis = basis_field()
    note = models.CharField(_("occasion"), max_length=120, blank=True)
    taken_at = models.DateTimeField(_("kept"))
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )

    objects = ForecastSnapshotQuerySet.as_manager()

    if TYPE_CHECKING:
        figures: RelatedManager["ForecastFigure"]

    class Meta:
        verbose_name = _("kept forecast")
        verbose_name_plural = _("kept forecasts")
        ordering = ("-taken_on", "-pk")
        constraints = (
            basis_known("forecast_snapshot"),
            models.UniqueConstraint(
                fields=("region", "taken_on"),
                name="forecast_snapshot_once_a_day",
                violation_error_message=_("The forecast of this day has been kept already."),
            ),
        )

    def __str__(self) -> str:
        return gettext("Forecast of %(region)s on %(day)s") % {
            "region": self.region,
            "day": day(self.taken_on),
        }

    def get_absolute_url(self) -> str:
        return reverse("reports:forecastsnapshot-detail", args=[self.pk])


class ForecastFigureQuerySet(models.QuerySet["ForecastFigure"]):
    def visible_to(self, user: User) -> "ForecastFigureQuerySet":
        """The region's, and the single gemeente's own."""
        return self.filter(
            Q(snapshot__region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user))
        )


class ForecastFigure(models.Model):
    """Euro of one month in a kept forecast, of one gemeente, route, contract and kind of cost.

    Without a contract: for who begins when nobody was contracted yet, and for costs under none.
    """

    snapshot = models.ForeignKey(ForecastSnapshot, models.PROTECT, related_name="figures")
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="+", verbose_name=_("gemeente")
    )
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute, blank=True)
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contract"),
    )
    cost_type = models.CharField(
        _("cost type"), max_length=20, choices=CostType, default=CostType.LEARNING_ROUTES
    )
    month = models.DateField(_("month"))
    realised = models.DecimalField(_("realised"), max_digits=14, decimal_places=2)
    committed = models.DecimalField(_("committed"), max_digits=14, decimal_places=2)
    expected = models.DecimalField(_("expected"), max_digits=14, decimal_places=2)

    objects = ForecastFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept figure")
        verbose_name_plural = _("kept figures")
        ordering = ("snapshot", "month", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("snapshot", "month", "gemeente", "route", "contract", "cost_type"),
                nulls_distinct=False,
                name="forecast_figure_once",
            ),
            one_of("forecast_figure", "route", ["", *LearningRoute.values]),
            one_of("forecast_figure", "cost_type", CostType.values),
        )

    def __str__(self) -> str:
        return f"{self.month} {self.total}"

    @property
    def total(self) -> Decimal:
        """Realised, committed and expected together."""
        return self.realised + self.committed + self.expected
