"""Filters of booked costs and closed months."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from config.shared.filters import BaseFilterSet
from contracts.models import Contract, CostEntry, MonthClosing


def visible_contracts(request: Any) -> QuerySet[Contract]:
    """Contracts that the person may see."""
    return Contract.objects.visible_to(request.user)


def visible_regions(request: Any) -> QuerySet[Region]:
    """Regions that the person may see."""
    return Region.objects.visible_to(request.user)


class CostEntryFilterSet(BaseFilterSet):
    search_fields = ("description", "reason")
    region = django_filters.ModelChoiceFilter(queryset=visible_regions, label=_("Region"))
    contract = django_filters.ModelChoiceFilter(queryset=visible_contracts, label=_("Contract"))
    due_on = django_filters.DateFromToRangeFilter(label=_("Due"))
    is_withdrawn = django_filters.BooleanFilter(
        field_name="withdrawn_at", lookup_expr="isnull", exclude=True, label=_("Withdrawn")
    )

    class Meta:
        model = CostEntry
        fields = (
            "cost_type",
            "kind",
            "rhythm",
            "route",
            "contract",
            "region",
            "due_on",
            "is_withdrawn",
        )


class MonthClosingFilterSet(BaseFilterSet):
    search_fields = ("contract__reference",)
    contract = django_filters.ModelChoiceFilter(queryset=visible_contracts, label=_("Contract"))
    month = django_filters.DateFromToRangeFilter(label=_("Month"))

    class Meta:
        model = MonthClosing
        fields = ("contract", "month")
