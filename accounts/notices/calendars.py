"""The deadlines that a person's own calendar shows: each app hands over its events."""

from collections.abc import Callable, Iterable

from accounts.models import User
from config.shared.feeds import Event

EventSource = Callable[[User], Iterable[Event]]
_sources: list[EventSource] = []


def register_events(source: EventSource) -> None:
    """Let an app add what a person should see in the calendar.

    `source(user)` starts from visible_to(user) and gives what concerns the roles in
    `user.grants`: all of them, since a calendar acts in none. No words from a bid.
    """
    if source not in _sources:
        _sources.append(source)


def events_of(user: User) -> list[Event]:
    """Everything that the apps have for `user`."""
    return [event for source in _sources for event in source(user)]
