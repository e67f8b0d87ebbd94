"""Deliveries by call: hand in rows or a sheet, see what was found, confirm or reject."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoints import DetailEndpoint, Endpoint, ListEndpoint
from accounts.enums import ApiScope, JobState
from config.shared.api.names import camel
from config.shared.api.parsers import JsonBodyParser
from config.shared.api.problems import Fault, Problem
from config.shared.api.serializers import ApiModelSerializer, ApiSerializer
from config.shared.identifiers import validate_no_personal_number
from contracts.actions import deliveries as actions
from contracts.actions.calls import Terms, receive_call
from contracts.api.schemas import column_of, example_of, row_fields
from contracts.api.taking import RefusedSerializer, contract_of, file_of, refusal_of, take
from contracts.enums import FindingLevel
from contracts.filters.api_placements import (
    DeliveryCallFilterSet,
    FindingCallFilterSet,
    RowCallFilterSet,
)
from contracts.imports import PLACEMENTS
from contracts.imports.calls import ROWS_AT_ONCE, apply_rows
from contracts.models import Delivery, DeliveryFinding, DeliveryRow

ALL_OR_NOTHING, VALID_ROWS = "all-or-nothing", "valid-rows"
MODES = (
    (ALL_OR_NOTHING, "Nothing is applied when one row is refused."),
    (VALID_ROWS, "Refused rows are left out."),
)
SANDBOX_BYTES = 1024**2
"""A sheet that is only tried out is read while the caller waits."""


class ProgressSerializer(ApiSerializer):
    """How far the work on a delivery is."""

    state = serializers.ChoiceField(JobState.choices, read_only=True)
    done = serializers.IntegerField(read_only=True)
    total = serializers.IntegerField(read_only=True)
    message = serializers.CharField(read_only=True)


class DeliverySerializer(ApiModelSerializer):
    """A sheet or a call with rows: what came, what was found and what became of it."""

    progress = ProgressSerializer(
        source="job", read_only=True, allow_null=True, help_text="Null while nothing was queued."
    )
    corrects = serializers.IntegerField(source="corrects_id", allow_null=True, read_only=True)

    class Meta:
        model = Delivery
        fields = (
            "id",
            "contract",
            "provider",
            "source",
            "status",
            "filename",
            "sha256",
            "size",
            "rows_total",
            "rows_new",
            "rows_changed",
            "rows_unchanged",
            "rows_refused",
            "rows_warned",
            "valid_rows_only",
            "warnings_reason",
            "message",
            "corrects",
            "received_at",
            "confirmed_at",
            "applied_at",
            "progress",
        )
        read_only_fields = fields


class TermsSerializer(ApiSerializer):
    """How the rows are to be applied."""

    mode = serializers.ChoiceField(MODES, default=ALL_OR_NOTHING)
    warnings_reason = serializers.CharField(
        max_length=500,
        required=False,
        default="",
        allow_blank=True,
        validators=[validate_no_personal_number],
        help_text="Why the warnings are right, when there are any.",
    )


class HeadSerializer(TermsSerializer):
    """What every delivery says beside its rows."""

    contract = serializers.IntegerField(min_value=1)
    confirm = serializers.BooleanField(
        default=True,
        help_text="False: only check the rows; they are applied once they are confirmed.",
    )


class RowSerializer(ApiSerializer):
    """A row: the members are the columns of the sheet."""

    def get_fields(self) -> dict[str, Any]:
        """By the declaration of the sheet."""
        return row_fields(PLACEMENTS)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "One row",
            {"contract": 12, "mode": ALL_OR_NOTHING, "rows": [example_of(PLACEMENTS)]},
        )
    ]
)
class RowsSerializer(HeadSerializer):
    """A delivery of rows as JSON.

    A member that no row has is left alone; one that a row has stands in every row, null where it
    is empty.
    """

    rows = RowSerializer(many=True)


class SheetSerializer(HeadSerializer):
    """A delivery of a sheet: the file of the template, as it was filled in."""

    file = serializers.FileField()


class RowsAsSent(HeadSerializer):
    """The same before anything looked into the rows, which the pipeline judges."""

    rows = serializers.ListField(allow_empty=False)


class FindingSerializer(ApiSerializer):
    """Something wrong, or worth a look, in one cell."""

    row = serializers.SerializerMethodField(help_text="Null: about the delivery as a whole.")
    field = serializers.SerializerMethodField(help_text="The member; empty for the whole row.")
    column = serializers.CharField(read_only=True, help_text="The header of the column.")
    level = serializers.ChoiceField(FindingLevel.choices, read_only=True)
    code = serializers.CharField(read_only=True)
    message = serializers.CharField(read_only=True)
    remedy = serializers.CharField(read_only=True)
    value = serializers.CharField(read_only=True)

    def get_row(self, finding: DeliveryFinding) -> int | None:
        """From 1 in JSON, as the spreadsheet counts in a sheet."""
        return finding.row_number or None

    def get_field(self, finding: DeliveryFinding) -> str:
        """As the member is called in JSON."""
        return column_of(PLACEMENTS, finding.column)


class ChangeSerializer(ApiSerializer):
    """One member that a row changes."""

    field = serializers.CharField()
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)


class DeliveryRowSerializer(ApiSerializer):
    """What one row does, or would do."""

    row = serializers.IntegerField(source="row_number", read_only=True)
    kind = serializers.CharField(read_only=True)
    reference = serializers.CharField(read_only=True)
    changes = serializers.SerializerMethodField()

    @extend_schema_field(ChangeSerializer(many=True))
    def get_changes(self, row: DeliveryRow) -> list[dict[str, Any]]:
        """By member, codes and ISO days as text."""
        return [
            {"field": camel(name), "before": before, "after": after}
            for name, (before, after) in row.changes.items()
        ]


class DeliveryListEndpoint(ListEndpoint):
    """Deliveries of the person's providers, region or gemeente."""

    model = Delivery
    serializer_class = DeliverySerializer
    filterset_class = DeliveryCallFilterSet
    parser_classes = [JsonBodyParser, MultiPartParser]
    reads = ApiScope.DELIVERIES_READ
    writes = ApiScope.DELIVERIES_WRITE

    def scoped_queryset(self) -> "QuerySet[Delivery]":
        """With the work on each."""
        return super().scoped_queryset().select_related("job")

    @extend_schema(
        request={"application/json": RowsSerializer, "multipart/form-data": SheetSerializer},
        responses={201: DeliverySerializer, 202: DeliverySerializer, 422: RefusedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Hand in rows, or a sheet. Few rows are done at once (201), others in the background
        (202): then look at the address in Location until `progress` has ended.
        """
        is_sheet = str(request.content_type).startswith("multipart/")
        asked = _read(SheetSerializer if is_sheet else RowsAsSent, request)
        contract = contract_of(self.person, asked["contract"])
        file = asked["file"] if is_sheet else file_of(asked["rows"], "deliveries.json")
        terms = _terms(asked, confirm=asked["confirm"])
        is_few = not is_sheet and len(asked["rows"]) <= ROWS_AT_ONCE
        if is_few or self.is_sandbox:
            _check_size(file, self)
            delivery = take(self, contract, file, terms)
            return refusal_of(delivery, request.path) or _located(delivery, HTTPStatus.CREATED)
        at = timezone.now()
        delivery = receive_call(contract=contract, file=file, token=self.token, at=at, terms=terms)
        return _located(delivery, HTTPStatus.ACCEPTED)


class DeliveryDetailEndpoint(DetailEndpoint):
    """One delivery, and how far the work on it is."""

    model = Delivery
    serializer_class = DeliverySerializer
    reads = ApiScope.DELIVERIES_READ

    def scoped_queryset(self) -> "QuerySet[Delivery]":
        """With the work on it."""
        return super().scoped_queryset().select_related("job")


class _PartListEndpoint(ListEndpoint):
    """What belongs to one delivery."""

    reads = ApiScope.DELIVERIES_READ

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the delivery in the address, which the person must be able to see."""
        deliveries = Delivery.objects.visible_to(self.person)
        delivery = get_object_or_404(deliveries, pk=self.kwargs["pk"])
        return self.model.objects.filter(delivery=delivery)


class DeliveryFindingListEndpoint(_PartListEndpoint):
    """What is wrong in a delivery, or worth a look."""

    model = DeliveryFinding
    serializer_class = FindingSerializer
    filterset_class = FindingCallFilterSet


class DeliveryRowListEndpoint(_PartListEndpoint):
    """What each row of a delivery does."""

    model = DeliveryRow
    serializer_class = DeliveryRowSerializer
    filterset_class = RowCallFilterSet


class _StepEndpoint(Endpoint):
    """Something that is done with one delivery."""

    model = Delivery
    serializer_class = DeliverySerializer
    filter_backends = []
    pagination_class = None
    reads = ApiScope.DELIVERIES_READ
    writes = ApiScope.DELIVERIES_WRITE


class DeliveryConfirmationEndpoint(_StepEndpoint):
    """The confirmation of a delivery that was checked."""

    @extend_schema(
        request=TermsSerializer, responses={200: DeliverySerializer, 202: DeliverySerializer}
    )
    def post(self, request: Request, pk: int) -> Response:
        """Apply the rows: few at once (200), others in the background (202)."""
        delivery, at = self.get_object(), timezone.now()
        terms = _terms(_read(TermsSerializer, request))
        if delivery.rows_total <= ROWS_AT_ONCE:
            applied = apply_rows(delivery, by=self.person, at=at, terms=terms)
            return Response(DeliverySerializer(applied).data)
        asked = actions.confirm_delivery(delivery=delivery, by=self.person, at=at, **terms.choices)
        return _located(asked, HTTPStatus.ACCEPTED)


class DeliveryRejectionEndpoint(_StepEndpoint):
    """The rejection of a delivery of which nothing was applied."""

    @extend_schema(request=None, responses={200: DeliverySerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Discard it; what was sent is kept as proof."""
        delivery = self.get_object()
        rejected = actions.reject_delivery(delivery=delivery, by=self.person, at=timezone.now())
        return Response(DeliverySerializer(rejected).data)


def _read(serializer_class: type[ApiSerializer], request: Request) -> dict[str, Any]:
    """What the body says, by our own names; 400 with each fault."""
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _terms(asked: dict[str, Any], *, confirm: bool = True) -> Terms:
    return Terms(
        confirm=confirm,
        valid_rows_only=asked["mode"] == VALID_ROWS,
        warnings_reason=asked["warnings_reason"],
    )


def _check_size(file: Any, endpoint: Endpoint) -> None:
    if endpoint.is_sandbox and file.size > SANDBOX_BYTES:
        sentence = _("In the sandbox a delivery is at most 1 MB.")
        fault = Fault(sentence, "file", "too_large")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, [fault])


def _located(delivery: Delivery, status: HTTPStatus) -> Response:
    address = reverse("api:delivery-detail", args=[delivery.pk])
    data = DeliverySerializer(delivery).data
    return Response(data, status=status, headers={"Location": address})
