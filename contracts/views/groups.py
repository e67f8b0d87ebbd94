"""Pages of groups: heads against their size, and what a group costs at every fill."""

from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.views import Action, Crumb, FormPage, ListPage, Panel, TransitionPage
from contracts.actions.groups import change_group, create_group
from contracts.actions.groups.figures import standing
from contracts.enums import OPEN_GROUPS, GroupAct
from contracts.filters.groups import CourseGroupFilterSet
from contracts.forms.groups import CourseGroupForm, GroupCostForm
from contracts.group_chart import fill_chart
from contracts.group_effects import Standing
from contracts.group_prices import NO_PRICE, break_even_heads, fills
from contracts.models import CapacityLine, CourseGroup, GroupDecision, Placement
from contracts.tables.groups import CourseGroupTable, FreeGroupTable
from contracts.tables.placements import PlacementTable
from contracts.views.capacity import LinePage
from contracts.views.costs import panels_of_group
from contracts.views.endings import EndsLater
from contracts.views.group_choices import Choice, choices
from contracts.workflows import GROUP

IN_GROUP_COLUMNS = ("reference", "gemeente", "planned_first_on", "status", "status_on")
MOST_DECISIONS = 20
"""Decisions on the page of a group, the latest first; the history has them all."""


class CourseGroupListPage(ListPage):
    model = CourseGroup
    table_class = CourseGroupTable
    filterset_class = CourseGroupFilterSet
    permission = Permission.CAPACITY_VIEW
    empty_text = _("No group has been planned yet. Plan one on the page of its seats.")
    main_action = Action(
        _("Planning board"), reverse_lazy("contracts:coursegroup-board"), "calendar3"
    )

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With heads and what is at stake."""
        visible: Any = super().scoped_queryset()
        return visible.with_heads().with_stake()


class FreeGroupListPage(CourseGroupListPage):
    """For providers: where somebody can still begin."""

    table_class = FreeGroupTable
    title = _("Groups with free seats")
    empty_text = _("No open group has a free seat.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Planned and running groups that are not full."""
        visible: Any = super().scoped_queryset()
        return visible.open().filter(free_seats__gt=0)


class GroupPage:
    """The trail of a page about one group: its capacity line stands above it."""

    def breadcrumbs(self) -> list[Crumb]:
        """Contract, line and, on a page under the group, the group."""
        group = self.object  # type: ignore[attr-defined]
        above = (group.line.contract, group.line, group)
        trail = [Crumb(str(each), each.get_absolute_url()) for each in above]
        return [crumb for crumb in trail if crumb.url != self.request.path]  # type: ignore[attr-defined]


class CourseGroupDetailPage(GroupPage, EndsLater):
    model = CourseGroup
    workflow = GROUP
    permission = Permission.CAPACITY_VIEW
    template_name = "contracts/coursegroup_detail.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With heads and what is at stake."""
        visible: Any = super().scoped_queryset()
        rows = visible.with_heads().with_stake()
        return rows.select_related("line__contract__provider", "merged_into")

    def facts(self) -> list[tuple[Any, Any]]:
        """When, where and for whom."""
        group = self.object
        facts = [
            (_("Provider"), group.line.contract.provider),
            (_("Seats"), group.line),
            (_("First day"), group.first_on),
            (_("Last day"), group.last_on),
            (_("Level"), group.level),
            (_("Delivery mode"), group.get_mode_display()),
            (_("Lesson times"), group.schedule),
            (_("Hours a week"), group.hours_per_week),
            (_("Smallest and largest"), f"{group.minimum}–{group.maximum}"),
            (_("Free seats"), group.free_seats),
            (_("Decide on (go or no go)"), group.decide_on),
        ]
        return facts + ([(_("Merged into"), group.merged_into)] if group.merged_into else [])

    def panels(self) -> list[Panel]:
        """Who is in it, and what was decided about it."""
        decided = Panel(_("Decisions"), template="contracts/_group_decisions.html")
        if not self.may(Permission.PLACEMENT_VIEW):
            return [decided]
        rows = Placement.objects.visible_to(self.person).filter(course_group=self.object)
        table = PlacementTable(rows, prefix="placements-", shown=IN_GROUP_COLUMNS)
        costs = panels_of_group(self.person, self.object)
        return [Panel(_("Placements"), table=table), *costs, decided]

    def page_actions(self) -> list[Action]:
        """An open group can be changed and filled."""
        if self.object.status not in OPEN_GROUPS:
            return []
        return [
            self._act(GroupAct.FILL, "person-plus"),
            Action(
                _("Edit"),
                reverse("contracts:coursegroup-update", args=[self.object.pk]),
                "pencil",
                permission=Permission.CAPACITY_MANAGE,
            ),
        ]

    def _act(self, act: GroupAct, icon: str = "") -> Action:
        url = reverse(f"contracts:coursegroup-{act}", args=[self.object.pk])
        return Action(act.label, url, icon, permission=Permission.CAPACITY_MANAGE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the group costs and brings in at every number of heads, and what can be decided.

        Without a cost known or typed in, a group is taken to cost what its minimum brings in:
        that is where the provider said it can start.
        """
        group, form = self.object, GroupCostForm(self.request.GET or None)
        typed = form.cleaned_data["cost"] if form.is_valid() else None
        price = group.course_price or NO_PRICE
        known = group.cost_amount if typed is None else typed
        cost = price.income(group.minimum) if known is None else known
        stands, most = replace(standing(group), cost=cost), max(group.maximum, group.heads)
        break_even = break_even_heads(group_cost=cost, price=price)
        rows = fills(group_cost=cost, price=price, maximum=most)
        return super().get_context_data(
            chart=fill_chart(rows, stands, break_even),
            break_even=break_even,
            group_cost=cost,
            cost_per_head=stands.cost_per_head,
            is_known=known is not None,
            cost_form=form,
            options=self._options(stands),
            decisions=self._decisions(),
            **kwargs,
        )

    def _options(self, stands: Standing) -> list[Choice]:
        """What can be decided about an open group, for who may."""
        if self.object.status not in OPEN_GROUPS or not self.may(Permission.CAPACITY_MANAGE):
            return []
        return choices(self.object, stands)

    def _decisions(self) -> list[GroupDecision]:
        about = Q(group=self.object) | Q(other=self.object)
        rows = GroupDecision.objects.visible_to(self.person).filter(about)
        return list(rows.select_related("group", "other", "decided_by")[:MOST_DECISIONS])


class CourseGroupCreatePage(LinePage, FormPage):
    model = CapacityLine
    form_class = CourseGroupForm
    permission = Permission.CAPACITY_MANAGE
    title = _("New group")
    success_message = _("Group %(object)s is planned.")

    def get_initial(self) -> dict[str, Any]:
        """The sizes that were agreed for these seats."""
        return {"minimum": self.object.group_minimum, "maximum": self.object.group_maximum}

    def perform(self, form: Any) -> CourseGroup:
        """Plan it."""
        facts = form.cleaned_data
        return create_group(line=self.object, by=self.person, at=timezone.now(), **facts)


class CourseGroupUpdatePage(GroupPage, FormPage):
    model = CourseGroup
    form_class = CourseGroupForm
    permission = Permission.CAPACITY_MANAGE
    title = _("Edit the group")
    success_message = _("Group %(object)s is changed.")

    def perform(self, form: Any) -> CourseGroup:
        """Change it."""
        facts = form.cleaned_data
        return change_group(group=self.object, by=self.person, at=timezone.now(), **facts)


class CourseGroupTransitionPage(GroupPage, TransitionPage):
    model = CourseGroup
    workflow = GROUP
