"""What was contracted in seats, and the groups that fill them."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AllocationKey, Gemeente, User
from config.shared.constraints import in_order, one_of
from config.shared.versions import keeps_versions, kept_moment
from contracts.capacity import SeatUse
from contracts.enums import BINDING, CapacityCounts
from contracts.models.contracts import Contract
from contracts.models.seating import RULES, of_tally
from providers.enums import LearningRoute


class CapacityLineQuerySet(models.QuerySet["CapacityLine"]):
    def visible_to(self, user: User) -> "CapacityLineQuerySet":
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def running_on(self, day: date) -> "CapacityLineQuerySet":
        """Lines of signed and active contracts whose own period contains `day`."""
        return self.filter(contract__status__in=BINDING, first_on__lte=day, last_on__gte=day)

    def with_use(self, *, on: date, gemeente: Gemeente | None = None) -> "CapacityLineQuerySet":
        """Annotate `contracted`, `used`, `held`, `waiting` and `free` (below zero when over).

        Reservations are judged on the day `on`. With a gemeente: its share, and its own people.
        One statement over the tallies of placements; what sorts or counts lines by other columns
        sums those of the lines on the page alone.
        """
        figures = {
            str(figure): _seats_of(rule(of_tally(), on), gemeente) for figure, rule in RULES.items()
        }
        return self.annotate(
            contracted=_share_of(gemeente) if gemeente else F("number"),
            **figures,
            free=F("contracted") - F("used") - F("held"),
        )

    def with_extra(self, on: date) -> "CapacityLineQuerySet":
        """Annotate `extra`: seats authorised beyond the number and not used up on `on`."""
        until = "authorisations__valid_until_on"
        in_time = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": on})
        left = F("authorisations__number") - F("authorisations__used")
        return self.annotate(extra=Coalesce(Sum(left, filter=in_time), 0))

    def over(self) -> "CapacityLineQuerySet":
        """After `with_use`: lines with more seats given out than contracted."""
        return self.filter(free__lt=0)


def _seats_of(counted: Q, gemeente: Gemeente | None) -> Coalesce:
    """The seats of a line in the tallies of which `counted` is true; with a gemeente, its own."""
    tallies: Any = apps.get_model("contracts", "SeatTally").objects.filter(counted)
    tallies = tallies.filter(gemeente=gemeente) if gemeente else tallies
    rows = tallies.filter(line=OuterRef("pk")).order_by().values("line")
    return Coalesce(Subquery(rows.values_list(Sum("number"))), 0)


def _share_of(gemeente: Gemeente) -> Coalesce:
    shares = CapacityShare.objects.filter(line=OuterRef("pk"), gemeente=gemeente).order_by()
    return Coalesce(Subquery(shares.values("number")[:1]), 0)


@keeps_versions("CapacityLineVersion")
class CapacityLine(models.Model):
    """A contracted number for one route at one place in one period; 0 is a limit too."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="capacity_lines")
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    place = models.CharField(_("place"), max_length=80)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    counts = models.CharField(
        _("counts"), max_length=10, choices=CapacityCounts, default=CapacityCounts.PLACES
    )
    number = models.PositiveIntegerField(_("contracted"))
    key = models.ForeignKey(
        AllocationKey,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("allocation key"),
    )
    group_minimum = models.PositiveSmallIntegerField(_("smallest group"), null=True, blank=True)
    group_maximum = models.PositiveSmallIntegerField(_("largest group"), null=True, blank=True)

    objects = CapacityLineQuerySet.as_manager()

    # Annotated by with_use() and with_extra().
    contracted: int
    used: int
    held: int
    waiting: int
    free: int
    extra: int

    class Meta:
        verbose_name = _("capacity line")
        verbose_name_plural = _("capacity lines")
        ordering = ("contract", "route", "place", "first_on")
        constraints = (
            one_of("capacity_line", "route", LearningRoute.values),
            one_of("capacity_line", "counts", CapacityCounts.values),
            in_order("capacity_line", "first_on", "last_on"),
            models.CheckConstraint(
                condition=Q(group_minimum__isnull=True, group_maximum__isnull=True)
                | Q(group_minimum__gte=1, group_maximum__gte=F("group_minimum")),
                name="capacity_line_group_sizes_fit",
                violation_error_message=_(
                    "Give both group sizes, the largest not below the smallest, or neither."
                ),
            ),
            models.UniqueConstraint(
                fields=("contract", "route", "place", "first_on", "counts"),
                name="capacity_line_once",
                violation_error_message=_("There is already such a capacity line."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_route_display()} - {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:capacityline-detail", args=[self.pk])

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the period of the line."""
        return self.first_on <= day <= self.last_on

    def use_on(self, day: date) -> SeatUse:
        """Seats of this line, with the reservations that hold on `day`."""
        line = CapacityLine.objects.with_use(on=day).get(pk=self.pk)
        return SeatUse(line.contracted, line.used, line.held, line.waiting)


class CapacityShareQuerySet(models.QuerySet["CapacityShare"]):
    def visible_to(self, user: User) -> "CapacityShareQuerySet":
        return self.filter(line__in=CapacityLine.objects.visible_to(user))


@keeps_versions("CapacityShareVersion")
class CapacityShare(models.Model):
    """How many of the contracted number are one gemeente's."""

    line = models.ForeignKey(CapacityLine, models.CASCADE, related_name="shares")
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="+", verbose_name=_("gemeente")
    )
    number = models.PositiveIntegerField(_("contracted"))
    kept_at = kept_moment()

    objects = CapacityShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a gemeente")
        verbose_name_plural = _("shares of gemeenten")
        ordering = ("line", "gemeente__name")
        constraints = (
            models.UniqueConstraint(
                fields=("line", "gemeente"),
                name="capacity_share_once",
                violation_error_message=_("This gemeente already has a share."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.gemeente}: {self.number}"
