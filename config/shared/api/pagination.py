"""Pages of rows by keyset: each page starts after the last row of the former one."""

import hashlib
import re
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

CURSOR, PAGE_SIZE = "cursor", "pageSize"
SALT = "api.cursor"
USUAL, MOST = 100, 1_000
"""Rows of a page, unless asked otherwise, and at most."""


class KeysetPagination(BasePagination):
    """Oldest first by primary key: what is added meanwhile comes at the end, nothing shifts.

    The cursor is signed and belongs to one path with its filters. Nothing is counted.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """The rows of one page; ValidationError for a cursor or a size that cannot be."""
        self._request = request
        self._size = _size(request)
        after = _after(request)
        if after is not None:
            queryset = queryset.filter(pk__gt=after)
        found = list(queryset.order_by("pk")[: self._size + 1])
        self._rows, self._has_more = found[: self._size], len(found) > self._size
        return self._rows

    def get_paginated_response(self, data: Any) -> Response:
        """The rows under `results`, and under `next` the address of the next page or null."""
        return Response({"results": data, "next": self._next()})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """How a page looks in the OpenAPI document."""
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema | {"maxItems": MOST},
                "next": {
                    "type": "string",
                    "format": "uri",
                    "nullable": True,
                    "description": "Address of the next page; null on the last one.",
                },
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The two parameters of the OpenAPI document."""
        return [
            {
                "name": CURSOR,
                "in": "query",
                "required": False,
                "description": "Where the page starts: taken from `next`, never made up.",
                "schema": {"type": "string"},
            },
            {
                "name": PAGE_SIZE,
                "in": "query",
                "required": False,
                "description": "Rows on a page.",
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            },
        ]

    def _next(self) -> str | None:
        if not self._has_more:
            return None
        position = {"after": self._rows[-1].pk, "of": _question(self._request)}
        cursor = signing.dumps(position, salt=SALT, compress=True)
        address = self._request.build_absolute_uri()
        return str(replace_query_param(address, CURSOR, cursor))


def _size(request: Request) -> int:
    text = request.query_params.get(PAGE_SIZE, str(USUAL))
    if re.fullmatch("[0-9]{1,4}", text) and 0 < int(text) <= MOST:
        return int(text)
    raise ValidationError({PAGE_SIZE: _("A whole number from 1 to %(most)s.") % {"most": MOST}})


def _after(request: Request) -> int | None:
    """The key of the last row of the former page; None on the first page."""
    cursor = request.query_params.get(CURSOR)
    if cursor is None:
        return None
    wrong = ValidationError({CURSOR: _("This cursor is not one of this list with these filters.")})
    try:
        position = signing.loads(cursor, salt=SALT)
    except signing.BadSignature as error:
        raise wrong from error
    if position["of"] != _question(request):
        raise wrong
    return int(position["after"])


def _question(request: Request) -> str:
    """What is asked, apart from the place in the list."""
    filters = sorted(
        (name, value)
        for name, values in request.query_params.lists()
        for value in values
        if name not in (CURSOR, PAGE_SIZE)
    )
    return hashlib.sha256(repr((request.path, filters)).encode()).hexdigest()[:16]
