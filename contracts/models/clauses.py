"""The clause library of a region: texts for contracts and covenants, each with its versions."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.constraints import one_of, stamped
from contracts.enums import ClauseUse


class ClauseQuerySet(models.QuerySet["Clause"]):
    def visible_to(self, user: User) -> "ClauseQuerySet":
        """The region's own people; a provider reads a clause in its contract or covenant."""
        return self.filter(region__in=regions_of(user))

    def standing(self) -> "ClauseQuerySet":
        """Those that have not been retired, in the order of an agreement."""
        return self.filter(retired_at__isnull=True).order_by("position", "pk")

    def with_text(self) -> "ClauseQuerySet":
        """Annotate `text`, `version_id` and `version_number` of the latest version."""
        latest = ClauseVersion.objects.filter(clause=OuterRef("pk")).order_by("-number")
        return self.annotate(
            text=Subquery(latest.values("text")[:1]),
            version_id=Subquery(latest.values("pk")[:1]),
            version_number=Subquery(latest.values("number")[:1]),
        )


class Clause(models.Model):
    """One provision of the library. Its text stands in its versions; a standard one is in each
    new agreement of its use.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="clauses", verbose_name=_("region")
    )
    use = models.CharField(_("for"), max_length=10, choices=ClauseUse)
    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"))
    is_standard = models.BooleanField(_("in every new agreement"), default=True)
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ClauseQuerySet.as_manager()

    text: str
    version_id: int
    version_number: int
    """The latest version's, annotated by with_text()."""

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ("use", "position", "pk")
        constraints = (
            one_of("clause", "use", ClauseUse.values),
            stamped("clause", "retired"),
            models.UniqueConstraint(
                fields=("region", "use", "code"),
                name="clause_code_once",
                violation_error_message=_("There is already a clause with this code."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contracts:clause-detail", args=[self.pk])

    @property
    def latest(self) -> "ClauseVersion":
        """The version that a new agreement takes."""
        return self.versions.order_by("-number")[0]


class ClauseVersionQuerySet(models.QuerySet["ClauseVersion"]):
    def visible_to(self, user: User) -> "ClauseVersionQuerySet":
        return self.filter(clause__in=Clause.objects.visible_to(user))

    def offered(self, region: Region, use: str) -> "ClauseVersionQuerySet":
        """The latest version of each clause that stands, in the order of an agreement."""
        newest = ClauseVersion.objects.filter(clause=OuterRef("clause")).order_by("-number")
        rows = self.filter(
            clause__region=region, clause__use=use, clause__retired_at__isnull=True
        ).alias(newest=Subquery(newest.values("number")[:1]))
        found = rows.filter(number=F("newest")).select_related("clause")
        return found.order_by("clause__position", "clause_id")

    def latest_of(self, region: Region, use: str) -> "ClauseVersionQuerySet":
        """Those of `offered` that are in every new agreement."""
        return self.offered(region, use).filter(clause__is_standard=True)


class ClauseVersion(models.Model):
    """What a clause said from a moment on; never changed, never removed."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    reason = models.CharField(_("why it was changed"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    """None for the text that a region begins with."""

    objects = ClauseVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a clause")
        verbose_name_plural = _("versions of clauses")
        ordering = ("clause", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("clause", "number"),
                name="clause_version_number_once",
                violation_error_message=_("This version already exists."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="clause_version_counts_from_one",
                violation_error_message=_("Versions count from one."),
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="clause_version_gives_its_reason",
                violation_error_message=_("Say why the clause is changed."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.clause} ({self.number})"
