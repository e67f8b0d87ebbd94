"""Pages of placements: the list, the object, a reservation and each step."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.views import (
    Action,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
    Step,
    TransitionPage,
)
from contracts.actions.capacity import SeatRequest, reserve_seat, reserved_until
from contracts.actions.placements import (
    accept_placement,
    assign_to_group,
    cancel_placement,
    put_on_waiting_list,
    refuse_placement,
    schedule_placement,
)
from contracts.enums import IN_GROUP
from contracts.filters.placements import PlacementFilterSet
from contracts.forms.placements import AcceptForm, GroupForm, SeatForm
from contracts.models import CapacityLine, CourseGroup, Placement
from contracts.tables.placements import PlacementEventTable, PlacementTable
from contracts.views import costs, covenant_learners
from contracts.views.capacity import LinePage
from contracts.workflows import PLACEMENT


class PlacementListPage(ListPage):
    model = Placement
    table_class = PlacementTable
    filterset_class = PlacementFilterSet
    permission = Permission.PLACEMENT_VIEW
    empty_text = _("No placement yet. Providers deliver them; a coordinator can reserve a seat.")


class PlacementDetailPage(DetailPage):
    model = Placement
    workflow = PLACEMENT
    permission = Permission.PLACEMENT_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        return (
            super()
            .scoped_queryset()
            .select_related(
                "contract__provider",
                "covenant_party__covenant__region",
                "covenant_party__provider",
                "capacity_line",
                "intake_line",
                "course_group",
                "gemeente",
                "tariff",
                "delivery",
            )
        )

    def facts(self) -> list[tuple[Any, Any]]:
        """What was agreed and what happened; nobody's name."""
        row = self.object
        is_covenant = row.covenant_party is not None
        return [
            (_("Covenant") if is_covenant else _("Contract"), row.agreement),
            (_("Provider"), row.provider),
            *([] if is_covenant else [(_("Seats"), row.capacity_line)]),
            *([(_("Counts in the intake too"), row.intake_line)] if row.intake_line else []),
            (_("Group"), row.covenant_group if is_covenant else row.course_group),
            (_("Gemeente"), row.gemeente),
            (_("Target group"), row.get_target_group_display()),
            (_("Route and level"), f"{row.get_route_display()}, {row.level}"),
            (_("Literacy"), row.get_literacy_display()),
            (_("Delivery mode"), row.get_mode_display()),
            (_("Date of the PIP"), row.pip_on),
            (_("Planned first day"), row.planned_first_on),
            (_("Planned last day"), row.planned_last_on),
            (_("Actual first day"), row.actual_first_on),
            (_("Actual last day"), row.actual_last_on),
            (_("Reserved until"), row.reserved_until_on),
            (_("Hours offered"), row.offered_hours),
            (_("Hours attended"), row.attended_hours),
            *([] if is_covenant else [(_("Tariff"), str(row.tariff))]),
            (_("Status since"), row.status_on),
            (_("Reason"), row.status_reason),
        ]

    def panels(self) -> list[Panel]:
        """How it came where it stands."""
        events = self.object.events.select_related("delivery", "recorded_by")
        course = Panel(_("Course"), table=PlacementEventTable(events, prefix="events-"))
        own = costs.panels_of_placement(self.person, self.object)
        return [course, *own, *covenant_learners.panels_of(self.object)]

    @cached_property
    def steps(self) -> list[Step]:
        """Under a covenant there is no seat to keep and no group to choose."""
        found = super().steps
        if self.object.covenant_party is None:
            return found
        return [step for step in found if step.transition.name in ("refuse", "cancel")]

    def page_actions(self) -> list[Action]:
        """Another group, while there is somebody to place in it; under a covenant the course."""
        if self.object.covenant_party is not None:
            return covenant_learners.actions_of(self.person, self.object)
        fees = costs.actions_of_placement(self.object)
        if self.object.status not in IN_GROUP:
            return fees
        url = reverse("contracts:placement-update", args=[self.object.pk])
        label = _("Another group") if self.object.course_group_id else _("Choose a group")
        return [Action(label, url, "people", permission=Permission.CAPACITY_MANAGE), *fees]


class PlacementCreatePage(LinePage, FormPage):
    """Reserves a seat of one capacity line."""

    model = CapacityLine
    form_class = SeatForm
    permission = Permission.CAPACITY_MANAGE
    title = _("Reserve a seat")
    submit_label = _("Reserve")
    success_message = _("A seat is kept for %(object)s.")
    template_name = "contracts/placement_create.html"

    def get_initial(self) -> dict[str, Any]:
        """Until when a seat is kept unless another day is chosen."""
        return {"reserved_until_on": reserved_until(timezone.now())}

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the line that decides route and gemeenten."""
        return super().get_form_kwargs() | {"line": self.object}

    def perform(self, form: Any) -> Placement:
        """Reserve, and say so when the seat was not contracted."""
        request = SeatRequest(**form.cleaned_data)
        placement = reserve_seat(
            line=self.object, request=request, by=self.person, at=timezone.now()
        )
        warning = placement.events.get().reason
        if warning:
            messages.warning(self.request, warning)
        return placement

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How much room there is."""
        use = self.object.use_on(timezone.localdate())
        return super().get_context_data(line=self.object, use=use, **kwargs)


class PlacementUpdatePage(FormPage):
    """Puts a learner in a group, or in another one."""

    model = Placement
    form_class = GroupForm
    permission = Permission.CAPACITY_MANAGE
    title = _("Choose a group")
    success_message = _("%(object)s has another group now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The groups that have room."""
        return super().get_form_kwargs() | {"groups": groups_for(self.object)}

    def get_initial(self) -> dict[str, Any]:
        """The group that stands."""
        return {"group": self.object.course_group}

    def perform(self, form: Any) -> Placement:
        """Put the learner there."""
        group = form.cleaned_data["group"]
        return assign_to_group(
            placement=self.object, group=group, by=self.person, at=timezone.now()
        )


def groups_for(placement: Placement) -> QuerySet[CourseGroup]:
    """Open groups of the placement's lines and level, soonest first."""
    groups = CourseGroup.objects.filter(line__in=placement.lines, level=placement.level)
    return groups.open().with_heads().order_by("first_on", "pk")


class PlacementTransitionPage(TransitionPage):
    model = Placement
    workflow = PLACEMENT
    actions_map = {
        "refuse": refuse_placement,
        "put_on_waiting_list": put_on_waiting_list,
        "cancel": cancel_placement,
    }

    @cached_property
    def asks(self) -> Any:
        """The form of a step that needs more than a reason."""
        return {"accept": AcceptForm, "schedule": GroupForm}.get(self.transition.name)

    def get_form_class(self) -> type[forms.BaseForm]:
        """What the step asks."""
        return self.asks or super().get_form_class()

    def get_form_kwargs(self) -> dict[str, Any]:
        """The groups that have room, for who is to be scheduled."""
        groups = {"groups": groups_for(self.object)} if self.asks is GroupForm else {}
        return super().get_form_kwargs() | groups

    def get_initial(self) -> dict[str, Any]:
        """Until when a seat is kept; the group that stands."""
        until = reserved_until(timezone.now())
        return {"reserved_until_on": until, "group": self.object.course_group}

    def perform(self, form: Any) -> Any:
        """Accept until a day, schedule in a group; the other steps as the map says."""
        moment = {"placement": self.object, "by": self.person, "at": timezone.now()}
        if self.asks is AcceptForm:
            return accept_placement(**moment, **form.cleaned_data)
        if self.asks is GroupForm:
            return schedule_placement(**moment, **form.cleaned_data)
        return super().perform(form)
