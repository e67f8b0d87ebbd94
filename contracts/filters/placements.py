"""Filters of placements."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from contracts.filters.capacity import own_contracts
from contracts.filters.contracts import contracted_gemeenten, contracted_providers
from contracts.models import CapacityLine, CourseGroup, Placement


def own_groups(request: Any) -> QuerySet[CourseGroup]:
    """The groups that the person may see."""
    return CourseGroup.objects.visible_to(request.user)


def own_lines(request: Any) -> QuerySet[CapacityLine]:
    """The capacity lines that the person may see."""
    return CapacityLine.objects.visible_to(request.user)


class PlacementFilterSet(BaseFilterSet):
    search_fields = ("reference",)
    """Searched in capitals, which the trigram index on the reference serves."""
    gemeente = django_filters.ModelChoiceFilter(queryset=contracted_gemeenten, label=_("Gemeente"))
    provider = django_filters.ModelChoiceFilter(
        field_name="contract__provider", queryset=contracted_providers, label=_("Provider")
    )
    contract = django_filters.ModelChoiceFilter(queryset=own_contracts, label=_("Contract"))
    capacity_line = django_filters.ModelChoiceFilter(queryset=own_lines, label=_("Capacity line"))
    course_group = django_filters.ModelChoiceFilter(queryset=own_groups, label=_("Group"))
    planned_first_on = django_filters.DateFromToRangeFilter(label=_("Planned first day"))

    class Meta:
        model = Placement
        fields = (
            "status",
            "route",
            "level",
            "target_group",
            "gemeente",
            "provider",
            "contract",
            "capacity_line",
            "course_group",
            "planned_first_on",
        )
