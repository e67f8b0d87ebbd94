"""What calls may filter placements, deliveries and findings by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from contracts.enums import FindingLevel, RowKind
from contracts.filters.capacity import own_contracts
from contracts.filters.contracts import contracted_providers
from contracts.filters.placements import own_groups
from contracts.models import Delivery, DeliveryFinding, DeliveryRow, Placement


class PlacementCallFilterSet(django_filters.FilterSet):
    """By whole values: a program knows what it looks for."""

    reference = django_filters.CharFilter(label=_("Reference"))
    gemeente = django_filters.CharFilter(field_name="gemeente__code", label=_("Gemeente code"))
    contract = django_filters.ModelChoiceFilter(queryset=own_contracts, label=_("Contract"))
    provider = django_filters.ModelChoiceFilter(
        field_name="contract__provider", queryset=contracted_providers, label=_("Provider")
    )
    course_group = django_filters.ModelChoiceFilter(queryset=own_groups, label=_("Group"))
    planned_first_on = django_filters.DateFromToRangeFilter(label=_("Planned first day"))
    status_on = django_filters.DateFromToRangeFilter(label=_("Status since"))

    class Meta:
        model = Placement
        fields = (
            "reference",
            "status",
            "route",
            "level",
            "target_group",
            "cohort",
            "gemeente",
            "contract",
            "provider",
            "course_group",
            "planned_first_on",
            "status_on",
        )


class DeliveryCallFilterSet(django_filters.FilterSet):
    """The SHA-256 finds what became of a file that was sent."""

    contract = django_filters.ModelChoiceFilter(queryset=own_contracts, label=_("Contract"))
    sha256 = django_filters.CharFilter(label=_("SHA-256"))
    received_at = django_filters.DateFromToRangeFilter(label=_("Received"))

    class Meta:
        model = Delivery
        fields = ("contract", "status", "source", "sha256", "received_at")


class FindingCallFilterSet(django_filters.FilterSet):
    """Findings of one delivery."""

    row = django_filters.NumberFilter(field_name="row_number", label=_("Row"))
    level = django_filters.ChoiceFilter(choices=FindingLevel, label=_("Level"))
    code = django_filters.CharFilter(label=_("Rule"))

    class Meta:
        model = DeliveryFinding
        fields = ("row", "level", "code")


class RowCallFilterSet(django_filters.FilterSet):
    """Rows of one delivery."""

    row = django_filters.NumberFilter(field_name="row_number", label=_("Row"))
    kind = django_filters.ChoiceFilter(choices=RowKind, label=_("Effect"))
    reference = django_filters.CharFilter(label=_("Placement"))

    class Meta:
        model = DeliveryRow
        fields = ("row", "kind", "reference")
