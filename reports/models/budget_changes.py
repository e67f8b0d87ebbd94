"""Budgets that were adopted, and the decided changes that alone move them (begrotingswijziging)."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import not_negative, one_of, stamped
from reports.budget_plans import Plan
from reports.enums import BudgetChangeStatus
from reports.models.budgets import FIRST_YEAR, LAST_YEAR, BudgetLine

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class BudgetAdoptionQuerySet(models.QuerySet["BudgetAdoption"]):
    def visible_to(self, user: User) -> "BudgetAdoptionQuerySet":
        """The region's, and those that hold for the single gemeente."""
        region = Q(region__in=regions_of(user))
        return self.filter(region | Q(gemeente__in=gemeenten_of(user)))

    def of(self, line: BudgetLine) -> "BudgetAdoptionQuerySet":
        """Those by which the line stands fast."""
        whose = Q(gemeente__isnull=True) | Q(gemeente=line.gemeente_id)
        return self.filter(whose, region=line.region_id, year=line.year)


class BudgetAdoption(models.Model):
    """The decision by which the original budget of a year stands fast; never taken back.

    Of one gemeente, or of all gemeenten of the region where none is named.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="budget_adoptions", verbose_name=_("region")
    )
    gemeente = models.ForeignKey(
        Gemeente,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_adoptions",
        verbose_name=_("gemeente"),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    decided_on = models.DateField(_("decided on"))
    reference = models.CharField(_("reference of the decision"), max_length=80)
    adopted_at = models.DateTimeField(_("recorded"))
    adopted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = BudgetAdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adopted budget")
        verbose_name_plural = _("adopted budgets")
        ordering = ("-year", "region", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "year", "gemeente"),
                nulls_distinct=False,
                name="budget_adoption_once",
                violation_error_message=_("This budget has been adopted already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.gemeente or self.region} {self.year}: {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("reports:budgetchange-list")


class BudgetChangeQuerySet(models.QuerySet["BudgetChange"]):
    def visible_to(self, user: User) -> "BudgetChangeQuerySet":
        """The region's, and those that touch the single gemeente."""
        own = gemeenten_of(user)
        touched = BudgetChangeLine.objects.filter(change=OuterRef("pk"), line__gemeente__in=own)
        return self.filter(
            Q(region__in=regions_of(user)) | Q(gemeente__in=own) | Q(Exists(touched))
        )


class BudgetChange(models.Model):
    """A change of the budget of a year: a draft until the council or the board decides.

    Of one gemeente, or of the region where none is named. From `decided_on` on its amounts hold.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="budget_changes", verbose_name=_("region")
    )
    gemeente = models.ForeignKey(
        Gemeente,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_changes",
        verbose_name=_("gemeente"),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    reason = models.TextField(_("reason"))
    reference = models.CharField(_("reference of the decision"), max_length=80, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=BudgetChangeStatus, default=BudgetChangeStatus.DRAFT
    )
    created_at = models.DateTimeField(_("drafted"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decision recorded"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BudgetChangeQuerySet.as_manager()

    if TYPE_CHECKING:
        lines: RelatedManager["BudgetChangeLine"]

    class Meta:
        verbose_name = _("budget change")
        verbose_name_plural = _("budget changes")
        ordering = ("-year", "-number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "year", "number"),
                name="budget_change_number_once",
                violation_error_message=_("This number is already used."),
            ),
            one_of("budget_change", "status", BudgetChangeStatus.values),
            stamped("budget_change", "decided"),
            models.CheckConstraint(
                condition=(
                    Q(status="decided", decided_on__isnull=False, decided_at__isnull=False)
                    & ~Q(reference="")
                )
                | (~Q(status="decided") & Q(decided_at__isnull=True)),
                name="budget_change_decided_names_decision",
                violation_error_message=_("A decided change has a day and a reference."),
            ),
        )

    def __str__(self) -> str:
        return gettext("Change %(number)s of %(year)s: %(title)s") % {
            "number": self.number,
            "year": self.year,
            "title": self.title,
        }

    def get_absolute_url(self) -> str:
        return reverse("reports:budgetchange-detail", args=[self.pk])


class BudgetChangeLineQuerySet(models.QuerySet["BudgetChangeLine"]):
    def visible_to(self, user: User) -> "BudgetChangeLineQuerySet":
        """Who sees the budget line sees how it changes."""
        return self.filter(line__in=BudgetLine.objects.visible_to(user))


class BudgetChangeLine(models.Model):
    """What one budget line was and becomes. `amount_before` is the amount as the decision found it.

    The planned columns are the plan from the decision on.
    """

    change = models.ForeignKey(BudgetChange, models.CASCADE, related_name="lines")
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="changes", verbose_name=_("budget line")
    )
    amount_before = models.DecimalField(_("budget before"), max_digits=12, decimal_places=2)
    amount_after = models.DecimalField(_("budget after"), max_digits=12, decimal_places=2)
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
        _("planned settlements"), max_digits=12, decimal_places=2, default=0
    )

    objects = BudgetChangeLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a budget change")
        verbose_name_plural = _("lines of a budget change")
        ordering = ("change", "line", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("change", "line"),
                name="budget_change_line_once",
                violation_error_message=_("This budget line already stands in the change."),
            ),
            not_negative("budget_change_line", "amount_before"),
            not_negative("budget_change_line", "amount_after"),
            not_negative("budget_change_line_plan", "planned_units_per_head", "planned_unit_price"),
            models.CheckConstraint(
                condition=Q(planned_heads_per_group__isnull=True)
                | Q(planned_heads_per_group__gt=0),
                name="budget_change_line_planned_group_has_heads",
                violation_error_message=_("A group has at least one learner."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.change}: {self.line}"

    def get_absolute_url(self) -> str:
        return self.change.get_absolute_url()

    @property
    def difference(self) -> Decimal:
        """Euro that the budget goes up (or down, below zero) by the decision."""
        return self.amount_after - self.amount_before

    @property
    def plan(self) -> Plan:
        """The amount and the plan that are proposed."""
        return Plan.of(self, self.amount_after)
