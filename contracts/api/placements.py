"""Placements by call: read them, register one, change one."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoints import DetailEndpoint, ListEndpoint
from accounts.enums import ApiScope
from config.shared.api.etags import etag_of
from config.shared.api.names import camel
from config.shared.api.problems import Fault, Problem
from config.shared.api.serializers import ApiSerializer
from config.shared.identifiers import validate_no_personal_number
from contracts.actions.capacity import lock_contract
from contracts.api.schemas import example_of, row_fields, shown_fields
from contracts.api.taking import RefusedSerializer, contract_of, refusal_of, split, take_one
from contracts.filters.api_placements import PlacementCallFilterSet
from contracts.imports import PLACEMENTS
from contracts.imports.calls import Terms
from contracts.models import Placement, ProgressConversation

SOURCES = {
    "gemeente": "gemeente.code",
    "group": "course_group.reference",
    "place": "capacity_line.place",
}
"""Where a column of the sheet stands, of those that are not called as the field is."""
KEY = "reference"


class PlacementSerializer(ApiSerializer):
    """A placement: the members of a row, and what it belongs to."""

    id = serializers.IntegerField(read_only=True)
    contract = serializers.IntegerField(
        source="contract_id", allow_null=True, read_only=True, help_text="Null under a covenant."
    )
    covenant = serializers.IntegerField(
        source="covenant_id", allow_null=True, read_only=True, help_text="Null under a contract."
    )
    provider = serializers.IntegerField(source="provider_of", read_only=True)
    capacity_line = serializers.IntegerField(
        source="capacity_line_id", allow_null=True, read_only=True
    )
    course_group = serializers.IntegerField(
        source="course_group_id", allow_null=True, read_only=True
    )
    reserved_until_on = serializers.DateField(
        allow_null=True, read_only=True, help_text="Last day on which a seat is kept."
    )
    delivery = serializers.IntegerField(
        source="delivery_id",
        allow_null=True,
        read_only=True,
        help_text="The delivery that brought it last.",
    )

    def get_fields(self) -> dict[str, Any]:
        """With a member for each column of the sheet."""
        return super().get_fields() | shown_fields(PLACEMENTS, SOURCES)

    def to_representation(self, instance: Placement) -> dict[str, Any]:
        """An empty text is null, as it is in a row that is sent."""
        shown = super().to_representation(instance)
        return {name: None if value == "" else value for name, value in shown.items()}


class ReasonSerializer(ApiSerializer):
    """What goes along with the members of one row."""

    warnings_reason = serializers.CharField(
        max_length=500,
        required=False,
        validators=[validate_no_personal_number],
        help_text="Why the warnings are right, when there are any: nobody looks in between.",
    )


class HeadSerializer(ReasonSerializer):
    """The same of a new placement."""

    contract = serializers.IntegerField(min_value=1)


@extend_schema_serializer(
    examples=[OpenApiExample("A learner that began", {"contract": 12} | example_of(PLACEMENTS))]
)
class NewPlacementSerializer(HeadSerializer):
    """A placement that is to be made."""

    def get_fields(self) -> dict[str, Any]:
        """With a member for each column of the sheet."""
        return super().get_fields() | row_fields(PLACEMENTS)


class PlacementChangeSerializer(ReasonSerializer):
    """What is to be changed: other members stay as they are; null empties one."""

    def get_fields(self) -> dict[str, Any]:
        """With a member for each column but the key."""
        fields = row_fields(PLACEMENTS, required=False)
        del fields[camel(KEY)]
        return super().get_fields() | fields


class PlacementRows:
    """The placements that the person may see, with what their members show."""

    def scoped_queryset(self) -> "QuerySet[Placement]":
        """One query, however many rows."""
        held = ProgressConversation.objects.filter(placement=OuterRef("pk"), held_on__isnull=False)
        last = held.order_by("-held_on", "-pk")
        found: QuerySet[Placement] = super().scoped_queryset()  # type: ignore[misc]
        return found.select_related("gemeente", "course_group", "capacity_line").annotate(
            covenant_id=F("covenant_party__covenant"),
            provider_of=Coalesce(F("contract__provider"), F("covenant_party__provider")),
            conversation_on=Subquery(last.values("held_on")[:1]),
            conversation_outcome=Subquery(last.values("outcome")[:1]),
        )


class PlacementListEndpoint(PlacementRows, ListEndpoint):
    """Placements under the person's contracts and covenants."""

    model = Placement
    serializer_class = PlacementSerializer
    filterset_class = PlacementCallFilterSet
    reads = ApiScope.PLACEMENTS_READ
    writes = ApiScope.PLACEMENTS_WRITE

    @extend_schema(
        request=NewPlacementSerializer,
        responses={201: PlacementSerializer, 409: RefusedSerializer, 422: RefusedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Register one learner by the rules of the sheet; nothing is made when one is broken."""
        head, row = split(request, HeadSerializer)
        contract = contract_of(self.person, head.pop("contract"))
        delivery = take_one(self, contract, row, Terms(**head, new_only=True))
        refused = refusal_of(delivery, request.path, new_only=True)
        if refused:
            return refused
        placement = self.get_queryset().get(contract=contract, delivery=delivery)
        data = self.get_serializer(placement).data
        address = reverse("api:placement-detail", args=[placement.pk])
        headers = {"Location": address, "ETag": etag_of(data)}
        return Response(data, status=HTTPStatus.CREATED, headers=headers)


class PlacementDetailEndpoint(PlacementRows, DetailEndpoint):
    """One placement."""

    model = Placement
    serializer_class = PlacementSerializer
    reads = ApiScope.PLACEMENTS_READ
    writes = ApiScope.PLACEMENTS_WRITE

    @extend_schema(
        request=PlacementChangeSerializer,
        responses={200: PlacementSerializer, 422: RefusedSerializer},
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change the given members by the rules of the sheet, of the version in If-Match."""
        head, changes = split(request, ReasonSerializer)
        contract = contract_of(self.person, _contract_id(self.get_object()))
        lock_contract(contract.pk)
        placement = self.get_object()
        self.require_match(placement)
        row = _changed(self.get_serializer(placement).data, changes)
        delivery = take_one(self, contract, row, Terms(**head))
        refused = refusal_of(delivery, request.path)
        if refused:
            return refused
        data = self.get_serializer(self.get_object()).data
        return Response(data, headers={"ETag": etag_of(data)})


def _contract_id(placement: Placement) -> int:
    """409 under a covenant, where no sheets or rows come in."""
    if placement.contract_id is None:
        raise Problem(
            HTTPStatus.CONFLICT, _("This placement stands under a covenant: change it on its page.")
        )
    return placement.contract_id


def _changed(standing: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The row that changes what was asked: beside that only what a row cannot do without."""
    if camel(KEY) in changes:
        sentence = _("The reference of a placement stays as it is.")
        fault = Fault(sentence, camel(KEY), "read_only")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, [fault])
    needed = [camel(column.name) for column in PLACEMENTS.columns if column.required]
    return {name: standing[name] for name in needed} | dict(changes)
