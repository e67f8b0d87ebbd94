"""Filters of funding."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, Region
from config.shared.filters import BaseFilterSet
from contracts.enums import CostType
from reports.models import FundingPayment, FundingStream, HousedCount, HousedCountSheet


def own_regions(request: Any) -> QuerySet[Region]:
    """The regions that the reader sees."""
    return Region.objects.visible_to(request.user)


def seen_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """The gemeenten that the reader sees, by name."""
    return Gemeente.objects.visible_to(request.user).order_by("name")


def seen_streams(request: Any) -> QuerySet[FundingStream]:
    """The streams that the reader sees, by name."""
    return FundingStream.objects.visible_to(request.user).order_by("name")


class FundingStreamFilterSet(BaseFilterSet):
    search_fields = ("name", "payer", "source")
    region = django_filters.ModelChoiceFilter(queryset=own_regions, label=_("Region"))
    cost_types = django_filters.ChoiceFilter(
        choices=CostType, label=_("Meant for"), method="filter_cost_types"
    )

    class Meta:
        model = FundingStream
        fields = ("kind", "cost_types", "recurrence", "includes_vat", "target", "region")

    def filter_cost_types(
        self, queryset: QuerySet[FundingStream], name: str, value: str
    ) -> QuerySet[FundingStream]:
        """Streams that are meant for this kind of cost, among others."""
        return queryset.filter(**{f"{name}__contains": [value]})


class FundingPaymentFilterSet(BaseFilterSet):
    search_fields = ("gemeente__name", "note")
    gemeente = django_filters.ModelChoiceFilter(queryset=seen_gemeenten, label=_("Gemeente"))
    stream = django_filters.ModelChoiceFilter(queryset=seen_streams, label=_("Funding stream"))

    class Meta:
        model = FundingPayment
        fields = ("year", "gemeente", "stream", "direction")


class HousedCountFilterSet(BaseFilterSet):
    search_fields = ("gemeente__name", "source", "sheet__filename")
    gemeente = django_filters.ModelChoiceFilter(queryset=seen_gemeenten, label=_("Gemeente"))

    class Meta:
        model = HousedCount
        fields = ("year", "gemeente", "target_group")


class HousedCountSheetFilterSet(BaseFilterSet):
    search_fields = ("filename", "sha256", "received_by__name", "confirmed_by__name")
    region = django_filters.ModelChoiceFilter(queryset=own_regions, label=_("Region"))
    received_at = django_filters.DateFromToRangeFilter(label=_("Received"))

    class Meta:
        model = HousedCountSheet
        fields = ("region", "received_at")
