"""Calls of the API as a provider's program makes them."""

import json
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.actions.tokens import TokenRequest, make_token, offered_scopes
from accounts.models import User
from config.shared.api.names import camel
from tests.support.placements import row

ROOT = "/api/v1"
HOURS = {"offered_hours": 120, "attended_hours": 96.5}
CODES = {"target_group": "status_holder", "status": "started"}


class Caller:
    """A client with the token of `user`, who may do all that the role may."""

    def __init__(self, user: User, *, scopes: tuple[str, ...] = (), sandbox: bool = False) -> None:
        now = timezone.now()
        request = TokenRequest(
            name="Leerlingvolgsysteem",
            scopes=scopes or offered_scopes(user.grants[0]),
            expires_on=timezone.localdate(now) + timedelta(days=30),
            is_sandbox=sandbox,
        )
        _token, text = make_token(request=request, by=user, at=now)
        self._client = Client(headers={"Authorization": f"Bearer {text}"})

    def get(self, path: str, **query: str) -> HttpResponse:
        return self._client.get(ROOT + path, query)

    def post(self, path: str, body: Any, key: str = "", **headers: str) -> HttpResponse:
        return self._send("POST", path, body, key, headers)

    def patch(self, path: str, body: Any, etag: str = "", **headers: str) -> HttpResponse:
        named = {"If-Match": etag} if etag else {}
        return self._send("PATCH", path, body, "", named | headers)

    def upload(self, path: str, fields: Mapping[str, Any]) -> HttpResponse:
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        return self._client.post(ROOT + path, fields, headers=headers)

    def _send(
        self, method: str, path: str, body: Any, key: str, headers: Mapping[str, str]
    ) -> HttpResponse:
        return self._client.generic(
            method,
            ROOT + path,
            body if isinstance(body, str) else _dumped(body),
            content_type="application/json",
            headers={"Idempotency-Key": key or str(uuid.uuid4()), **headers},
        )


def _dumped(body: Any) -> str:
    return "" if body is None else json.dumps(body, default=str)


def json_row(number: int = 1, **cells: Any) -> dict[str, Any]:
    """The row of tests/support/placements.py as the API speaks it."""
    spoken = row(number, **CODES, **HOURS) | cells
    return {camel(name): value for name, value in spoken.items()}
