"""The log of what tokens ask, and the tidying of what the API keeps."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from ipaddress import ip_address

from django.conf import settings
from django.db.models import Q

from accounts.models import ApiRequest, ApiToken, IdempotencyKey

USED_EVERY = timedelta(minutes=5)
"""How exact the moment of last use is: not every request writes it."""
ANSWERS_KEPT = timedelta(hours=24)
PATH_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and what came of it."""

    at: datetime
    method: str
    path: str
    status: int
    milliseconds: int
    row_count: int | None
    address: str
    is_sandbox: bool


def log_request(*, token: ApiToken, asked: Asked) -> None:
    """Write the request down, and when the token was last used."""
    told = replace(asked, path=asked.path[:PATH_LENGTH], method=asked.method[:10])
    facts = asdict(told) | {"address": _address(asked.address)}
    ApiRequest.objects.create(token=token, organisation=token.organisation, **facts)
    if token.last_used_at is None or token.last_used_at < asked.at - USED_EVERY:
        rows = ApiToken.objects.filter(pk=token.pk)
        earlier = Q(last_used_at__isnull=True) | Q(last_used_at__lt=asked.at)
        rows.filter(earlier).update(last_used_at=asked.at)


def tidy_up(*, at: datetime) -> tuple[int, int]:
    """Forget answers of a day ago and requests older than API_LOG_DAYS; how many of each."""
    answers, _each = IdempotencyKey.objects.filter(created_at__lt=at - ANSWERS_KEPT).delete()
    oldest = at - timedelta(days=settings.API_LOG_DAYS)
    requests, _each = ApiRequest.objects.filter(at__lt=oldest).delete()
    return answers, requests


def _address(text: str) -> str | None:
    """The address when it is one; a proxy may say anything."""
    try:
        return str(ip_address(text))
    except ValueError:
        return None
