"""Addresses of budgets and their changes."""

from django.urls import path

from reports.views import budget_changes, budget_sheets, budgets

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
]
