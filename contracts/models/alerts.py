"""What the owner of a contract is warned of, and what came of the warning."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import User
from config.shared.constraints import one_of, stamped
from contracts.enums import AlertKind
from contracts.models.contracts import Contract


class ContractAlertQuerySet(models.QuerySet["ContractAlert"]):
    def visible_to(self, user: User) -> "ContractAlertQuerySet":
        """The region's own people: a provider does not read how it is watched."""
        return self.filter(contract__region__in=regions_of(user))

    def standing(self) -> "ContractAlertQuerySet":
        """Those whose cause is still there, answered or not."""
        return self.filter(lapsed_at__isnull=True)

    def open(self) -> "ContractAlertQuerySet":
        """Those that wait for somebody to answer, the first due day first."""
        return self.standing().filter(acknowledged_at__isnull=True).order_by("due_on", "pk")


class ContractAlert(models.Model):
    """One warning about one contract, raised once for as long as its cause is there.

    `key` names the cause within its kind ("option:3"); `level` is the percentage that a meter has
    passed. It lapses by itself when the cause is gone; `owner` None is every contract manager.
    """

    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="alerts", verbose_name=_("contract")
    )
    kind = models.CharField(_("warning"), max_length=16, choices=AlertKind)
    key = models.CharField(_("cause"), max_length=60)
    level = models.PositiveSmallIntegerField(_("level (%)"), null=True, blank=True)
    sentence = models.CharField(_("what it is about"), max_length=300)
    due_on = models.DateField(_("before"))
    raised_at = models.DateTimeField(_("raised"))
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    acknowledged_at = models.DateTimeField(_("answered"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    note = models.TextField(_("what is done about it"), blank=True)
    escalated_at = models.DateTimeField(_("passed on"), null=True, blank=True)
    lapsed_at = models.DateTimeField(_("no longer applies since"), null=True, blank=True)

    objects = ContractAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ("due_on", "pk")
        constraints = (
            one_of("contract_alert", "kind", AlertKind.values),
            stamped("contract_alert", "acknowledged"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | ~Q(note=""),
                name="contract_alert_answer_says_what",
                violation_error_message=_("Say what is done about it."),
            ),
            models.UniqueConstraint(
                fields=("contract", "kind", "key", "level"),
                condition=Q(lapsed_at__isnull=True),
                nulls_distinct=False,
                name="contract_alert_once",
                violation_error_message=_("This warning stands already."),
            ),
        )
        indexes = (
            models.Index(
                fields=("due_on", "id"),
                condition=Q(lapsed_at__isnull=True, acknowledged_at__isnull=True),
                name="contract_alert_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.contract.reference}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:contractalert-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.contract.region_id

    def is_overdue(self, on: date) -> bool:
        """Whether the day has passed by which something had to be done."""
        return self.due_on < on
