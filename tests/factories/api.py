"""Tokens of the API and what was asked with them."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.enums import ApiScope
from accounts.models import ApiRequest, ApiToken, User
from accounts.models.tokens import secret_hash, token_text
from tests.factories.accounts import UserFactory

SECRET = "een-geheim-van-tweeendertig-bytes"


class ApiTokenFactory(DjangoModelFactory):
    """Of `user` in the first of the user's roles, valid for a month."""

    class Meta:
        model = ApiToken

    user = factory.SubFactory(UserFactory)
    grant_key = factory.LazyAttribute(lambda made: made.user.all_grants[0].key)
    organisation = factory.LazyAttribute(lambda made: made.grant_key.split(":", 1)[1])
    name = "Leerlingvolgsysteem"
    prefix = factory.Sequence(lambda number: f"{number:010x}")
    secret_hash = secret_hash(SECRET)
    scopes = factory.LazyFunction(lambda: [ApiScope.CONTRACTS_READ.value])
    created_at = factory.LazyFunction(timezone.now)
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))


class ApiRequestFactory(DjangoModelFactory):
    class Meta:
        model = ApiRequest

    token = factory.SubFactory(ApiTokenFactory)
    organisation = factory.SelfAttribute("token.organisation")
    at = factory.LazyFunction(timezone.now)
    method = "GET"
    path = "/api/v1/contracts"
    status = 200
    milliseconds = 12
    row_count = 3
    address = "192.0.2.7"


def bearer(token: ApiToken) -> str:
    """The header Authorization of a token that the factory made."""
    return f"Bearer {token_text(token.prefix, SECRET)}"


def token_of(user: User, *scopes: str, **fields) -> ApiToken:
    """A token of `user` that may do `scopes`, else everything there is."""
    return ApiTokenFactory(user=user, scopes=sorted(scopes or ApiScope.values), **fields)
