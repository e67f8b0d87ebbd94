"""From the body of a call to a delivery, and from a delivery that was refused to a problem."""

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import providers_of
from accounts.api.endpoints import Endpoint
from accounts.models import User
from config.shared.api.problems import MEDIA_TYPE, Fault, Problem, problem
from config.shared.api.serializers import ApiSerializer, ProblemSerializer
from contracts.api.schemas import column_of, misshapen
from contracts.enums import DeliveryStatus, FindingLevel
from contracts.imports import PLACEMENTS
from contracts.imports.calls import Terms, take_rows
from contracts.models import Contract, Delivery

MOST_FAULTS = 1_000
"""Of a delivery that is refused, no more findings than these go along; its own list has all."""

LONGEST_NAME = 40
"""Of a file that is called after its one row."""


class RefusedSerializer(ProblemSerializer):
    """A problem with rows: `errors` says by row and member what is wrong and how to mend it."""

    delivery = serializers.CharField(
        required=False, help_text="Address of the rejected delivery that is kept as proof, if any."
    )


def contract_of(person: User, pk: int) -> Contract:
    """The contract, of a provider that the person acts for; 422 for any other."""
    contracts = Contract.objects.visible_to(person).filter(provider__in=providers_of(person))
    found = contracts.filter(pk=pk).first()
    if found is None:
        sentence = _("You have no contract with this number.")
        fault = Fault(sentence, "contract", "unknown_contract")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, [fault])
    return found


def split(request: Request, head: type[ApiSerializer]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The body's members that `head` knows, by their names here; and the others, as they came."""
    body: Any = request.data
    serializer = head(data=body)
    serializer.is_valid(raise_exception=True)
    others = {name: value for name, value in body.items() if name not in serializer.fields}
    return dict(serializer.validated_data), others


def file_of(rows: Sequence[Any], name: str) -> ContentFile:
    """The rows as the JSON document that is kept; 422, by row and member, where they are none."""
    faults = misshapen(rows, PLACEMENTS)
    if faults:
        sentence = _("What was sent is not shaped as placements are; see “errors”.")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, faults)
    return ContentFile(json.dumps({"rows": rows}, indent=1).encode(), name=name)


def take_one(
    endpoint: Endpoint, contract: Contract, row: Mapping[str, Any], terms: Terms
) -> Delivery:
    """Take one row in at once; the delivery comes back applied or rejected."""
    name = str(row.get(PLACEMENTS.key[0]))[:LONGEST_NAME]
    file = file_of([row], f"{name}.json")
    return take(endpoint, contract, file, terms)


def take(endpoint: Endpoint, contract: Contract, file: File, terms: Terms) -> Delivery:
    """Take rows in at once; in the sandbox the file goes with them, as nothing may stay."""
    token, at = endpoint.token, timezone.now()
    delivery = take_rows(contract=contract, file=file, token=token, at=at, terms=terms)
    endpoint.row_count = delivery.rows_total
    if endpoint.is_sandbox:
        delivery.file.delete(save=False)
    return delivery


def refusal_of(delivery: Delivery, path: str, *, new_only: bool = False) -> Response | None:
    """The answer about a delivery that was rejected, with its findings; None where it was not.

    Not raised: the delivery stays as proof of what was sent. 409 when all that is wrong is that
    the placement stands already, where only a new one was asked.
    """
    if delivery.status != DeliveryStatus.REJECTED:
        return None
    stands = new_only and not delivery.rows_refused and not delivery.rows_new
    conflicts = bool(stands and delivery.rows_total)
    status = HTTPStatus.CONFLICT if conflicts else HTTPStatus.UNPROCESSABLE_ENTITY
    faults = [] if conflicts else _faults(delivery)
    members = problem(status, delivery.message, instance=path, faults=faults)
    members["delivery"] = reverse("api:delivery-detail", args=[delivery.pk])
    return Response(members, status=status, content_type=MEDIA_TYPE)


def _faults(delivery: Delivery) -> Iterator[Fault]:
    """Its errors; its warnings when those are what needs an answer."""
    level = FindingLevel.ERROR if delivery.rows_refused else FindingLevel.WARNING
    for found in delivery.findings.filter(level=level).order_by("row_number", "pk")[:MOST_FAULTS]:
        yield Fault(
            found.message,
            column_of(PLACEMENTS, found.column),
            found.code,
            found.row_number or None,
            found.remedy,
        )
