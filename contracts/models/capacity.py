"""What was contracted in seats, and the groups that fill them."""

from datetime import date

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AllocationKey, Gemeente, User
from config.shared.constraints import in_order, one_of
from config.shared.versions import keeps_versions
from contracts.capacity import SeatUse
from contracts.enums import (
    BEGUN,
    BINDING,
    HELD,
    IN_USE,
    CapacityCounts,
    PlacementStatus,
)
from contracts.models.contracts import Contract
from providers.enums import LearningRoute


def seats_used(placement: str = "", line: str = "capacity_line__") -> Q:
    """Placements that take a seat of their line; the arguments are paths to both.

    Places count who is taught now or has been scheduled; intake counts who began in the period
    of the line, whatever came of it.
    """
    places = Q(
        **{f"{line}counts": CapacityCounts.PLACES, f"{placement}status__in": IN_USE},
    )
    intake = Q(
        **{
            f"{line}counts": CapacityCounts.INTAKE,
            f"{placement}status__in": BEGUN,
            f"{placement}actual_first_on__gte": F(f"{line}first_on"),
            f"{placement}actual_first_on__lte": F(f"{line}last_on"),
        },
    )
    return places | intake


def seats_held(on: date, placement: str = "", line: str = "capacity_line__") -> Q:
    """Placements for which a seat of their line is kept on `on`.

    Accepted with a reservation that has not expired; on an intake line also who is scheduled but
    has not begun, because that seat is no longer free either.
    """
    accepted = Q(
        **{f"{placement}status__in": HELD, f"{placement}reserved_until_on__gte": on},
    )
    scheduled = Q(
        **{
            f"{line}counts": CapacityCounts.INTAKE,
            f"{placement}status": PlacementStatus.SCHEDULED,
        },
    )
    return accepted | scheduled


class CapacityLineQuerySet(models.QuerySet["CapacityLine"]):
    def visible_to(self, user: User) -> "CapacityLineQuerySet":
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def running_on(self, day: date) -> "CapacityLineQuerySet":
        """Lines of signed and active contracts whose own period contains `day`."""
        return self.filter(contract__status__in=BINDING, first_on__lte=day, last_on__gte=day)

    def with_use(self, *, on: date, gemeente: Gemeente | None = None) -> "CapacityLineQuerySet":
        """Annotate `contracted`, `used`, `held`, `waiting` and `free` (below zero when over).

        Reservations are judged on the day `on`. With a gemeente: its share, and its own people.
        One statement for any number of lines.
        """
        whose = Q(placements__gemeente=gemeente) if gemeente else Q()
        waits = Q(placements__status=PlacementStatus.WAITLISTED)
        return self.annotate(
            contracted=_share_of(gemeente) if gemeente else F("number"),
            used=_counted(whose & seats_used("placements__", "")),
            held=_counted(whose & seats_held(on, "placements__", "")),
            waiting=_counted(whose & waits),
            free=F("contracted") - F("used") - F("held"),
        )

    def over(self) -> "CapacityLineQuerySet":
        """After `with_use`: lines with more seats given out than contracted."""
        return self.filter(free__lt=0)


def _counted(condition: Q) -> Count:
    return Count("placements", filter=condition)


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

    # Annotated by with_use().
    contracted: int
    used: int
    held: int
    waiting: int
    free: int

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

    def use_on(self, day: date) -> SeatUse:
        """Seats of this line, with the reservations that hold on `day`."""
        line = CapacityLine.objects.with_use(on=day).get(pk=self.pk)
        return SeatUse(line.contracted, line.used, line.held, line.waiting)


class CapacityShareQuerySet(models.QuerySet["CapacityShare"]):
    def visible_to(self, user: User) -> "CapacityShareQuerySet":
        return self.filter(line__in=CapacityLine.objects.visible_to(user))


class CapacityShare(models.Model):
    """How many of the contracted number are one gemeente's."""

    line = models.ForeignKey(CapacityLine, models.CASCADE, related_name="shares")
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="+", verbose_name=_("gemeente")
    )
    number = models.PositiveIntegerField(_("contracted"))

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
