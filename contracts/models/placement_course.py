"""What happened to placements: changes of status, and conversations about progress."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.constraints import one_of
from contracts.enums import ConversationOutcome, PlacementStatus
from contracts.models.deliveries import Delivery
from contracts.models.placements import Placement


class PlacementEventQuerySet(models.QuerySet["PlacementEvent"]):
    def visible_to(self, user: User) -> "PlacementEventQuerySet":
        return self.filter(placement__in=Placement.objects.visible_to(user))


class PlacementEvent(models.Model):
    """One status change of one placement: when it began, why, and what brought it in.

    Its keys are held by statement: docs/adr/0009.
    """

    placement = models.ForeignKey(
        Placement, models.PROTECT, db_constraint=False, related_name="events"
    )
    source = models.CharField(_("from"), max_length=12, choices=PlacementStatus, blank=True)
    target = models.CharField(_("to"), max_length=12, choices=PlacementStatus)
    on = models.DateField(_("since"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        User,
        models.PROTECT,
        db_constraint=False,
        null=True,
        related_name="+",
        db_index=False,  # nobody asks for it: who recorded something is never deleted
    )
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, db_constraint=False, null=True, related_name="events"
    )

    objects = PlacementEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement event")
        verbose_name_plural = _("placement events")
        ordering = ("placement", "-pk")

    def __str__(self) -> str:
        return f"{self.source} > {self.target}"


class ProgressConversationQuerySet(models.QuerySet["ProgressConversation"]):
    def visible_to(self, user: User) -> "ProgressConversationQuerySet":
        return self.filter(placement__in=Placement.objects.visible_to(user))


class ProgressConversation(models.Model):
    """A conversation about progress that was due, and what it came to once held: no notes."""

    placement = models.ForeignKey(
        Placement,
        models.CASCADE,
        related_name="conversations",
        db_index=False,  # progress_conversation_once_per_day has it first
        verbose_name=_("placement"),
    )
    due_on = models.DateField(_("due"))
    held_on = models.DateField(_("held"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=ConversationOutcome, blank=True)

    objects = ProgressConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress conversation")
        verbose_name_plural = _("progress conversations")
        ordering = ("placement", "due_on")
        constraints = (
            models.UniqueConstraint(
                fields=("placement", "due_on"),
                name="progress_conversation_once_per_day",
                violation_error_message=_("There is already a conversation due on that day."),
            ),
            one_of("progress_conversation", "outcome", ["", *ConversationOutcome.values]),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, outcome="")
                | (Q(held_on__isnull=False) & ~Q(outcome="")),
                name="progress_conversation_held_has_outcome",
                violation_error_message=_("A conversation that was held has an outcome."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.placement} {self.due_on}"
