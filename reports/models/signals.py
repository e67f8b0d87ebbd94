"""Overruns that ask a decision: the signal, what was decided, and the rule of a region."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import not_negative, one_of, stamped
from contracts.models import Contract
from providers.enums import LearningRoute
from reports.enums import UNSETTLED, CauseCode, CostType, SignalKind, SignalStatus
from reports.signals.rules import Threshold, standard_threshold


class OverrunRuleQuerySet(models.QuerySet["OverrunRule"]):
    def visible_to(self, user: User) -> "OverrunRuleQuerySet":
        return self.filter(region__in=regions_of(user))


class OverrunRule(models.Model):
    """From which overrun a region wants to decide; without a row the settings of the site hold."""

    region = models.OneToOneField(
        Region, models.PROTECT, related_name="overrun_rule", verbose_name=_("region")
    )
    percentage = models.DecimalField(
        _("from a percentage of the budget"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    amount = models.DecimalField(_("from an amount"), max_digits=12, decimal_places=2)
    worse_percentage = models.DecimalField(
        _("opens again when worse by a percentage"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = OverrunRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of overruns")
        verbose_name_plural = _("rules of overruns")
        constraints = (not_negative("overrun_rule", "percentage", "amount", "worse_percentage"),)

    def __str__(self) -> str:
        return str(self.region)

    @property
    def threshold(self) -> Threshold:
        """The rule as the computations take it."""
        return Threshold(self.percentage, self.amount, self.worse_percentage)


class Thresholds(dict[int, Threshold]):
    """The threshold of each region that has a rule; of any other the standard."""

    def __missing__(self, region_id: int) -> Threshold:
        return standard_threshold()


def thresholds() -> Thresholds:
    """Of all regions, by region id; costs one query."""
    rules = OverrunRule.objects.order_by("pk")
    return Thresholds({rule.region_id: rule.threshold for rule in rules})


class OverrunSignalQuerySet(models.QuerySet["OverrunSignal"]):
    def visible_to(self, user: User) -> "OverrunSignalQuerySet":
        """The region's, and those of the single gemeente; the maximum of a contract is shared."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))

    def unsettled(self) -> "OverrunSignalQuerySet":
        """Those about which something has to be decided or done."""
        return self.filter(status__in=UNSETTLED)

    def named(self) -> "OverrunSignalQuerySet":
        """With what their names are made of."""
        return self.select_related("region", "gemeente", "contract", "owner")


class OverrunSignal(models.Model):
    """One budget of a year, or the maximum value of one contract, that does not hold.

    Raised once for as long as its subject exists, and kept up to date; `settled_amount` is the
    overrun at which somebody solved or accepted it, so that growth opens it again. A budget names
    year, gemeente and route, and a contract where that has a budget of its own; a maximum names
    its contract alone. `owner` None is everyone who handles overruns.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="overrun_signals", verbose_name=_("region")
    )
    kind = models.CharField(_("signal"), max_length=16, choices=SignalKind)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    gemeente = models.ForeignKey(
        Gemeente,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="overrun_signals",
        verbose_name=_("gemeente"),
    )
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute, blank=True)
    cost_type = models.CharField(
        _("cost type"), max_length=20, choices=CostType, default=CostType.LEARNING_ROUTES
    )
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="overrun_signals",
        verbose_name=_("contract"),
    )
    limit_amount = models.DecimalField(_("budget or maximum"), max_digits=14, decimal_places=2)
    forecast_amount = models.DecimalField(_("forecast"), max_digits=14, decimal_places=2)
    overrun_amount = models.DecimalField(_("overrun"), max_digits=14, decimal_places=2)
    passes_on = models.DateField(_("day of passing"), null=True, blank=True)
    cause = models.CharField(_("cause"), max_length=12, choices=CauseCode)
    cause_is_chosen = models.BooleanField(_("cause chosen by a person"), default=False)
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=SignalStatus, default=SignalStatus.OPEN
    )
    settled_amount = models.DecimalField(
        _("overrun when settled"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    raised_at = models.DateTimeField(_("signalled"))
    figures_at = models.DateTimeField(_("figures of"))
    taken_up_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    taken_up_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken up by"),
    )

    objects = OverrunSignalQuerySet.as_manager()

    class Meta:
        verbose_name = _("overrun signal")
        verbose_name_plural = _("overrun signals")
        ordering = ("-overrun_amount", "pk")
        constraints = (
            one_of("overrun_signal", "kind", SignalKind.values),
            one_of("overrun_signal", "status", SignalStatus.values),
            one_of("overrun_signal", "cause", CauseCode.values),
            one_of("overrun_signal", "cost_type", CostType.values),
            stamped("overrun_signal", "taken_up"),
            models.UniqueConstraint(
                fields=("region", "year", "gemeente", "route", "cost_type", "contract"),
                nulls_distinct=False,
                name="overrun_signal_once",
                violation_error_message=_("This signal stands already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=SignalKind.CEILING_PASSED,
                    contract__isnull=False,
                    year__isnull=True,
                    gemeente__isnull=True,
                    route="",
                )
                | Q(
                    kind__in=(SignalKind.THRESHOLD, SignalKind.BUDGET_PASSED),
                    year__isnull=False,
                    gemeente__isnull=False,
                ),
                name="overrun_signal_of_budget_or_maximum",
                violation_error_message=_("A signal is about a budget or about a maximum."),
            ),
            models.CheckConstraint(
                condition=Q(overrun_amount=models.F("forecast_amount") - models.F("limit_amount")),
                name="overrun_signal_adds_up",
                violation_error_message=_("An overrun is the forecast less the budget."),
            ),
        )
        indexes = (
            models.Index(
                fields=("region", "-overrun_amount"),
                condition=Q(status__in=UNSETTLED),
                name="overrun_signal_unsettled",
            ),
        )

    def __str__(self) -> str:
        if self.gemeente is None:
            return str(self.contract)
        named = [str(self.gemeente), str(self.year)]
        if self.route:
            named.append(str(self.get_route_display()))
        if self.cost_type != CostType.LEARNING_ROUTES:
            named.append(str(self.get_cost_type_display()))
        return " ".join(named if self.contract is None else [*named, self.contract.reference])

    def get_absolute_url(self) -> str:
        return reverse("reports:overrunsignal-detail", args=[self.pk])

    @property
    def is_unsettled(self) -> bool:
        """Whether something has to be decided or done about it."""
        return self.status in UNSETTLED


class SignalDecisionQuerySet(models.QuerySet["SignalDecision"]):
    def visible_to(self, user: User) -> "SignalDecisionQuerySet":
        return self.filter(signal__in=OverrunSignal.objects.visible_to(user))

    def with_done(self) -> "SignalDecisionQuerySet":
        """Annotate `is_done`: whether a later entry says that it was carried out."""
        later = SignalDecision.objects.filter(carries_out=OuterRef("pk"))
        return self.annotate(is_done=Exists(later))

    def to_do(self) -> "SignalDecisionQuerySet":
        """What was decided and not carried out yet, the first due day first."""
        rows = self.filter(carried_out=None, carries_out=None)
        return rows.order_by(models.F("due_on").asc(nulls_last=True), "pk")


class SignalDecision(models.Model):
    """An entry of the log: what was decided about a signal, or that a decision was carried out.

    Append-only. `effect_amount` is the euros by which the overrun is expected to change: below
    zero makes it smaller.
    """

    signal = models.ForeignKey(
        OverrunSignal, models.PROTECT, related_name="decisions", verbose_name=_("signal")
    )
    text = models.TextField(_("decision"))
    effect_amount = models.DecimalField(
        _("expected effect"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    due_on = models.DateField(_("before"), null=True, blank=True)
    carries_out = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_out",
        verbose_name=_("carries out"),
    )
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )

    objects = SignalDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-decided_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="signal_decision_says_what",
                violation_error_message=_("Say what was decided."),
            ),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.signal.get_absolute_url()

    @property
    def region_id(self) -> int:
        return self.signal.region_id

    @property
    def gemeente_id(self) -> int | None:
        return self.signal.gemeente_id

    def is_overdue(self, on: date) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and self.due_on < on


def subject_of(signal: OverrunSignal) -> tuple[Any, ...]:
    """What a signal stands for: region, year, gemeente, route, cost type and contract."""
    return (
        signal.region_id,
        signal.year,
        signal.gemeente_id,
        signal.route,
        signal.cost_type,
        signal.contract_id,
    )
