"""Addresses of the API about reports."""

from django.urls import path

from reports.api import reports

urlpatterns = [
    path("reports/overruns", reports.OverrunEndpoint.as_view(), name="overrun-report"),
    path("reports/<slug:code>", reports.QuestionEndpoint.as_view(), name="report"),
]
