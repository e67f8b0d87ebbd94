"""A write that is sent twice under one Idempotency-Key happens once."""

import hashlib
import json
import re
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken, IdempotencyKey
from config.shared.api.etags import PlainRenderer
from config.shared.api.problems import Problem

HEADER = "Idempotency-Key"
KEPT_HEADERS = ("Location", "ETag", "Content-Type")
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def key_of(request: Request) -> str:
    """The key that was sent; 400 without one, or with one that is not plain text."""
    key = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            _(
                "Send a header Idempotency-Key of at most 255 letters, digits and signs, other for "
                "each write, for example a UUID. Send the same again to try the same again."
            ),
        )
    return key


def digest_of(request: Request) -> str:
    """SHA-256 over method, path and content; files by what is in them, JSON whatever its layout."""
    told = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    data = request.data
    if hasattr(data, "lists"):
        for name, values in sorted(data.lists()):
            for value in values:
                told.update(repr(name).encode())
                _add(told, value)
    else:
        _add(told, data)
    return told.hexdigest()


def _add(told: Any, value: Any) -> None:
    if hasattr(value, "chunks"):
        for chunk in value.chunks():
            told.update(chunk)
        value.seek(0)
    else:
        told.update(json.dumps(value, sort_keys=True, default=str).encode())


def claim(token: ApiToken, key: str) -> None:
    """Hold the key until the transaction ends; 409 while another request holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{token.pk}:{key}"]
        )
        (is_held,) = cursor.fetchone()
    if not is_held:
        raise Problem(
            HTTPStatus.CONFLICT,
            _("The same request is being carried out at this moment. Ask again in a moment."),
        )


def earlier_answer(token: ApiToken, key: str, digest: str) -> HttpResponse | None:
    """What was answered under this key; None the first time, 422 when it was another request."""
    kept = IdempotencyKey.objects.filter(token=token, key=key).first()
    if kept is None:
        return None
    if kept.digest != digest:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _("This Idempotency-Key was used before, for another request. Use a new one."),
        )
    headers = {**kept.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(kept.body, status=kept.status, headers=headers)


def keep_answer(token: ApiToken, key: str, digest: str, response: Response, at: datetime) -> None:
    """Write the answer down, in the transaction of what it answers."""
    content_type = response.content_type or PlainRenderer.media_type
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    IdempotencyKey.objects.create(
        token=token,
        key=key,
        digest=digest,
        status=response.status_code,
        headers=headers | {"Content-Type": content_type},
        body=PlainRenderer().render(response.data).decode(),
        created_at=at,
    )
