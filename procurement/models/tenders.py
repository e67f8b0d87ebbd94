"""A tender, its lots and the criteria on which it is awarded."""

from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of, tenders_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import (
    in_order,
    minimum_and_maximum,
    not_negative,
    one_of,
    stamped,
)
from procurement.enums import (
    LOT_ENDS,
    CriterionKind,
    LotStatus,
    PriceFormula,
    PriceUnit,
    Procedure,
    TenderStatus,
)
from providers.enums import LearningRoute


class TenderQuerySet(models.QuerySet["Tender"]):
    def visible_to(self, user: User) -> "TenderQuerySet":
        """The own region's, and the tender of one's panel; for gemeenten and providers only what
        was published, so never a draft that was withdrawn.
        """
        scope = Q(region__in=regions_of(user)) | Q(pk__in=tenders_of(user))
        if gemeenten := gemeenten_of(user):
            taking_part = self.model.objects.filter(gemeenten__in=gemeenten).values("pk")
            scope |= Q(pk__in=taking_part, published_at__isnull=False)
        if providers_of(user):
            scope |= Q(published_at__isnull=False)
        return self.filter(scope)

    def open_at(self, at: datetime) -> "TenderQuerySet":
        """Published tenders that still take bids, as far as this clock knows."""
        return self.filter(status=TenderStatus.PUBLISHED, closes_at__gt=at)

    def overdue(self) -> "TenderQuerySet":
        """Published tenders whose deadline has passed by the clock of the database."""
        return self.filter(status=TenderStatus.PUBLISHED, closes_at__lte=Now())


class Tender(models.Model):
    """A region asks providers to bid on one or more lots."""

    reference = models.CharField(_("reference"), max_length=30)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="tenders", verbose_name=_("region")
    )
    lead_gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="+", verbose_name=_("lead gemeente")
    )
    gemeenten = models.ManyToManyField(
        Gemeente, related_name="tenders", verbose_name=_("participating gemeenten")
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    procedure = models.CharField(
        _("procedure"), max_length=20, choices=Procedure, default=Procedure.SOCIAL
    )
    cpv_code = models.CharField(_("CPV code"), max_length=10, default="80580000-3")
    estimated_amount = models.DecimalField(
        _("estimated value (excl. VAT, incl. options)"), max_digits=12, decimal_places=2
    )
    closes_at = models.DateTimeField(_("deadline for bids"), null=True, blank=True)
    standstill_days = models.PositiveSmallIntegerField(
        _("standstill period (calendar days)"), default=20
    )
    status = models.CharField(
        _("status"), max_length=20, choices=TenderStatus, default=TenderStatus.DRAFT
    )
    created_at = models.DateTimeField(_("drafted"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TenderQuerySet.as_manager()

    class Meta:
        verbose_name = _("tender")
        verbose_name_plural = _("tenders")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "reference"),
                name="tender_reference_once_per_region",
                violation_error_message=_("This reference is already used in the region."),
            ),
            one_of("tender", "status", TenderStatus.values),
            one_of("tender", "procedure", Procedure.values),
            not_negative("tender", "estimated_amount"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(closes_at__gt=F("published_at")),
                name="tender_closes_after_publication",
                violation_error_message=_("The deadline lies before the publication."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "withdrawn")) | Q(published_at__isnull=False),
                name="tender_published_before_it_moves_on",
                violation_error_message=_("A tender is published before it can move on."),
            ),
            stamped("tender", "published"),
            stamped("tender", "withdrawn"),
        )
        indexes = (
            models.Index(
                fields=(
                    "status",
                    "closes_at",
                ),
                name="tender_by_deadline",
            ),
            models.Index(
                fields=(
                    "region",
                    "-created_at",
                    "-id",
                ),
                name="tender_of_region",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:tender-detail", args=[self.pk])


class LotQuerySet(models.QuerySet["Lot"]):
    def visible_to(self, user: User) -> "LotQuerySet":
        return self.filter(tender__in=Tender.objects.visible_to(user))

    def running(self) -> "LotQuerySet":
        """Those that have not ended, one way or the other."""
        return self.exclude(status__in=LOT_ENDS)


class Lot(models.Model):
    """One route in one area, bid on and awarded by itself. Prices are euro excl. VAT."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="lots")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    area = models.CharField(_("area"), max_length=120, blank=True)
    expected_low = models.PositiveIntegerField(_("trajectories a year, low"))
    expected = models.PositiveIntegerField(_("trajectories a year, expected"))
    expected_high = models.PositiveIntegerField(_("trajectories a year, high"))
    ceiling_price = models.DecimalField(
        _("ceiling price"), max_digits=12, decimal_places=4, validators=[MinValueValidator(0)]
    )
    price_unit = models.CharField(
        _("price unit"), max_length=20, choices=PriceUnit, default=PriceUnit.TRAJECTORY
    )
    group_minimum = models.PositiveSmallIntegerField(_("smallest group"))
    group_maximum = models.PositiveSmallIntegerField(_("largest group"))
    start_guarantee_weeks = models.PositiveSmallIntegerField(_("start guarantee (weeks)"))
    first_on = models.DateField(_("first day of the contract"))
    last_on = models.DateField(_("last day of the contract"))
    status = models.CharField(
        _("status"), max_length=25, choices=LotStatus, default=LotStatus.PENDING
    )
    quality_locked_at = models.DateTimeField(_("quality scores locked"), null=True, blank=True)
    quality_locked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ("tender", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("tender", "number"),
                name="lot_number_once_per_tender",
                violation_error_message=_("This lot number is already used."),
            ),
            one_of("lot", "route", LearningRoute.values),
            one_of("lot", "status", LotStatus.values),
            not_negative("lot", "ceiling_price"),
            minimum_and_maximum("lot", "group_minimum", "group_maximum"),
            minimum_and_maximum("lot_low", "expected_low", "expected"),
            minimum_and_maximum("lot", "expected", "expected_high"),
            in_order("lot", "first_on", "last_on"),
            stamped("lot", "quality_locked"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:lot-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.tender.region_id

    @property
    def prices_are_open(self) -> bool:
        """Whether the buying side may see prices: once the quality scores are locked."""
        return self.quality_locked_at is not None


class AwardCriterionQuerySet(models.QuerySet["AwardCriterion"]):
    def visible_to(self, user: User) -> "AwardCriterionQuerySet":
        return self.filter(tender__in=Tender.objects.visible_to(user))

    def quality(self) -> "AwardCriterionQuerySet":
        """The criteria that the panel scores."""
        return self.filter(kind=CriterionKind.QUALITY)


class AwardCriterion(models.Model):
    """What counts for the award and how much; the weights of a tender add up to 100."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="criteria")
    kind = models.CharField(_("kind"), max_length=10, choices=CriterionKind)
    name = models.CharField(_("name"), max_length=120)
    question = models.TextField(_("question to the bidders"), blank=True)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2)
    formula = models.CharField(_("price formula"), max_length=10, choices=PriceFormula, blank=True)
    scale_best_price = models.DecimalField(
        _("price that earns all points"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    scale_zero_price = models.DecimalField(
        _("price that earns no points"), max_digits=12, decimal_places=4, null=True, blank=True
    )

    objects = AwardCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("award criterion")
        verbose_name_plural = _("award criteria")
        ordering = ("tender", "-kind", "pk")
        constraints = (
            one_of("criterion", "kind", CriterionKind.values),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100),
                name="criterion_weight_within_100",
                violation_error_message=_("A weight lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(kind="quality", formula="")
                | Q(kind="price", formula="relative")
                | Q(
                    kind="price",
                    formula="absolute",
                    scale_zero_price__gt=F("scale_best_price"),
                    scale_best_price__gte=0,
                ),
                name="criterion_formula_complete",
                violation_error_message=_(
                    "A price criterion needs a formula; the absolute formula needs a scale "
                    "whose zero lies above its best price."
                ),
            ),
            models.UniqueConstraint(
                fields=("tender",),
                condition=Q(kind="price"),
                name="criterion_one_price_per_tender",
                violation_error_message=_("A tender has one price criterion."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def region_id(self) -> int:
        return self.tender.region_id
