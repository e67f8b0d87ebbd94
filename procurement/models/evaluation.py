"""Who scores, and the scores."""

from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of, tenders_of
from accounts.models import User
from procurement.enums import BidStatus, LotBidStatus
from procurement.models.bids import LotBid
from procurement.models.tenders import AwardCriterion, Lot, Tender


class PanelSeatQuerySet(models.QuerySet["PanelSeat"]):
    def visible_to(self, user: User) -> "PanelSeatQuerySet":
        """Those of the own region's tenders, and those of one's own panel; bidders see none."""
        return self.filter(Q(tender__region__in=regions_of(user)) | Q(tender__in=tenders_of(user)))


class PanelSeat(models.Model):
    """A person scores the bids of one tender."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="panel")
    user = models.ForeignKey(
        User, models.PROTECT, related_name="panel_seats", verbose_name=_("assessor")
    )

    objects = PanelSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in the panel")
        verbose_name_plural = _("seats in the panel")
        constraints = (
            models.UniqueConstraint(
                fields=("tender", "user"),
                name="panel_seat_once",
                violation_error_message=_("This person already has a seat in the panel."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} - {self.tender.reference}"

    @property
    def region_id(self) -> int:
        return self.tender.region_id


def with_scoring(lots: "models.QuerySet[Lot]") -> "models.QuerySet[Any]":
    """The lots with `scores_needed` and `scores_given`: seats x quality criteria x bids."""
    seats = PanelSeat.objects.filter(tender=OuterRef("tender"))
    criteria = AwardCriterion.objects.quality().filter(tender=OuterRef("tender"))
    bids = LotBid.objects.taking_part().filter(lot=OuterRef("pk"))
    given = Assessment.objects.counting().filter(lot_bid__lot=OuterRef("pk"))
    return lots.annotate(
        scores_needed=_count(seats) * _count(criteria) * _count(bids), scores_given=_count(given)
    )


def _count(rows: "models.QuerySet[Any]") -> Coalesce:
    """The number of `rows` as a subquery, in one group whatever their own order."""
    found = rows.order_by().annotate(_all=Value(1)).values("_all").annotate(_n=Count("pk"))
    return Coalesce(Subquery(found.values("_n")), Value(0))


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User) -> "AssessmentQuerySet":
        """Own scores; the officers of the region see all of them once quality is locked."""
        locked = Q(lot_bid__lot__quality_locked_at__isnull=False)
        officers = Q(lot_bid__lot__tender__region__in=regions_of(user))
        panel = Q(lot_bid__lot__tender__in=tenders_of(user))
        return self.filter(Q(assessor=user) | (locked & (officers | panel)))

    def counting(self) -> "AssessmentQuerySet":
        """Those of people with a seat, about bids that take part."""
        seats = PanelSeat.objects.filter(
            tender=OuterRef("lot_bid__lot__tender"), user=OuterRef("assessor")
        )
        return self.filter(Exists(seats), lot_bid__bid__status=BidStatus.OPENED).exclude(
            lot_bid__status=LotBidStatus.EXCLUDED
        )


class Assessment(models.Model):
    """One assessor's score from 0 to 10 for one quality criterion of one bid, with its reason."""

    lot_bid = models.ForeignKey(LotBid, models.PROTECT, related_name="assessments")
    criterion = models.ForeignKey(AwardCriterion, models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(User, models.PROTECT, related_name="assessments")
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=2)
    motivation = models.TextField(_("motivation"))
    scored_at = models.DateTimeField(_("scored"))

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = (
            models.UniqueConstraint(
                fields=("lot_bid", "criterion", "assessor"),
                name="assessment_once_per_assessor",
                violation_error_message=_("You have already scored this."),
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=10),
                name="assessment_score_0_to_10",
                violation_error_message=_("A score lies between 0 and 10."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.score}"
