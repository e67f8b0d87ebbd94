"""Pages of budgets: the list, a new line and a change."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.views import Action, FormPage, ListPage
from reports.actions import add_budget_line, change_budget_line
from reports.filters import BudgetLineFilterSet
from reports.forms import BudgetLineForm
from reports.models import BudgetLine
from reports.tables import BudgetLineTable


class BudgetLineListPage(ListPage):
    model = BudgetLine
    table_class = BudgetLineTable
    filterset_class = BudgetLineFilterSet
    permission = Permission.COST_VIEW
    main_action = Action(
        _("New budget line"),
        reverse_lazy("reports:budgetline-create"),
        "plus-lg",
        primary=True,
        permission=Permission.BUDGET_MANAGE,
    )
    empty_text = _("Nothing has been budgeted yet. Enter what each gemeente set aside.")


class BudgetLineFormPage(FormPage):
    """What a new line and a change have in common."""

    model = BudgetLine
    form_class = BudgetLineForm
    permission = Permission.BUDGET_MANAGE
    success_url = reverse_lazy("reports:budgetline-list")

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the person may choose from."""
        return super().get_form_kwargs() | {"person": self.person, "today": timezone.localdate()}


class BudgetLineCreatePage(BudgetLineFormPage):
    title = _("New budget line")
    success_message = _("The budget of %(object)s is entered.")

    def perform(self, form: Any) -> BudgetLine:
        """Enter it."""
        return add_budget_line(budget=form.budget(), by=self.person, at=timezone.now())


class BudgetLineUpdatePage(BudgetLineFormPage):
    title = _("Change the budget line")
    success_message = _("The budget of %(object)s is changed.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what its name is made of."""
        return super().scoped_queryset().select_related("gemeente")

    def perform(self, form: Any) -> BudgetLine:
        """Change it."""
        return change_budget_line(
            line=self.object, budget=form.budget(), by=self.person, at=timezone.now()
        )
