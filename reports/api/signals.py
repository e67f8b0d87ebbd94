"""Overruns that ask a decision, to read: what they are and what was decided."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from accounts.api.endpoints import DetailEndpoint, Endpoint, ListEndpoint
from accounts.enums import ApiScope
from config.shared.api.serializers import ApiModelSerializer, CodeField
from contracts.api.contracts import GemeenteCodeField
from providers.enums import LearningRoute
from reports.filters.api_planning import OverrunSignalCallFilterSet
from reports.models import OverrunSignal, SignalDecision

SIGNAL_FIELDS: tuple[str, ...] = (
    "id",
    "kind",
    "region",
    "gemeente",
    "year",
    "route",
    "cost_type",
    "contract",
    "limit_amount",
    "forecast_amount",
    "overrun_amount",
    "passes_on",
    "cause",
    "cause_is_chosen",
    "status",
    "settled_amount",
    "raised_at",
    "figures_at",
    "taken_up_at",
)


class OverrunSignalSerializer(ApiModelSerializer):
    """A budget of a year, or the maximum value of a contract, that does not hold, in euro.

    `limitAmount` is that budget or maximum. A maximum names its contract and no gemeente or year.
    """

    gemeente = GemeenteCodeField(
        read_only=True, allow_null=True, help_text="CBS code of the gemeente."
    )
    route = CodeField(LearningRoute.choices, help_text="Null where it is for all routes.")

    class Meta:
        model = OverrunSignal
        read_only_fields = fields = SIGNAL_FIELDS


class SignalDecisionSerializer(ApiModelSerializer):
    """An entry of the log: a decision, or that the one in `carriesOut` was carried out."""

    class Meta:
        model = SignalDecision
        read_only_fields = fields = (
            "id",
            "text",
            "effect_amount",
            "due_on",
            "carries_out",
            "decided_at",
        )


class DecidedSignalSerializer(OverrunSignalSerializer):
    """A signal with its log, the newest entry first."""

    decisions = SignalDecisionSerializer(many=True, read_only=True)

    class Meta(OverrunSignalSerializer.Meta):
        read_only_fields = fields = (*SIGNAL_FIELDS, "decisions")


class _Signals(Endpoint):
    model = OverrunSignal
    serializer_class: type[serializers.Serializer] = OverrunSignalSerializer
    reads = ApiScope.REPORTS_READ

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the gemeente of each."""
        return super().scoped_queryset().select_related("gemeente")


class OverrunSignalListEndpoint(_Signals, ListEndpoint):
    """Signals of overruns of the region, or of the single gemeente."""

    filterset_class = OverrunSignalCallFilterSet


class OverrunSignalDetailEndpoint(_Signals, DetailEndpoint):
    """One signal, and what was decided about it."""

    serializer_class = DecidedSignalSerializer

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the log of each."""
        return super().scoped_queryset().prefetch_related("decisions")
