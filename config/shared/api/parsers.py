"""Bodies as they are read."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from config.shared.api.problems import Problem

MEGABYTE = 1024**2


class JsonBodyParser(JSONParser):
    """JSON, of which no more is read than DATA_UPLOAD_MAX_MEMORY_SIZE.

    What is nested without end is a bad request, as any other body that cannot be read.
    """

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The document. Raises ParseError, and Problem 413."""
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise _too_large()
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as problem:
            raise ParseError(_("The body is nested too deeply.")) from problem


def _too_large() -> Problem:
    megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE
    sentence = _("A body of JSON is at most %(megabytes)s MB. Send the rows as a sheet.")
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence % {"megabytes": megabytes})
