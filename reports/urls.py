"""Addresses of reports and budgets."""

from django.urls import path

from reports.views import budgets, overruns

app_name = "reports"

urlpatterns = [
    path("overruns/", overruns.OverrunPage.as_view(), name="overruns"),
    path("budgets/", budgets.BudgetLineListPage.as_view(), name="budgetline-list"),
    path("budgets/new/", budgets.BudgetLineCreatePage.as_view(), name="budgetline-create"),
    path("budgets/<int:pk>/", budgets.BudgetLineDetailPage.as_view(), name="budgetline-detail"),
    path(
        "budgets/<int:pk>/edit/", budgets.BudgetLineUpdatePage.as_view(), name="budgetline-update"
    ),
]
