"""The API: tokens in a person's role, what they asked, and answers kept for who asks again."""

import hashlib
import secrets
from datetime import datetime
from ipaddress import ip_address, ip_network

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import ApiScope, Permission, Role, TokenState
from accounts.models.audit import audited_organisations
from accounts.models.people import User
from config.shared.constraints import stamped
from config.shared.periods import amsterdam

TOKEN_MARK = "taalregie"  # noqa: S105 - not a secret
"""How every token begins, so that a scanner of source code knows a leaked one."""


def token_text(prefix: str, secret: str) -> str:
    """The token as its owner gets it to see, once."""
    return f"{TOKEN_MARK}_{prefix}_{secret}"


def secret_hash(secret: str) -> str:
    """What is kept of a token's secret part, 32 random bytes as text: SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: User) -> "ApiTokenQuerySet":
        """The own ones, and for who manages people those of the organisation."""
        mine = Q(user=user)
        if user.may(Permission.MEMBERS_MANAGE):
            mine |= Q(organisation__in=organisations_of(user))
        return self.filter(mine)


def organisations_of(user: User) -> list[str]:
    """What `user` acts for as audit rows name it, with the gemeenten of the own regions."""
    own = {grant.for_organisation for grant in user.grants if grant.tender_id is None}
    return sorted(own.union(audited_organisations(user)))


class ApiToken(models.Model):
    """A key by which a program acts as one person in one role, within the chosen scopes.

    `grant_key` names that role as Grant.key does: who no longer has it, has no use of the token.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens", verbose_name=_("of"))
    grant_key = models.CharField(max_length=80)
    organisation = models.CharField(_("for organisation"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("begins with"), max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=30, choices=ApiScope), verbose_name=_("may do"))
    networks = ArrayField(
        models.CharField(max_length=43),
        default=list,
        blank=True,
        verbose_name=_("only from these addresses"),
    )
    is_sandbox = models.BooleanField(_("only to try out"), default=False)
    expires_on = models.DateField(_("valid up to and including"))
    created_at = models.DateTimeField(_("made"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="api_tokens_revoked"
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-pk",)
        constraints = (
            stamped("api_token", "revoked"),
            models.CheckConstraint(
                condition=Q(scopes__len__gt=0)
                & Q(scopes__contained_by=[scope.value for scope in ApiScope]),
                name="api_token_scopes_known",
                violation_error_message=_("Choose what the token may do."),
            ),
        )
        indexes = (models.Index(fields=("organisation", "-id"), name="api_token_organisation"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:apitoken-detail", args=[self.pk])

    @property
    def role(self) -> Role:
        """The role in which it was made."""
        return Role(self.grant_key.split(":", 1)[0])

    @property
    def scope_labels(self) -> list[str]:
        """What it may do, in words."""
        return [str(ApiScope(scope).label) for scope in self.scopes]

    def has_secret(self, secret: str) -> bool:
        """Whether this is the secret; takes as long for a wrong one as for the right one."""
        return secrets.compare_digest(secret_hash(secret), self.secret_hash)

    def admits(self, address: str) -> bool:
        """Whether it may be used from this network address; anywhere when none are named."""
        if not self.networks:
            return True
        try:
            asked = ip_address(address)
        except ValueError:
            return False
        return any(asked in ip_network(network) for network in self.networks)

    def state_at(self, at: datetime) -> TokenState:
        """In use, past its last day, or revoked."""
        if self.revoked_at:
            return TokenState.REVOKED
        is_past = amsterdam(at) > self.expires_on
        return TokenState.EXPIRED if is_past else TokenState.ACTIVE


class IdempotencyKey(models.Model):
    """The answer to one write, for who sends the same again under the same key.

    `digest` is of method, path and content. Written in the transaction of the write itself: either
    both are there or neither.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = (
            models.UniqueConstraint(fields=("token", "key"), name="idempotency_key_once"),
        )
        indexes = (models.Index(fields=("created_at",), name="idempotency_key_age"),)

    def __str__(self) -> str:
        return self.key


class ApiRequestQuerySet(models.QuerySet["ApiRequest"]):
    def visible_to(self, user: User) -> "ApiRequestQuerySet":
        """What was asked for the organisations that `user` acts for."""
        return self.filter(organisation__in=organisations_of(user))


class ApiRequest(models.Model):
    """One request of a token; append-only, and removed when old.

    `path` has no query string: what was searched for is nobody's business. `milliseconds` is the
    time within the view, `row_count` how many rows were given or taken.
    """

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="requests")
    organisation = models.CharField(_("for organisation"), max_length=40)
    at = models.DateTimeField(_("when"))
    method = models.CharField(_("method"), max_length=10)
    path = models.CharField(_("path"), max_length=300)
    status = models.PositiveSmallIntegerField(_("status"))
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    row_count = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    address = models.GenericIPAddressField(_("from address"), null=True, blank=True)
    is_sandbox = models.BooleanField(_("tried out"), default=False)

    objects = ApiRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("API request")
        verbose_name_plural = _("API requests")
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("token", "-at"), name="api_request_of_token"),
            models.Index(fields=("organisation", "-id"), name="api_request_organisation"),
            models.Index(fields=("at",), name="api_request_age"),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
