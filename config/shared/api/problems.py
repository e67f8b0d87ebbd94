"""Every error of the API as application/problem+json (RFC 9457)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework import exceptions
from rest_framework.response import Response

from config.shared.api.names import camel
from config.shared.errors import Refused

MEDIA_TYPE = "application/problem+json"
NOT_A_FIELD = "nonFieldErrors"
"""Where a serializer keeps what is wrong with a body as a whole."""

AS_ON_PAGES = (
    gettext_noop("This field is required."),
    gettext_noop("No file was submitted."),
    gettext_noop("Value must be valid JSON."),
)
"""Sentences for which the package under the API has other Dutch than Django: ours goes first."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with what was sent.

    `row` counts the rows of a sheet or of a list in the body from 1; None outside one. `field` is
    the member's name as the API speaks it, empty when no single one is to blame.
    """

    message: str
    field: str = ""
    code: str = "invalid"
    row: int | None = None
    remedy: str = ""


class Problem(exceptions.APIException):
    """Answer with this status, a sentence, and each fault by its row and field."""

    def __init__(self, status: int, detail: object, faults: Iterable[Fault] = ()) -> None:
        self.status_code = status
        self.faults = list(faults)
        super().__init__(str(detail))


def problem(
    status: int, detail: object, *, instance: str = "", faults: Iterable[Fault] = ()
) -> dict[str, Any]:
    """The members of a problem, which every error answer has; `instance` is the path asked for."""
    return {
        "type": "about:blank",
        "status": int(status),
        "title": HTTPStatus(status).phrase,
        "detail": str(detail),
        "instance": instance,
        "errors": [asdict(fault) for fault in faults],
    }


def answer_problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to what a view raised; None for a fault of our own, which is raised on.

    Refused is 422: what was asked is well formed, and the domain says no. Set as EXCEPTION_HANDLER.
    """
    found = _as_api_error(error)
    if found is None:
        return None
    members = problem(
        found.status_code,
        _detail(found),
        instance=context["request"].path,
        faults=_faults(found),
    )
    return Response(
        members, status=found.status_code, headers=_headers(found), content_type=MEDIA_TYPE
    )


def _as_api_error(error: Exception) -> exceptions.APIException | None:
    match error:
        case exceptions.APIException():
            return error
        case Refused():
            faults = [
                Fault(message, camel(error.field or ""), "refused") for message in error.messages
            ]
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), faults)
        case RequestDataTooBig():
            megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
            sentence = _("A body of JSON is at most %(megabytes)s MB. Send the rows as a sheet.")
            return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence % {"megabytes": megabytes})
        case Http404():
            return exceptions.NotFound(_("There is no such thing here, or it is not yours to see."))
        case PermissionDenied():
            return exceptions.PermissionDenied()
    return None


def _detail(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ValidationError):
        return _("What was sent is not right; see “errors”.")
    return str(error.detail)


def _faults(error: exceptions.APIException) -> list[Fault]:
    if isinstance(error, Problem):
        return error.faults
    if isinstance(error, exceptions.ValidationError):
        return list(_walk(error.get_full_details(), ""))
    return []


def _walk(details: Any, path: str) -> Iterator[Fault]:
    """The leaves of a serializer's errors, each by the dotted path of its member."""
    if isinstance(details, Mapping) and details.keys() == {"message", "code"}:
        yield Fault(str(details["message"]), path, str(details["code"]))
    elif isinstance(details, Mapping):
        for name, inner in details.items():
            yield from _walk(inner, path if name == NOT_A_FIELD else _joined(path, str(name)))
    else:
        for inner in details:
            yield from _walk(inner, path)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _headers(error: exceptions.APIException) -> dict[str, str]:
    """What the client needs beside the problem: how to sign in, and when to come back."""
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    return headers
