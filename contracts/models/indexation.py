"""Published figures of price indices, and how the prices of contracts follow them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.constraints import not_negative, one_of
from config.shared.display import number
from contracts.enums import FigureStage, PriceIndex
from contracts.models.contracts import Contract
from contracts.models.terms import TermQuerySet

DECEMBER = 12


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
