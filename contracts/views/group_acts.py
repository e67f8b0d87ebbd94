"""Pages on which a group is started, postponed, merged, split or filled.

Each shows its effect in seats and euro first; what was shown is what is then done, or nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.errors import Refused
from config.shared.forms import add_refusal
from config.shared.views import FormPage
from contracts.actions import groups as actions
from contracts.actions.groups import plans
from contracts.actions.groups.figures import Plan, candidates, fitting_groups, found, members
from contracts.enums import GroupAct
from contracts.forms import group_acts as forms
from contracts.group_effects import Effect
from contracts.group_words import sentences
from contracts.models import CourseGroup
from contracts.views.groups import GroupPage

UNSEEN = "unseen"
"""Fits no effect: who confirms has seen one."""
DRAWN_UP = ("mode", "minimum", "maximum", "first_on", "last_on")


class GroupActPage(GroupPage, FormPage):
    """One act: its form, then its effect, then the button that does it.

    Declare act, form_class, action and plan(). `at_once` acts ask nothing that changes their
    effect, and show it from the start.
    """

    model = CourseGroup
    permission = Permission.CAPACITY_MANAGE
    template_name = "contracts/coursegroup_act.html"
    act: ClassVar[GroupAct]
    action: ClassVar[Callable[..., CourseGroup]]
    at_once = False

    def get_title(self) -> Any:
        """What is about to be decided."""
        return self.act.label

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With heads and what is at stake."""
        visible: Any = super().scoped_queryset()
        return visible.with_heads().with_stake().select_related("line__contract__provider")

    def plan(self, facts: Mapping[str, Any]) -> Plan:
        """What the act would do with what the form holds."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the effect; do it when it was shown and is confirmed."""
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        try:
            effect = self.plan(form.cleaned_data).effect
        except Refused as refused:
            add_refusal(form, refused)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, effect=effect))

    def perform(self, form: Any) -> CourseGroup:
        """Do what was shown."""
        return type(self).action(
            group=self.object,
            by=self.person,
            at=timezone.now(),
            seen=self.request.POST.get("seen") or UNSEEN,
            **form.cleaned_data,
        )

    def get_success_message(self, result: Any) -> str:
        """What has been decided, and where one is now."""
        text = _("%(act)s: done. This is group %(group)s.")
        return str(text) % {"act": self.act.label, "group": result}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The effect in words where there is one; why not, where an act at once is impossible."""
        effect, missing = kwargs.pop("effect", None), list[str]()
        if self.at_once and effect is None:
            effect, missing = self._effect_at_once()
        told = {"object": self.object, "missing": missing}
        if effect is not None:
            told |= {"effect": sentences(effect), "seen": effect.digest}
        return super().get_context_data(**{"effect": [], "seen": ""} | told | kwargs)

    def _effect_at_once(self) -> tuple[Effect | None, list[str]]:
        try:
            return self.plan({}).effect, []
        except Refused as refused:
            return None, refused.messages


class GroupStartPage(GroupActPage):
    act = GroupAct.START
    action = actions.start_group
    at_once = True

    def get_form_class(self) -> Any:
        """Below the minimum it asks why."""
        return forms.ReasonedActForm if self.object.lacking else forms.GroupActForm

    def plan(self, facts: Mapping[str, Any]) -> Plan:
        return plans.plan_start(self.object, at=timezone.now())


class GroupWaitPage(GroupActPage):
    act = GroupAct.WAIT
    action = actions.wait_with_group
    form_class = forms.WaitForm
    at_once = True

    def plan(self, facts: Mapping[str, Any]) -> Plan:
        return plans.plan_wait(self.object)


class GroupPostponePage(GroupActPage):
    act = GroupAct.POSTPONE
    action = actions.postpone_group
    form_class = forms.PostponeForm

    def get_initial(self) -> dict[str, Any]:
        """The days that stand."""
        return {name: getattr(self.object, name) for name in ("first_on", "last_on", "decide_on")}

    def plan(self, facts: Mapping[str, Any]) -> Plan:
        days = {name: facts[name] for name in ("first_on", "last_on")}
        return plans.plan_postpone(self.object, **days, at=timezone.now())


class GroupMergePage(GroupActPage):
    act = GroupAct.MERGE
    action = actions.merge_groups
    form_class = forms.MergeForm

    def get_initial(self) -> dict[str, Any]:
        """The group that was chosen before one came here."""
        return {"into": self.request.GET.get("into")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The groups that could take everyone over."""
        return super().get_form_kwargs() | {"groups": fitting_groups(self.object)}

    def plan(self, facts: Mapping[str, Any]) -> Plan:
        return plans.plan_merge(self.object, facts["into"], at=timezone.now())


class GroupSplitPage(GroupActPage):
    act = GroupAct.SPLIT
    action = actions.split_group
    form_class = forms.SplitForm

    def get_initial(self) -> dict[str, Any]:
        """The new group begins as the old one is."""
        return {name: getattr(self.object, name) for name in DRAWN_UP}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who is in the group."""
        return super().get_form_kwargs() | {"learners": members(self.object)}

    def plan(self, facts: Mapping[str, Any]) -> Plan:
        made = {name: facts[name] for name in ("reference", *DRAWN_UP)}
        return plans.plan_split(self.object, facts["learners"], made, at=timezone.now())


class GroupMovePage(GroupActPage):
    act = GroupAct.MOVE
    action = actions.move_learners
    form_class = forms.MoveForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who is in the group, and the groups that could take somebody over."""
        choices = {"learners": members(self.object), "groups": fitting_groups(self.object)}
        return super().get_form_kwargs() | choices

    def plan(self, facts: Mapping[str, Any]) -> Plan:
        leaving, into = facts["learners"], found(facts["into"])
        return plans.plan_move(self.object, leaving, into, at=timezone.now())


class GroupFillPage(GroupActPage):
    act = GroupAct.FILL
    action = actions.fill_group
    form_class = forms.FillForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who asks a seat of the line, longest waiting first."""
        return super().get_form_kwargs() | {"learners": candidates(self.object)}

    def plan(self, facts: Mapping[str, Any]) -> Plan:
        return plans.plan_fill(self.object, facts["learners"], at=timezone.now())


class GroupCancelPage(GroupActPage):
    act = GroupAct.CANCEL
    action = actions.cancel_group
    form_class = forms.ReasonedActForm
    at_once = True

    def plan(self, facts: Mapping[str, Any]) -> Plan:
        return plans.plan_cancel(self.object, at=timezone.now())
