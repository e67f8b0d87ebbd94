"""The organisations of higher floors that people are invited to: each hands over its own tie."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.enums import Permission, Role
    from accounts.models import User

Join = Callable[[int, "User", "Role", datetime], None]


@dataclass(frozen=True, slots=True)
class ProviderTie:
    """How accounts names a provider by its id, and how a person joins one."""

    name: Callable[[int], str]
    join: Join
    """Gives the person the role, unless it is held already."""
    people: Callable[[int, "Permission"], "QuerySet[User]"]
    """The provider's active people whose role holds the permission."""


_providers: list[ProviderTie] = []


def set_provider_tie(tie: ProviderTie) -> None:
    """Name how people join a provider; called once, by providers."""
    _providers[:] = [tie]


def provider_tie() -> ProviderTie:
    """The tie that was handed over; IndexError when none was."""
    return _providers[0]
