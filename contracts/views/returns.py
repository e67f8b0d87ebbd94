"""Pages of monthly returns: who owes what, reporting no changes, excusing, and the rule."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Min, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import providers_of, regions_of
from accounts.enums import Permission
from accounts.models import Region
from config.shared.display import day, money, number
from config.shared.views import Action, Crumb, DetailPage, FormPage, ListPage, TransitionPage
from config.shared.views.details import Step
from contracts.actions import returns as actions
from contracts.filters.returns import DataTaskFilterSet
from contracts.forms.returns import (
    HandInForm,
    NoChangesForm,
    ReturnRuleForm,
    figures_in_words,
)
from contracts.models import DataTask, Delivery, ReturnRule
from contracts.models.return_rules import return_terms
from contracts.models.returns import DataTaskQuerySet, figures_of
from contracts.tables.returns import DataTaskTable
from contracts.workflows.returns import DATA_TASK, SHEET_WAITS

LIST = reverse_lazy("contracts:datatask-list")


class DataTaskListPage(ListPage):
    """For the region who stays behind; for a provider what it owes."""

    model = DataTask
    table_class = DataTaskTable
    filterset_class = DataTaskFilterSet
    permission = Permission.PLACEMENT_VIEW
    template_name = "contracts/datatask_list.html"
    empty_text = gettext_lazy(
        "No return is asked. A return is asked of each contract for every month in which it runs."
    )

    def scoped_queryset(self) -> "QuerySet[Any]":
        """The newest month on top, with how late each is."""
        visible: Any = super().scoped_queryset()
        rows = visible.with_days_late(timezone.localdate()).with_agreement()
        return rows.order_by("-month", "-pk")

    def page_actions(self) -> list[Action]:
        """Providers answer; regions set what they ask."""
        deliver = Permission.PLACEMENT_DELIVER
        rules = [_rule_action(region) for region in self._regions()]
        nothing, sheet = (
            reverse("contracts:datatask-no-changes"),
            reverse("contracts:delivery-create"),
        )
        return [
            Action(_("Report no changes"), nothing, "check2-all", primary=True, permission=deliver),
            Action(_("Hand in a sheet"), sheet, "upload", permission=deliver),
            *rules,
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The answer in words."""
        visible = DataTask.objects.visible_to(self.person)
        return super().get_context_data(
            sentence=behind_in_words(visible, timezone.localdate()), **kwargs
        )

    def _regions(self) -> "QuerySet[Region]":
        if not self.may(Permission.RETURN_MANAGE):
            return Region.objects.none()
        return Region.objects.filter(pk__in=regions_of(self.person)).order_by("name")


def _rule_action(region: Region) -> Action:
    label = _("What %(region)s asks") % {"region": region}
    return Action(label, reverse("contracts:returnrule-update", args=[region.pk]), "sliders")


def behind_in_words(visible: DataTaskQuerySet, on: date) -> str:
    """Three returns are late, of two providers; the oldest was due on a day."""
    late = visible.late(on).aggregate(
        count=Count("pk"), providers=Count("provider", distinct=True), first=Min("due_on")
    )
    if not late["count"]:
        return _("No return is late.")
    words = {key: number(late[key]) for key in ("count", "providers")}
    words["day"] = day(late["first"])
    if late["providers"] > 1:
        return (
            _(
                "%(count)s returns are late, of %(providers)s providers; "
                "the oldest was due on %(day)s."
            )
            % words
        )
    one_or_more = ngettext(
        "%(count)s return is late; it was due on %(day)s.",
        "%(count)s returns are late; the oldest was due on %(day)s.",
        late["count"],
    )
    return one_or_more % words


class TaskPage:
    """What a page about one return starts from."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what names it and how late it is."""
        visible: Any = super().scoped_queryset()  # type: ignore[misc]
        rows = visible.with_agreement().select_related("delivery", "answered_by")
        return rows.with_days_late(timezone.localdate()).with_amount()


class DataTaskDetailPage(TaskPage, DetailPage):
    model: Any = DataTask
    workflow = DATA_TASK
    permission = Permission.PLACEMENT_VIEW

    def page_actions(self) -> list[Action]:
        """A sheet answers it, for the provider whose it is."""
        task = self.object
        mine = task.provider_id in providers_of(self.person) and task.contract_id
        if not mine or task.status not in actions.ANSWERABLE:
            return []
        url = reverse("contracts:datatask-hand-in", args=[task.pk])
        deliver = Permission.PLACEMENT_DELIVER
        return [Action(_("Hand in a sheet"), url, "upload", permission=deliver)]

    def get_title(self) -> str:
        """November 2026, and the contract."""
        return capfirst(str(self.object))

    def missing_url(self, sentence: str) -> str:
        """The sheets of the contract, where one of them waits."""
        task = self.object
        if task.contract is None or sentence != str(SHEET_WAITS):
            return ""
        return f"{reverse('contracts:delivery-list')}?q={quote(task.contract.reference)}"

    @cached_property
    def steps(self) -> list[Step]:
        """Without explaining rows where none were left out."""
        return [
            step for step in super().steps if step.transition.name != "explain" or not step.missing
        ]

    def facts(self) -> list[tuple[Any, Any]]:
        """What is owed, by when, and how it was answered."""
        task = self.object
        facts = [
            (_("Provider"), task.provider),
            (_("Contract or covenant"), task.agreement),
            (_("Month"), capfirst(task.month_name)),
            (_("Due by"), task.due_on),
            (_("In time until"), task.in_time_until_on),
            (_("Days late"), task.days_late),
            (_("Figures of the month"), figures_in_words(task.confirmed_figures or task.figures())),
        ]
        return [*facts, *self._payment(), *self._answer()]

    def _payment(self) -> list[tuple[Any, Any]]:
        """What falls due, for who may know, and whether the return holds it."""
        task = self.object
        knows = self.may(Permission.COST_VIEW) or task.provider_id in providers_of(self.person)
        amount = (
            [(_("Falls due in the month"), money(task.amount))] if knows and task.amount else []
        )
        held = return_terms([task.region_id])[task.region_id].holds_payment
        return [*amount, (_("Effect on payment"), effect_in_words(holds_payment=held))]

    def _answer(self) -> list[tuple[Any, Any]]:
        task = self.object
        given = (
            (_("Answered"), task.answered_at),
            (_("Answered by"), task.answered_by),
            (_("Delivery"), task.delivery),
            (_("Reason"), task.status_reason),
        )
        return [(label, value) for label, value in given if value]


def effect_in_words(*, holds_payment: bool) -> str:
    """What a missing return does to the statement of its month."""
    if holds_payment:
        return _("No statement of the month is made while the return is missing.")
    return _("A missing return does not hold the statement of the month.")


class DataTaskTransitionPage(TaskPage, TransitionPage):
    """Excuses a return, asks it again, or explains the rows that were left out."""

    model: Any = DataTask
    workflow = DATA_TASK
    actions_map: Mapping[str, Callable[..., Any]] = {
        "explain": actions.explain_rows,
        "excuse": actions.excuse_return,
        "ask_again": actions.ask_again,
    }


class HandInPage(TaskPage, FormPage):
    """The sheet of one month of one contract, also while the month still runs."""

    model: Any = DataTask
    form_class = HandInForm
    permission = Permission.PLACEMENT_DELIVER
    submit_label = gettext_lazy("Hand in and check")
    success_message = gettext_lazy("%(object)s has been received. It is being checked now.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the own organisation only."""
        return super().scoped_queryset().filter(provider__in=providers_of(self.person))

    def get_title(self) -> str:
        """The month and the contract."""
        return _("Hand in: %(task)s") % {"task": self.object}

    def perform(self, form: HandInForm) -> Delivery:
        """Keep it."""
        return actions.hand_in(
            task=self.object, file=form.cleaned_data["file"], by=self.person, at=timezone.now()
        )


class NoChangesPage(FormPage):
    """Several months and contracts at once: each with the figures that are confirmed."""

    model: Any = DataTask
    form_class = NoChangesForm
    permission = Permission.PLACEMENT_DELIVER
    template_name = "contracts/datatask_no_changes.html"
    title = gettext_lazy("Report no changes")
    submit_label = gettext_lazy("Confirm and report")

    @cached_property
    def tasks(self) -> list[DataTask]:
        """What can be reported now: months that are over, without a sheet that waits."""
        owed = DataTask.objects.visible_to(self.person).deliverable_by(self.person).open()
        rows = owed.ended_before(timezone.localdate()).without_sheet()
        return list(rows.with_agreement().order_by("month", "pk"))

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the figures as they are known now."""
        return super().get_form_kwargs() | {"figures": figures_of(self.tasks)}

    def perform(self, form: NoChangesForm) -> list[DataTask]:
        """Report them."""
        return actions.report_nothing(confirmed=form.confirmed, by=self.person, at=timezone.now())

    def get_success_message(self, result: Any) -> str:
        """How many."""
        words = ngettext(
            "%(count)s return is reported without changes.",
            "%(count)s returns are reported without changes.",
            len(result),
        )
        return words % {"count": len(result)}

    def get_success_url(self, result: Any = None) -> str:
        """Back to what is owed."""
        return str(LIST)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is anything to report."""
        return super().get_context_data(**{"tasks": self.tasks, "missing": []} | kwargs)


class NilReturnPage(TaskPage, NoChangesPage):
    """One return, one click."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the own organisation only."""
        return super().scoped_queryset().filter(provider__in=providers_of(self.person))

    @cached_property
    def tasks(self) -> list[DataTask]:
        """The one of the address."""
        return [self.object]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what still stands in the way."""
        task = self.object
        missing = DATA_TASK.missing(task, "report_nil", timezone.now())
        return super().get_context_data(**{"missing": missing} | kwargs)

    def get_success_url(self, result: Any = None) -> str:
        """Back to the return."""
        return str(self.object.get_absolute_url())


class ReturnRuleUpdatePage(FormPage):
    """What the region in the address asks."""

    model: Any = Region
    form_class = ReturnRuleForm
    permission = Permission.RETURN_MANAGE
    title = gettext_lazy("What is asked of monthly returns")
    success_message = gettext_lazy("The rule is changed; returns asked from now on follow it.")
    success_url = LIST

    def scoped_queryset(self) -> "QuerySet[Any]":
        """The regions that the person acts for."""
        return super().scoped_queryset().filter(pk__in=regions_of(self.person))

    def breadcrumbs(self) -> list[Crumb]:
        """The list."""
        label = capfirst(str(DataTask._meta.verbose_name_plural))
        return [Crumb(label, str(LIST))]

    def get_form_kwargs(self) -> dict[str, Any]:
        """What holds now, chosen or standard."""
        terms = return_terms([self.object.pk])[self.object.pk]
        values = asdict(terms) | {"reminder_days": list(terms.reminder_days)}
        return super().get_form_kwargs() | {"instance": ReturnRule(region=self.object, **values)}

    def perform(self, form: ReturnRuleForm) -> ReturnRule:
        """Set it."""
        return actions.set_return_rule(
            region=self.object, terms=form.terms, by=self.person, at=timezone.now()
        )
