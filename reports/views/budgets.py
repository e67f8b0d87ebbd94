"""Pages of budgets: the list, a new line and a change."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.display import money
from config.shared.views import Action, DetailPage, FormPage, ListPage
from reports.actions.budgets import add_budget_line, change_budget_line
from reports.filters.budgets import BudgetLineFilterSet
from reports.forms.budgets import BudgetLineForm
from reports.models import BudgetLine
from reports.tables.budgets import BudgetLineTable


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


class BudgetLineDetailPage(DetailPage):
    model = BudgetLine
    permission = Permission.COST_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        return super().scoped_queryset().select_related("region", "gemeente", "contract")

    def facts(self) -> list[tuple[Any, Any]]:
        """The amount, and the plan behind it."""
        line = self.object
        part = line.planned_units_per_head.normalize()
        return [
            (_("Gemeente"), line.gemeente),
            (_("Region"), line.region),
            (_("Year"), str(line.year)),
            (_("Route"), line.get_route_display()),
            (_("Contract"), line.contract or _("all that are not budgeted apart")),
            (_("Budget"), money(line.amount)),
            (_("Planned learners"), line.planned_heads),
            (_("Planned price"), money(line.planned_unit_price, 4)),
            (_("Part of the price that falls in the year"), part),
            (_("Planned cost"), money(line.planned_amount)),
            (_("Planning and control code"), line.pc_code),
        ]

    def page_actions(self) -> list[Action]:
        """Changing it, for who may."""
        url = reverse("reports:budgetline-update", args=[self.object.pk])
        return [Action(_("Change"), url, "pencil", permission=Permission.BUDGET_MANAGE)]


class BudgetLineFormPage(FormPage):
    """What a new line and a change have in common."""

    model = BudgetLine
    form_class = BudgetLineForm
    permission = Permission.BUDGET_MANAGE

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
