"""The OpenAPI document, for anyone."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer


def document() -> dict[str, Any]:
    """The document as the code has it, in English, whoever asks."""
    with translation.override("en"):
        return dict(SchemaGenerator().get_schema(request=None, public=True))


def document_as_json() -> str:
    """The same, as it stands in docs/openapi.json."""
    return f"{_rendered(document()).decode()}\n"


def _rendered(described: dict[str, Any]) -> bytes:
    return bytes(OpenApiJsonRenderer().render(described, renderer_context={}))


@cache
def _as_json(server: str) -> bytes:
    """Made once in each process: the code does not change while it runs."""
    return _rendered(document() | {"servers": [{"url": server}]})


@require_safe
def openapi_json(request: HttpRequest) -> HttpResponse:
    """The document with the address of this installation; public, so readable from any site."""
    content = _as_json(f"{settings.PUBLIC_URL}/api/v1")
    response = HttpResponse(content, content_type="application/vnd.oai.openapi+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response
