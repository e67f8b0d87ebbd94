"""Addresses of the pages about people, their notifications, long work and the audit trail."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("act/", views.ActPage.as_view(), name="act"),
    path("members/", views.MembershipListPage.as_view(), name="membership-list"),
    path("members/<int:pk>/", views.MembershipDetailPage.as_view(), name="membership-detail"),
    path("members/<int:pk>/end/", views.MembershipEndPage.as_view(), name="membership-end"),
    path("regions/", views.RegionListPage.as_view(), name="region-list"),
    path("regions/<int:pk>/", views.RegionDetailPage.as_view(), name="region-detail"),
    path("regions/<int:pk>/edit/", views.RegionUpdatePage.as_view(), name="region-update"),
    path("invitations/", views.InvitationListPage.as_view(), name="invitation-list"),
    path("invitations/new/", views.InvitationCreatePage.as_view(), name="invitation-create"),
    path("invitations/<int:pk>/", views.InvitationDetailPage.as_view(), name="invitation-detail"),
    path(
        "invitations/<int:pk>/resend/",
        views.InvitationResendPage.as_view(),
        name="invitation-resend",
    ),
    path(
        "invitations/<int:pk>/withdraw/",
        views.InvitationWithdrawPage.as_view(),
        name="invitation-withdraw",
    ),
    path("invitation/<str:token>/", views.InvitationAcceptPage.as_view(), name="invitation-accept"),
    path("jobs/<int:pk>/", views.JobDetailPage.as_view(), name="job-detail"),
    path("jobs/<int:pk>/cancel/", views.JobCancelPage.as_view(), name="job-cancel"),
    path("notifications/", views.NotificationListPage.as_view(), name="notification-list"),
    path("notifications/read/", views.AllReadPage.as_view(), name="notification-read-all"),
    path(
        "notifications/preferences/",
        views.PreferencesPage.as_view(),
        name="notificationpreference-update",
    ),
    path(
        "notifications/<int:pk>/",
        views.NotificationDetailPage.as_view(),
        name="notification-detail",
    ),
    path("notifications/<int:pk>/read/", views.ReadPage.as_view(), name="notification-read"),
    path("notifications/<int:pk>/open/", views.OpenPage.as_view(), name="notification-open"),
    path("calendar/", views.CalendarPage.as_view(), name="calendarfeed-update"),
    path("calendar/stop/", views.CalendarStopPage.as_view(), name="calendarfeed-stop"),
    path("calendar/<str:token>.ics", views.FeedPage.as_view(), name="feed"),
    path("keys/", views.AllocationKeyListPage.as_view(), name="allocationkey-list"),
    path("keys/new/", views.AllocationKeyCreatePage.as_view(), name="allocationkey-create"),
    path("keys/<int:pk>/", views.AllocationKeyDetailPage.as_view(), name="allocationkey-detail"),
    path(
        "keys/<int:pk>/edit/",
        views.AllocationKeyUpdatePage.as_view(),
        name="allocationkey-update",
    ),
    path(
        "keys/<int:pk>/version/",
        views.AllocationKeyVersionCreatePage.as_view(),
        name="allocationkeyversion-create",
    ),
    path(
        "keys/<int:pk>/compare/",
        views.AllocationKeyComparePage.as_view(),
        name="allocationkey-compare",
    ),
    path(
        "keys/versions/<int:pk>/",
        views.AllocationKeyVersionDetailPage.as_view(),
        name="allocationkeyversion-detail",
    ),
    path("api-tokens/", views.ApiTokenListPage.as_view(), name="apitoken-list"),
    path("api-tokens/new/", views.ApiTokenCreatePage.as_view(), name="apitoken-create"),
    path("api-tokens/<int:pk>/", views.ApiTokenDetailPage.as_view(), name="apitoken-detail"),
    path("api-tokens/<int:pk>/revoke/", views.ApiTokenRevokePage.as_view(), name="apitoken-revoke"),
    path("api-requests/", views.ApiRequestListPage.as_view(), name="apirequest-list"),
    path("audit/", views.AuditEventListPage.as_view(), name="auditevent-list"),
]
