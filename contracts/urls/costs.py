"""Addresses of costs: lines, bookings, fees and months that close."""

from django.urls import path

from contracts.views import cost_entries, cost_months, costs

urlpatterns = [
    path("costs/", costs.CostLineListPage.as_view(), name="costline-list"),
    path("costs/<int:pk>/", costs.CostLineDetailPage.as_view(), name="costline-detail"),
    path("costs/booked/", cost_entries.CostEntryListPage.as_view(), name="costentry-list"),
    path("costs/booked/new/", cost_entries.CostEntryCreatePage.as_view(), name="costentry-create"),
    path(
        "costs/booked/<int:pk>/",
        cost_entries.CostEntryDetailPage.as_view(),
        name="costentry-detail",
    ),
    path(
        "costs/booked/<int:pk>/withdraw/",
        cost_entries.CostEntryWithdrawPage.as_view(),
        name="costentry-withdraw",
    ),
    path(
        "costs/booked/<int:pk>/stop/",
        cost_entries.CostEntryStopPage.as_view(),
        name="costentry-stop",
    ),
    path("costs/months/", cost_months.MonthClosingListPage.as_view(), name="monthclosing-list"),
    path(
        "costs/months/close/",
        cost_months.MonthClosingCreatePage.as_view(),
        name="monthclosing-create",
    ),
    path(
        "contracts/<int:pk>/close-months/",
        cost_months.ContractCloseMonthsPage.as_view(),
        name="contract-close-months",
    ),
    path(
        "placements/<int:pk>/fee/",
        cost_entries.FeeRecordPage.as_view(),
        name="placement-fee",
    ),
    path(
        "costs/fees/<int:pk>/remove/",
        cost_entries.FeeOccasionRemovePage.as_view(),
        name="feeoccasion-remove",
    ),
]
