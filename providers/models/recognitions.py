"""Quality marks and recognitions: what a provider holds, with its evidence and its check."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.constraints import check_order, in_order, one_of, stamped
from providers.enums import RecognitionKind, RegisterSource, Standing
from providers.models.organisations import OfProviderQuerySet, Provider

WARNING_DAYS = 90
"""From so many days before its end a recognition is said to expire soon."""


class RecognitionQuerySet(OfProviderQuerySet["Recognition"]):
    def checked(self) -> "RecognitionQuerySet":
        """Those of which a region saw that they hold."""
        return self.filter(verified_at__isnull=False)

    def unchecked(self) -> "RecognitionQuerySet":
        """Those that wait for a region's check."""
        return self.filter(verified_at__isnull=True, rejected_at__isnull=True)

    def valid_on(self, day: date) -> "RecognitionQuerySet":
        """Those that hold on `day`; what was not checked holds nothing."""
        return self.checked().filter(
            Q(last_on__isnull=True) | Q(last_on__gte=day), first_on__lte=day
        )


class Recognition(models.Model):
    """A quality mark or recognition from a day until a day; an empty last day means it runs on.

    It counts from when a region checked it (`verified_at`). `added_by` is empty when DUO's list
    brought it.
    """

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="recognitions")
    kind = models.CharField(_("kind"), max_length=10, choices=RecognitionKind)
    number = models.CharField(_("number"), max_length=40)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(
        _("source"), max_length=10, choices=RegisterSource, default=RegisterSource.REGION
    )
    evidence = models.FileField(
        _("evidence"), upload_to="recognitions/%Y/%m", max_length=255, blank=True
    )
    evidence_name = models.CharField(_("file name"), max_length=200, blank=True)
    evidence_sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    verified_at = models.DateTimeField(_("checked"), null=True, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    rejected_at = models.DateTimeField(_("not accepted"), null=True, blank=True)
    rejected_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ("kind", "first_on")
        constraints = (
            in_order("recognition", "first_on", "last_on"),
            one_of("recognition", "kind", RecognitionKind.values),
            one_of("recognition", "source", RegisterSource.values),
            stamped("recognition", "verified"),
            stamped("recognition", "rejected"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(rejected_at__isnull=True),
                name="recognition_checked_once",
                violation_error_message=_("A recognition holds or was not accepted, not both."),
            ),
            models.CheckConstraint(
                condition=Q(evidence="", evidence_sha256="")
                | ~Q(evidence="") & Q(evidence_sha256__regex=r"^[0-9a-f]{64}$"),
                name="recognition_evidence_with_hash",
                violation_error_message=_("Evidence is kept with its hash."),
            ),
            ExclusionConstraint(
                name="recognition_no_overlap",
                expressions=[
                    ("provider", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func(F("first_on"), F("last_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(rejected_at__isnull=True),
                violation_error_message=_("There is already such a recognition in that period."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("providers:recognition-detail", args=[self.pk])

    def clean(self) -> None:
        """The last day is not before the first."""
        check_order(self, "first_on", "last_on")

    def days_left(self, day: date) -> int | None:
        """Days of validity after `day`, below zero once lapsed; None when it runs on."""
        return (self.last_on - day).days if self.last_on else None

    def standing_on(self, day: date) -> Standing:
        """Whether it holds on `day`, and whether the end is near."""
        if self.rejected_at:
            return Standing.REJECTED
        if not self.verified_at:
            return Standing.UNCHECKED
        return self._worth_on(day)

    def _worth_on(self, day: date) -> Standing:
        if self.first_on > day:
            return Standing.TO_COME
        days = self.days_left(day)
        if days is None or days > WARNING_DAYS:
            return Standing.VALID
        return Standing.EXPIRING if days >= 0 else Standing.LAPSED
