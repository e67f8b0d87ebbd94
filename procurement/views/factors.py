"""The second factor that an opening asks for: given just now, and for one act only."""

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from procurement.actions.opening import FACTOR_FRESH

USED = "opening_factor_used"
"""Session key: when the factor was given that the last act used up."""
STRONG = {
    Authenticator.Type.TOTP: "mfa_reauthenticate",
    Authenticator.Type.WEBAUTHN: "mfa_reauthenticate_webauthn",
}
"""What counts, and where it is given; a recovery code does not."""


@dataclass(frozen=True, slots=True)
class FactorLink:
    """A way to give the second factor, after which one comes back."""

    label: str
    url: str


def fresh_factor(request: HttpRequest, at: datetime) -> datetime | None:
    """When the second factor was given that the next act may use; None when it has to be given."""
    used = request.session.get(USED, 0)
    given = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record.get("reauthenticated") and record.get("type") in STRONG and record["at"] > used
    ]
    latest = datetime.fromtimestamp(max(given), UTC) if given else None
    return latest if latest and at - latest <= FACTOR_FRESH else None


def use_up_factor(request: HttpRequest) -> None:
    """Let no second act rest on what was given so far."""
    records = get_authentication_records(request, request.user)
    request.session[USED] = max(record["at"] for record in records)


def session_digest(request: HttpRequest) -> str:
    """A SHA-256 that tells two sessions apart and does not betray either."""
    key = request.session.session_key or ""
    return salted_hmac("procurement.opening", key, algorithm="sha256").hexdigest()


def factor_links(request: HttpRequest) -> list[FactorLink]:
    """The ways in which this person can give a second factor; empty when none is set up."""
    own = Authenticator.objects.filter(user=request.user, type__in=STRONG)
    types = set(own.order_by().values_list("type", flat=True))
    back = urlencode({"next": request.path})
    labels = {
        Authenticator.Type.TOTP: _("With the code of your app"),
        Authenticator.Type.WEBAUTHN: _("With your passkey"),
    }
    return [
        FactorLink(labels[kind], f"{reverse(name)}?{back}")
        for kind, name in STRONG.items()
        if kind in types
    ]
