"""Addresses of saved reports."""

from django.urls import path

from reports.views import report_schedules, saved_reports

urlpatterns = [
    path("saved/", saved_reports.SavedReportListPage.as_view(), name="savedreport-list"),
    path(
        "saved/new/<slug:code>/",
        saved_reports.SavedReportCreatePage.as_view(),
        name="savedreport-create",
    ),
    path(
        "saved/<int:pk>/", saved_reports.SavedReportDetailPage.as_view(), name="savedreport-detail"
    ),
    path(
        "saved/<int:pk>/edit/",
        saved_reports.SavedReportUpdatePage.as_view(),
        name="savedreport-update",
    ),
    path(
        "saved/<int:pk>/remove/",
        saved_reports.SavedReportRemovePage.as_view(),
        name="savedreport-remove",
    ),
    path(
        "saved/<int:pk>/take-over/",
        saved_reports.SavedReportTakeOverPage.as_view(),
        name="savedreport-take-over",
    ),
    path(
        "saved/<int:pk>/mail/",
        report_schedules.ReportScheduleCreatePage.as_view(),
        name="reportschedule-create",
    ),
    path(
        "schedules/<int:pk>/edit/",
        report_schedules.ReportScheduleUpdatePage.as_view(),
        name="reportschedule-update",
    ),
    path(
        "schedules/<int:pk>/stop/",
        report_schedules.ReportScheduleStopPage.as_view(),
        name="reportschedule-stop",
    ),
    path(
        "schedules/<int:pk>/leave/",
        report_schedules.ReportScheduleLeavePage.as_view(),
        name="reportschedule-leave",
    ),
]
