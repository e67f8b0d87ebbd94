"""Addresses of monthly returns."""

from django.urls import path

from contracts.views import returns

urlpatterns = [
    path("returns/", returns.DataTaskListPage.as_view(), name="datatask-list"),
    path("returns/no-changes/", returns.NoChangesPage.as_view(), name="datatask-no-changes"),
    path("returns/<int:pk>/", returns.DataTaskDetailPage.as_view(), name="datatask-detail"),
    path(
        "returns/<int:pk>/report_nil/", returns.NilReturnPage.as_view(), name="datatask-report-nil"
    ),
    path("returns/<int:pk>/sheet/", returns.HandInPage.as_view(), name="datatask-hand-in"),
    path(
        "returns/<int:pk>/<slug:name>/",
        returns.DataTaskTransitionPage.as_view(),
        name="datatask-transition",
    ),
    path(
        "regions/<int:pk>/returns/",
        returns.ReturnRuleUpdatePage.as_view(),
        name="returnrule-update",
    ),
]
