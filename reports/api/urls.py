"""Addresses of the API about reports, and about what is decided and written on them."""

from django.urls import path

from reports.api import reports, signals, texts

urlpatterns = [
    path("reports/overruns", reports.OverrunEndpoint.as_view(), name="overrun-report"),
    path("reports/<slug:code>", reports.QuestionEndpoint.as_view(), name="report"),
    path("signals", signals.OverrunSignalListEndpoint.as_view(), name="overrunsignal-list"),
    path(
        "signals/<int:pk>",
        signals.OverrunSignalDetailEndpoint.as_view(),
        name="overrunsignal-detail",
    ),
    path("planning-texts", texts.PlanningTextListEndpoint.as_view(), name="planningtext-list"),
    path(
        "planning-texts/<int:pk>",
        texts.PlanningTextDetailEndpoint.as_view(),
        name="planningtext-detail",
    ),
]
