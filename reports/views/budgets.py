"""Pages of budgets: the list, a new line and a change, and adopting."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from accounts.models import Region
from config.shared.display import money
from config.shared.views import Action, DetailPage, FormPage, ListPage, Panel
from reports.actions.budgets import add_budget_line, adopt_budget, change_budget_line
from reports.filters.budgets import BudgetLineFilterSet
from reports.forms.budgets import BudgetAdoptionForm, BudgetLineForm
from reports.models import BudgetAdoption, BudgetChangeLine, BudgetLine
from reports.tables.budget_changes import LineChangeTable
from reports.tables.budgets import BudgetLineTable
from reports.why.selection import Selection


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

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the budget as it is today."""
        return BudgetLine.objects.visible_to(self.person).with_amount_on(timezone.localdate())

    def page_actions(self) -> list[Action]:
        """Entering lines, and what happens to them afterwards."""
        keeps = Permission.BUDGET_MANAGE
        region = Region.objects.visible_to(self.person).order_by("name").first()
        adopt = reverse("reports:budgetadoption-create")
        changes = reverse("reports:budgetchange-list")
        actions = [
            *super().page_actions(),
            Action(_("Record the adoption"), adopt, "check2-square", permission=keeps),
            Action(_("Budget changes"), changes, "arrow-left-right"),
        ]
        if region:
            sheet = reverse("reports:budget-sheet", args=[region.pk])
            actions.insert(
                1, Action(_("From a sheet"), sheet, "file-earmark-spreadsheet", permission=keeps)
            )
        return actions


class BudgetLineDetailPage(DetailPage):
    model = BudgetLine
    permission = Permission.COST_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        lines = BudgetLine.objects.visible_to(self.person).with_changes_by(timezone.localdate())
        named = lines.select_related("region", "gemeente", "contract", "stream")
        return named.with_adopted()

    def facts(self) -> list[tuple[Any, Any]]:
        """The amount, and the plan behind it, with every change decided so far."""
        line = self.object
        plan = line.as_on(timezone.localdate())
        return [
            (_("Gemeente"), line.gemeente),
            (_("Region"), line.region),
            (_("Year"), str(line.year)),
            (_("Cost type"), line.get_cost_type_display()),
            (_("Route"), line.get_route_display() or _("all routes")),
            (_("Contract"), line.contract or _("all that are not budgeted apart")),
            (_("Funding stream"), line.stream),
            (_("Structural or incidental"), line.get_recurrence_display()),
            (_("Original budget"), money(line.amount)),
            (_("Budget now"), money(plan.amount)),
            (_("Planned by"), line.get_planned_unit_display()),
            (_("Planned learners"), plan.planned_heads),
            (_("Planned price"), money(plan.planned_unit_price, 4)),
            (
                _("Part of the price that falls in the year"),
                plan.planned_units_per_head.normalize(),
            ),
            (_("Planned learners in a group"), plan.planned_heads_per_group),
            (_("Planned settlements"), money(plan.planned_settlements)),
            (_("Planned cost"), money(plan.planned_amount)),
            (_("Planning and control code"), line.pc_code),
        ]

    def panels(self) -> list[Panel]:
        """The changes that moved it, and drafts that would."""
        changes = BudgetChangeLine.objects.filter(line=self.object).select_related("change")
        ordered = changes.order_by("change__number", "pk")
        if not ordered:
            return []
        return [Panel(_("Changes"), table=LineChangeTable(ordered), count=len(ordered))]

    def page_actions(self) -> list[Action]:
        """Changing it: directly, or by decision once adopted."""
        keeps = Permission.BUDGET_MANAGE
        url = reverse("reports:budgetline-update", args=[self.object.pk])
        text = f"{reverse('reports:planningtext-create')}?line={self.object.pk}"
        why = f"{reverse('reports:why')}?{Selection.of_bucket(self.object).query(self.object.year)}"
        actions = [
            Action(_("Why does it run over?"), why, "question-circle"),
            Action(_("Change"), url, "pencil", permission=keeps),
            Action(
                _("Write a report text"),
                text,
                "file-earmark-text",
                permission=Permission.OVERRUN_HANDLE,
            ),
        ]
        if self.object.is_adopted:
            draft = reverse("reports:budgetchange-create")
            actions.append(
                Action(_("Draft a budget change"), draft, "arrow-left-right", permission=keeps)
            )
        return actions


class BudgetFormPage(FormPage):
    """What forms of budgets have in common."""

    permission = Permission.BUDGET_MANAGE

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the person may choose from."""
        return super().get_form_kwargs() | {"person": self.person, "today": timezone.localdate()}


class BudgetLineCreatePage(BudgetFormPage):
    model = BudgetLine
    form_class = BudgetLineForm
    title = _("New budget line")
    success_message = _("The budget of %(object)s is entered.")

    def perform(self, form: Any) -> BudgetLine:
        """Enter it."""
        return add_budget_line(budget=form.budget(), by=self.person, at=timezone.now())


class BudgetLineUpdatePage(BudgetFormPage):
    model = BudgetLine
    form_class = BudgetLineForm
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


class BudgetAdoptionCreatePage(BudgetFormPage):
    model = BudgetAdoption
    form_class = BudgetAdoptionForm
    title = _("Record the adoption of a budget")
    submit_label = _("Record")
    success_message = _("%(object)s: from now on only a decided change moves this budget.")

    def perform(self, form: Any) -> BudgetAdoption:
        """Let the budget stand fast."""
        return adopt_budget(**form.cleaned_data, by=self.person, at=timezone.now())
