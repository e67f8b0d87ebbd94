"""Filters of invoices."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from config.shared.filters import BaseFilterSet
from contracts.invoices.codes import UNITS, VAT_CATEGORIES
from contracts.models import Contract, Invoice, InvoiceLine
from providers.models import Provider


def invoicing_providers(request: Any) -> QuerySet[Provider]:
    """Providers of the invoices that the person may see."""
    invoices = Invoice.objects.visible_to(request.user)
    return Provider.objects.filter(pk__in=invoices.values("provider"))


def invoiced_regions(request: Any) -> QuerySet[Region]:
    """Regions of the invoices that the person may see."""
    invoices = Invoice.objects.visible_to(request.user)
    return Region.objects.filter(pk__in=invoices.values("region"))


def invoiced_contracts(request: Any) -> QuerySet[Contract]:
    """Contracts of the invoices that the person may see."""
    invoices = Invoice.objects.visible_to(request.user)
    return Contract.objects.filter(pk__in=invoices.values("contract")).as_choices()


class InvoiceFilterSet(BaseFilterSet):
    search_fields = (
        "number",
        "provider__legal_name",
        "provider__trade_name",
        "statement__number",
        "contract__reference",
    )
    provider = django_filters.ModelChoiceFilter(queryset=invoicing_providers, label=_("Provider"))
    region = django_filters.ModelChoiceFilter(queryset=invoiced_regions, label=_("Region"))
    contract = django_filters.ModelChoiceFilter(queryset=invoiced_contracts, label=_("Contract"))
    issued_on = django_filters.DateFromToRangeFilter(label=_("Dated"))
    due_on = django_filters.DateFromToRangeFilter(label=_("To be paid by"))

    class Meta:
        model = Invoice
        fields = (
            "status",
            "provider",
            "region",
            "contract",
            "kind",
            "source",
            "issued_on",
            "due_on",
        )


class InvoiceLineFilterSet(BaseFilterSet):
    search_fields = (
        "name",
        "object_reference",
        "placement__reference",
        "group__reference",
        "decision_reason",
    )
    unit_code = django_filters.ChoiceFilter(choices=[*UNITS.items()], label=_("Unit"))
    tax_category = django_filters.ChoiceFilter(
        choices=[*VAT_CATEGORIES.items()], label=_("VAT category")
    )

    class Meta:
        model = InvoiceLine
        fields = ("verdict", "decision", "kind", "unit_code", "tax_category")
