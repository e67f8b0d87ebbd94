"""What calls may filter statements and invoices by: whole values."""

import django_filters
from django.utils.translation import gettext_lazy as _

from contracts.filters.invoices import invoicing_providers
from contracts.filters.statements import stated_providers
from contracts.models import Invoice, InvoiceLine, Statement, StatementLine


class StatementCallFilterSet(django_filters.FilterSet):
    """Filters of statements."""

    number = django_filters.CharFilter(label=_("Number"))
    provider = django_filters.ModelChoiceFilter(queryset=stated_providers, label=_("Provider"))
    month = django_filters.DateFromToRangeFilter(label=_("Month"))

    class Meta:
        model = Statement
        fields = ("number", "status", "provider", "month")


class StatementLineCallFilterSet(django_filters.FilterSet):
    """Filters of the lines of a statement."""

    subject = django_filters.CharFilter(label=_("For"))
    gemeente = django_filters.CharFilter(field_name="gemeente__code", label=_("Gemeente code"))

    class Meta:
        model = StatementLine
        fields = ("subject", "gemeente", "kind", "is_correction")


class InvoiceCallFilterSet(django_filters.FilterSet):
    """Filters of invoices."""

    number = django_filters.CharFilter(label=_("Number"))
    provider = django_filters.ModelChoiceFilter(queryset=invoicing_providers, label=_("Provider"))
    issued_on = django_filters.DateFromToRangeFilter(label=_("Dated"))

    class Meta:
        model = Invoice
        fields = ("number", "status", "kind", "provider", "issued_on")


class InvoiceLineCallFilterSet(django_filters.FilterSet):
    """Filters of the lines of an invoice."""

    class Meta:
        model = InvoiceLine
        fields = ("verdict", "decision", "kind")
