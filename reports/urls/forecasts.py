"""Addresses of forecasts, and of what is committed."""

from django.urls import path

from reports.views import commitments, forecasts, snapshots

urlpatterns = [
    path("commitments/", commitments.CommitmentPage.as_view(), name="commitments"),
    path("forecast/", forecasts.ForecastPage.as_view(), name="forecast"),
    path(
        "regions/<int:pk>/forecast/refresh/",
        forecasts.ForecastRefreshPage.as_view(),
        name="forecast-refresh",
    ),
    path(
        "regions/<int:pk>/forecast/keep/",
        snapshots.ForecastSnapshotCreatePage.as_view(),
        name="forecastsnapshot-create",
    ),
    path(
        "kept-forecasts/",
        snapshots.ForecastSnapshotListPage.as_view(),
        name="forecastsnapshot-list",
    ),
    path(
        "kept-forecasts/<int:pk>/",
        snapshots.ForecastSnapshotDetailPage.as_view(),
        name="forecastsnapshot-detail",
    ),
    path(
        "expected-indexation/",
        forecasts.IndexationExpectationListPage.as_view(),
        name="indexationexpectation-list",
    ),
    path(
        "expected-indexation/new/",
        forecasts.IndexationExpectationCreatePage.as_view(),
        name="indexationexpectation-create",
    ),
]
