"""Filters of remembered headers."""

from config.shared.filters import BaseFilterSet
from contracts.models import ColumnMapping


class ColumnMappingFilterSet(BaseFilterSet):
    search_fields = ("header",)

    class Meta:
        model = ColumnMapping
        fields = ("column",)
