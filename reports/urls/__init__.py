"""Addresses of reports: one module a subject."""

from reports.urls import budgets, forecasts, funding, overruns, saved, scenarios, signals, texts

app_name = "reports"
urlpatterns = [
    *overruns.urlpatterns,
    *budgets.urlpatterns,
    *forecasts.urlpatterns,
    *funding.urlpatterns,
    *saved.urlpatterns,
    *scenarios.urlpatterns,
    *signals.urlpatterns,
    *texts.urlpatterns,
]
