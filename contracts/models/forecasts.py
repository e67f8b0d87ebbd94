"""How many people each gemeente expects to begin, by month and route."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import one_of
from config.shared.periods import Period
from providers.enums import LearningRoute


class IntakeForecastQuerySet(models.QuerySet["IntakeForecast"]):
    def visible_to(self, user: User) -> "IntakeForecastQuerySet":
        """The region's, and the single gemeente's own; providers see none."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))

    def within(self, period: Period) -> "IntakeForecastQuerySet":
        """Of the months that the period touches."""
        return self.filter(month__in=period.months())


class IntakeForecast(models.Model):
    """Persons of a gemeente who are expected to begin a route in a month.

    `low` and `high` bound what is expected, where the gemeente gave them. A later forecast
    replaces the earlier one of the same month, gemeente and route.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="intake_forecasts", verbose_name=_("region")
    )
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="intake_forecasts", verbose_name=_("gemeente")
    )
    month = models.DateField(_("month"))
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    expected = models.PositiveSmallIntegerField(_("expected"))
    low = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    high = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = IntakeForecastQuerySet.as_manager()

    class Meta:
        verbose_name = _("intake forecast")
        verbose_name_plural = _("intake forecasts")
        ordering = ("month", "gemeente__name", "route", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "gemeente", "month", "route"),
                name="intake_forecast_once",
                violation_error_message=_("There is already a forecast of this month."),
            ),
            one_of("intake_forecast", "route", LearningRoute.values),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="intake_forecast_month_begins",
                violation_error_message=_("A month is written by its first day."),
            ),
            models.CheckConstraint(
                condition=(Q(low__isnull=True) | Q(low__lte=F("expected")))
                & (Q(high__isnull=True) | Q(high__gte=F("expected"))),
                name="intake_forecast_expected_between",
                violation_error_message=_("What is expected lies between the lowest and highest."),
            ),
        )
        indexes = (
            models.Index(fields=("region", "month", "route"), name="intake_forecast_of_region"),
        )

    def __str__(self) -> str:
        return f"{self.gemeente} {self.month:%m-%Y}: {self.expected}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:intakeforecast-list")
