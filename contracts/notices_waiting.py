"""What people are told about the waiting list."""

from django.utils.translation import gettext_lazy

from accounts.enums import MailChoice, Permission
from accounts.notices import NoticeKind, register_kind
from accounts.roles import roles_with
from contracts.actions.offers import EXPIRED


def register() -> None:
    """Make the kind known; once, at start-up."""
    label = gettext_lazy("Nobody answered the offer of a seat in time")
    planners = tuple(roles_with(Permission.CAPACITY_MANAGE))
    room = gettext_lazy("Waiting list")
    register_kind(NoticeKind(EXPIRED, label, room, planners, MailChoice.DAILY))
