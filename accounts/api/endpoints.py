"""The base of every address of the API that asks for a token.

An endpoint declares `reads` and, where it changes something, `writes`: the scopes that a token
needs. Whose rows it shows follows from `visible_to(person)`, in the role of the token.
"""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from time import perf_counter
from typing import Any, ClassVar

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.requests import Asked, log_request
from accounts.api import once
from accounts.api.authentication import TokenAuthentication, client_address
from accounts.api.throttles import TokenThrottle
from accounts.enums import ApiScope
from accounts.models import ApiToken
from accounts.roles import SCOPES
from config.shared.api.problems import Problem
from config.shared.api.views import ApiView, DetailView, ListView

WRITES = ("POST", "PATCH", "DELETE")
SANDBOX = "X-Sandbox"


class HasScope(BasePermission):
    """The token has the scope of the endpoint, and its role still the permission behind it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """True as well for a method that the endpoint does not have: that is 405."""
        if not isinstance(request.auth, ApiToken):
            return False
        scope = view.scope_of(request.method)
        if scope is None:
            return True
        self.message = _("This token lacks the scope “%(scope)s”.") % {"scope": scope}
        return scope in request.auth.scopes and bool(view.person.may(SCOPES[scope]))


class Endpoint(ApiView):
    """An address that a token reaches.

    A write needs an Idempotency-Key and runs in one transaction with the answer that is kept under
    it. In the sandbox (header `X-Sandbox: true`, or a token that is only for trying out) everything
    happens as always and is rolled back: nothing is queued, no mail goes. A file that a handler
    puts into the file store is its own to take away again: see `is_sandbox`.
    """

    authentication_classes = [TokenAuthentication]
    permission_classes = [HasScope]
    throttle_classes = [TokenThrottle]
    reads: ClassVar[ApiScope]
    writes: ClassVar[ApiScope | None] = None
    row_count: int | None = None
    """How many rows were given or taken, for the log."""

    @property
    def token(self) -> Any:
        """The token with which is asked."""
        return self.request.auth

    @property
    def is_sandbox(self) -> bool:
        """Whether what is asked is only tried out."""
        return _is_sandbox(self.request)

    def scope_of(self, method: str | None) -> ApiScope | None:
        """What a token needs for `method`; None for a method that this endpoint has not."""
        if method is None or not hasattr(self, method.lower()):
            return None
        return self.writes if method in WRITES else self.reads

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer, and write down what was asked by a token that is known, whatever came of it."""
        started, at = perf_counter(), timezone.now()
        response = super().dispatch(request, *args, **kwargs)
        token = getattr(request, "api_token", None)
        if token is not None:
            asked = Asked(
                at=at,
                method=str(request.method),
                path=request.path,
                status=response.status_code,
                milliseconds=round(1000 * (perf_counter() - started)),
                row_count=self.row_count,
                address=client_address(self.request),
                is_sandbox=_is_sandbox(request),
            )
            log_request(token=token, asked=asked)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let a write happen once: what DRF calls next is the handler within `_carry_out`."""
        super().initial(request, *args, **kwargs)
        _check_sandbox(request)
        name = str(request.method).lower()
        if request.method in WRITES and hasattr(self, name):
            setattr(self, name, partial(self._carry_out, getattr(self, name)))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Say how much the token may still ask, and whether this was only tried out."""
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in zip(
            ("Limit", "Remaining", "Reset"), getattr(request, "rate_limit", ()), strict=False
        ):
            response[f"RateLimit-{name}"] = str(value)
        if _is_sandbox(request):
            response[SANDBOX] = "true"
        return response

    def _carry_out(
        self, handler: Callable[..., Response], request: Request, *args: Any, **kwargs: Any
    ) -> Any:
        """The handler's answer or, when the same was asked before, that of then."""
        key, digest = once.key_of(request), once.digest_of(request)
        with transaction.atomic():
            once.claim(self.token, key)
            earlier = None if self.is_sandbox else once.earlier_answer(self.token, key, digest)
            if earlier is not None:
                return earlier
            response = handler(request, *args, **kwargs)
            if self.is_sandbox:
                _undo()
            else:
                once.keep_answer(self.token, key, digest, response, timezone.now())
        return response


class ListEndpoint(ListView, Endpoint):
    """Rows, filtered, a page at a time."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page."""
        response = super().get(request, *args, **kwargs)
        self.row_count = len(response.data["results"])
        return response


class DetailEndpoint(DetailView, Endpoint):
    """One row."""

    row_count = 1


def _check_sandbox(request: Request) -> None:
    """Who misspells the header would otherwise change what was only to be tried out."""
    if request.headers.get(SANDBOX, "false").lower() not in ("true", "false"):
        raise Problem(HTTPStatus.BAD_REQUEST, _("Say true or false in the header X-Sandbox."))


def _is_sandbox(request: Any) -> bool:
    """As the header asks, or the token that authentication found."""
    token = getattr(request, "api_token", None)
    wanted = request.headers.get(SANDBOX, "").lower() == "true"
    return wanted or (token is not None and token.is_sandbox)


def _undo() -> None:
    """Ask the database for everything it would only look at on commit, and take all back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.set_rollback(True)
