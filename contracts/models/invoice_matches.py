"""What belongs to an invoice beside its lines: findings, comparisons with costs, and messages."""

from decimal import Decimal

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.constraints import one_of
from config.shared.identifiers import validate_no_personal_number
from contracts.enums import FindingLevel
from contracts.models.contracts import Contract
from contracts.models.groups import CourseGroup
from contracts.models.invoices import Invoice, InvoiceLine, OfInvoiceQuerySet
from contracts.models.placements import Placement


class InvoiceFinding(models.Model):
    """Something that is wrong with an invoice in itself; an error has it refused."""

    invoice = models.ForeignKey(
        Invoice, models.CASCADE, related_name="findings", verbose_name=_("invoice")
    )
    level = models.CharField(_("level"), max_length=8, choices=FindingLevel)
    code = models.CharField(_("rule"), max_length=20)
    line_number = models.CharField(_("line"), max_length=20, blank=True)
    message = models.TextField(_("what is wrong"))

    objects = OfInvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding on an invoice")
        verbose_name_plural = _("findings on an invoice")
        ordering = ("invoice", "pk")
        constraints = (one_of("invoice_finding", "level", FindingLevel.values),)

    def __str__(self) -> str:
        return self.message


class InvoiceMatchQuerySet(models.QuerySet["InvoiceMatch"]):
    def visible_to(self, user: User) -> "InvoiceMatchQuerySet":
        """Those of invoices that `user` may see."""
        return self.filter(line__invoice__in=Invoice.objects.visible_to(user))

    def granted(self) -> Decimal:
        """Euros that these were approved for."""
        found = self.order_by().aggregate(total=Sum("approved_amount"))["total"]
        return found or Decimal(0)


class InvoiceMatch(models.Model):
    """What one invoice line asks of a month of a placement or group, and what is due of it.

    With both, it is the share of the placement in the price of the group.

    `month` is that in which the cost lines are booked. `expected_amount` is what they come to;
    `granted_before` what earlier invoices were approved for the same; `claimed_amount` the part
    of the invoice line that falls to this month.
    """

    line = models.ForeignKey(
        InvoiceLine,
        models.CASCADE,
        related_name="matches",
        db_index=False,  # invoice_match_once has it first
        verbose_name=_("invoice line"),
    )
    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    placement = models.ForeignKey(
        Placement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoice_matches",
        verbose_name=_("placement"),
    )
    group = models.ForeignKey(
        CourseGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoice_matches",
        verbose_name=_("group"),
    )
    month = models.DateField(_("month"))
    expected_amount = models.DecimalField(_("due"), max_digits=12, decimal_places=2)
    expected_quantity = models.DecimalField(_("units due"), max_digits=18, decimal_places=6)
    granted_before = models.DecimalField(_("approved before"), max_digits=12, decimal_places=2)
    claimed_amount = models.DecimalField(_("asked"), max_digits=12, decimal_places=2)
    approved_amount = models.DecimalField(
        _("approved"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    objects = InvoiceMatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match of an invoice line")
        verbose_name_plural = _("matches of an invoice line")
        ordering = ("line", "month", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("line", "month", "placement", "group"),
                nulls_distinct=False,
                name="invoice_match_once",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="invoice_match_month_is_first_day"
            ),
        )
        indexes = (
            models.Index(
                fields=("contract", "month"),
                condition=Q(approved_amount__isnull=False),
                name="invoice_match_granted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line_id} {self.month:%Y-%m}"

    @property
    def open_amount(self) -> Decimal:
        """What is due and was not granted before."""
        return self.expected_amount - self.granted_before


class InvoiceMessage(models.Model):
    """What one side said about an invoice."""

    invoice = models.ForeignKey(
        Invoice, models.CASCADE, related_name="messages", verbose_name=_("invoice")
    )
    text = models.TextField(_("message"), validators=[validate_no_personal_number])
    is_of_provider = models.BooleanField(_("by the provider"))
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sent by"))

    objects = OfInvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("message about an invoice")
        verbose_name_plural = _("messages about an invoice")
        ordering = ("invoice", "sent_at", "pk")

    def __str__(self) -> str:
        return self.text
