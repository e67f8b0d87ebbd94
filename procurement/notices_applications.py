"""What people are told about applications."""

from django.utils.translation import gettext_lazy

from accounts.enums import MailChoice, Role
from accounts.notices import NoticeKind, register_kind
from accounts.roles import PROVIDER_ROLES
from procurement.actions.applications import DECIDED, RECEIVED


def register() -> None:
    """Make the kinds known; once, at start-up."""
    room = gettext_lazy("Admission")
    received = gettext_lazy("A provider applies for admission")
    register_kind(NoticeKind(RECEIVED, received, room, (Role.PROCUREMENT_OFFICER,)))
    register_kind(
        NoticeKind(
            DECIDED,
            gettext_lazy("The region decides on your application"),
            room,
            PROVIDER_ROLES,
            MailChoice.AT_ONCE,
            may_be_silenced=False,
        )
    )
