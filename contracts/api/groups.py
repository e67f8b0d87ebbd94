"""Groups, to read: when they begin, how many heads they have and how many fit."""

from django.db.models import F, QuerySet
from rest_framework import serializers

from accounts.api.endpoints import DetailEndpoint, Endpoint, ListEndpoint
from accounts.enums import ApiScope
from config.shared.api.serializers import ApiModelSerializer
from contracts.filters.api_agreements import CourseGroupCallFilterSet
from contracts.models import CourseGroup
from providers.enums import LearningRoute


class CourseGroupSerializer(ApiModelSerializer):
    """A group: a teacher in front of at least `minimum` and at most `maximum` learners."""

    contract = serializers.IntegerField(source="contract_of", read_only=True)
    capacity_line = serializers.IntegerField(source="line_id", read_only=True)
    route = serializers.ChoiceField(LearningRoute.choices, source="route_of", read_only=True)
    place = serializers.CharField(source="place_of", read_only=True)
    heads = serializers.IntegerField(
        read_only=True, help_text="Accepted for it, scheduled in it or taught."
    )
    free_seats = serializers.IntegerField(
        read_only=True, help_text="Below zero when over the maximum."
    )

    class Meta:
        model = CourseGroup
        read_only_fields = fields = (
            "id",
            "reference",
            "contract",
            "capacity_line",
            "route",
            "place",
            "level",
            "mode",
            "first_on",
            "last_on",
            "schedule",
            "hours_per_week",
            "minimum",
            "maximum",
            "heads",
            "free_seats",
            "decide_on",
            "merged_into",
            "status",
        )


class _Groups(Endpoint):
    model = CourseGroup
    serializer_class = CourseGroupSerializer
    reads = ApiScope.CAPACITY_READ

    def scoped_queryset(self) -> "QuerySet[CourseGroup]":
        """With heads, and with what the capacity line says of them."""
        groups: QuerySet[CourseGroup] = super().scoped_queryset()
        return groups.with_heads().annotate(  # type: ignore[attr-defined]
            contract_of=F("line__contract"), route_of=F("line__route"), place_of=F("line__place")
        )


class GroupListEndpoint(_Groups, ListEndpoint):
    """Groups under the contracts that the token may see."""

    filterset_class = CourseGroupCallFilterSet


class GroupDetailEndpoint(_Groups, DetailEndpoint):
    """One group."""
