"""Addresses of forecasts."""

from django.urls import path

from contracts.views import forecasts

urlpatterns = [
    path("forecasts/", forecasts.IntakeForecastListPage.as_view(), name="intakeforecast-list"),
    path("forecasts/seats/", forecasts.SeatOutlookPage.as_view(), name="seat-outlook"),
    path("forecasts/template/", forecasts.ForecastTemplatePage.as_view(), name="forecast-template"),
    path("forecasts/<int:pk>/grid/", forecasts.ForecastGridPage.as_view(), name="forecast-grid"),
    path("forecasts/<int:pk>/sheet/", forecasts.ForecastSheetPage.as_view(), name="forecast-sheet"),
]
