"""Filters of options, index figures and sheets of running contracts."""

import django_filters
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from contracts.filters.contracts import contracted_providers
from contracts.models import ContractSheet, IndexFigure, RenewalOption


class IndexFigureFilterSet(BaseFilterSet):
    search_fields = ("source",)
    month = django_filters.DateFromToRangeFilter(label=_("Month"))

    class Meta:
        model = IndexFigure
        fields = ("index", "stage", "base_year", "month")


class RenewalOptionFilterSet(BaseFilterSet):
    search_fields = ("contract__reference", "contract__title")
    provider = django_filters.ModelChoiceFilter(
        field_name="contract__provider", queryset=contracted_providers, label=_("Provider")
    )
    decide_by_on = django_filters.DateFromToRangeFilter(label=_("Decide by"))

    class Meta:
        model = RenewalOption
        fields = ("status", "provider", "decide_by_on")


class ContractSheetFilterSet(BaseFilterSet):
    search_fields = ("filename",)
    received_at = django_filters.DateFromToRangeFilter(label=_("Received"))

    class Meta:
        model = ContractSheet
        fields = ("received_at",)
