"""Who is told of overruns: the person responsible, else everyone who handles them."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.enums import Permission
from accounts.models import Membership, User
from accounts.notices import notify
from accounts.roles import roles_with
from reports.models import OverrunSignal

SIGNALLED = "reports.overrun_signalled"
WORSENED = "reports.overrun_worsened"
ASSIGNED = "reports.overrun_assigned"
DECISION_DUE = "reports.overrun_decision_due"
NEARLY_PASSED = "reports.overrun_near"


def handlers(signal: OverrunSignal) -> QuerySet[User]:
    """Everyone who handles overruns of the region, and of the gemeente it is about."""
    places = Q(region=signal.region_id)
    if signal.gemeente_id is not None:
        places |= Q(gemeente=signal.gemeente_id)
    roles = roles_with(Permission.OVERRUN_HANDLE)
    rows = Membership.objects.active().filter(places, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=rows.values("user"))


def responsible(signal: OverrunSignal) -> QuerySet[User]:
    """Its owner, as long as active; else all who handle it."""
    if signal.owner is not None and signal.owner.is_active:
        return User.objects.filter(pk=signal.owner.pk)
    return handlers(signal)


def tell(
    signal: OverrunSignal,
    kind: str,
    to: QuerySet[User],
    sentence: Callable[[], str],
    *,
    at: datetime,
) -> None:
    """Tell `to` about one signal, in the words of `sentence`."""
    notify(
        kind=kind,
        to=to,
        subject=lambda: f"{signal.get_kind_display()}: {signal}",
        sentence=sentence,
        url=signal.get_absolute_url(),
        about=signal,
        organisation=f"region:{signal.region_id}",
        is_training=signal.region.is_training,
        at=at,
    )
