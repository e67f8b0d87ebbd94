"""What a provider is owed for a month, line by line, and how VAT is charged on it."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access import providers_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import in_order, not_negative, one_of, stamped
from config.shared.identifiers import validate_no_personal_number
from contracts.enums import CostKind, TariffUnit
from contracts.enums.payments import StatementStatus
from contracts.models.contracts import Contract
from contracts.models.cost_entries import CostEntry
from contracts.models.groups import CourseGroup
from contracts.models.placements import Placement
from contracts.models.tariffs import Tariff
from providers.enums import LearningRoute
from providers.models import Provider

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class VatRuleQuerySet(models.QuerySet["VatRule"]):
    def visible_to(self, user: User) -> "VatRuleQuerySet":
        """Who sees the contract sees what it says."""
        return self.filter(contract__in=Contract.objects.visible_to(user))


class VatRule(models.Model):
    """Whether VAT is charged under a contract, or on one of its tariffs: the rate, or the ground.

    A rule of a tariff goes before that of its contract; without either the standard of the
    installation counts. That teaching is exempt is settled; for other parts it is a choice.
    """

    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="vat_rules", verbose_name=_("contract")
    )
    tariff = models.ForeignKey(
        Tariff,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="vat_rules",
        verbose_name=_("only for the tariff"),
    )
    rate = models.DecimalField(_("VAT (%)"), max_digits=5, decimal_places=2)
    ground = models.CharField(_("ground of the VAT exemption"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = VatRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("VAT rule")
        verbose_name_plural = _("VAT rules")
        ordering = ("contract", "tariff")
        constraints = (
            not_negative("vat_rule", "rate"),
            models.UniqueConstraint(
                fields=("contract", "tariff"),
                nulls_distinct=False,
                name="vat_rule_once",
                violation_error_message=_("There is already a VAT rule for this."),
            ),
            models.CheckConstraint(
                condition=(Q(rate=0) & ~Q(ground="")) | (Q(rate__gt=0) & Q(ground="")),
                name="vat_rule_rate_or_ground",
                violation_error_message=_(
                    "Without VAT the ground of the exemption is named; with VAT there is none."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.ground or f"{self.rate:f}%"

    def get_absolute_url(self) -> str:
        return self.contract.get_absolute_url()


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, user: User) -> "StatementQuerySet":
        """The region's, and the provider's own once it was offered."""
        offered = Q(provider__in=providers_of(user)) & ~Q(status=StatementStatus.CONCEPT)
        return self.filter(Q(region__in=regions_of(user)) | offered)


class Statement(models.Model):
    """What one provider is owed by one region for what fell due in a month, in euro.

    `month` is its first day. The lines are a copy of the cost lines of the month, and once it is
    approved nothing in it changes: the months of its contracts are closed in the same act. VAT is
    worked out over the sum of each rate. `held_reason` says why it was made although a return
    that holds payment was missing.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="statements", verbose_name=_("region")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="statements", verbose_name=_("provider")
    )
    month = models.DateField(_("month"))
    number = models.CharField(_("number"), max_length=40)
    status = models.CharField(
        _("status"), max_length=10, choices=StatementStatus, default=StatementStatus.CONCEPT
    )
    amount_excl = models.DecimalField(
        _("total excl. VAT"), max_digits=14, decimal_places=2, default=0
    )
    amount_vat = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2, default=0)
    amount_corrections = models.DecimalField(
        _("of which corrections of earlier months"), max_digits=14, decimal_places=2, default=0
    )
    held_reason = models.CharField(
        _("why it is made without every return"),
        max_length=300,
        blank=True,
        validators=[validate_no_personal_number],
    )
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    offered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(_("agreed by the provider"), null=True, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(
        pgettext_lazy("statement", "approved"), null=True, blank=True
    )
    approved_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("statement", "approved by"),
    )

    objects = StatementQuerySet.as_manager()

    if TYPE_CHECKING:
        lines: RelatedManager["StatementLine"]
        messages: RelatedManager["StatementMessage"]

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("-month", "-pk")
        constraints = (
            one_of("statement", "status", StatementStatus.values),
            stamped("statement", "offered"),
            stamped("statement", "agreed"),
            stamped("statement", "approved"),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="statement_month_is_first_day",
                violation_error_message=_("A month is named by its first day."),
            ),
            models.UniqueConstraint(
                fields=("region", "provider", "month"),
                name="statement_once_a_month",
                violation_error_message=_("There is already a statement of this month."),
            ),
            models.UniqueConstraint(fields=("region", "number"), name="statement_number_once"),
            models.CheckConstraint(
                condition=(Q(status="approved") & Q(approved_at__isnull=False))
                | (~Q(status="approved") & Q(approved_at__isnull=True)),
                name="statement_approved_has_moment",
                violation_error_message=_("An approved statement has the moment of it."),
            ),
        )
        indexes = (
            models.Index(fields=("provider", "-month", "-id"), name="statement_of_provider"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("contracts:statement-detail", args=[self.pk])

    @property
    def amount_incl(self) -> Any:
        """What is to be paid."""
        return self.amount_excl + self.amount_vat

    @property
    def month_name(self) -> str:
        """Such as november 2026, in the language of who reads."""
        return date_format(self.month, "F Y")


class OfStatementQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "OfStatementQuerySet":
        """What belongs to statements that `user` may see."""
        return self.filter(statement__in=Statement.objects.visible_to(user))


class StatementLine(models.Model):
    """One cost line as it stood when the statement was made.

    `subject` names what it is for: the reference of a placement or group, or a booked cost.
    A correction is of a month that was closed before; `vat_ground` is empty where VAT is charged.
    """

    statement = models.ForeignKey(
        Statement,
        models.CASCADE,
        related_name="lines",
        db_index=False,  # statement_line_once has it first
        verbose_name=_("statement"),
    )
    position = models.PositiveIntegerField(_("line"))
    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="statement_lines", verbose_name=_("contract")
    )
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="+", verbose_name=_("gemeente")
    )
    placement = models.ForeignKey(
        Placement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statement_lines",
        verbose_name=_("placement"),
    )
    group = models.ForeignKey(
        CourseGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group"),
    )
    entry = models.ForeignKey(
        CostEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("booked cost"),
    )
    tariff = models.ForeignKey(
        Tariff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tariff")
    )
    subject = models.CharField(_("for"), max_length=200)
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind)
    part = models.CharField(_("part"), max_length=100, blank=True)
    unit = models.CharField(_("unit"), max_length=12, choices=TariffUnit, blank=True)
    quantity = models.DecimalField(_("number of units"), max_digits=14, decimal_places=6)
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=4, null=True, blank=True)
    service_month = models.DateField(_("service month"))
    first_on = models.DateField(_("first service day"))
    last_on = models.DateField(_("last service day"))
    due_on = models.DateField(_("due"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    is_correction = models.BooleanField(_("correction of an earlier month"))
    is_reversal = models.BooleanField(_("takes back"))
    vat_rate = models.DecimalField(_("VAT (%)"), max_digits=5, decimal_places=2)
    vat_ground = models.CharField(_("ground of the VAT exemption"), max_length=200, blank=True)

    objects = OfStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of a statement")
        ordering = ("statement", "position")
        constraints = (
            models.UniqueConstraint(fields=("statement", "position"), name="statement_line_once"),
            one_of("statement_line", "kind", CostKind.values),
            in_order("statement_line", "first_on", "last_on"),
        )

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return self.statement.get_absolute_url()


class StatementMessage(models.Model):
    """What one side said about a statement."""

    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="messages", verbose_name=_("statement")
    )
    text = models.TextField(_("message"), validators=[validate_no_personal_number])
    is_of_provider = models.BooleanField(_("by the provider"))
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sent by"))

    objects = OfStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("message about a statement")
        verbose_name_plural = _("messages about a statement")
        ordering = ("statement", "sent_at", "pk")

    def __str__(self) -> str:
        return self.text
