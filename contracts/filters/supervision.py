"""Filters of sample checks."""

import django_filters
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from contracts.filters.contracts import contracted_providers
from contracts.models import SampleCheck


class SampleCheckFilterSet(BaseFilterSet):
    search_fields = ("provider__legal_name", "provider__trade_name")
    provider = django_filters.ModelChoiceFilter(queryset=contracted_providers, label=_("Provider"))
    reply_by_on = django_filters.DateFromToRangeFilter(label=_("Reply by"))

    class Meta:
        model = SampleCheck
        fields = ("status", "provider", "outcome", "sanction", "reply_by_on")


class AskedCheckFilterSet(BaseFilterSet):
    class Meta:
        model = SampleCheck
        fields = ("status", "reply_by_on")
