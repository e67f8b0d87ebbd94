"""What people are told about saved reports, beside the reports themselves."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from accounts.notices import NoticeKind, register_kind
from accounts.roles import roles_with
from reports.actions.report_schedules import ADDED, LEFT


def register() -> None:
    """Make the kinds known; once, at start-up. A mailed report itself always goes."""
    readers = tuple(roles_with(Permission.COST_VIEW))
    for name, label in (
        (ADDED, _("A colleague has a report mailed to you")),
        (LEFT, _("A report that you keep is no longer mailed to somebody")),
    ):
        register_kind(NoticeKind(name, label, _("Reports"), readers))
