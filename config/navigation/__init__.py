"""The rooms of the left navigation, as data: who may enter is asked of the person."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from config.navigation import accounts, contracts, procurement, providers, reports
from config.navigation.rooms import OpenRoom, Room
from config.shared.views import Entry

__all__ = ["FIRST_ROOMS", "ROOMS", "OpenRoom", "Room", "rooms_for"]

ROOMS: tuple[Room, ...] = (
    contracts.TODAY,
    procurement.TODAY,
    procurement.TENDERS,
    *contracts.DELIVERED,
    providers.REGISTER,
    *contracts.AGREED,
    reports.REPORTS,
    providers.PEOPLE,
    *accounts.PEOPLE,
    *procurement.KEYS,
    *accounts.OVERSIGHT,
)
FIRST_ROOMS: dict[Role, tuple[str, ...]] = {
    Role.COORDINATOR: (
        "contracts:capacity-wall",
        "contracts:waitlistentry-list",
        "contracts:placement-list",
        "providers:provider-list",
        "contracts:contract-list",
        "contracts:covenant-list",
    ),
    Role.CONTRACT_MANAGER: (
        "contracts:contract-list",
        "contracts:covenant-list",
        "providers:provider-list",
    ),
    Role.CONTROLLER: ("reports:overruns",),
    Role.READER: ("reports:overruns",),
}
"""The rooms of the daily work of a role, by URL name; the others follow in the order of ROOMS."""


def rooms_for(request: HttpRequest) -> list[OpenRoom]:
    """The rooms of who asks, in order; none for someone who has not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [_opened(room, user, here) for room in _enterable(_ordered(user), user)]


def _ordered(user: User) -> list[Room]:
    """All rooms, those of the daily work of the person's role on top."""
    first = FIRST_ROOMS.get(user.acting.role, ()) if user.acting else ()
    return sorted(
        ROOMS,
        key=lambda room: first.index(room.url_name) if room.url_name in first else len(first),
    )


def _enterable(rooms: Iterable[Room], user: User) -> Iterator[Room]:
    """The rooms that the person may enter; parts of a closed room stand in its place."""
    for room in rooms:
        if isinstance(room.permission, Entry) or user.may(room.permission):
            yield room
        else:
            yield from _enterable(room.parts, user)


def _opened(room: Room, user: User, here: str) -> OpenRoom:
    """The room as the person finds it on the page named `here`."""
    parts = [_opened(part, user, here) for part in _enterable(room.parts, user)]
    is_current = _holds(room, here) or any(part.is_current for part in parts)
    shown = tuple(parts) if is_current else ()
    return OpenRoom(room.label, reverse(room.url_name), room.icon, is_current, shown)


def _holds(room: Room, view_name: str) -> bool:
    return view_name == room.url_name or view_name.startswith(room.within)
