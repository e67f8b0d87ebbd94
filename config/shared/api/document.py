"""The OpenAPI document, with what holds for every operation told once."""

from typing import Any, ClassVar

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from config.shared.api.names import camel
from config.shared.api.problems import MEDIA_TYPE
from config.shared.api.serializers import ProblemSerializer

WRITES = ("POST", "PATCH", "DELETE")
PROBLEMS = {
    "400": "The request cannot be read, or a parameter is wrong.",
    "401": "No token, or one that does not work.",
    "403": "The token or its role does not allow this.",
    "404": "There is no such thing, or it is not yours to see.",
    "405": "This address does not know the method.",
    "406": "Only JSON is spoken here.",
    "409": "The same request is being carried out at this moment.",
    "412": "It was changed meanwhile.",
    "413": "More was sent than is read.",
    "415": "This kind of content is not read here.",
    "422": "What was sent is well formed, but refused: see `errors`.",
    "428": "The header If-Match is missing.",
    "429": "The token asked too much; wait as Retry-After says.",
    "500": "Something went wrong on our side; nothing was changed.",
}
ALWAYS = ("400", "401", "403", "404", "405", "406", "429", "500")
OF_WRITES = ("409", "413", "415", "422")
OF_CHANGES = ("412", "428")
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="Other for each write; who sends the same again gets the same answer for a day.",
)
SANDBOX = OpenApiParameter(
    "X-Sandbox",
    {"type": "string", "enum": ["true", "false"]},
    OpenApiParameter.HEADER,
    description="true: everything is checked and carried out, and then taken back.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the version that is changed.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description="The ETag of the version that is known already.",
)
HEADERS = {
    "API-Version": {"description": "Version of the API.", "schema": {"type": "string"}},
    "RateLimit-Limit": {
        "description": "Requests that the token may make within a minute.",
        "schema": {"type": "integer"},
    },
    "RateLimit-Remaining": {
        "description": "How many of them are left.",
        "schema": {"type": "integer"},
    },
    "RateLimit-Reset": {
        "description": "Seconds until the oldest of them no longer counts.",
        "schema": {"type": "integer"},
    },
}
ETAG = {"description": "Version of what is shown.", "schema": {"type": "string"}}


class ApiSchema(AutoSchema):
    """One operation: its headers, and the problems it may answer with."""

    verbs: ClassVar[dict[str, str]] = {
        "GET": "get",
        "POST": "create",
        "PATCH": "update",
        "DELETE": "delete",
    }

    def get_operation_id(self) -> str:
        """listPlacements, getPlacement, createPlacement ...: `operation` of the view, or its name.

        A view may give its own by `operation_ids = {"POST": "confirmDelivery"}`.
        """
        given = getattr(self.view, "operation_ids", {})
        if self.method in given:
            return str(given[self.method])
        verb = "list" if self._is_list_view() else self.verbs[self.method]
        noun = type(self.view).__name__.removesuffix("Endpoint").removesuffix("List")
        return camel(f"{verb}_{noun[:1].lower()}{noun[1:]}")

    def get_tags(self) -> list[str]:
        """The first part of the path."""
        return [self._tokenize_path()[0]]

    def get_override_parameters(self) -> list[Any]:
        """The headers of the method, beside what the view declares."""
        declared = list(super().get_override_parameters())
        if self.method in WRITES:
            declared += [IDEMPOTENCY_KEY, SANDBOX]
        if self.method == "PATCH":
            declared.append(IF_MATCH)
        if self.method == "GET":
            declared.append(IF_NONE_MATCH)
        return declared

    def _is_list_view(self, serializer: Any = None) -> bool:
        if serializer is None and self.method == "GET":
            return bool(getattr(self.view, "is_list", False))
        return bool(super()._is_list_view(serializer))

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """Beside the declared answers the problems that any such operation can give."""
        bodies = super()._get_response_bodies(direction)
        codes = [*ALWAYS, *(OF_WRITES if self.method in WRITES else ())]
        codes += OF_CHANGES if self.method == "PATCH" else ()
        schema = self.resolve_serializer(ProblemSerializer, "response").ref
        for code in codes:
            bodies.setdefault(code, _problem(code, schema))
        if self.method == "GET":
            bodies["304"] = {"description": "Nothing changed."}
        return dict(sorted(bodies.items()))


def _problem(code: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": PROBLEMS[code], "content": {MEDIA_TYPE: {"schema": schema}}}


def complete(result: dict[str, Any], generator: SchemaGenerator, **kwargs: Any) -> dict[str, Any]:
    """Name the headers of every answer, and sort what has no order of its own."""
    for path in result["paths"].values():
        for method, operation in path.items():
            for code, answer in operation["responses"].items():
                _add_headers(answer, method, code)
    return result


def _add_headers(answer: dict[str, Any], method: str, code: str) -> None:
    headers = answer.setdefault("headers", {})
    headers.update(HEADERS)
    if method == "get" and code in ("200", "304"):
        headers["ETag"] = ETAG
    if code in ("201", "202"):
        headers.setdefault(
            "Location",
            {"description": "Address of what was made.", "schema": {"type": "string"}},
        )
    if code == "429":
        headers["Retry-After"] = {
            "description": "Seconds to wait.",
            "schema": {"type": "integer"},
        }
