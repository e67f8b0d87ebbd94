"""What is done with the tokens of the API."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_network

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Grant, require
from accounts.enums import ApiScope, Permission
from accounts.models import ApiToken, User
from accounts.models.tokens import secret_hash, token_text
from accounts.roles import SCOPES
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder

SECRET_BYTES = 32
PREFIX_BYTES = 5
TOKEN_ACTS = {
    "token_made": gettext_lazy("Token made"),
    "token_revoked": gettext_lazy("Token revoked"),
}
"""Words for what stands in the history."""


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What somebody wants a token for; `networks` as CIDR, empty for anywhere."""

    name: str
    scopes: Sequence[str]
    expires_on: date
    networks: Sequence[str] = ()
    is_sandbox: bool = False


def offered_scopes(grant: Grant | None) -> list[ApiScope]:
    """What a token in this role may be made for."""
    return [scope for scope, needed in SCOPES.items() if grant and grant.allows(needed)]


def make_token(*, request: TokenRequest, by: User, at: datetime) -> tuple[ApiToken, str]:
    """Make a token for the role in which `by` acts.

    Returns it with its text, which exists nowhere else: the hash is kept. Refused without the
    permission, for a scope that the role has not, and for more than API_TOKEN_DAYS.
    """
    require(by, Permission.API_MANAGE)
    grant = _grant_of(by)
    _check(request, grant, amsterdam(at))
    prefix, secret = secrets.token_hex(PREFIX_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken(
        user=by,
        grant_key=grant.key,
        organisation=grant.for_organisation,
        name=request.name,
        prefix=prefix,
        secret_hash=secret_hash(secret),
        scopes=sorted(request.scopes),
        networks=[str(ip_network(network, strict=False)) for network in request.networks],
        is_sandbox=request.is_sandbox,
        expires_on=request.expires_on,
        created_at=at,
    )
    with transaction.atomic():
        valid(token).save()
        _note(token, "token_made", by, at)
    return token, token_text(prefix, secret)


def revoke_token(*, token: ApiToken, by: User, at: datetime) -> ApiToken:
    """Let the token stop working at once; refused when it was revoked already, or is not theirs."""
    if not ApiToken.objects.visible_to(by).filter(pk=token.pk).exists():
        raise Refused(_("This token is not yours to revoke."))
    if not _revoke(ApiToken.objects.filter(pk=token.pk), by, at):
        raise Refused(_("This token was revoked already."))
    token.refresh_from_db()
    return token


def revoke_tokens_of(*, user: User, grant_key: str, by: User, at: datetime) -> int:
    """Revoke what `user` made in a role that ends; how many there were.

    Without it they would work again when the person gets the same role once more.
    """
    return _revoke(ApiToken.objects.filter(user=user, grant_key=grant_key), by, at)


def _grant_of(user: User) -> Grant:
    """The role in which the person acts; one seat in one tender is none to make tokens for."""
    grant = user.acting or next(iter(user.grants), None)
    if grant is None or grant.tender_id is not None:
        raise Refused(_("No token can be made for this role."))
    return grant


def _check(request: TokenRequest, grant: Grant, today: date) -> None:
    strange = set(request.scopes) - set(offered_scopes(grant))
    if strange or not request.scopes:
        raise Refused(_("Choose what the token may do, within your own role."), field="scopes")
    last = today + timedelta(days=settings.API_TOKEN_DAYS)
    if not today <= request.expires_on <= last:
        raise Refused(
            _("Choose a last day from today, at most %(days)s days ahead.")
            % {"days": settings.API_TOKEN_DAYS},
            field="expires_on",
        )
    _check_networks(request.networks)


def _check_networks(networks: Iterable[str]) -> None:
    for network in networks:
        try:
            ip_network(network, strict=False)
        except ValueError as error:
            raise Refused(
                _("“%(text)s” is not a network address such as 192.0.2.0/24.") % {"text": network},
                field="networks",
            ) from error


def _revoke(rows: "QuerySet[ApiToken]", by: User, at: datetime) -> int:
    with transaction.atomic():
        found = list(rows.filter(revoked_at__isnull=True).select_for_update(of=("self",)))
        for token in found:
            token.revoked_at, token.revoked_by = at, by
            token.save(update_fields=["revoked_at", "revoked_by"])
            _note(token, "token_revoked", by, at)
    return len(found)


def _note(token: ApiToken, action: str, by: User, at: datetime) -> None:
    after = {"name": token.name, "scopes": token.scopes, "expires_on": token.expires_on}
    recorder().record([Entry(token, action, by, at, {}, after)])
