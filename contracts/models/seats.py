"""What is counted of placements, kept by triggers, and the seats allowed beyond the number."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, User
from config.shared.identifiers import validate_no_personal_number
from contracts.enums import PlacementStatus
from contracts.models.capacity import CapacityLine
from contracts.models.groups import CourseGroup
from contracts.models.seating import RULES, of_tally


class SeatTallyQuerySet(models.QuerySet["SeatTally"]):
    def visible_to(self, user: User) -> "SeatTallyQuerySet":
        return self.filter(line__in=CapacityLine.objects.visible_to(user))

    def figures(self, on: date, *keys: str) -> "models.QuerySet[SeatTally, dict[str, Any]]":
        """For each combination of `keys`, as dicts: `used`, `held` and `waiting` on `on`."""
        figures = {
            str(figure): Coalesce(Sum("number", filter=rule(of_tally(), on)), 0)
            for figure, rule in RULES.items()
        }
        return self.order_by().values(*keys).annotate(**figures)


class SeatTally(models.Model):
    """How many placements of a gemeente count on a line with one status.

    Database triggers keep it with every statement on placements, so that no page counts them.
    `day` is the last day of the reservation of who is accepted, the first one of the interruption
    of who is interrupted, and empty for others.
    """

    line = models.ForeignKey(CapacityLine, models.CASCADE, related_name="tallies")
    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="+")
    status = models.CharField(_("status"), max_length=12, choices=PlacementStatus)
    began_in_period = models.BooleanField(_("began in the period of the line"))
    day = models.DateField(_("day"), null=True)
    number = models.IntegerField(_("number"))

    objects = SeatTallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally of seats")
        verbose_name_plural = _("tallies of seats")
        ordering = ("line", "gemeente", "status", "began_in_period", "day")
        constraints = (
            models.UniqueConstraint(
                fields=("line", "gemeente", "status", "began_in_period", "day"),
                nulls_distinct=False,
                name="seat_tally_once",
                violation_error_message=_("This is counted already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.line}, {self.gemeente}, {self.get_status_display()}: {self.number}"


class HeadTallyQuerySet(models.QuerySet["HeadTally"]):
    def visible_to(self, user: User) -> "HeadTallyQuerySet":
        return self.filter(group__in=CourseGroup.objects.visible_to(user))


class HeadTally(models.Model):
    """How many heads a group has: scheduled and taught, and accepted for it; kept by triggers."""

    group = models.OneToOneField(
        CourseGroup, models.CASCADE, primary_key=True, related_name="tally"
    )
    seated = models.IntegerField(_("scheduled and taught"))
    accepted = models.IntegerField(_("accepted"))

    objects = HeadTallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally of heads")
        verbose_name_plural = _("tallies of heads")
        ordering = ("group",)

    def __str__(self) -> str:
        return f"{self.group}: {self.seated + self.accepted}"


class SeatAuthorisationQuerySet(models.QuerySet["SeatAuthorisation"]):
    def visible_to(self, user: User) -> "SeatAuthorisationQuerySet":
        return self.filter(line__in=CapacityLine.objects.visible_to(user))

    def open_on(self, day: date) -> "SeatAuthorisationQuerySet":
        """Those of which a seat is left on `day`, the one that ends first before the others."""
        in_time = Q(valid_until_on__isnull=True) | Q(valid_until_on__gte=day)
        rows = self.filter(in_time, used__lt=F("number"))
        return rows.order_by(F("valid_until_on").asc(nulls_last=True), "pk")


class SeatAuthorisation(models.Model):
    """Leave to give out seats beyond the contracted number of a line, with who and why.

    Each seat beyond the number uses one up.
    """

    line = models.ForeignKey(CapacityLine, models.PROTECT, related_name="authorisations")
    number = models.PositiveSmallIntegerField(_("extra seats"))
    used = models.PositiveSmallIntegerField(_("used up"), default=0)
    reason = models.CharField(_("reason"), max_length=200, validators=[validate_no_personal_number])
    valid_until_on = models.DateField(_("until and including"), null=True, blank=True)
    authorised_at = models.DateTimeField(_("authorised"))
    authorised_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("authorised by")
    )

    objects = SeatAuthorisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorisation of extra seats")
        verbose_name_plural = _("authorisations of extra seats")
        ordering = ("-authorised_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(number__gte=1, used__lte=F("number")),
                name="seat_authorisation_used_within_number",
                violation_error_message=_("No more seats are used up than were authorised."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.line}: {self.number}"
