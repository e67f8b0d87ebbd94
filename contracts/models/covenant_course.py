"""How a covenant fares: who asks to join, its targets, its reviews, its check and the hours."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import User
from config.shared.constraints import not_negative, one_of, stamped
from config.shared.versions import keeps_versions
from contracts.enums import AccessionStatus, CovenantMeasure, TargetDirection
from contracts.models.covenants import Covenant
from contracts.models.deliveries import Delivery
from contracts.models.placements import Placement
from providers.models import Provider


class AccessionRequestQuerySet(models.QuerySet["AccessionRequest"]):
    def visible_to(self, user: User) -> "AccessionRequestQuerySet":
        """The region's, and the provider's own."""
        return self.filter(
            Q(covenant__region__in=regions_of(user)) | Q(provider__in=providers_of(user))
        )


class AccessionRequest(models.Model):
    """A school asks to join a covenant that is in force; the region admits it or says why not."""

    covenant = models.ForeignKey(
        Covenant, models.PROTECT, related_name="accession_requests", verbose_name=_("covenant")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="accession_requests", verbose_name=_("provider")
    )
    motivation = models.TextField(_("how you meet the conditions"))
    status = models.CharField(
        _("status"), max_length=10, choices=AccessionStatus, default=AccessionStatus.ASKED
    )
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    objects = AccessionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for accession")
        verbose_name_plural = _("requests for accession")
        ordering = ("-asked_at", "-pk")
        constraints = (
            one_of("accession_request", "status", AccessionStatus.values),
            stamped("accession_request", "decided"),
            models.UniqueConstraint(
                fields=("covenant", "provider"),
                condition=Q(status="asked"),
                name="accession_asked_once",
                violation_error_message=_("Your organisation has already asked to join."),
            ),
            models.CheckConstraint(
                condition=Q(status="asked", decided_at__isnull=True)
                | (~Q(status="asked") & Q(decided_at__isnull=False)),
                name="accession_decided_has_moment",
                violation_error_message=_("A decision has a moment."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} - {self.covenant.reference}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:accessionrequest-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.covenant.region_id


class CovenantIndicatorQuerySet(models.QuerySet["CovenantIndicator"]):
    def visible_to(self, user: User) -> "CovenantIndicatorQuerySet":
        return self.filter(covenant__in=Covenant.objects.visible_to(user))


class CovenantIndicator(models.Model):
    """What the parties aim at, checked month by month against the covenant's own placements."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="indicators")
    measure = models.CharField(_("measure"), max_length=20, choices=CovenantMeasure)
    direction = models.CharField(_("direction"), max_length=10, choices=TargetDirection)
    target = models.DecimalField(_("target"), max_digits=6, decimal_places=2)

    objects = CovenantIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator of a covenant")
        verbose_name_plural = _("indicators of a covenant")
        ordering = ("covenant", "pk")
        constraints = (
            one_of("covenant_indicator", "measure", CovenantMeasure.values),
            one_of("covenant_indicator", "direction", TargetDirection.values),
            not_negative("covenant_indicator", "target"),
            models.UniqueConstraint(
                fields=("covenant", "measure"),
                name="covenant_indicator_once",
                violation_error_message=_("There is already a target for this measure."),
            ),
            models.CheckConstraint(
                condition=Q(measure="group_size") | Q(target__lte=100),
                name="covenant_indicator_within_100",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_measure_display())


class CovenantReviewQuerySet(models.QuerySet["CovenantReview"]):
    def visible_to(self, user: User) -> "CovenantReviewQuerySet":
        return self.filter(covenant__in=Covenant.objects.visible_to(user))

    def coming(self) -> "CovenantReviewQuerySet":
        """Not held yet, the earliest first."""
        return self.filter(held_on__isnull=True).order_by("due_on", "pk")


class CovenantReview(models.Model):
    """A review meeting of the parties: when it is due, when it was held and what it came to."""

    covenant = models.ForeignKey(
        Covenant, models.PROTECT, related_name="reviews", verbose_name=_("covenant")
    )
    due_on = models.DateField(_("planned for"))
    held_on = models.DateField(_("held on"), null=True, blank=True)
    conclusions = models.TextField(_("conclusions"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CovenantReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a covenant")
        verbose_name_plural = _("reviews of a covenant")
        ordering = ("covenant", "due_on", "pk")
        constraints = (
            stamped("covenant_review", "recorded"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, conclusions="", recorded_at__isnull=True)
                | (Q(held_on__isnull=False, recorded_at__isnull=False) & ~Q(conclusions="")),
                name="covenant_review_held_has_conclusions",
                violation_error_message=_("A review that was held has conclusions."),
            ),
            models.UniqueConstraint(
                fields=("covenant", "due_on"),
                name="covenant_review_once_per_day",
                violation_error_message=_("There is already a review due on that day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.covenant.reference} {self.due_on}"

    def get_absolute_url(self) -> str:
        return self.covenant.get_absolute_url()

    @property
    def region_id(self) -> int:
        return self.covenant.region_id


class CovenantCheckQuerySet(models.QuerySet["CovenantCheck"]):
    def visible_to(self, user: User) -> "CovenantCheckQuerySet":
        """The region's own judgement: no party's."""
        return self.filter(covenant__region__in=regions_of(user))


class CovenantCheck(models.Model):
    """Whether the covenant buys, ranks or steers for pay, as answered on one day about one text.

    `answers` has for each question (contracts.covenant_questions) true or false, and `notes` what
    was said beside it. A later check is another row.
    """

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="checks")
    answers = models.JSONField(_("answers"))
    notes = models.JSONField(_("notes"), default=dict)
    digest = models.CharField(_("text checked"), max_length=64)
    made_at = models.DateTimeField(_("checked"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CovenantCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a covenant")
        verbose_name_plural = _("checks of a covenant")
        ordering = ("covenant", "-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.covenant.reference} {self.made_at:%Y-%m-%d}"


class PlacementHoursQuerySet(models.QuerySet["PlacementHours"]):
    def visible_to(self, user: User) -> "PlacementHoursQuerySet":
        return self.filter(placement__in=Placement.objects.visible_to(user))


@keeps_versions("PlacementHoursVersion")
class PlacementHours(models.Model):
    """Hours of lessons offered and attended in one month; `month` is its first day.

    Under a covenant they are typed. Under a contract that pays by the hour they follow from the
    running totals of a `delivery`: where that put down attendance of earlier months only now, more
    may have been attended in a month than was offered in it.
    """

    placement = models.ForeignKey(
        Placement, models.CASCADE, related_name="hours", verbose_name=_("placement")
    )
    month = models.DateField(_("month"))
    offered = models.DecimalField(_("hours offered"), max_digits=6, decimal_places=2)
    attended = models.DecimalField(_("hours attended"), max_digits=6, decimal_places=2)
    delivery = models.ForeignKey(
        Delivery,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hours",
        db_index=False,  # nobody asks for it: a delivery is never deleted
        verbose_name=_("delivery"),
    )
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PlacementHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("hours of a placement")
        verbose_name_plural = _("hours of placements")
        ordering = ("placement", "month")
        constraints = (
            models.UniqueConstraint(
                fields=("placement", "month"),
                name="placement_hours_once_per_month",
                violation_error_message=_("The hours of this month are already there."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="placement_hours_month_is_first_day",
                violation_error_message=_("A month is named by its first day."),
            ),
            models.CheckConstraint(
                condition=Q(attended__gte=0, offered__gte=0)
                & (Q(attended__lte=F("offered")) | Q(delivery__isnull=False)),
                name="placement_hours_attended_within_offered",
                violation_error_message=_("More hours attended than offered."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.placement} {self.month:%Y-%m}"
