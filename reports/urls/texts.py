"""Addresses of report texts."""

from django.urls import path

from reports.views import text_series, texts

urlpatterns = [
    path("texts/", texts.PlanningTextListPage.as_view(), name="planningtext-list"),
    path("texts/new/", texts.PlanningTextCreatePage.as_view(), name="planningtext-create"),
    path("texts/<int:pk>/", texts.PlanningTextDetailPage.as_view(), name="planningtext-detail"),
    path(
        "texts/<int:pk>/series/",
        text_series.PlanningTextSeriesPage.as_view(),
        name="planningtext-series",
    ),
    path(
        "texts/<int:pk>/refresh/",
        texts.PlanningTextRefreshPage.as_view(),
        name="planningtext-refresh",
    ),
    path(
        "texts/<int:pk>/discard/",
        texts.PlanningTextDiscardPage.as_view(),
        name="planningtext-discard",
    ),
    path(
        "texts/<int:pk>/paper/<slug:kind>/",
        texts.PlanningTextFilePage.as_view(),
        name="planningtext-file",
    ),
    path(
        "texts/<int:pk>/<slug:name>/",
        texts.PlanningTextTransitionPage.as_view(),
        name="planningtext-transition",
    ),
    path(
        "text-sections/<int:pk>/edit/",
        texts.PlanningSectionUpdatePage.as_view(),
        name="planningsection-update",
    ),
]
