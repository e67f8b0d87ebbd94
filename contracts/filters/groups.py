"""Filters of groups."""

import django_filters
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from contracts.filters.capacity import own_contracts
from contracts.filters.contracts import contracted_providers
from contracts.models import CourseGroup
from contracts.models.groups import CourseGroupQuerySet
from providers.enums import LearningRoute


class CourseGroupFilterSet(BaseFilterSet):
    search_fields = ("reference", "line__place", "line__contract__provider__legal_name")
    route = django_filters.ChoiceFilter(
        field_name="line__route", choices=LearningRoute, label=_("Route")
    )
    provider = django_filters.ModelChoiceFilter(
        field_name="line__contract__provider", queryset=contracted_providers, label=_("Provider")
    )
    contract = django_filters.ModelChoiceFilter(
        field_name="line__contract", queryset=own_contracts, label=_("Contract")
    )
    place = django_filters.CharFilter(field_name="line__place", label=_("Place"))
    first_on = django_filters.DateFromToRangeFilter(label=_("First day"))
    decide_on = django_filters.DateFromToRangeFilter(label=_("Decide on"))
    off_size = django_filters.BooleanFilter(
        method="being_off_size", label=_("Under minimum or over maximum")
    )

    class Meta:
        model = CourseGroup
        fields = (
            "status",
            "route",
            "level",
            "mode",
            "provider",
            "contract",
            "place",
            "first_on",
            "decide_on",
            "off_size",
        )

    def being_off_size(
        self, queryset: CourseGroupQuerySet, name: str, value: bool
    ) -> CourseGroupQuerySet:
        """Groups that are off size, or those that are not."""
        off = queryset.off_size()
        return off if value else queryset.exclude(pk__in=off.values("pk"))
