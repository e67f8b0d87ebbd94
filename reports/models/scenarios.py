"""Scenarios: assumptions that are kept, and what came out of their draws."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Job, Region, User
from config.shared.constraints import one_of, stamped
from reports.enums.scenarios import RECKONED, ScenarioStatus
from reports.models.bases import basis_field, basis_known
from reports.models.budgets import FIRST_YEAR, LAST_YEAR

USUAL_DRAWS, FEWEST_DRAWS, MOST_DRAWS = 10_000, 100, 20_000
USUAL_SEED, LARGEST_SEED = 20_260, 2_147_483_647


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def visible_to(self, user: User) -> "ScenarioQuerySet":
        """The region's, also for its single gemeenten: of those a page shows their own figures."""
        own = Q(region__memberships_of_gemeenten__gemeente__in=gemeenten_of(user))
        return self.filter(Q(region__in=regions_of(user)) | own).distinct()

    def kept_by(self, user: User) -> "ScenarioQuerySet":
        """Those of the regions that `user` acts for: a single gemeente only reads."""
        return self.filter(region__in=regions_of(user))

    def reckoned(self) -> "ScenarioQuerySet":
        """Those that have an outcome."""
        return self.filter(status__in=RECKONED)


class Scenario(models.Model):
    """What the costs of whole years may become under some assumptions.

    `assumptions` is as `reports.scenarios.assumptions.Assumptions.as_json` writes it, `outcome` as
    `reports.scenarios.outcome.outcome_of` does. `inputs_digest` (SHA-256) tells whether the
    actuals, read on `actuals_on`, are still the same. The same seed gives the same draws.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="scenarios", verbose_name=_("region")
    )
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    first_year = models.PositiveSmallIntegerField(
        _("first year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    last_year = models.PositiveSmallIntegerField(
        _("last year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    assumptions = models.JSONField(_("assumptions"), default=dict)
    draws = models.PositiveIntegerField(
        _("draws"),
        default=USUAL_DRAWS,
        validators=[MinValueValidator(FEWEST_DRAWS), MaxValueValidator(MOST_DRAWS)],
    )
    seed = models.PositiveIntegerField(
        _("seed"), default=USUAL_SEED, validators=[MaxValueValidator(LARGEST_SEED)]
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ScenarioStatus, default=ScenarioStatus.DRAFT
    )
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("job")
    )
    outcome = models.JSONField(_("outcome"), null=True, blank=True)
    inputs_digest = models.CharField(_("fingerprint of the actuals"), max_length=64, blank=True)
    actuals_on = models.DateField(_("actuals as on"), null=True, blank=True)
    basis = basis_field()
    finished_at = models.DateTimeField(_("reckoned"), null=True, blank=True)
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("frozen"), null=True, blank=True)
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ("region", "name", "pk")
        constraints = (
            basis_known("scenario"),
            models.UniqueConstraint(
                fields=("region", "name"),
                name="scenario_name_once",
                violation_error_message=_("There is already a scenario of this name."),
            ),
            one_of("scenario", "status", ScenarioStatus.values),
            stamped("scenario", "frozen"),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="scenario_years_in_order",
                violation_error_message=_("The last year is not before the first."),
            ),
            models.CheckConstraint(
                condition=Q(draws__range=(FEWEST_DRAWS, MOST_DRAWS)),
                name="scenario_draws_within_reason",
                violation_error_message=_("A scenario has from 100 to 20,000 draws."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=RECKONED)
                | (
                    Q(outcome__isnull=False, actuals_on__isnull=False, finished_at__isnull=False)
                    & ~Q(inputs_digest="")
                ),
                name="scenario_reckoned_has_outcome",
                violation_error_message=_("A scenario that was reckoned has an outcome."),
            ),
            models.CheckConstraint(
                condition=Q(status="frozen", frozen_at__isnull=False)
                | (~Q(status="frozen") & Q(frozen_at__isnull=True)),
                name="scenario_frozen_is_stamped",
                violation_error_message=_("A frozen scenario says who froze it."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:scenario-detail", args=[self.pk])

    def clean(self) -> None:
        """Say in words that the years are turned round."""
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": _("The last year is not before the first.")})

    @property
    def years(self) -> range:
        """The years that it is about."""
        return range(self.first_year, self.last_year + 1)

    @property
    def is_reckoned(self) -> bool:
        """Whether it has an outcome that belongs to its assumptions."""
        return self.status in RECKONED

    @property
    def figures(self) -> dict[str, Any]:
        """The outcome; empty until it is reckoned."""
        return self.outcome if self.is_reckoned and self.outcome else {}
