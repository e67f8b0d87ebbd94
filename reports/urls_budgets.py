"""Addresses of budgets, their changes, commitments and forecasts."""

from django.urls import path

from reports.views import (
    budget_changes,
    budget_sheets,
    budgets,
    commitments,
    forecasts,
    snapshots,
)

urlpatterns = [
    path("budgets/", budgets.BudgetLineListPage.as_view(), name="budgetline-list"),
    path("budgets/new/", budgets.BudgetLineCreatePage.as_view(), name="budgetline-create"),
    path("budgets/template/", budget_sheets.BudgetTemplatePage.as_view(), name="budget-template"),
    path("budgets/<int:pk>/", budgets.BudgetLineDetailPage.as_view(), name="budgetline-detail"),
    path(
        "budgets/<int:pk>/edit/", budgets.BudgetLineUpdatePage.as_view(), name="budgetline-update"
    ),
    path(
        "regions/<int:pk>/budget-sheet/",
        budget_sheets.BudgetSheetPage.as_view(),
        name="budget-sheet",
    ),
    path(
        "adopted-budgets/",
        budget_changes.BudgetAdoptionListPage.as_view(),
        name="budgetadoption-list",
    ),
    path(
        "adopted-budgets/new/",
        budgets.BudgetAdoptionCreatePage.as_view(),
        name="budgetadoption-create",
    ),
    path(
        "budget-changes/", budget_changes.BudgetChangeListPage.as_view(), name="budgetchange-list"
    ),
    path(
        "budget-changes/new/",
        budget_changes.BudgetChangeCreatePage.as_view(),
        name="budgetchange-create",
    ),
    path(
        "budget-changes/<int:pk>/",
        budget_changes.BudgetChangeDetailPage.as_view(),
        name="budgetchange-detail",
    ),
    path(
        "budget-changes/<int:pk>/lines/",
        budget_changes.BudgetChangeLineChoosePage.as_view(),
        name="budgetchangeline-choose",
    ),
    path(
        "budget-changes/<int:pk>/lines/<int:line>/",
        budget_changes.BudgetChangeLineUpdatePage.as_view(),
        name="budgetchangeline-update",
    ),
    path(
        "budget-change-lines/<int:pk>/remove/",
        budget_changes.BudgetChangeLineRemovePage.as_view(),
        name="budgetchangeline-remove",
    ),
    path(
        "budget-changes/<int:pk>/<slug:name>/",
        budget_changes.BudgetChangeTransitionPage.as_view(),
        name="budgetchange-transition",
    ),
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
