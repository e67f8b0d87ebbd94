"""The OpenAPI document, with what holds for every operation told once."""

from typing import Any, ClassVar

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.utils import OpenApiParameter

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
EVERYWHERE = ("API-Version", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
HEADERS = {
    name: {"description": description, "schema": {"type": kind}}
    for name, kind, description in (
        ("API-Version", "string", "Version of the API."),
        ("RateLimit-Limit", "integer", "Requests that the token may make within a minute."),
        ("RateLimit-Remaining", "integer", "How many of them are left."),
        ("RateLimit-Reset", "integer", "Seconds until the oldest of them no longer counts."),
        ("Retry-After", "integer", "Seconds to wait."),
        ("ETag", "string", "Version of what is shown."),
        ("Location", "string", "Address of what was made."),
    )
}


class ApiSchema(AutoSchema):
    """One operation: its headers, and the problems it may answer with."""

    verbs: ClassVar[dict[str, str]] = {
        "GET": "get",
        "POST": "create",
        "PATCH": "update",
        "DELETE": "delete",
    }

    def get_operation_id(self) -> str:
        """listPlacement, getPlacement, createPlacement ...: the verb and the name of the view."""
        verb = "list" if self._is_list_view() else self.verbs[self.method]
        noun = type(self.view).__name__.removesuffix("Endpoint")
        return verb + noun.removesuffix("List").removesuffix("Detail")

    def get_description(self) -> str:  # type: ignore[override]
        """What the method says it does, and the scope that a token needs for it."""
        method = getattr(self.view, self.method.lower(), None)
        told = [get_doc(type(self.view)), get_doc(method) if method else ""]
        scope = self.view.scope_of(self.method) if hasattr(self.view, "scope_of") else None
        needed = [f"Scope: `{scope.value}`."] if scope else []
        return "\n\n".join([*filter(None, told), *needed])

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
        is_list = self.method == "GET" and getattr(self.view, "is_list", False)
        return bool(is_list or super()._is_list_view(serializer))

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """Beside the declared answers the problems that any such operation can give."""
        bodies = super()._get_response_bodies(direction)
        self.resolve_serializer(ProblemSerializer, "response")
        codes = [*ALWAYS, *(OF_WRITES if self.method in WRITES else ())]
        codes += OF_CHANGES if self.method == "PATCH" else ()
        for code in codes:
            bodies.setdefault(code, {"$ref": f"#/components/responses/Problem{code}"})
        if self.method == "GET":
            bodies["304"] = {"description": "Nothing changed."}
        return dict(sorted(bodies.items()))


def complete(result: dict[str, Any], generator: SchemaGenerator, **kwargs: Any) -> dict[str, Any]:
    """Add what is told once, and name the headers of every answer."""
    result["components"]["headers"] = HEADERS
    result["components"]["responses"] = {f"Problem{code}": _problem(code) for code in PROBLEMS}
    for path in result["paths"].values():
        for method, operation in path.items():
            for code, answer in operation["responses"].items():
                if "$ref" not in answer:
                    answer["headers"] = _headers(method, code) | answer.get("headers", {})
                _as_problem(answer, code)
    return result


def _problem(code: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": PROBLEMS[code],
        "headers": _headers("", code),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


def _as_problem(answer: dict[str, Any], code: str) -> None:
    """An error that a view declares has the media type of errors too."""
    content = answer.get("content", {})
    if code >= "400" and "application/json" in content:
        content[MEDIA_TYPE] = content.pop("application/json")


def _headers(method: str, code: str) -> dict[str, Any]:
    """The headers of an answer, by name."""
    names = list(EVERYWHERE)
    names += ["ETag"] if method == "get" and code in ("200", "304") else []
    names += ["Location"] if code in ("201", "202") else []
    names += ["Retry-After"] if code == "429" else []
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
