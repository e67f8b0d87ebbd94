"""Filters of statements."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, Region
from config.shared.filters import BaseFilterSet
from contracts.models import Contract, Statement, StatementLine
from providers.models import Provider


def stated_providers(request: Any) -> QuerySet[Provider]:
    """Providers of the statements that the person may see."""
    statements = Statement.objects.visible_to(request.user)
    return Provider.objects.filter(pk__in=statements.values("provider"))


def stated_regions(request: Any) -> QuerySet[Region]:
    """Regions of the statements that the person may see."""
    statements = Statement.objects.visible_to(request.user)
    return Region.objects.filter(pk__in=statements.values("region"))


def stated_contracts(request: Any) -> QuerySet[Contract]:
    """Contracts of the lines of statements that the person may see."""
    lines = StatementLine.objects.visible_to(request.user)
    return Contract.objects.filter(pk__in=lines.values("contract")).as_choices()


def stated_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of the lines of statements that the person may see."""
    lines = StatementLine.objects.visible_to(request.user)
    return Gemeente.objects.filter(pk__in=lines.values("gemeente"))


class StatementFilterSet(BaseFilterSet):
    search_fields = ("number", "provider__legal_name", "provider__trade_name")
    provider = django_filters.ModelChoiceFilter(queryset=stated_providers, label=_("Provider"))
    region = django_filters.ModelChoiceFilter(queryset=stated_regions, label=_("Region"))
    month = django_filters.DateFromToRangeFilter(label=_("Month"))

    class Meta:
        model = Statement
        fields = ("status", "provider", "region", "month")


class StatementLineFilterSet(BaseFilterSet):
    search_fields = ("subject", "part", "vat_ground")
    contract = django_filters.ModelChoiceFilter(queryset=stated_contracts, label=_("Contract"))
    gemeente = django_filters.ModelChoiceFilter(queryset=stated_gemeenten, label=_("Gemeente"))

    class Meta:
        model = StatementLine
        fields = ("contract", "gemeente", "route", "kind", "unit", "is_correction", "is_reversal")
