"""Filters of kept forecasts and expected indexation."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from config.shared.filters import BaseFilterSet
from reports.models import ForecastSnapshot, IndexationExpectation


def own_regions(request: Any) -> "QuerySet[Region]":
    """Regions that the person may see."""
    return Region.objects.visible_to(request.user)


class ForecastSnapshotFilterSet(BaseFilterSet):
    search_fields = ("note", "taken_by__name")
    region = django_filters.ModelChoiceFilter(queryset=own_regions, label=_("Region"))
    taken_on = django_filters.DateFromToRangeFilter(label=_("As on"))

    class Meta:
        model = ForecastSnapshot
        fields = ("region", "taken_on")


class IndexationExpectationFilterSet(BaseFilterSet):
    search_fields = ("source",)
    region = django_filters.ModelChoiceFilter(queryset=own_regions, label=_("Region"))

    class Meta:
        model = IndexationExpectation
        fields = ("region", "year")
