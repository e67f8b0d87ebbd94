"""Statements to read, and invoices to hand in and follow."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoints import DetailEndpoint, Endpoint, ListEndpoint
from accounts.enums import ApiScope
from accounts.models import Region
from config.shared.api.problems import Fault, Problem
from config.shared.api.serializers import ApiModelSerializer, ApiSerializer, CodeField
from contracts.actions.invoice_receiving import Sender, receive_invoice
from contracts.api.contracts import GemeenteCodeField
from contracts.enums import TariffUnit
from contracts.enums.payments import InvoiceSource, MatchVerdict
from contracts.filters.api_payments import (
    InvoiceCallFilterSet,
    InvoiceLineCallFilterSet,
    StatementCallFilterSet,
    StatementLineCallFilterSet,
)
from contracts.models import Invoice, InvoiceFinding, InvoiceLine, Statement, StatementLine


class StatementSerializer(ApiModelSerializer):
    """What one provider is owed for a month, in euro. The month is named by its first day."""

    class Meta:
        model = Statement
        read_only_fields = fields = (
            "id",
            "number",
            "region",
            "provider",
            "month",
            "status",
            "amount_excl",
            "amount_vat",
            "amount_corrections",
            "offered_at",
            "agreed_at",
            "approved_at",
        )


class StatementLineSerializer(ApiModelSerializer):
    """One amount: `subject` is the reference of the placement or group, or a booked cost."""

    gemeente = GemeenteCodeField(read_only=True, help_text="CBS code of the gemeente.")
    unit = CodeField(TariffUnit.choices, help_text="Null for a booked cost.")

    class Meta:
        model = StatementLine
        read_only_fields = fields = (
            "position",
            "contract",
            "gemeente",
            "placement",
            "subject",
            "kind",
            "part",
            "unit",
            "quantity",
            "price",
            "service_month",
            "first_on",
            "last_on",
            "due_on",
            "amount",
            "is_correction",
            "is_reversal",
            "vat_rate",
            "vat_ground",
        )


class InvoiceFindingSerializer(ApiModelSerializer):
    """Something that is wrong with the invoice in itself."""

    class Meta:
        model = InvoiceFinding
        read_only_fields = fields = ("level", "code", "line_number", "message")


class InvoiceSerializer(ApiModelSerializer):
    """An invoice or credit note. Amounts are below zero on a credit note."""

    findings = InvoiceFindingSerializer(many=True, read_only=True)

    class Meta:
        model = Invoice
        read_only_fields = fields = (
            "id",
            "kind",
            "number",
            "region",
            "provider",
            "contract",
            "statement",
            "issued_on",
            "due_on",
            "amount_excl",
            "amount_vat",
            "amount_payable",
            "approved_excl",
            "approved_incl",
            "status",
            "sha256",
            "source",
            "received_at",
            "approved_at",
            "paid_on",
            "findings",
        )


class InvoiceLineSerializer(ApiModelSerializer):
    """One line with what it was compared with, and what was decided."""

    verdict = CodeField(MatchVerdict.choices, help_text="Null when the invoice was refused.")

    class Meta:
        model = InvoiceLine
        read_only_fields = fields = (
            "position",
            "kind",
            "number",
            "name",
            "quantity",
            "unit_code",
            "price",
            "amount",
            "placement",
            "group",
            "verdict",
            "difference",
            "decision",
            "approved_amount",
            "decision_reason",
        )


class SentInvoiceSerializer(ApiSerializer):
    """The e-invoice, as UBL 2.1 (NLCIUS, SI-UBL or Peppol BIS)."""

    file = serializers.FileField()
    region = serializers.IntegerField(
        min_value=1,
        required=False,
        help_text="For which region, where the invoice names no contract or statement.",
    )


class _Statements(Endpoint):
    model = Statement
    serializer_class = StatementSerializer
    reads = ApiScope.INVOICES_READ


class StatementListEndpoint(_Statements, ListEndpoint):
    """Statements of the region, or of the provider once they were offered."""

    filterset_class = StatementCallFilterSet


class StatementDetailEndpoint(_Statements, DetailEndpoint):
    """One statement."""


class StatementLineListEndpoint(ListEndpoint):
    """The lines of one statement."""

    model = StatementLine
    serializer_class = StatementLineSerializer
    filterset_class = StatementLineCallFilterSet
    reads = ApiScope.INVOICES_READ

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the statement in the address, which the person must be able to see."""
        statement = get_object_or_404(
            Statement.objects.visible_to(self.person), pk=self.kwargs["pk"]
        )
        return StatementLine.objects.filter(statement=statement).select_related("gemeente")

    def get(self, request: Request, pk: int) -> Response:
        """One page."""
        return super().get(request)


class _Invoices(Endpoint):
    model = Invoice
    serializer_class = InvoiceSerializer
    reads = ApiScope.INVOICES_READ

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what is wrong with each."""
        return super().scoped_queryset().prefetch_related("findings")


class InvoiceListEndpoint(_Invoices, ListEndpoint):
    """Invoices of the region, or of the provider."""

    filterset_class = InvoiceCallFilterSet
    parser_classes = [MultiPartParser]
    writes = ApiScope.INVOICES_WRITE

    @extend_schema(
        request={"multipart/form-data": SentInvoiceSerializer}, responses={201: InvoiceSerializer}
    )
    def post(self, request: Request) -> Response:
        """Hand in an e-invoice. It comes back checked and compared, or refused with findings."""
        serializer = SentInvoiceSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = serializer.validated_data
        invoice = receive_invoice(
            file=asked["file"],
            region=_region(asked.get("region")),
            sender=Sender(self.person, InvoiceSource.API, self.token),
            at=timezone.now(),
        )
        if self.is_sandbox:
            invoice.file.delete(save=False)
        address = reverse("api:invoice-detail", args=[invoice.pk])
        data = InvoiceSerializer(invoice).data
        return Response(data, status=HTTPStatus.CREATED, headers={"Location": address})


class InvoiceDetailEndpoint(_Invoices, DetailEndpoint):
    """One invoice, and what became of it."""


class InvoiceLineListEndpoint(ListEndpoint):
    """The lines of one invoice, compared with what is due."""

    model = InvoiceLine
    serializer_class = InvoiceLineSerializer
    filterset_class = InvoiceLineCallFilterSet
    reads = ApiScope.INVOICES_READ

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the invoice in the address, which the person must be able to see."""
        invoice = get_object_or_404(Invoice.objects.visible_to(self.person), pk=self.kwargs["pk"])
        return InvoiceLine.objects.filter(invoice=invoice)

    def get(self, request: Request, pk: int) -> Response:
        """One page."""
        return super().get(request)


def _region(pk: int | None) -> Region | None:
    """The region of that number; 422 when there is none."""
    if pk is None:
        return None
    found = Region.objects.filter(pk=pk).first()
    if found is None:
        sentence = _("There is no region with this number.")
        fault = Fault(sentence, "region", "unknown_region")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, [fault])
    return found
