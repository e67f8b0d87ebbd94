"""Contracted seats, to read: how many there are, are taken, kept, waited for and free today."""

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from accounts.api.endpoints import DetailEndpoint, Endpoint, ListEndpoint
from accounts.enums import ApiScope
from config.shared.api.serializers import ApiModelSerializer
from contracts.filters.api_agreements import CapacityLineCallFilterSet
from contracts.models import CapacityLine


class CapacityLineSerializer(ApiModelSerializer):
    """A number of seats for one route at one place in one period, and what became of them."""

    used = serializers.IntegerField(read_only=True, help_text="Scheduled, started or interrupted.")
    held = serializers.IntegerField(read_only=True, help_text="Kept for who was accepted.")
    waiting = serializers.IntegerField(read_only=True, help_text="On the provider's waiting list.")
    free = serializers.IntegerField(read_only=True, help_text="Below zero when over the number.")

    class Meta:
        model = CapacityLine
        read_only_fields = fields = (
            "id",
            "contract",
            "route",
            "place",
            "first_on",
            "last_on",
            "counts",
            "number",
            "group_minimum",
            "group_maximum",
            "used",
            "held",
            "waiting",
            "free",
        )


class _Lines(Endpoint):
    model = CapacityLine
    serializer_class = CapacityLineSerializer
    reads = ApiScope.CAPACITY_READ

    def scoped_queryset(self) -> "QuerySet[CapacityLine]":
        """With the seats of today."""
        lines: QuerySet[CapacityLine] = super().scoped_queryset()
        return lines.with_use(on=timezone.localdate())  # type: ignore[attr-defined]


class CapacityLineListEndpoint(_Lines, ListEndpoint):
    """Seats of the contracts that the token may see."""

    filterset_class = CapacityLineCallFilterSet


class CapacityLineDetailEndpoint(_Lines, DetailEndpoint):
    """The seats of one capacity line."""
