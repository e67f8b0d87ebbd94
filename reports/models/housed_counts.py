"""People whom gemeenten housed, and the rules by which they bring money."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import not_negative, one_of, stamped
from config.shared.versions import keeps_versions
from contracts.enums import TargetGroup
from reports.enums.funding import FundingRuleKey
from reports.models.funding import YEARS

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class HousedCountSheetQuerySet(models.QuerySet["HousedCountSheet"]):
    def visible_to(self, user: User) -> "HousedCountSheetQuerySet":
        """The region's; who keeps the counts of a single gemeente sees the own sheets."""
        own = Q(received_by=user, region__memberships_of_gemeenten__gemeente__in=gemeenten_of(user))
        return self.filter(Q(region__in=regions_of(user)) | own).distinct()


class HousedCountSheet(models.Model):
    """A sheet of people housed as it came in, with its SHA-256.

    `changed` is how many figures it changed or added; None until it was taken over.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="housed_count_sheets", verbose_name=_("region")
    )
    file = models.FileField(_("file"), upload_to="housed-counts/%Y/%m/")
    filename = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    changed = models.PositiveIntegerField(_("figures changed"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"))
    received_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("received by")
    )
    confirmed_at = models.DateTimeField(_("taken over"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken over by"),
    )

    objects = HousedCountSheetQuerySet.as_manager()

    if TYPE_CHECKING:
        counts: RelatedManager["HousedCount"]

    class Meta:
        verbose_name = _("sheet of people housed")
        verbose_name_plural = _("sheets of people housed")
        ordering = ("-received_at", "-pk")
        constraints = (
            stamped("housed_count_sheet", "confirmed"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="housed_count_sheet_has_digest"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, changed__isnull=True)
                | Q(confirmed_at__isnull=False, changed__isnull=False),
                name="housed_count_sheet_taken_over_has_number",
            ),
        )

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("reports:housedcountsheet-detail", args=[self.pk])


class HousedCountQuerySet(models.QuerySet["HousedCount"]):
    def visible_to(self, user: User) -> "HousedCountQuerySet":
        """The region's, and the single gemeente's own."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))


@keeps_versions("HousedCountVersion")
class HousedCount(models.Model):
    """How many people of one group a gemeente housed, or expects to house, in a year.

    `expected` is what the advance was based on, `housed` the count on 31 December (None until
    then). `in_azc` are people linked to the gemeente who were still in an asylum centre on that
    day, beside `housed`. `education` are those of the housed who take the education route.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="housed_counts", verbose_name=_("region")
    )
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="housed_counts", verbose_name=_("gemeente")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    target_group = models.CharField(_("target group"), max_length=20, choices=TargetGroup)
    expected = models.PositiveIntegerField(_("expected"))
    housed = models.PositiveIntegerField(_("counted on 31 December"), null=True, blank=True)
    in_azc = models.PositiveIntegerField(_("still in an asylum centre"), default=0)
    education = models.PositiveIntegerField(_("of whom on the education route"), default=0)
    source = models.CharField(_("source"), max_length=200, blank=True)
    sheet = models.ForeignKey(
        HousedCountSheet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="counts",
        verbose_name=_("sheet"),
    )
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = HousedCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of people housed")
        verbose_name_plural = _("counts of people housed")
        ordering = ("-year", "gemeente__name", "target_group", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "gemeente", "year", "target_group"),
                name="housed_count_once",
                violation_error_message=_("There is already a count of this group and year."),
            ),
            models.CheckConstraint(
                condition=Q(housed__isnull=True, education__lte=F("expected"))
                | Q(education__lte=F("housed")),
                name="housed_count_education_within",
                violation_error_message=_(
                    "No more people take the education route than were housed."
                ),
            ),
            one_of("housed_count", "target_group", TargetGroup.values),
        )

    def __str__(self) -> str:
        return f"{self.gemeente} {self.year} {self.get_target_group_display()}"

    def get_absolute_url(self) -> str:
        return reverse("reports:housedcount-list")

    @property
    def people(self) -> int:
        """Those counted, or expected as long as nobody counted."""
        return self.expected if self.housed is None else self.housed


class FundingRuleQuerySet(models.QuerySet["FundingRule"]):
    def visible_to(self, user: User) -> "FundingRuleQuerySet":
        """Those of the regions `user` acts for, and of the regions of a single gemeente."""
        return self.filter(region__in=Region.objects.visible_to(user))


class FundingRule(models.Model):
    """A region's own value of a rule, for years from `year` on; without one the default holds."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="funding_rules", verbose_name=_("region")
    )
    key = models.CharField(_("funding rule"), max_length=30, choices=FundingRuleKey)
    year = models.PositiveSmallIntegerField(_("from year"), validators=YEARS)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    source = models.TextField(_("source"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = FundingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding rule")
        verbose_name_plural = _("funding rules")
        ordering = ("key", "-year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "key", "year"),
                name="funding_rule_once",
                violation_error_message=_("There is already such a rule from this year on."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="funding_rule_names_its_source",
                violation_error_message=_("A rule names its source."),
            ),
            not_negative("funding_rule", "value"),
            one_of("funding_rule", "key", FundingRuleKey.values),
        )

    def __str__(self) -> str:
        return f"{self.get_key_display()} {self.year}"
