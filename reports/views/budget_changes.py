"""Pages of budget changes: the list, a draft with its lines, and the decision."""

from typing import Any

from django.db.models import F, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from accounts.models import User
from config.shared.views import (
    Action,
    ConfirmPage,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
    TransitionPage,
)
from reports.actions import budget_changes as actions
from reports.budget_plans import PLANNED
from reports.enums.budgets import BudgetChangeStatus
from reports.filters.budgets import BudgetAdoptionFilterSet, BudgetChangeFilterSet
from reports.forms.budget_changes import (
    BudgetChangeForm,
    BudgetChangeLineForm,
    ChosenLineForm,
    DecisionForm,
)
from reports.models import BudgetAdoption, BudgetChange, BudgetChangeLine, BudgetLine
from reports.tables.budget_changes import BudgetAdoptionTable, BudgetChangeTable, ChangedLineTable
from reports.views.budgets import BudgetFormPage
from reports.workflows.budgets import BUDGET_CHANGE


class BudgetChangeListPage(ListPage):
    model = BudgetChange
    table_class = BudgetChangeTable
    filterset_class = BudgetChangeFilterSet
    permission = Permission.COST_VIEW
    main_action = Action(
        _("Draft a budget change"),
        reverse_lazy("reports:budgetchange-create"),
        "plus-lg",
        primary=True,
        permission=Permission.BUDGET_MANAGE,
    )
    empty_text = _("No budget has been changed yet.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With by how much each moves the budget."""
        moved = Sum(F("lines__amount_after") - F("lines__amount_before"))
        return BudgetChange.objects.visible_to(self.person).annotate(difference=moved)

    def page_actions(self) -> list[Action]:
        """What they change, and which budgets were adopted."""
        return [
            *super().page_actions(),
            Action(_("Adopted budgets"), reverse("reports:budgetadoption-list"), "check2-square"),
            Action(_("Budget lines"), reverse("reports:budgetline-list"), "list-ul"),
        ]


class BudgetAdoptionListPage(ListPage):
    model = BudgetAdoption
    table_class = BudgetAdoptionTable
    filterset_class = BudgetAdoptionFilterSet
    permission = Permission.COST_VIEW
    empty_text = _("No budget has been adopted yet.")


class BudgetChangeDetailPage(DetailPage):
    model = BudgetChange
    permission = Permission.COST_VIEW
    workflow = BUDGET_CHANGE

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        return super().scoped_queryset().select_related("region", "gemeente", "created_by")

    @property
    def _is_draft(self) -> bool:
        return bool(self.object.status == BudgetChangeStatus.DRAFT)

    def facts(self) -> list[tuple[Any, Any]]:
        """What is changed, why, and by which decision."""
        change = self.object
        return [
            (_("Region"), change.region),
            (_("Gemeente"), change.gemeente or _("all gemeenten of the region")),
            (_("Year"), str(change.year)),
            (_("Number"), change.number),
            (_("Reason"), change.reason),
            (_("Decided on"), change.decided_on),
            (_("Reference of the decision"), change.reference),
            (_("Drafted by"), change.created_by),
        ]

    def panels(self) -> list[Panel]:
        """The lines that the person may see."""
        lines = BudgetChangeLine.objects.visible_to(self.person).filter(change=self.object)
        found = lines.select_related("change", "line__gemeente", "line__contract").order_by(
            "line__gemeente__name", "line__route", "pk"
        )
        return [Panel(_("Lines"), table=ChangedLineTable(found), count=len(found))]

    def page_actions(self) -> list[Action]:
        """Writing lines, while it is a draft."""
        if not self._is_draft:
            return []
        url = reverse("reports:budgetchangeline-choose", args=[self.object.pk])
        keeps = Permission.BUDGET_MANAGE
        return [Action(_("Write a line"), url, "pencil", permission=keeps)]


class BudgetChangeCreatePage(BudgetFormPage):
    model = BudgetChange
    form_class = BudgetChangeForm
    title = _("Draft a budget change")
    submit_label = _("Make the draft")
    success_message = _("The draft is made. Write the lines that change.")

    def perform(self, form: Any) -> BudgetChange:
        """Begin it."""
        return actions.draft_change(**form.cleaned_data, by=self.person, at=timezone.now())


def lines_of(change: BudgetChange, person: User) -> "QuerySet[BudgetLine]":
    """The lines that the change can move, as far as the person may see them."""
    lines = BudgetLine.objects.visible_to(person).filter(region=change.region_id, year=change.year)
    return lines.filter(gemeente=change.gemeente_id) if change.gemeente_id else lines


class BudgetChangeLineChoosePage(FormPage):
    """Under a change: which line it moves."""

    model = BudgetChange
    form_class = ChosenLineForm
    permission = Permission.BUDGET_MANAGE
    title = _("Which line changes?")
    submit_label = _("Next")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lines of the region, year and gemeente of the change."""
        lines = lines_of(self.object, self.person)
        named = lines.select_related("gemeente", "contract", "stream")
        return super().get_form_kwargs() | {"lines": named.order_by("gemeente__name", "pk")}

    def perform(self, form: Any) -> BudgetLine:
        """Nothing yet: the next page writes it."""
        return form.cleaned_data["line"]

    def get_success_url(self, result: Any = None) -> str:
        """To the page that writes the line."""
        return reverse("reports:budgetchangeline-update", args=[self.object.pk, result.pk])


class BudgetChangeLineUpdatePage(FormPage):
    """Under a change: what one budget line becomes, beginning with what stands."""

    model = BudgetChange
    form_class = BudgetChangeLineForm
    permission = Permission.BUDGET_MANAGE
    success_message = _("%(object)s: the line is written.")

    @cached_property
    def line(self) -> BudgetLine:
        """The budget line; 404 when the change cannot move it."""
        lines = lines_of(self.object, self.person).select_related("gemeente")
        return get_object_or_404(lines, pk=self.kwargs["line"])

    @cached_property
    def drafted(self) -> BudgetChangeLine | None:
        """What the draft says of it already."""
        return self.object.lines.filter(line=self.line).first()

    def get_title(self) -> str:
        """Whose budget it is."""
        return str(self.line)

    def page_actions(self) -> list[Action]:
        """Taking it out again."""
        if self.drafted is None:
            return []
        url = reverse("reports:budgetchangeline-remove", args=[self.drafted.pk])
        return [Action(_("Take the line out"), url, "trash")]

    def get_initial(self) -> dict[str, Any]:
        """What the draft says already, else the budget as it stands."""
        plan = self.drafted.plan if self.drafted else self.line.as_on(timezone.localdate())
        return {name: getattr(plan, name) for name in PLANNED} | {"amount_after": plan.amount}

    def perform(self, form: Any) -> BudgetChangeLine:
        """Write it."""
        return actions.set_change_line(
            change=self.object,
            line=self.line,
            plan=form.plan(),
            by=self.person,
            at=timezone.now(),
        )


class BudgetChangeLineRemovePage(ConfirmPage):
    model = BudgetChangeLine
    permission = Permission.BUDGET_MANAGE
    title = _("Take the line out")
    submit_label = _("Take out")
    success_message = _("%(object)s: the line is taken out.")

    def perform(self, form: Any) -> BudgetChange:
        """Take it out."""
        return actions.remove_change_line(
            change_line=self.object, by=self.person, at=timezone.now()
        )


class BudgetChangeTransitionPage(TransitionPage):
    """Records the decision with its day and reference, or withdraws a draft."""

    model = BudgetChange
    workflow = BUDGET_CHANGE
    actions_map = {"withdraw": actions.withdraw_change}

    def get_form_class(self) -> Any:
        """A decision has a day and a reference."""
        return DecisionForm if self.transition.name == "decide" else super().get_form_class()

    def perform(self, form: Any) -> Any:
        """Decide with what was filled in."""
        if self.transition.name != "decide":
            return super().perform(form)
        decision = {name: form.cleaned_data[name] for name in ("decided_on", "reference")}
        return actions.decide_change(
            change=self.object, **decision, by=self.person, at=timezone.now()
        )
