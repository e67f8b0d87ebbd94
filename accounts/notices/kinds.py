"""What people can be told about: each app names its kinds at start-up."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.access import Grant
from accounts.enums import MailChoice, Role
from config.shared.views.pages import Text


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notification, such as "procurement.question_asked".

    `room` heads its part of the preferences. `roles` are those it concerns; a person in none of
    them is not asked for a preference. One that may not be silenced always comes in the inbox,
    and by mail as `by_mail` says.
    """

    name: str
    label: Text
    room: Text
    roles: tuple[Role, ...]
    by_mail: MailChoice = MailChoice.NEVER
    may_be_silenced: bool = True


_kinds: dict[str, NoticeKind] = {}


def register_kind(kind: NoticeKind) -> None:
    """Make a kind known; a second one of the same name takes the place of the first."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> NoticeKind:
    """The kind of that name; KeyError for one that no app registered."""
    return _kinds[name]


def kind_label(name: str) -> str:
    """What the kind is called; its name for one that the site no longer knows."""
    return str(_kinds[name].label) if name in _kinds else name


def kinds_for(grants: Iterable[Grant]) -> list[NoticeKind]:
    """The kinds that concern one of the roles in `grants`."""
    roles = {grant.role for grant in grants}
    return [kind for kind in _kinds.values() if roles.intersection(kind.roles)]
