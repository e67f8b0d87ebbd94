"""What providers are told about the prices and the term of their contracts."""

from django.utils.translation import gettext_lazy

from accounts.enums import MailChoice, Permission
from accounts.notices import NoticeKind, register_kind
from accounts.roles import roles_with
from contracts.actions.indexation import INDEXED
from contracts.actions.renewals import DECIDED


def register() -> None:
    """Make the kinds known; once, at start-up."""
    room, signers = gettext_lazy("Contracts"), tuple(roles_with(Permission.CONTRACT_COUNTERSIGN))
    for name, label in (
        (DECIDED, gettext_lazy("A renewal option is decided about")),
        (INDEXED, gettext_lazy("The prices of a contract are indexed")),
    ):
        register_kind(NoticeKind(name, label, room, signers, MailChoice.AT_ONCE))
