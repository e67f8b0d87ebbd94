"""What holds for every answer under /api/, also for those that no view of ours made."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from config.shared.api.problems import MEDIA_TYPE, problem

VERSION = "1.0.0"
"""Of the API, in full; its first number stands in the address."""
ROOT = "/api/"
JSON = ("application/json", "application/vnd.oai.openapi", MEDIA_TYPE)


class ApiMiddleware:
    """Names the version in each answer, and turns an error page into a problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(ROOT):
            return response
        if response.status_code >= HTTPStatus.BAD_REQUEST and not _is_json(response):
            response = _problem(request, response.status_code)
        response["API-Version"] = VERSION
        return response


def _is_json(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith(JSON)


def _problem(request: HttpRequest, status: int) -> JsonResponse:
    """The same status in JSON; of our own faults it says no more than that they are ours."""
    detail = _("This address does not exist, or the request cannot be read.")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        detail = _("Something went wrong here; nothing was changed. Try again.")
    members = problem(status, detail, instance=request.path)
    return JsonResponse(members, status=status, content_type=MEDIA_TYPE)
