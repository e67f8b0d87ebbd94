"""Exports for DUO, to read: the gemeente's own system adds the BSN and sends the bodies."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoints import DetailEndpoint, Endpoint, ListEndpoint
from accounts.enums import ApiScope
from config.shared.api.serializers import ApiModelSerializer, ApiSerializer
from contracts.api.contracts import GemeenteCodeField
from contracts.enums.duo import DuoReason
from contracts.filters.api_duo import DuoExportCallFilterSet, DuoLineCallFilterSet
from contracts.models import DuoExport, DuoLine

BODY = {
    "type": "object",
    "nullable": True,
    "additionalProperties": True,
    "description": "Inburgeringsaanbod 1.2.0, or Gemeente of GevolgdeUren 1.0.0; null where it is "
    "missing or to be withdrawn.",
}


class DuoExportSerializer(ApiModelSerializer):
    """An export. Months are named by their first day; the numbers count lines."""

    gemeente = GemeenteCodeField(read_only=True, help_text="CBS code of the gemeente.")

    class Meta:
        model = DuoExport
        read_only_fields = fields = (
            "id",
            "gemeente",
            "region",
            "first_month",
            "last_month",
            "made_at",
            "sha256",
            "offers",
            "hours",
            "changed",
            "withdrawn",
            "missing",
        )


class DuoReasonSerializer(ApiSerializer):
    """Why DUO would not take it."""

    code = serializers.ChoiceField(DuoReason.choices)
    message = serializers.CharField()


@extend_schema_field(DuoReasonSerializer(many=True))
class ReasonsField(serializers.Field):
    """Codes with their sentences."""

    def to_representation(self, value: list[str]) -> list[dict[str, str]]:
        """In the language of who asks."""
        return [{"code": code, "message": str(DuoReason(code).label)} for code in value]


@extend_schema_field(BODY)
class BodyField(serializers.JSONField):
    """A body as DUO describes it."""


class DuoLineSerializer(ApiModelSerializer):
    """What goes to DUO of one learner, known by the provider and its reference."""

    provider = serializers.CharField(
        source="provider.kvk_number", read_only=True, help_text="KvK number of the provider."
    )
    body = BodyField(read_only=True)
    reasons = ReasonsField(read_only=True)

    class Meta:
        model = DuoLine
        read_only_fields = fields = (
            "id",
            "kind",
            "reference",
            "provider",
            "institution",
            "month",
            "state",
            "body",
            "reasons",
        )


class _Exports(Endpoint):
    model = DuoExport
    serializer_class = DuoExportSerializer
    reads = ApiScope.DUO_READ

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the code of the gemeente."""
        return super().scoped_queryset().select_related("gemeente")


class DuoExportListEndpoint(_Exports, ListEndpoint):
    """Exports for DUO of the region or the gemeente."""

    filterset_class = DuoExportCallFilterSet


class DuoExportDetailEndpoint(_Exports, DetailEndpoint):
    """One export for DUO."""


class DuoLineListEndpoint(ListEndpoint):
    """The bodies of one export, and what is missing, a line a learner and month."""

    model = DuoLine
    serializer_class = DuoLineSerializer
    filterset_class = DuoLineCallFilterSet
    reads = ApiScope.DUO_READ

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the export in the address, which the person must be able to see."""
        exports = DuoExport.objects.visible_to(self.person)
        export = get_object_or_404(exports, pk=self.kwargs["pk"])
        return DuoLine.objects.filter(export=export).select_related("provider")

    def get(self, request: Request, pk: int) -> Response:
        """One page."""
        return super().get(request)
