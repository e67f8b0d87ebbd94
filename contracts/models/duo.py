"""What was exported for DUO, so that a next export can say what changed since."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import in_order, one_of
from contracts.enums.duo import DuoKind, DuoReason, DuoState
from contracts.models.placements import Placement
from providers.models import Provider


class DuoExportQuerySet(models.QuerySet["DuoExport"]):
    def visible_to(self, user: User) -> "DuoExportQuerySet":
        """The region's own, and the single gemeente's; a provider has no part in it."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))


class DuoExport(models.Model):
    """Bodies for DUO about the learners of one gemeente, made at one moment.

    `region` narrows it to what that region placed; empty means all placements of the gemeente.
    Months are named by their first day, and the last is included. `file` is the whole as JSON and
    `sha256` its digest. The numbers count lines: `changed` those that are new or differ from the
    export before, `withdrawn` offers that no longer stand.
    """

    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="duo_exports", verbose_name=_("gemeente")
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duo_exports",
        verbose_name=_("region"),
    )
    first_month = models.DateField(_("first month"))
    last_month = models.DateField(_("last month"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    file = models.FileField(_("file"), upload_to="duo/%Y/%m/")
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    offers = models.PositiveIntegerField(_("offers"), default=0)
    hours = models.PositiveIntegerField(_("months with hours"), default=0)
    changed = models.PositiveIntegerField(_("new or changed"), default=0)
    withdrawn = models.PositiveIntegerField(_("to be withdrawn"), default=0)
    missing = models.PositiveIntegerField(_("cannot be exported"), default=0)

    objects = DuoExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export for DUO")
        verbose_name_plural = _("exports for DUO")
        ordering = ("-made_at", "-pk")
        constraints = (
            in_order("duo_export", "first_month", "last_month"),
            models.CheckConstraint(
                condition=Q(first_month__day=1, last_month__day=1),
                name="duo_export_months_by_first_day",
                violation_error_message=_("A month is named by its first day."),
            ),
        )
        indexes = (models.Index(fields=("gemeente", "region", "-id"), name="duo_export_in_turn"),)

    def __str__(self) -> str:
        months = (date_format(month, "F Y") for month in (self.first_month, self.last_month))
        return f"{self.gemeente}, {' - '.join(dict.fromkeys(months))}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:duoexport-detail", args=[self.pk])

    @property
    def filename(self) -> str:
        """Such as duo-0384-2026-10-12.json: gemeente, last month, number of the export."""
        return f"duo-{self.gemeente.code}-{self.last_month:%Y-%m}-{self.pk}.json"


class DuoLineQuerySet(models.QuerySet["DuoLine"]):
    def visible_to(self, user: User) -> "DuoLineQuerySet":
        return self.filter(export__in=DuoExport.objects.visible_to(user))


class DuoLine(models.Model):
    """One body of an export, or why there is none, keyed by the provider and its reference.

    `month` (its first day) is of hours alone. `reasons` say why DUO would not take it; of what is
    withdrawn there is no body either, because DUO deletes it by its address.
    """

    export = models.ForeignKey(DuoExport, models.CASCADE, related_name="lines")
    kind = models.CharField(_("kind"), max_length=6, choices=DuoKind)
    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="duo_lines", verbose_name=_("placement")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="duo_lines", verbose_name=_("provider")
    )
    institution = models.CharField(_("DUO institution number"), max_length=10, blank=True)
    reference = models.CharField(_("reference"), max_length=40)
    month = models.DateField(_("month"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DuoState)
    body = models.JSONField(_("body"), null=True, blank=True)
    reasons = ArrayField(models.CharField(max_length=20), verbose_name=_("why not"), blank=True)

    objects = DuoLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of an export for DUO")
        verbose_name_plural = _("lines of an export for DUO")
        ordering = ("export", "pk")
        constraints = (
            one_of("duo_line", "kind", DuoKind.values),
            one_of("duo_line", "state", DuoState.values),
            models.CheckConstraint(
                condition=Q(reasons__contained_by=DuoReason.values),
                name="duo_line_reasons_known",
                violation_error_message=_("This code is not known."),
            ),
            models.UniqueConstraint(
                fields=("export", "kind", "provider", "reference", "month"),
                nulls_distinct=False,
                name="duo_line_once_per_learner",
                violation_error_message=_("There is one body per learner and institution."),
            ),
            models.CheckConstraint(
                condition=Q(kind="offer", month__isnull=True) | Q(kind="hours", month__day=1),
                name="duo_line_hours_have_month",
                violation_error_message=_("Hours are told by month."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("missing", "withdrawn"), body__isnull=True)
                | Q(~Q(state__in=("missing", "withdrawn")), body__isnull=False, reasons=[]),
                name="duo_line_body_or_reason",
                violation_error_message=_("There is a body, or a reason why there is none."),
            ),
        )

    def __str__(self) -> str:
        return self.reference
