"""What calls may filter contracts, seats, groups and the waiting list by: whole values."""

import django_filters
from django.utils.translation import gettext_lazy as _

from contracts.filters.capacity import own_contracts
from contracts.filters.contracts import contracted_providers
from contracts.models import CapacityLine, Contract, CourseGroup, WaitlistEntry
from providers.enums import LearningRoute


class ContractCallFilterSet(django_filters.FilterSet):
    """Filters of contracts."""

    reference = django_filters.CharFilter(label=_("Reference"))
    provider = django_filters.ModelChoiceFilter(queryset=contracted_providers, label=_("Provider"))
    gemeente = django_filters.CharFilter(field_name="gemeenten__code", label=_("Gemeente code"))
    first_on = django_filters.DateFromToRangeFilter(label=_("First day"))
    last_on = django_filters.DateFromToRangeFilter(label=_("Last day"))

    class Meta:
        model = Contract
        fields = ("reference", "status", "kind", "provider", "gemeente", "first_on", "last_on")


class CapacityLineCallFilterSet(django_filters.FilterSet):
    """Filters of contracted seats."""

    contract = django_filters.ModelChoiceFilter(queryset=own_contracts, label=_("Contract"))
    provider = django_filters.ModelChoiceFilter(
        field_name="contract__provider", queryset=contracted_providers, label=_("Provider")
    )
    place = django_filters.CharFilter(label=_("Place"))

    class Meta:
        model = CapacityLine
        fields = ("contract", "provider", "route", "place", "counts")


class CourseGroupCallFilterSet(django_filters.FilterSet):
    """Filters of groups."""

    reference = django_filters.CharFilter(label=_("Group"))
    contract = django_filters.ModelChoiceFilter(
        field_name="line__contract", queryset=own_contracts, label=_("Contract")
    )
    capacity_line = django_filters.NumberFilter(field_name="line", label=_("Capacity line"))
    route = django_filters.ChoiceFilter(
        field_name="line__route", choices=LearningRoute, label=_("Route")
    )
    place = django_filters.CharFilter(field_name="line__place", label=_("Place"))
    first_on = django_filters.DateFromToRangeFilter(label=_("First day"))

    class Meta:
        model = CourseGroup
        fields = (
            "reference",
            "status",
            "contract",
            "capacity_line",
            "route",
            "level",
            "mode",
            "place",
            "first_on",
        )


class WaitlistEntryCallFilterSet(django_filters.FilterSet):
    """Filters of the waiting list."""

    reference = django_filters.CharFilter(label=_("Reference"))
    gemeente = django_filters.CharFilter(field_name="gemeente__code", label=_("Gemeente code"))
    since_on = django_filters.DateFromToRangeFilter(label=_("Waits since"))

    class Meta:
        model = WaitlistEntry
        fields = (
            "reference",
            "status",
            "route",
            "level",
            "target_group",
            "mode",
            "gemeente",
            "priority",
            "since_on",
        )
