"""Versions of what the API shows, so that nothing is fetched twice or overwritten unseen."""

import hashlib
from http import HTTPStatus
from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from config.shared.api.problems import Problem


class PlainRenderer(JSONRenderer):
    """JSON that looks the same whoever asks, so that its hash names the version of the content."""

    charset = None

    def get_indent(self, accepted_media_type: str, renderer_context: Any) -> None:
        """Never."""


def etag_of(data: Any) -> str:
    """A strong ETag: the SHA-256 of the JSON that shows `data`.

    Strong, since If-Match compares strongly (RFC 9110, 13.1.1) and equal JSON is equal byte for
    byte.
    """
    return etag_of_bytes(PlainRenderer().render(data))


def etag_of_bytes(content: bytes) -> str:
    """The same of JSON that was rendered already."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def is_known(request: Request, etag: str) -> bool:
    """Whether who asks has this version already (If-None-Match, which compares weakly)."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in {each.removeprefix("W/") for each in known}


def require_match(request: Request, etag: str) -> None:
    """Raise unless the change is based on the version that stands.

    428 when If-Match is missing, 412 when it names another version.
    """
    wanted = parse_etags(request.headers.get("If-Match", ""))
    if not wanted:
        raise Problem(
            HTTPStatus.PRECONDITION_REQUIRED,
            _("Send the ETag of the version that you change in the header If-Match."),
        )
    if "*" not in wanted and etag not in wanted:
        raise Problem(
            HTTPStatus.PRECONDITION_FAILED,
            _("It was changed meanwhile. Fetch it again and base your change on that."),
        )
