"""How much one token may ask within a minute."""

from datetime import timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.models import ApiRequest, ApiToken

MINUTE = timedelta(minutes=1)


class TokenThrottle(BaseThrottle):
    """API_REQUESTS_PER_MINUTE, counted in the log, so that all processes count together.

    Leaves `rate_limit` on the request: the limit, what is left of it, and after how many seconds
    the oldest request no longer counts.
    """

    _wait = 0

    def allow_request(self, request: Request, view: Any) -> bool:
        """Whether there is room; always for who sent no token, who gets no further anyway."""
        token = request.auth
        if not isinstance(token, ApiToken):
            return True
        now = timezone.now()
        recent = ApiRequest.objects.filter(token=token, at__gt=now - MINUTE).order_by()
        found = recent.aggregate(count=Count("pk"), oldest=Min("at"))
        limit = settings.API_REQUESTS_PER_MINUTE
        self._wait = ceil(((found["oldest"] or now) + MINUTE - now).total_seconds())
        left = limit - found["count"]
        request.rate_limit = (limit, max(left - 1, 0), self._wait)  # type: ignore[attr-defined]
        return left > 0

    def wait(self) -> float:
        """Seconds until there is room again."""
        return max(self._wait, 1)
