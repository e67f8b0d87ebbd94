"""Texts for the planning and control cycle, with the figures that they were written on."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import one_of, stamped
from reports.enums import Recurrence, TextKind, TextStatus
from reports.models.bases import basis_field, basis_known
from reports.models.budgets import BudgetLine

PARTS = ("announcement", "cause", "money", "to_do")
"""The fields of a section that hold words."""


class PlanningTextQuerySet(models.QuerySet["PlanningText"]):
    def visible_to(self, user: User) -> "PlanningTextQuerySet":
        """The region's, and those about the single gemeente."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))

    def of_scope(self, text: "PlanningText") -> "PlanningTextQuerySet":
        """Those about the same region, gemeente, budget line and year, `text` among them."""
        return self.filter(
            region=text.region_id, gemeente=text.gemeente_id, line=text.line_id, year=text.year
        )

    def named(self) -> "PlanningTextQuerySet":
        """With what their names are made of."""
        return self.select_related("region", "gemeente", "line__gemeente")


class PlanningText(models.Model):
    """What a gemeente's council, or the region, reads in one paper of the year.

    About one budget line, or without it about all of a gemeente; without a gemeente about the
    whole region. The figures of its sections are those of `figures_on`. A final text stands as it
    is; a later one of the same paper is its next `version`.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="planning_texts", verbose_name=_("region")
    )
    gemeente = models.ForeignKey(
        Gemeente,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="planning_texts",
        verbose_name=_("gemeente"),
    )
    line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="planning_texts",
        verbose_name=_("budget line"),
    )
    kind = models.CharField(_("paper"), max_length=10, choices=TextKind)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2022), MaxValueValidator(2100)]
    )
    figures_on = models.DateField(_("figures of"))
    basis = basis_field()
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    status = models.CharField(
        _("status"), max_length=8, choices=TextStatus, default=TextStatus.DRAFT
    )
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    finalised_at = models.DateTimeField(_("made final"), null=True, blank=True)
    finalised_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made final by"),
    )

    objects = PlanningTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("report text")
        verbose_name_plural = _("report texts")
        ordering = ("-year", "-figures_on", "-pk")
        constraints = (
            basis_known("planning_text"),
            one_of("planning_text", "kind", TextKind.values),
            one_of("planning_text", "status", TextStatus.values),
            stamped("planning_text", "finalised"),
            models.CheckConstraint(
                condition=Q(status=TextStatus.FINAL, finalised_at__isnull=False)
                | Q(status=TextStatus.DRAFT, finalised_at__isnull=True),
                name="planning_text_final_is_stamped",
                violation_error_message=_("A final text says who made it final."),
            ),
            models.CheckConstraint(
                condition=Q(line__isnull=True) | Q(gemeente__isnull=False),
                name="planning_text_of_line_names_gemeente",
                violation_error_message=_("A budget line belongs to a gemeente."),
            ),
            models.UniqueConstraint(
                fields=("region", "gemeente", "line", "kind", "year", "version"),
                nulls_distinct=False,
                name="planning_text_version_once",
                violation_error_message=_("There is already such a text."),
            ),
            models.UniqueConstraint(
                fields=("region", "gemeente", "line", "kind", "year"),
                condition=Q(status=TextStatus.DRAFT),
                nulls_distinct=False,
                name="planning_text_one_draft",
                violation_error_message=_("There is already a draft of this text."),
            ),
        )

    def __str__(self) -> str:
        about = self.line or self.gemeente or self.region
        return f"{self.get_kind_display()} {self.year}: {about}"

    def get_absolute_url(self) -> str:
        return reverse("reports:planningtext-detail", args=[self.pk])

    @property
    def is_final(self) -> bool:
        """Whether it stands as it is."""
        return self.status == TextStatus.FINAL


class PlanningSectionQuerySet(models.QuerySet["PlanningSection"]):
    def visible_to(self, user: User) -> "PlanningSectionQuerySet":
        return self.filter(text__in=PlanningText.objects.visible_to(user))


class PlanningSection(models.Model):
    """One subject of a text: figures that nobody types, and four pieces of words about them.

    `key` names the subject in every text of the year; `figures` are exact, as
    reports.texts.figures writes them down. `proposed` are the words as they were generated, so
    that it is known which of them a person changed.
    """

    text = models.ForeignKey(
        PlanningText, models.CASCADE, related_name="sections", verbose_name=_("report text")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.CharField(_("subject"), max_length=60)
    heading = models.CharField(_("heading"), max_length=300)
    recurrence = models.CharField(_("structural or incidental"), max_length=10, choices=Recurrence)
    figures = models.JSONField(_("figures"))
    announcement = models.TextField(_("earlier announcement"), blank=True)
    cause = models.TextField(_("cause"), blank=True)
    money = models.TextField(_("what the money does"), blank=True)
    to_do = models.TextField(_("what has still to be done"), blank=True)
    proposed = models.JSONField(_("words as generated"), default=dict)

    objects = PlanningSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of a report text")
        verbose_name_plural = _("sections of report texts")
        ordering = ("position",)
        constraints = (
            one_of("planning_section", "recurrence", Recurrence.values),
            models.UniqueConstraint(fields=("text", "position"), name="planning_section_in_order"),
            models.UniqueConstraint(fields=("text", "key"), name="planning_section_once"),
        )

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return self.text.get_absolute_url()

    @property
    def region_id(self) -> int:
        return self.text.region_id

    @property
    def gemeente_id(self) -> int | None:
        return self.text.gemeente_id

    @property
    def words(self) -> dict[str, str]:
        """The four pieces by name."""
        return {name: getattr(self, name) for name in PARTS}

    def is_edited(self, name: str) -> bool:
        """Whether a person changed the piece `name`."""
        return bool(self.words[name] != self.proposed.get(name, ""))


def edited_parts(section: PlanningSection) -> dict[str, Any]:
    """The pieces that a person changed, as they stand now."""
    return {name: text for name, text in section.words.items() if section.is_edited(name)}
