"""Pages about people, their notifications and calendars, long work and the audit trail."""

from accounts.views.allocation import (
    AllocationKeyComparePage,
    AllocationKeyCreatePage,
    AllocationKeyDetailPage,
    AllocationKeyListPage,
    AllocationKeyUpdatePage,
    AllocationKeyVersionCreatePage,
    AllocationKeyVersionDetailPage,
)
from accounts.views.audit import AuditEventListPage
from accounts.views.feeds import CalendarPage, CalendarStopPage, FeedPage
from accounts.views.inbox import (
    AllReadPage,
    NotificationDetailPage,
    NotificationListPage,
    OpenPage,
    ReadPage,
)
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
from accounts.views.preferences import PreferencesPage
from accounts.views.regions import RegionDetailPage, RegionListPage, RegionUpdatePage
from accounts.views.tokens import (
    ApiRequestListPage,
    ApiTokenCreatePage,
    ApiTokenDetailPage,
    ApiTokenListPage,
    ApiTokenRevokePage,
)

__all__ = [
    "ActPage",
    "AllReadPage",
    "AllocationKeyComparePage",
    "AllocationKeyCreatePage",
    "AllocationKeyDetailPage",
    "AllocationKeyListPage",
    "AllocationKeyUpdatePage",
    "AllocationKeyVersionCreatePage",
    "AllocationKeyVersionDetailPage",
    "ApiRequestListPage",
    "ApiTokenCreatePage",
    "ApiTokenDetailPage",
    "ApiTokenListPage",
    "ApiTokenRevokePage",
    "AuditEventListPage",
    "CalendarPage",
    "CalendarStopPage",
    "FeedPage",
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
    "NotificationDetailPage",
    "NotificationListPage",
    "OpenPage",
    "PreferencesPage",
    "ReadPage",
    "RegionDetailPage",
    "RegionListPage",
    "RegionUpdatePage",
]
