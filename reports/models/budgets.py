"""Budgets by gemeente and year."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import not_negative, one_of
from config.shared.money import cents
from config.shared.versions import keeps_versions
from contracts.models import Contract
from providers.enums import LearningRoute
from reports.enums import CostType


class BudgetLineQuerySet(models.QuerySet["BudgetLine"]):
    def visible_to(self, user: User) -> "BudgetLineQuerySet":
        """The region's, and the single gemeente's own."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))


@keeps_versions("BudgetLineVersion")
class BudgetLine(models.Model):
    """What a gemeente set aside for one route in one year, for one contract or for any.

    The plan behind the amount: `planned_heads` learners, of whose price `planned_units_per_head`
    (0.4 = 40%) falls due in the year, at `planned_unit_price` euro a trajectory.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="budget_lines")
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="budget_lines", verbose_name=_("gemeente")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2022), MaxValueValidator(2100)]
    )
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
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
    amount = models.DecimalField(_("budget"), max_digits=12, decimal_places=2)
    planned_heads = models.PositiveIntegerField(_("planned learners"), default=0)
    planned_units_per_head = models.DecimalField(
        _("part of the price that falls in the year"), max_digits=6, decimal_places=4, default=1
    )
    planned_unit_price = models.DecimalField(
        _("planned price"), max_digits=12, decimal_places=4, default=0
    )
    pc_code = models.CharField(_("planning and control code"), max_length=20, blank=True)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ("year", "gemeente__name", "route", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "gemeente", "year", "route", "contract", "cost_type"),
                nulls_distinct=False,
                name="budget_line_once",
                violation_error_message=_("There is already such a budget line."),
            ),
            one_of("budget_line", "route", LearningRoute.values),
            one_of("budget_line", "cost_type", CostType.values),
            not_negative("budget_line", "amount"),
            not_negative("budget_line_plan", "planned_units_per_head", "planned_unit_price"),
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
        return f"{self.gemeente} {self.year} {self.get_route_display()}"

    def get_absolute_url(self) -> str:
        return reverse("reports:budgetline-detail", args=[self.pk])

    @property
    def planned_amount(self) -> Decimal:
        """What the planned learners would cost in the year, in whole cents."""
        return cents(self.planned_heads * self.planned_units_per_head * self.planned_unit_price)
