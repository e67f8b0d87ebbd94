"""Filters of kept forecasts and expected indexation."""

import django_filters
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from reports.models import ForecastSnapshot, IndexationExpectation


class ForecastSnapshotFilterSet(BaseFilterSet):
    search_fields = ("note",)
    taken_on = django_filters.DateFromToRangeFilter(label=_("As on"))

    class Meta:
        model = ForecastSnapshot
        fields = ("taken_on",)


class IndexationExpectationFilterSet(BaseFilterSet):
    search_fields = ("source",)

    class Meta:
        model = IndexationExpectation
        fields = ("year",)
