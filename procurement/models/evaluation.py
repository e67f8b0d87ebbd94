"""Who scores, and the scores."""

from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of, tenders_of
from accounts.models import User
from config.shared.constraints import one_of, stamped
from procurement.enums import BidStatus, ConflictStatus, LotBidStatus
from procurement.models.criteria import AwardCriterion, Requirement
from procurement.models.offers import LotBid, OfLotBidQuerySet
from procurement.models.tenders import Lot, Tender


class PanelSeatQuerySet(models.QuerySet["PanelSeat"]):
    def visible_to(self, user: User) -> "PanelSeatQuerySet":
        """Those of the own region's tenders, and those of one's own panel; bidders see none."""
        return self.filter(Q(tender__region__in=regions_of(user)) | Q(tender__in=tenders_of(user)))

    def sitting(self) -> "PanelSeatQuerySet":
        """Those not given up and without a conflict: people who score, or will once declared."""
        return self.filter(ended_at__isnull=True).exclude(conflict=ConflictStatus.CONFLICT)

    def scoring(self) -> "PanelSeatQuerySet":
        """Those whose person declared to have no conflict of interest."""
        return self.filter(ended_at__isnull=True, conflict=ConflictStatus.NONE)


class PanelSeat(models.Model):
    """A person scores the bids of one tender, once declared to have no conflict of interest.

    A declared conflict ends the seat by itself. One seat of a panel may be the chair's.
    """

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="panel")
    user = models.ForeignKey(
        User, models.PROTECT, related_name="panel_seats", verbose_name=_("assessor")
    )
    is_chair = models.BooleanField(_("chair"), default=False)
    conflict = models.CharField(
        _("conflict of interest"),
        max_length=10,
        choices=ConflictStatus,
        default=ConflictStatus.PENDING,
    )
    declaration = models.TextField(_("declaration"), blank=True)
    declared_at = models.DateTimeField(_("declared"), null=True, blank=True)
    ended_at = models.DateTimeField(_("seat ended"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(_("reason"), blank=True)

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
            models.UniqueConstraint(
                fields=("tender",),
                condition=Q(is_chair=True, ended_at__isnull=True),
                name="panel_one_chair",
                violation_error_message=_("The panel already has a chair."),
            ),
            one_of("panel_seat", "conflict", ConflictStatus.values),
            stamped("panel_seat", "ended"),
            models.CheckConstraint(
                condition=Q(conflict="pending", declared_at__isnull=True)
                | Q(conflict__in=("none", "conflict"), declared_at__isnull=False),
                name="panel_seat_declared_has_moment",
                violation_error_message=_("A declaration has its moment."),
            ),
            models.CheckConstraint(
                condition=~Q(conflict="conflict") | Q(ended_at__isnull=False),
                name="panel_seat_conflict_ends_it",
                violation_error_message=_("A conflict of interest ends the seat."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} - {self.tender.reference}"

    @property
    def interest(self) -> ConflictStatus:
        """What was declared, as a badge shows it."""
        return ConflictStatus(self.conflict)

    @property
    def region_id(self) -> int:
        return self.tender.region_id


def with_scoring(lots: "models.QuerySet[Lot]") -> "models.QuerySet[Any]":
    """The lots with `scores_needed` and `scores_given`: seats x quality criteria x bids."""
    seats = PanelSeat.objects.sitting().filter(tender=OuterRef("tender"))
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
        """Own scores; the region and the panel see all of them once quality is locked.

        The chair sees those that were handed in before, to lead the consensus.
        """
        locked = Q(lot_bid__lot__quality_locked_at__isnull=False)
        officers = Q(lot_bid__lot__tender__region__in=regions_of(user))
        panel = Q(lot_bid__lot__tender__in=tenders_of(user))
        chaired = PanelSeat.objects.scoring().filter(user=user, is_chair=True).values("tender")
        handed_in = Q(locked_at__isnull=False, lot_bid__lot__tender__in=chaired)
        return self.filter(Q(assessor=user) | handed_in | (locked & (officers | panel)))

    def counting(self) -> "AssessmentQuerySet":
        """Those about bids that take part, of people who sit, or sat when the lot was locked."""
        still_sat = Q(ended_at__isnull=True) | Q(
            ended_at__gt=OuterRef("lot_bid__lot__quality_locked_at")
        )
        seats = PanelSeat.objects.filter(
            still_sat, tender=OuterRef("lot_bid__lot__tender"), user=OuterRef("assessor")
        )
        return self.filter(Exists(seats), lot_bid__bid__status=BidStatus.OPENED).exclude(
            lot_bid__status__in=(LotBidStatus.EXCLUDED, LotBidStatus.DROPPED_OUT)
        )

    def handed_in(self) -> "AssessmentQuerySet":
        """Those that their assessor can no longer change."""
        return self.filter(locked_at__isnull=False)


class Assessment(models.Model):
    """One assessor's score from 0 to 10 for one quality criterion of one bid, with its reason.

    `locked_at` is when the assessor handed in all scores of the lot; they stand from then on.
    """

    lot_bid = models.ForeignKey(LotBid, models.PROTECT, related_name="assessments")
    criterion = models.ForeignKey(AwardCriterion, models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(User, models.PROTECT, related_name="assessments")
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=2)
    motivation = models.TextField(_("motivation"))
    scored_at = models.DateTimeField(_("scored"))
    locked_at = models.DateTimeField(_("handed in"), null=True, blank=True)

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


class ConsensusScoreQuerySet(models.QuerySet["ConsensusScore"]):
    def visible_to(self, user: User) -> "ConsensusScoreQuerySet":
        """The panel's own; the region's people once quality is locked."""
        locked = Q(lot_bid__lot__quality_locked_at__isnull=False)
        region = Q(lot_bid__lot__tender__region__in=regions_of(user))
        scoring = PanelSeat.objects.scoring().filter(user=user).values("tender")
        return self.filter((locked & region) | Q(lot_bid__lot__tender__in=scoring))


class ConsensusScore(models.Model):
    """The one score of the panel for a criterion of a bid, recorded by the chair."""

    lot_bid = models.ForeignKey(LotBid, models.PROTECT, related_name="consensus_scores")
    criterion = models.ForeignKey(AwardCriterion, models.PROTECT, related_name="consensus_scores")
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=2)
    motivation = models.TextField(_("motivation"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ConsensusScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("consensus score")
        verbose_name_plural = _("consensus scores")
        constraints = (
            models.UniqueConstraint(
                fields=("lot_bid", "criterion"),
                name="consensus_once_per_criterion",
                violation_error_message=_("The consensus on this criterion is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=10),
                name="consensus_score_0_to_10",
                violation_error_message=_("A score lies between 0 and 10."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.score}"


class RequirementCheck(models.Model):
    """Whether a bid meets one requirement; all have to be met for it to be admissible."""

    lot_bid = models.ForeignKey(LotBid, models.PROTECT, related_name="checks")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="checks")
    is_met = models.BooleanField(_("met"))
    note = models.TextField(_("note"), blank=True)
    checked_at = models.DateTimeField(_("checked"))
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = OfLotBidQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a requirement")
        verbose_name_plural = _("checks of requirements")
        constraints = (
            models.UniqueConstraint(
                fields=("lot_bid", "requirement"),
                name="requirement_check_once",
                violation_error_message=_("This requirement is already checked."),
            ),
            models.CheckConstraint(
                condition=Q(is_met=True) | ~Q(note=""),
                name="requirement_check_says_why_not",
                violation_error_message=_("Say why the requirement is not met."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.requirement}: {self.is_met}"


class AskedOfBidderQuerySet(models.QuerySet[models.Model]):
    """What the region asked one bidder, and the answer: theirs alone."""

    def visible_to(self, user: User) -> "AskedOfBidderQuerySet":
        own = Q(lot_bid__bid__provider__in=providers_of(user))
        return self.filter(own | Q(lot_bid__lot__tender__region__in=regions_of(user)))


class RepairRequest(models.Model):
    """A bidder may mend an omission that does not change what it offers, by a day and time."""

    lot_bid = models.ForeignKey(LotBid, models.PROTECT, related_name="repairs")
    text = models.TextField(_("what is missing"))
    due_at = models.DateTimeField(_("to be mended by"))
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_accepted = models.BooleanField(_("mended"), null=True, blank=True)
    decided_at = models.DateTimeField(_("judged"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    objects = AskedOfBidderQuerySet.as_manager()

    class Meta:
        verbose_name = _("repair of an omission")
        verbose_name_plural = _("repairs of omissions")
        ordering = ("lot_bid", "asked_at", "pk")
        constraints = (
            stamped("repair", "answered"),
            stamped("repair", "decided"),
            models.CheckConstraint(
                condition=Q(due_at__gt=models.F("asked_at")),
                name="repair_due_after_asked",
                violation_error_message=_("Give the bidder time: the term lies before now."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_accepted__isnull=True)
                | Q(decided_at__isnull=False, is_accepted__isnull=False),
                name="repair_decided_has_verdict",
                violation_error_message=_("Say whether the omission is mended."),
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def region_id(self) -> int:
        return self.lot_bid.region_id


class LowPriceInquiry(models.Model):
    """A bid looks abnormally low: explanation asked, bidder heard, then judged (art. 2.116)."""

    lot_bid = models.OneToOneField(LotBid, models.PROTECT, related_name="low_price_inquiry")
    question = models.TextField(_("what has to be explained"))
    due_at = models.DateTimeField(_("explanation by"))
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    explanation = models.TextField(_("explanation"), blank=True)
    explained_at = models.DateTimeField(_("explained"), null=True, blank=True)
    explained_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    heard_on = models.DateField(_("heard on"), null=True, blank=True)
    hearing = models.TextField(_("report of the hearing"), blank=True)
    is_accepted = models.BooleanField(_("price is explained"), null=True, blank=True)
    decided_at = models.DateTimeField(_("judged"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    objects = AskedOfBidderQuerySet.as_manager()

    class Meta:
        verbose_name = _("inquiry into a low price")
        verbose_name_plural = _("inquiries into low prices")
        constraints = (
            stamped("low_price", "explained"),
            stamped("low_price", "decided"),
            models.CheckConstraint(
                condition=Q(due_at__gt=models.F("asked_at")),
                name="low_price_due_after_asked",
                violation_error_message=_("Give the bidder time: the term lies before now."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_accepted__isnull=True)
                | Q(decided_at__isnull=False, is_accepted=True)
                | Q(decided_at__isnull=False, is_accepted=False, heard_on__isnull=False)
                & ~Q(reason=""),
                name="low_price_rejected_after_hearing",
                violation_error_message=_(
                    "A bid is rejected for its price only after hearing the bidder, with reasons."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.question[:80]

    @property
    def region_id(self) -> int:
        return self.lot_bid.region_id
