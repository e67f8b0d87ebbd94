"""What was contracted in seats, and the groups that fill them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.constraints import in_order, minimum_and_maximum, one_of
from config.shared.versions import keeps_versions
from contracts.enums import CapacityCounts, GroupStatus, Level
from contracts.models.contracts import Contract
from providers.enums import DeliveryMode, LearningRoute


class CapacityLineQuerySet(models.QuerySet["CapacityLine"]):
    def visible_to(self, user) -> "CapacityLineQuerySet":
        return self.filter(contract__in=Contract.objects.visible_to(user))


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

    objects = CapacityLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("capacity line")
        verbose_name_plural = _("capacity lines")
        ordering = ("contract", "route", "place", "first_on")
        constraints = (
            one_of("capacity_line", "route", LearningRoute.values),
            one_of("capacity_line", "counts", CapacityCounts.values),
            in_order("capacity_line", "first_on", "last_on"),
            models.UniqueConstraint(
                fields=("contract", "route", "place", "first_on", "counts"),
                name="capacity_line_once",
                violation_error_message=_("There is already such a capacity line."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_route_display()} - {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:capacity_line-detail", args=[self.pk])


class CapacityShare(models.Model):
    """How many of the contracted number are one gemeente's."""

    line = models.ForeignKey(CapacityLine, models.CASCADE, related_name="shares")
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="+", verbose_name=_("gemeente")
    )
    number = models.PositiveIntegerField(_("contracted"))

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


class CourseGroupQuerySet(models.QuerySet["CourseGroup"]):
    def visible_to(self, user) -> "CourseGroupQuerySet":
        return self.filter(line__in=CapacityLine.objects.visible_to(user))


class CourseGroup(models.Model):
    """A lesgroep: a teacher in front of at least `minimum` and at most `maximum` learners."""

    line = models.ForeignKey(
        CapacityLine, models.PROTECT, related_name="groups", verbose_name=_("capacity line")
    )
    reference = models.CharField(_("group"), max_length=40)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    minimum = models.PositiveSmallIntegerField(_("minimum"))
    maximum = models.PositiveSmallIntegerField(_("maximum"))
    level = models.CharField(_("level"), max_length=2, choices=Level)
    mode = models.CharField(
        _("delivery mode"), max_length=10, choices=DeliveryMode, default=DeliveryMode.DAY
    )
    status = models.CharField(
        _("status"), max_length=12, choices=GroupStatus, default=GroupStatus.PLANNED
    )

    objects = CourseGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ("first_on", "reference", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("line", "reference"),
                name="group_reference_once_per_line",
                violation_error_message=_("This group already exists."),
            ),
            in_order("course_group", "first_on", "last_on"),
            minimum_and_maximum("course_group", "minimum", "maximum"),
            one_of("course_group", "status", GroupStatus.values),
            one_of("course_group", "mode", DeliveryMode.values),
            models.CheckConstraint(
                condition=Q(level__in=Level.values),
                name="course_group_level_known",
                violation_error_message=_("This code is not known."),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("contracts:group-detail", args=[self.pk])
