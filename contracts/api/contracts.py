"""Contracts, to read: what was agreed, with whom and for how long."""

from django.db.models import Prefetch, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoints import DetailEndpoint, Endpoint, ListEndpoint
from accounts.enums import ApiScope
from accounts.models import Gemeente
from config.shared.api.serializers import ApiModelSerializer
from contracts.filters.api_agreements import ContractCallFilterSet
from contracts.models import Contract


@extend_schema_field({"type": "array", "items": {"type": "string", "pattern": "^[0-9]{4}$"}})
class GemeenteCodesField(serializers.Field):
    """The CBS codes of gemeenten, in order."""

    def to_representation(self, value: "QuerySet[Gemeente]") -> list[str]:
        """Of gemeenten that were fetched along."""
        return sorted(gemeente.code for gemeente in value.all())


@extend_schema_field(OpenApiTypes.STR)
class GemeenteCodeField(serializers.Field):
    """The CBS code of one gemeente, 4 digits."""

    def to_representation(self, value: Gemeente) -> str:
        """Of a gemeente that was fetched along."""
        return value.code


class ContractSerializer(ApiModelSerializer):
    """A contract. Amounts are in euro, excluding VAT; the last day belongs to it."""

    gemeenten = GemeenteCodesField(read_only=True, help_text="CBS codes of who takes part.")

    class Meta:
        model = Contract
        read_only_fields = fields = (
            "id",
            "reference",
            "title",
            "kind",
            "framework",
            "region",
            "provider",
            "gemeenten",
            "first_on",
            "last_on",
            "ended_on",
            "maximum_amount",
            "maximum_quantity",
            "start_guarantee_weeks",
            "over_target_policy",
            "status",
        )


class _Contracts(Endpoint):
    model = Contract
    serializer_class = ContractSerializer
    reads = ApiScope.CONTRACTS_READ

    def scoped_queryset(self) -> "QuerySet[Contract]":
        """With the codes of the gemeenten."""
        gemeenten = Prefetch("gemeenten", Gemeente.objects.only("code").order_by("code"))
        return super().scoped_queryset().prefetch_related(gemeenten)


class ContractListEndpoint(_Contracts, ListEndpoint):
    """Contracts of the region, the gemeente or the provider; a provider sees no drafts."""

    filterset_class = ContractCallFilterSet


class ContractDetailEndpoint(_Contracts, DetailEndpoint):
    """One contract."""
