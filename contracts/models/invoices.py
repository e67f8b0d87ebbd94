"""Invoices of providers: what they ask, what is due, and what was decided about each line."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import ApiToken, Region, User
from config.shared.constraints import one_of, stamped
from config.shared.identifiers import validate_no_personal_number
from contracts.enums.payments import (
    GRANTED,
    VOID,
    InvoiceKind,
    InvoiceLineKind,
    InvoiceSource,
    InvoiceStatus,
    LineDecision,
    MatchVerdict,
)
from contracts.models.contracts import Contract
from contracts.models.groups import CourseGroup
from contracts.models.placements import Placement
from contracts.models.statements import Statement
from providers.models import Provider

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from contracts.models.invoice_matches import InvoiceFinding, InvoiceMatch, InvoiceMessage


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def visible_to(self, user: User) -> "InvoiceQuerySet":
        """The region's, and the provider's own."""
        return self.filter(Q(region__in=regions_of(user)) | Q(provider__in=providers_of(user)))

    def standing(self) -> "InvoiceQuerySet":
        """Those that ask for something: neither refused nor withdrawn."""
        return self.exclude(status__in=VOID)


class Invoice(models.Model):
    """An invoice or credit note as it came in, with its file and the file's SHA-256.

    Amounts are in euro as they stand to the account: below zero on a credit note. `amount_excl`
    is what the lines, allowances and charges add up to. `approved_excl` is what was granted.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="invoices", verbose_name=_("region")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="invoices", verbose_name=_("provider")
    )
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
        verbose_name=_("contract"),
    )
    statement = models.ForeignKey(
        Statement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
        verbose_name=_("statement"),
    )
    kind = models.CharField(_("kind"), max_length=3, choices=InvoiceKind)
    number = models.CharField(_("number"), max_length=60)
    issued_on = models.DateField(_("dated"))
    due_on = models.DateField(_("to be paid by"), null=True, blank=True)
    first_on = models.DateField(_("first day of the period"), null=True, blank=True)
    last_on = models.DateField(_("last day of the period"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    supplier_name = models.CharField(_("name of the seller"), max_length=160, blank=True)
    supplier_kvk = models.CharField(_("KvK number of the seller"), max_length=20, blank=True)
    supplier_oin = models.CharField(_("OIN of the seller"), max_length=20, blank=True)
    supplier_vat = models.CharField(_("VAT number of the seller"), max_length=20, blank=True)
    buyer_name = models.CharField(_("name of the buyer"), max_length=160, blank=True)
    buyer_kvk = models.CharField(_("KvK number of the buyer"), max_length=20, blank=True)
    buyer_oin = models.CharField(_("OIN of the buyer"), max_length=20, blank=True)
    contract_reference = models.CharField(_("names the contract"), max_length=60, blank=True)
    order_reference = models.CharField(_("names the order"), max_length=60, blank=True)
    statement_reference = models.CharField(_("names the statement"), max_length=60, blank=True)
    preceding_number = models.CharField(_("credits the invoice"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    amount_excl = models.DecimalField(_("total excl. VAT"), max_digits=14, decimal_places=2)
    amount_vat = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2)
    amount_payable = models.DecimalField(_("amount to pay"), max_digits=14, decimal_places=2)
    file = models.FileField(_("file"), upload_to="invoices/%Y/%m/")
    filename = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    source = models.CharField(_("came in as"), max_length=9, choices=InvoiceSource)
    token = models.ForeignKey(
        ApiToken,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
        verbose_name=_("sent with the API token"),
    )
    status = models.CharField(
        _("status"), max_length=15, choices=InvoiceStatus, default=InvoiceStatus.RECEIVED
    )
    approved_excl = models.DecimalField(
        _("approved excl. VAT"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    approved_incl = models.DecimalField(
        _("approved incl. VAT"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    received_at = models.DateTimeField(_("received"))
    received_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("received by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    objects = InvoiceQuerySet.as_manager()

    if TYPE_CHECKING:
        lines: RelatedManager["InvoiceLine"]
        findings: RelatedManager["InvoiceFinding"]
        messages: RelatedManager["InvoiceMessage"]

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ("-received_at", "-pk")
        constraints = (
            one_of("invoice", "status", InvoiceStatus.values),
            one_of("invoice", "kind", InvoiceKind.values),
            one_of("invoice", "source", InvoiceSource.values),
            stamped("invoice", "approved"),
            models.UniqueConstraint(
                F("provider"),
                Upper("number"),
                condition=~Q(status__in=VOID),
                name="invoice_number_once",
                violation_error_message=_("An invoice with this number is already here."),
            ),
            models.UniqueConstraint(
                fields=("provider", "sha256"),
                condition=~Q(status__in=VOID),
                name="invoice_file_once",
                violation_error_message=_("This invoice is already here."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=GRANTED, approved_at__isnull=False, approved_excl__isnull=False
                )
                | (~Q(status__in=GRANTED) & Q(approved_at__isnull=True)),
                name="invoice_approved_has_amount",
                violation_error_message=_("What is approved has its amount and moment."),
            ),
            models.CheckConstraint(
                condition=Q(status="paid", paid_on__isnull=False)
                | (~Q(status="paid") & Q(paid_on__isnull=True)),
                name="invoice_paid_has_day",
                violation_error_message=_("A paid invoice has the day of payment."),
            ),
        )
        indexes = (
            models.Index(fields=("region", "-received_at", "-id"), name="invoice_of_region"),
            models.Index(fields=("provider", "-received_at", "-id"), name="invoice_of_provider"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("contracts:invoice-detail", args=[self.pk])

    @property
    def amount_incl(self) -> Decimal:
        """The total with VAT."""
        return self.amount_excl + self.amount_vat


class OfInvoiceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "OfInvoiceQuerySet":
        """What belongs to invoices that `user` may see."""
        return self.filter(invoice__in=Invoice.objects.visible_to(user))


class InvoiceLine(models.Model):
    """One line of an invoice, or an allowance or charge over the whole of it.

    `amount` is excl. VAT, below zero where it gives back. `placement` or `group` is what it was
    found to charge; `difference` is how much more it asks than is due and was not granted before.
    """

    invoice = models.ForeignKey(
        Invoice,
        models.CASCADE,
        related_name="lines",
        db_index=False,  # invoice_line_once has it first
        verbose_name=_("invoice"),
    )
    position = models.PositiveIntegerField(_("line"))
    kind = models.CharField(_("kind"), max_length=9, choices=InvoiceLineKind)
    number = models.CharField(_("number on the invoice"), max_length=20, blank=True)
    name = models.CharField(_("what is charged"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=6)
    unit_code = models.CharField(_("unit"), max_length=3, blank=True)
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=6)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    tax_category = models.CharField(_("VAT category"), max_length=3, blank=True)
    tax_rate = models.DecimalField(
        _("VAT (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    exemption = models.CharField(_("ground of the VAT exemption"), max_length=1000, blank=True)
    object_reference = models.CharField(_("names the placement"), max_length=60, blank=True)
    first_on = models.DateField(_("first day of the period"), null=True, blank=True)
    last_on = models.DateField(_("last day of the period"), null=True, blank=True)
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contract"),
    )
    placement = models.ForeignKey(
        Placement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoice_lines",
        verbose_name=_("placement"),
    )
    group = models.ForeignKey(
        CourseGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoice_lines",
        verbose_name=_("group"),
    )
    verdict = models.CharField(_("comparison"), max_length=10, choices=MatchVerdict, blank=True)
    difference = models.DecimalField(
        _("asks more than is due"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    decision = models.CharField(
        _("decision"), max_length=10, choices=LineDecision, default=LineDecision.OPEN
    )
    approved_amount = models.DecimalField(
        _("approved"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    decision_reason = models.CharField(
        _("reason"), max_length=300, blank=True, validators=[validate_no_personal_number]
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    matched_at = models.DateTimeField(_("matched by hand"), null=True, blank=True)
    matched_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfInvoiceQuerySet.as_manager()

    if TYPE_CHECKING:
        matches: RelatedManager["InvoiceMatch"]

    class Meta:
        verbose_name = _("line of an invoice")
        verbose_name_plural = _("lines of an invoice")
        ordering = ("invoice", "position")
        constraints = (
            models.UniqueConstraint(fields=("invoice", "position"), name="invoice_line_once"),
            one_of("invoice_line", "kind", InvoiceLineKind.values),
            one_of("invoice_line", "verdict", ["", *MatchVerdict.values]),
            one_of("invoice_line", "decision", LineDecision.values),
            stamped("invoice_line", "decided"),
            stamped("invoice_line", "matched"),
            models.CheckConstraint(
                condition=Q(decision="open", approved_amount__isnull=True, decided_at__isnull=True)
                | (
                    ~Q(decision="open") & Q(approved_amount__isnull=False, decided_at__isnull=False)
                ),
                name="invoice_line_decided_has_amount",
                violation_error_message=_("What is decided has its amount and moment."),
            ),
            models.CheckConstraint(
                condition=Q(decision__in=("open", "approved")) | ~Q(decision_reason=""),
                name="invoice_line_not_approved_has_reason",
                violation_error_message=_("Say why this line is not paid in full."),
            ),
            models.CheckConstraint(
                condition=Q(placement__isnull=True) | Q(group__isnull=True),
                name="invoice_line_charges_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number or self.position}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:invoiceline-detail", args=[self.pk])
