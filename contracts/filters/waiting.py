"""Filters of the waiting list."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import own_gemeenten, own_regions
from config.shared.filters import BaseFilterSet
from contracts.models import WaitlistEntry
from contracts.models.waiting import WaitlistEntryQuerySet


class WaitlistEntryFilterSet(BaseFilterSet):
    search_fields = ("reference", "place", "placement__reference")
    gemeente = django_filters.ModelChoiceFilter(queryset=own_gemeenten)
    region = django_filters.ModelChoiceFilter(queryset=own_regions)
    priority = django_filters.BooleanFilter()
    late = django_filters.BooleanFilter(
        method="beyond_guarantee", label=_("Longer than the start guarantee")
    )
    without_pip = django_filters.BooleanFilter(
        field_name="pip_on", lookup_expr="isnull", label=_("Without a PIP")
    )

    class Meta:
        model = WaitlistEntry
        fields = (
            "status",
            "route",
            "level",
            "target_group",
            "mode",
            "gemeente",
            "region",
            "priority",
            "late",
            "without_pip",
        )

    def beyond_guarantee(
        self, queryset: WaitlistEntryQuerySet, name: str, value: bool
    ) -> WaitlistEntryQuerySet:
        """Who waits longer than a contract promises, or who does not."""
        late = queryset.over_guarantee(timezone.localdate())
        return late if value else queryset.exclude(pk__in=late.values("pk"))
