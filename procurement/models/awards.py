"""Award decisions and how each lot ended."""

from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of, tenders_of
from accounts.models import User
from config.shared.constraints import one_of, stamped
from procurement.enums import OutcomeReason
from procurement.models.bids import LotBid
from procurement.models.tenders import Lot

AMOUNTS = ("price", "price_points", "quality_points", "total")
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


def _with_decimals(row: dict[str, Any]) -> dict[str, Any]:
    amounts = {name: Decimal(row[name]) for name in AMOUNTS}
    quality = {int(key): Decimal(points) for key, points in row["quality"].items()}
    return row | amounts | {"quality": quality}


class LotOutcomeQuerySet(models.QuerySet["LotOutcome"]):
    def visible_to(self, user: User) -> "LotOutcomeQuerySet":
        """Whoever sees the lot sees how it ended."""
        return self.filter(lot__in=Lot.objects.visible_to(user))


class LotOutcome(models.Model):
    """Why a lot ended without an award."""

    lot = models.OneToOneField(Lot, models.PROTECT, related_name="outcome")
    reason = models.CharField(_("reason"), max_length=12, choices=OutcomeReason)
    explanation = models.TextField(_("explanation"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = LotOutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot outcome")
        verbose_name_plural = _("lot outcomes")
        constraints = (one_of("lot_outcome", "reason", OutcomeReason.values),)

    def __str__(self) -> str:
        return self.get_reason_display()
