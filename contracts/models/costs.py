"""What placements cost, line by line, and summed by month."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, User
from config.shared.constraints import one_of
from contracts.enums import CostKind
from contracts.models.contracts import Contract, Tariff, TariffInstalment
from contracts.models.placements import Placement
from providers.enums import LearningRoute


class CostQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The region's, and the single gemeente's own; a provider has its contract instead."""
        return self.filter(
            Q(contract__in=Contract.objects.filter(region__in=regions_of(user)))
            | Q(gemeente__in=gemeenten_of(user))
        )


class CostLine(models.Model):
    """One euro amount with one origin: a placement's instalment under one tariff version.

    `due_on` decides whether it is realised on a day; the service days say what it pays for.
    """

    placement = models.ForeignKey(
        Placement,
        models.PROTECT,
        related_name="cost_lines",
        db_index=False,  # cost_line_once_per_instalment has it first
        verbose_name=_("placement"),
    )
    tariff = models.ForeignKey(
        Tariff, models.PROTECT, related_name="cost_lines", verbose_name=_("tariff")
    )
    instalment = models.ForeignKey(
        TariffInstalment,
        models.PROTECT,
        related_name="cost_lines",
        verbose_name=_("instalment"),
    )
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        related_name="cost_lines",
        db_index=False,  # cost_line_by_due_day has it first
        verbose_name=_("contract"),
    )
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="cost_lines", verbose_name=_("gemeente")
    )
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind)
    service_month = models.DateField(_("service month"))
    first_on = models.DateField(_("first service day"))
    last_on = models.DateField(_("last service day"))
    due_on = models.DateField(_("due"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)

    objects = CostQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost line")
        verbose_name_plural = _("cost lines")
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("placement", "instalment"), name="cost_line_once_per_instalment"
            ),
            one_of("cost_line", "kind", CostKind.values),
        )
        indexes = (
            models.Index(
                fields=(
                    "contract",
                    "gemeente",
                    "route",
                    "due_on",
                ),
                name="cost_line_by_due_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.placement}: {self.instalment.get_moment_display()}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:costline-detail", args=[self.pk])


class CostMonth(models.Model):
    """The lines of one contract, gemeente, route and kind that fall due in one month, summed.

    `heads` are the placements whose first line of the calendar year falls in this month, so that
    the months of a year add up to the learners that cost money in it.
    """

    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        related_name="cost_months",
        db_index=False,  # cost_month_once has it first
    )
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="cost_months")
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind)
    month = models.DateField(_("month"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    lines = models.PositiveIntegerField(_("lines"))
    heads = models.PositiveIntegerField(_("learners"))

    objects = CostQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost by month")
        verbose_name_plural = _("costs by month")
        ordering = ("month", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "gemeente", "route", "kind", "month"), name="cost_month_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month} {self.amount}"
