"""Filters of remembered headers."""

import django_filters
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from contracts.imports.sheet import PLACEMENTS
from contracts.models import ColumnMapping


class ColumnMappingFilterSet(BaseFilterSet):
    search_fields = ("header",)
    column = django_filters.ChoiceFilter(
        label=_("Column"), choices=[(column.name, column.label) for column in PLACEMENTS.columns]
    )
    mapped_at = django_filters.DateFromToRangeFilter(label=_("Mapped"))

    class Meta:
        model = ColumnMapping
        fields = ("column", "mapped_at")
