"""A tender, its lots and their price tables."""

from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
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
    LotStatus,
    PriceKind,
    PriceUnit,
    Procedure,
    ScoreMethod,
    TenderKind,
    TenderStatus,
    TieRule,
)
from procurement.models.schedules import Scheduled
from providers.enums import LearningRoute

PRIVATE = (Procedure.MULTIPLE_PRIVATE, Procedure.NEGOTIATED)
"""Procedures without a public notice: only who was invited knows of them."""
REFERENCE = RegexValidator(
    r"^[\w][\w .\-/]*$", _("Use letters, digits, spaces, points, hyphens and slashes.")
)


class TenderQuerySet(models.QuerySet["Tender"]):
    def visible_to(self, user: User) -> "TenderQuerySet":
        """The own region's, and the tender of one's panel; for gemeenten and providers only what
        was published, so never a draft that was withdrawn, and no private tender of others.
        """
        scope = Q(region__in=regions_of(user)) | Q(pk__in=tenders_of(user))
        if gemeenten := gemeenten_of(user):
            taking_part = self.model.objects.filter(gemeenten__in=gemeenten).values("pk")
            scope |= Q(pk__in=taking_part, published_at__isnull=False)
        if providers := providers_of(user):
            invited = self.model.objects.filter(invitations__provider__in=providers).values("pk")
            scope |= Q(published_at__isnull=False) & (~Q(procedure__in=PRIVATE) | Q(pk__in=invited))
        return self.filter(scope)

    def public(self) -> "TenderQuerySet":
        """What anyone may read without signing in: published, and not by invitation alone."""
        return self.filter(published_at__isnull=False).exclude(procedure__in=PRIVATE)

    def open_at(self, at: datetime) -> "TenderQuerySet":
        """Published tenders that still take bids, as far as this clock knows."""
        return self.filter(status=TenderStatus.PUBLISHED, closes_at__gt=at)

    def overdue(self) -> "TenderQuerySet":
        """Published tenders whose deadline has passed by the clock of the database."""
        return self.competitive().filter(status=TenderStatus.PUBLISHED, closes_at__lte=Now())

    def competitive(self) -> "TenderQuerySet":
        """Those in which bids compete; the others admit until somebody ends the admission."""
        return self.exclude(kind=TenderKind.COVENANT_ACCESSION).exclude(
            procedure=Procedure.OPEN_HOUSE
        )


class Tender(Scheduled, models.Model):
    """A region asks providers to bid on one or more lots, or to join a covenant.

    Amounts are euro excl. VAT, options included. `lots_bid_maximum` and `lots_win_maximum` say on
    how many lots one bidder may bid and how many it may win; empty is no limit. `panel_size` is
    the number of assessors that was announced.
    """

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
    kind = models.CharField(
        _("kind"), max_length=20, choices=TenderKind, default=TenderKind.LEARNING_ROUTES
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("follows tender"),
    )
    legal_basis = models.TextField(_("legal basis and reason for the procedure"), blank=True)
    cpv_code = models.CharField(_("CPV code"), max_length=10, default="80580000-3")
    estimated_amount = models.DecimalField(
        _("estimated value (excl. VAT, incl. options)"), max_digits=12, decimal_places=2
    )
    has_electronic_submission = models.BooleanField(_("electronic submission"), default=True)
    prior_notice_on = models.DateField(_("prior information notice on"), null=True, blank=True)
    planned_publication_at = models.DateTimeField(_("planned publication"), null=True, blank=True)
    requests_close_at = models.DateTimeField(
        _("deadline for requests to participate"), null=True, blank=True
    )
    questions_close_at = models.DateTimeField(_("deadline for questions"), null=True, blank=True)
    clarification_planned_at = models.DateTimeField(
        _("answers published no later than"), null=True, blank=True
    )
    award_planned_on = models.DateField(_("planned award decision"), null=True, blank=True)
    lots_bid_maximum = models.PositiveSmallIntegerField(
        _("lots one may bid on"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    lots_win_maximum = models.PositiveSmallIntegerField(
        _("lots one may win"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    score_method = models.CharField(
        _("how scores become one"), max_length=10, choices=ScoreMethod, default=ScoreMethod.MEAN
    )
    tie_rule = models.CharField(
        _("rule for equal totals"), max_length=10, choices=TieRule, default=TieRule.QUALITY
    )
    rounding_decimals = models.PositiveSmallIntegerField(
        _("decimals of points"), default=2, validators=[MaxValueValidator(4)]
    )
    panel_size = models.PositiveSmallIntegerField(
        _("assessors in the panel"), null=True, blank=True, validators=[MinValueValidator(1)]
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
    review_requested_at = models.DateTimeField(_("review asked"), null=True, blank=True)
    review_requested_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
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
            one_of("tender", "kind", TenderKind.values),
            one_of("tender", "score_method", ScoreMethod.values),
            one_of("tender", "tie_rule", TieRule.values),
            not_negative("tender", "estimated_amount"),
            in_order("tender", "questions_close_at", "clarification_planned_at"),
            in_order("tender", "clarification_planned_at", "closes_at"),
            in_order("tender", "requests_close_at", "closes_at"),
            models.CheckConstraint(
                condition=~Q(follows=F("pk")),
                name="tender_not_its_own_successor",
                violation_error_message=_("A tender does not follow itself."),
            ),
            models.CheckConstraint(
                condition=Q(rounding_decimals__lte=4),
                name="tender_rounding_at_most_4",
                violation_error_message=_("Points have at most four decimals."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(closes_at__gt=F("published_at")),
                name="tender_closes_after_publication",
                violation_error_message=_("The deadline lies before the publication."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "in_review", "withdrawn"))
                | Q(published_at__isnull=False),
                name="tender_published_before_it_moves_on",
                violation_error_message=_("A tender is published before it can move on."),
            ),
            stamped("tender", "review_requested"),
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

    @property
    def is_competitive(self) -> bool:
        """Whether bids compete; else all who meet the requirements are admitted (no ranking)."""
        return self.kind != TenderKind.COVENANT_ACCESSION and (
            self.procedure != Procedure.OPEN_HOUSE
        )

    @property
    def is_private(self) -> bool:
        """Whether only who was invited knows of it."""
        return self.procedure in PRIVATE


class LotQuerySet(models.QuerySet["Lot"]):
    def visible_to(self, user: User) -> "LotQuerySet":
        return self.filter(tender__in=Tender.objects.visible_to(user))

    def running(self) -> "LotQuerySet":
        """Those that have not ended, one way or the other."""
        return self.exclude(status__in=LOT_ENDS)


class Lot(models.Model):
    """One route in one area, bid on and awarded by itself. Prices are euro excl. VAT.

    `ceiling_price` is the highest price per unit, or the price itself where `price_kind` is fixed.
    `prices_opened_at` is when two officers opened the price envelopes of this lot.
    """

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="lots")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    area = models.CharField(_("area"), max_length=120, blank=True)
    gemeenten = models.ManyToManyField(
        Gemeente, blank=True, related_name="+", verbose_name=_("gemeenten served")
    )
    places = models.TextField(_("where lessons are given"), blank=True)
    travel_minutes = models.PositiveSmallIntegerField(
        _("travel time at most (minutes)"), null=True, blank=True
    )
    expected_low = models.PositiveIntegerField(_("trajectories a year, low"))
    expected = models.PositiveIntegerField(_("trajectories a year, expected"))
    expected_high = models.PositiveIntegerField(_("trajectories a year, high"))
    ceiling_price = models.DecimalField(
        _("ceiling price"), max_digits=12, decimal_places=4, validators=[MinValueValidator(0)]
    )
    price_kind = models.CharField(
        _("price is a"), max_length=10, choices=PriceKind, default=PriceKind.CEILING
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
    prices_opened_at = models.DateTimeField(_("prices opened"), null=True, blank=True)
    prices_opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    concluded_on = models.DateField(_("contract concluded"), null=True, blank=True)

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
            one_of("lot", "price_unit", PriceUnit.values),
            one_of("lot", "price_kind", PriceKind.values),
            stamped("lot", "quality_locked"),
            stamped("lot", "prices_opened"),
            models.CheckConstraint(
                condition=Q(prices_opened_at__isnull=True) | Q(quality_locked_at__isnull=False),
                name="lot_prices_open_after_quality",
                violation_error_message=_("Prices are opened once the quality scores are locked."),
            ),
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
        """Whether the buying side may see prices: once two officers opened their envelopes."""
        return self.prices_opened_at is not None


class PriceLineQuerySet(models.QuerySet["PriceLine"]):
    def visible_to(self, user: User) -> "PriceLineQuerySet":
        return self.filter(lot__in=Lot.objects.visible_to(user))


class PriceLine(models.Model):
    """A further line of a lot's price table, beside the price per unit of the lot itself.

    `quantity` is how many are expected a year: it weighs the line in the total.
    """

    lot = models.ForeignKey(Lot, models.CASCADE, related_name="price_lines")
    number = models.PositiveSmallIntegerField(_("number"))
    description = models.CharField(_("description"), max_length=160)
    unit = models.CharField(_("unit"), max_length=20, choices=PriceUnit)
    quantity = models.PositiveIntegerField(_("expected number a year"))
    ceiling_price = models.DecimalField(
        _("ceiling price"), max_digits=12, decimal_places=4, null=True, blank=True
    )

    objects = PriceLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the price table")
        verbose_name_plural = _("lines of the price table")
        ordering = ("lot", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("lot", "number"),
                name="price_line_number_once",
                violation_error_message=_("This line number is already used."),
            ),
            one_of("price_line", "unit", PriceUnit.values),
            not_negative("price_line", "ceiling_price"),
        )

    def __str__(self) -> str:
        return self.description

    @property
    def region_id(self) -> int:
        return self.lot.region_id
