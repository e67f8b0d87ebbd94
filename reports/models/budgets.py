"""Budgets by gemeente and year, and what they are on a day."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import not_negative, one_of
from config.shared.versions import keeps_versions
from contracts.enums import TariffUnit
from contracts.models import Contract
from providers.enums import LearningRoute
from reports.budget_plans import Plan
from reports.enums import BudgetChangeStatus, CostType, Recurrence

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from reports.models.budget_changes import BudgetChangeLine

AMOUNT = models.DecimalField(max_digits=14, decimal_places=2)
FIRST_YEAR, LAST_YEAR = 2022, 2100


class BudgetLineQuerySet(models.QuerySet["BudgetLine"]):
    def visible_to(self, user: User) -> "BudgetLineQuerySet":
        """The region's, and the single gemeente's own."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))

    def with_amount_on(self, day: date) -> "BudgetLineQuerySet":
        """Annotate `amount_on`: the original amount and every change decided by `day`, in euro."""
        moved = (
            BudgetLine.objects.filter(pk=OuterRef("pk"))
            .filter(_decided_by(day, "changes__change"))
            .order_by()
            .values("pk")
            .annotate(moved=Sum(F("changes__amount_after") - F("changes__amount_before")))
        )
        total = F("amount") + Coalesce(Subquery(moved.values("moved")), Decimal(0))
        return self.annotate(
            amount_on=models.ExpressionWrapper(total, output_field=AMOUNT),
        )

    def with_changes_by(self, day: date) -> "BudgetLineQuerySet":
        """Fetch along what `as_on` needs for days up to `day`; one query for all lines."""
        changes = BudgetLine._meta.get_field("changes").related_model._default_manager
        decided = changes.filter(_decided_by(day, "change")).select_related("change")
        return self.prefetch_related(
            models.Prefetch(
                "changes",
                decided.order_by("change__decided_on", "change__number"),
                to_attr="decided_changes",
            )
        )

    def with_adopted(self) -> "BudgetLineQuerySet":
        """Annotate `is_adopted`: whether the budget of its year was adopted, so that only a
        decided change moves it.
        """
        return self.annotate(is_adopted=_stands_fast())

    def adopted(self) -> "BudgetLineQuerySet":
        """Those that stand fast."""
        return self.filter(_stands_fast())


def _stands_fast() -> Exists:
    adoptions = Region._meta.get_field("budget_adoptions").related_model._default_manager
    whose = Q(gemeente__isnull=True) | Q(gemeente=OuterRef("gemeente"))
    return Exists(adoptions.filter(whose, region=OuterRef("region"), year=OuterRef("year")))


def _decided_by(day: date, change: str) -> Q:
    return Q(**{f"{change}__status": BudgetChangeStatus.DECIDED, f"{change}__decided_on__lte": day})


@keeps_versions("BudgetLineVersion")
class BudgetLine(models.Model):
    """What a gemeente set aside for one kind of cost in one year, for one contract or for any.

    `amount` and the plan are those of the original budget (primitieve begroting); decided changes
    come on top, see `as_on`. The plan behind the amount: `planned_heads` learners, for each of
    whom `planned_units_per_head` units fall due in the year (0.4 = 40% of a trajectory; of a
    group's price: per group of `planned_heads_per_group`), at `planned_unit_price` euro a unit,
    and `planned_settlements` euro for dropout, absence and switches.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="budget_lines")
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="budget_lines", verbose_name=_("gemeente")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute, blank=True)
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("contract"),
    )
    cost_type = models.CharField(
        _("cost type"), max_length=20, choices=CostType, default=CostType.LEARNING_ROUTES
    )
    stream = models.ForeignKey(
        "reports.FundingStream",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("funding stream"),
    )
    recurrence = models.CharField(
        _("structural or incidental"),
        max_length=10,
        choices=Recurrence,
        default=Recurrence.STRUCTURAL,
        db_default=Recurrence.STRUCTURAL,
    )
    amount = models.DecimalField(_("budget"), max_digits=12, decimal_places=2)
    planned_unit = models.CharField(
        _("planned by"),
        max_length=12,
        choices=TariffUnit,
        default=TariffUnit.TRAJECTORY,
        db_default=TariffUnit.TRAJECTORY,
    )
    planned_heads = models.PositiveIntegerField(_("planned learners"), default=0)
    planned_units_per_head = models.DecimalField(
        _("part of the price that falls in the year"), max_digits=6, decimal_places=4, default=1
    )
    planned_unit_price = models.DecimalField(
        _("planned price"), max_digits=12, decimal_places=4, default=0
    )
    planned_heads_per_group = models.DecimalField(
        _("planned learners in a group"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    planned_settlements = models.DecimalField(
        _("planned settlements"), max_digits=12, decimal_places=2, default=0, db_default=0
    )
    pc_code = models.CharField(_("planning and control code"), max_length=20, blank=True)

    objects = BudgetLineQuerySet.as_manager()

    # Annotated by with_amount_on(), with_adopted() and with_changes_by().
    amount_on: Decimal
    is_adopted: bool
    decided_changes: list["BudgetChangeLine"]

    if TYPE_CHECKING:
        changes: RelatedManager["BudgetChangeLine"]

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ("year", "gemeente__name", "route", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "gemeente", "year", "route", "contract", "cost_type", "stream"),
                nulls_distinct=False,
                name="budget_line_once",
                violation_error_message=_("There is already such a budget line."),
            ),
            one_of("budget_line", "route", ["", *LearningRoute.values]),
            one_of("budget_line", "cost_type", CostType.values),
            one_of("budget_line", "recurrence", Recurrence.values),
            one_of("budget_line", "planned_unit", TariffUnit.values),
            not_negative("budget_line", "amount"),
            not_negative("budget_line_plan", "planned_units_per_head", "planned_unit_price"),
            models.CheckConstraint(
                condition=~Q(route="") | ~Q(cost_type=CostType.LEARNING_ROUTES),
                name="budget_line_of_learning_routes_has_route",
                violation_error_message=_("A budget for learning routes names the route."),
            ),
            models.CheckConstraint(
                condition=Q(planned_heads_per_group__isnull=True)
                | Q(planned_heads_per_group__gt=0),
                name="budget_line_planned_group_has_heads",
                violation_error_message=_("A group has at least one learner."),
            ),
        )
        indexes = (
            models.Index(
                fields=(
                    "region",
                    "year",
                    "gemeente",
                ),
                name="budget_line_of_region",
            ),
        )

    def __str__(self) -> str:
        return f"{self.gemeente} {self.year} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("reports:budgetline-detail", args=[self.pk])

    @property
    def subject(self) -> str:
        """What it is for: the route, or the kind of cost where there is none."""
        return str(self.get_route_display() if self.route else self.get_cost_type_display())

    @property
    def original(self) -> Plan:
        """The amount and the plan before any change."""
        return Plan.of(self, self.amount)

    def as_on(self, day: date) -> Plan:
        """The amount and the plan with every change decided by `day`.

        One query, none after `with_changes_by` a day that is not earlier.
        """
        return standing(self.original, self._decided(day))

    def _decided(self, day: date) -> Iterable["BudgetChangeLine"]:
        if "decided_changes" in vars(self):
            return (each for each in self.decided_changes if each.change.decided_on <= day)  # type: ignore[operator]
        decided = self.changes.filter(_decided_by(day, "change")).select_related("change")
        return decided.order_by("change__decided_on", "change__number")

    @property
    def planned_amount(self) -> Decimal:
        """What the planned learners would cost in the year, in whole cents."""
        return self.original.planned_amount


def standing(original: Plan, changes: Iterable["BudgetChangeLine"]) -> Plan:
    """The plan after changes in the order in which they were decided: amounts move by the
    difference, the rest of the plan is that of the last.
    """
    plan = original
    for change in changes:
        plan = Plan.of(change, plan.amount + change.difference)
    return plan
