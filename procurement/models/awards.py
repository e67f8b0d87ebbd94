"""Award decisions and how each lot ended."""

from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of, tenders_of
from accounts.models import User
from config.shared.constraints import one_of, stamped
from procurement.enums import (
    ComplaintKind,
    ComplaintStatus,
    LetterKind,
    OutcomeReason,
    OutcomeResult,
)
from procurement.models.offers import LotBid
from procurement.models.tenders import Lot
from procurement.scoring import Standing, standing_of
from providers.models import Provider

AMOUNTS = ("price", "price_points", "fictitious_price", "quality_points", "total")
"""What a row of a frozen ranking keeps as text, because JSON knows no Decimal."""


class AwardDecisionQuerySet(models.QuerySet["AwardDecision"]):
    def visible_to(self, user: User) -> "AwardDecisionQuerySet":
        """The buying side's; for the winner once the decision was sent."""
        buying = Q(lot__tender__region__in=regions_of(user)) | Q(lot__tender__in=tenders_of(user))
        won = Q(winner__bid__provider__in=providers_of(user), sent_at__isnull=False)
        return self.filter(buying | won)


class AwardDecision(models.Model):
    """Who wins a lot and why.

    `ranking` is frozen: per bidder the price, the points per criterion, the total and the rank.

    The standstill begins when the decision is sent; `standstill_ends_on` is its last day.
    A lot has one decision; one that was revoked makes room as a RevokedDecision.
    """

    lot = models.OneToOneField(Lot, models.PROTECT, related_name="decision")
    winner = models.OneToOneField(LotBid, models.PROTECT, related_name="decision")
    ranking = models.JSONField(_("ranking"), encoder=DjangoJSONEncoder)
    motivation = models.TextField(_("motivation"))
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    standstill_ends_on = models.DateField(
        _("last day of the standstill period"), null=True, blank=True
    )
    awarded_at = models.DateTimeField(_("awarded"), null=True, blank=True)
    awarded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AwardDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("award decision")
        verbose_name_plural = _("award decisions")
        constraints = (
            stamped("award", "sent"),
            stamped("award", "awarded"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, standstill_ends_on__isnull=True)
                | Q(sent_at__isnull=False, standstill_ends_on__isnull=False),
                name="award_sent_has_standstill",
                violation_error_message=_("A sent decision has a last day of the standstill."),
            ),
            models.CheckConstraint(
                condition=Q(awarded_at__isnull=True) | Q(sent_at__isnull=False),
                name="award_sent_before_final",
                violation_error_message=_("A decision is sent before the award is final."),
            ),
        )

    def __str__(self) -> str:
        return str(self.lot)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The frozen ranking, best first: amounts as Decimal, points per criterion by its id."""
        return [_with_decimals(row) for row in self.ranking]

    @property
    def standings(self) -> dict[int, Standing]:
        """The frozen ranking by bid on the lot, as scoring knows it."""
        return {row["lot_bid"]: standing_of(row) for row in self.ranking}


def _with_decimals(row: dict[str, Any]) -> dict[str, Any]:
    amounts = {name: None if row[name] is None else Decimal(row[name]) for name in AMOUNTS}
    quality = {int(key): Decimal(points) for key, points in row["quality"].items()}
    return row | amounts | {"quality": quality}


class DrawQuerySet(models.QuerySet["Draw"]):
    def visible_to(self, user: User) -> "DrawQuerySet":
        return self.filter(lot__tender__region__in=regions_of(user))


class Draw(models.Model):
    """A draw by lot between bids that are equal, where that was the published rule; append-only.

    `order` has the ids of the bids on the lot as they were drawn, the first one first.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="draws")
    order = models.JSONField(_("order in which they were drawn"))
    report = models.TextField(_("how it was drawn, and who was there"))
    drawn_at = models.DateTimeField(_("drawn"))
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw by lot")
        verbose_name_plural = _("draws by lot")
        ordering = ("lot", "drawn_at", "pk")

    def __str__(self) -> str:
        return f"{self.lot} {localtime(self.drawn_at):%Y-%m-%d}"

    @property
    def region_id(self) -> int:
        return self.lot.region_id


class LotOutcomeQuerySet(models.QuerySet["LotOutcome"]):
    def visible_to(self, user: User) -> "LotOutcomeQuerySet":
        """Whoever sees the lot sees how it ended."""
        return self.filter(lot__in=Lot.objects.visible_to(user))


class LotOutcome(models.Model):
    """How a lot ended, in eForms codes: with a winner, or why without one."""

    lot = models.OneToOneField(Lot, models.PROTECT, related_name="outcome")
    result = models.CharField(
        _("result"), max_length=10, choices=OutcomeResult, default=OutcomeResult.CLOSED
    )
    reason = models.CharField(_("reason"), max_length=15, choices=OutcomeReason, blank=True)
    explanation = models.TextField(_("explanation"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = LotOutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot outcome")
        verbose_name_plural = _("lot outcomes")
        constraints = (
            one_of("lot_outcome", "result", OutcomeResult.values),
            models.CheckConstraint(
                condition=Q(result="selec-w", reason="")
                | Q(result="clos-nw", reason__in=OutcomeReason.values),
                name="lot_outcome_reason_without_winner",
                violation_error_message=_("A lot that ends without a winner has a reason."),
            ),
        )

    def __str__(self) -> str:
        return self.get_reason_display() or self.get_result_display()


class RevokedDecisionQuerySet(models.QuerySet["RevokedDecision"]):
    def visible_to(self, user: User) -> "RevokedDecisionQuerySet":
        return self.filter(lot__tender__region__in=regions_of(user))


class RevokedDecision(models.Model):
    """An award decision that no longer stands, such as after its winner dropped out."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="revoked_decisions")
    winner = models.ForeignKey(LotBid, models.PROTECT, related_name="+")
    ranking = models.JSONField(_("ranking"), encoder=DjangoJSONEncoder)
    motivation = models.TextField(_("motivation"))
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"))
    revoked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))

    objects = RevokedDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revoked decision")
        verbose_name_plural = _("revoked decisions")
        ordering = ("lot", "revoked_at", "pk")
        constraints = (stamped("revoked_decision", "sent"),)

    def __str__(self) -> str:
        return f"{self.lot} - {self.winner}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> "LetterQuerySet":
        """Those of a decision that was not sent yet."""
        return self.filter(sent_at__isnull=True)

    def visible_to(self, user: User) -> "LetterQuerySet":
        """The region's, and what was sent to the own organisation."""
        own = Q(lot_bid__bid__provider__in=providers_of(user), sent_at__isnull=False)
        return self.filter(own | Q(lot_bid__lot__tender__region__in=regions_of(user)))


class Letter(models.Model):
    """The award decision as one bidder reads it.

    Until it is sent `content` has only the `remarks` for this bidder; from then on also the whole
    `document` that the PDF and the docx are made from.
    """

    lot_bid = models.ForeignKey(LotBid, models.PROTECT, related_name="letters")
    kind = models.CharField(_("letter"), max_length=10, choices=LetterKind)
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("lot_bid", "written_at", "pk")
        constraints = (one_of("letter", "kind", LetterKind.values),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} - {self.lot_bid}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:letter-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.lot_bid.region_id


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> "ComplaintQuerySet":
        """The region's, and one's own."""
        return self.filter(
            Q(lot__tender__region__in=regions_of(user)) | Q(provider__in=providers_of(user))
        )

    def suspending(self) -> "ComplaintQuerySet":
        """Those that keep a lot from being awarded."""
        return self.filter(status=ComplaintStatus.OPEN, suspends=True)


class Complaint(models.Model):
    """A complaint or interim proceedings about one lot; while it suspends, nothing is signed."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="complaints")
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="+", verbose_name=_("brought by")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ComplaintKind)
    received_on = models.DateField(_("received on"))
    text = models.TextField(_("what it says"))
    suspends = models.BooleanField(_("suspends the award"), default=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ComplaintStatus, default=ComplaintStatus.OPEN
    )
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(_("ended"), null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    resolution = models.TextField(_("how it ended"), blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ("lot", "-received_on", "-pk")
        constraints = (
            one_of("complaint", "kind", ComplaintKind.values),
            one_of("complaint", "status", ComplaintStatus.values),
            stamped("complaint", "resolved"),
            models.CheckConstraint(
                condition=Q(status="open", resolved_at__isnull=True)
                | (~Q(status="open") & Q(resolved_at__isnull=False)),
                name="complaint_resolved_has_moment",
                violation_error_message=_("A complaint that has ended says when."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="interim_proceeding") | Q(suspends=True),
                name="complaint_interim_proceeding_suspends",
                violation_error_message=_("Interim proceedings suspend the award."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} - {self.provider}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:complaint-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.lot.region_id
