"""Filters of placements."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from contracts.enums import IN_USE, CapacityCounts, SeatFigure
from contracts.filters.capacity import own_contracts
from contracts.filters.contracts import contracted_gemeenten, contracted_providers
from contracts.models import CapacityLine, CourseGroup, Placement
from contracts.models.placements import PlacementQuerySet


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
    capacity_line = django_filters.ModelChoiceFilter(
        queryset=own_lines,
        method="counting_on",
        label=_("Capacity line"),
        widget=forms.HiddenInput,
    )
    """Of lines and groups there are thousands: their own pages lead here."""
    course_group = django_filters.ModelChoiceFilter(
        queryset=own_groups, label=_("Group"), widget=forms.HiddenInput
    )
    planned_first_on = django_filters.DateFromToRangeFilter(label=_("Planned first day"))
    seated = django_filters.BooleanFilter(method="being_seated", label=_("Has a place in a group"))
    seat = django_filters.ChoiceFilter(
        choices=SeatFigure, method="behind", label=_("Counted in the seats")
    )
    counts = django_filters.ChoiceFilter(
        choices=CapacityCounts, method="with_seat", label=_("Seats that count")
    )
    seat_on = django_filters.DateFilter(method="with_seat", label=_("Seats on the day"))

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
            "seated",
            "seat",
            "counts",
            "seat_on",
        )

    def counting_on(
        self, queryset: PlacementQuerySet, name: str, value: CapacityLine
    ) -> PlacementQuerySet:
        """Whom the line counts, also as the line of the intake."""
        return queryset.filter(Q(capacity_line=value) | Q(intake_line=value))

    def being_seated(
        self, queryset: PlacementQuerySet, name: str, value: bool
    ) -> PlacementQuerySet:
        """Who is scheduled in a group or taught in it, or is not."""
        seated = Q(status__in=IN_USE)
        return queryset.filter(seated if value else ~seated)

    def behind(self, queryset: PlacementQuerySet, name: str, value: str) -> PlacementQuerySet:
        """Those of whom a figure of the seats is the count: of one line, or of all that run."""
        asked = self.form.cleaned_data
        on = asked.get("seat_on") or timezone.localdate()
        if asked.get("capacity_line"):
            return queryset.behind(value, [asked["capacity_line"].pk], on)
        lines = CapacityLine.objects.visible_to(self.request.user).running_on(on)
        if asked.get("counts"):
            lines = lines.filter(counts=asked["counts"])
        return queryset.behind(value, list(lines.order_by("pk").values_list("pk", flat=True)), on)

    def with_seat(self, queryset: PlacementQuerySet, name: str, value: object) -> PlacementQuerySet:
        """Says of which seats or on which day; without `seat` it filters nothing."""
        return queryset
