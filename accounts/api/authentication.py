"""A token in the header Authorization becomes its owner, acting in the token's role."""

from http import HTTPStatus
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.enums import TokenState
from accounts.models import ApiToken, User
from accounts.models.tokens import TOKEN_MARK
from config.shared.api.problems import Problem

SCHEME = "Bearer"
WORDS = 2
"""Of the header: the scheme and the token."""


class TokenAuthentication(BaseAuthentication):
    """Puts the person on `request.user`, in the role of the token, and the token on `request.auth`.

    401 for whatever is wrong with it: unknown, expired, revoked, used from elsewhere, or its owner
    no longer has the role. A token in an address is refused with 400, since addresses are logged.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person and the token; None when no token was sent."""
        _refuse_in_address(request)
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != SCHEME.lower():
            return None
        token = _found(words[1]) if len(words) == WORDS else None
        if token is None:
            raise AuthenticationFailed(_("This token is not known."))
        request._request.api_token = token  # type: ignore[attr-defined]
        _refuse_ended(token, client_address(request))
        return _acting(token), token

    def authenticate_header(self, request: Request) -> str:
        """How to sign in."""
        return SCHEME


def client_address(request: Request) -> str:
    """The network address of who asks, behind as many proxies as NUM_PROXIES says."""
    return str(BaseThrottle().get_ident(request) or "")


def _refuse_in_address(request: Request) -> None:
    if f"{TOKEN_MARK}_" in request.META.get("QUERY_STRING", ""):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            _(
                "Never put a token in an address: addresses are logged. Revoke this token, make a "
                "new one and send it in the header Authorization."
            ),
        )


def _found(text: str) -> ApiToken | None:
    """The token, known by the prefix in it and by its secret."""
    mark, _first, rest = text.partition("_")
    prefix, _second, secret = rest.partition("_")
    if mark != TOKEN_MARK or not secret or "\x00" in prefix:
        return None
    token = ApiToken.objects.select_related("user").filter(prefix=prefix).first()
    return token if token and token.has_secret(secret) else None


def _refuse_ended(token: ApiToken, address: str) -> None:
    match token.state_at(timezone.now()):
        case TokenState.REVOKED:
            raise AuthenticationFailed(_("This token was revoked."))
        case TokenState.EXPIRED:
            raise AuthenticationFailed(_("This token is no longer valid. Make a new one."))
    if not token.admits(address):
        raise AuthenticationFailed(_("This token may not be used from this network address."))


def _acting(token: ApiToken) -> User:
    """The owner in the role of the token, which may have ended meanwhile."""
    user = token.user
    grants = {grant.key: grant for grant in user.all_grants}
    user.acting = grants.get(token.grant_key)
    if user.acting is None:
        raise AuthenticationFailed(_("The owner of this token no longer has this role."))
    if user.acting.role in settings.MFA_REQUIRED_ROLES and not is_mfa_enabled(user):
        raise AuthenticationFailed(_("The owner of this token has to set up a second factor."))
    return user


class TokenScheme(OpenApiAuthenticationExtension):
    """What the OpenAPI document says of tokens; known to it by being declared."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "A token made on the site."}
