"""What a region asks of monthly returns."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from contracts.returns import ReturnTerms, standard_terms

LAST_WORKING_DAY = 20


class ReturnRuleQuerySet(models.QuerySet["ReturnRule"]):
    def visible_to(self, user: User) -> "ReturnRuleQuerySet":
        return self.filter(region__in=Region.objects.visible_to(user))


class ReturnRule(models.Model):
    """What a region asks of monthly returns; without a row the settings of the site hold."""

    region = models.OneToOneField(
        Region, models.PROTECT, related_name="return_rule", verbose_name=_("region")
    )
    working_day = models.PositiveSmallIntegerField(
        _("due on working day"),
        validators=[MinValueValidator(1), MaxValueValidator(LAST_WORKING_DAY)],
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"), validators=[MaxValueValidator(31)]
    )
    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(31)]),
        verbose_name=_("reminders, days before"),
        size=5,
    )
    escalate_days = models.PositiveSmallIntegerField(
        _("pass on after days of lateness"),
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    holds_payment = models.BooleanField(_("a missing return holds payment"))
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ReturnRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of monthly returns")
        verbose_name_plural = _("rules of monthly returns")
        constraints = (
            models.CheckConstraint(
                condition=Q(working_day__gte=1, working_day__lte=LAST_WORKING_DAY),
                name="return_rule_working_day_in_month",
                violation_error_message=_("Choose a working day from 1 to 20."),
            ),
            models.CheckConstraint(
                condition=Q(escalate_days__gte=1),
                name="return_rule_escalates_once_late",
                violation_error_message=_("Nothing is passed on before it is late."),
            ),
        )

    def __str__(self) -> str:
        return str(self.region)

    @property
    def terms(self) -> ReturnTerms:
        """The rule as the computations take it."""
        return ReturnTerms(
            working_day=self.working_day,
            grace_days=self.grace_days,
            reminder_days=tuple(self.reminder_days),
            escalate_days=self.escalate_days,
            holds_payment=self.holds_payment,
        )


class TermsByRegion(dict[int, ReturnTerms]):
    """The terms of each region that has a rule; of any other the standard."""

    def __missing__(self, region_id: int) -> ReturnTerms:
        return standard_terms()


def return_terms(regions: "Iterable[int] | QuerySet[Any] | None" = None) -> TermsByRegion:
    """The terms of `regions` (ids; None for all) by region id; costs one query."""
    rules = (
        ReturnRule.objects.all()
        if regions is None
        else ReturnRule.objects.filter(region__in=regions)
    )
    return TermsByRegion({rule.region_id: rule.terms for rule in rules.order_by("pk")})
