"""What a room of the left navigation is."""

from dataclasses import dataclass

from django.utils.functional import Promise

from config.shared.views import Entry


@dataclass(frozen=True, slots=True)
class Room:
    """One entry. `within` are the URL names, or their beginnings, that belong to the room.

    `parts` are rooms behind this one: they stand under it while the person is in one of them.
    """

    label: str | Promise
    url_name: str
    icon: str
    permission: str | Entry
    within: tuple[str, ...] = ()
    parts: tuple["Room", ...] = ()


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A room that the person may enter; `parts` are empty unless the person is in the room."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool
    parts: tuple["OpenRoom", ...] = ()

    @property
    def current_part(self) -> "OpenRoom | None":
        """The part in which the person is; None in the room itself."""
        return next((part for part in self.parts if part.is_current), None)
