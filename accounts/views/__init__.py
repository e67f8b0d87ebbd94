"""Pages about people, invitations, long work and the audit trail."""

from accounts.views.audit import AuditEventListPage
from accounts.views.invitations import (
    InvitationAcceptPage,
    InvitationCreatePage,
    InvitationDetailPage,
    InvitationListPage,
    InvitationResendPage,
    InvitationWithdrawPage,
)
from accounts.views.jobs import JobCancelPage, JobDetailPage
from accounts.views.members import (
    ActPage,
    MembershipDetailPage,
    MembershipEndPage,
    MembershipListPage,
)

__all__ = [
    "ActPage",
    "AuditEventListPage",
    "InvitationAcceptPage",
    "InvitationCreatePage",
    "InvitationDetailPage",
    "InvitationListPage",
    "InvitationResendPage",
    "InvitationWithdrawPage",
    "JobCancelPage",
    "JobDetailPage",
    "MembershipDetailPage",
    "MembershipEndPage",
    "MembershipListPage",
]
