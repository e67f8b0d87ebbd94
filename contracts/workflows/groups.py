"""How course groups move."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.display import day
from config.shared.periods import amsterdam
from config.shared.workflow import Transition, Workflow
from contracts.enums import IN_GROUP, IN_USE, GroupAct, GroupStatus

if TYPE_CHECKING:
    from contracts.models import CourseGroup


def group_begun(group: "CourseGroup", at: datetime) -> str | None:
    if group.first_on <= amsterdam(at):
        return None
    return _("The group begins on %(day)s.") % {"day": day(group.first_on)}


def nobody_planned(group: "CourseGroup", at: datetime) -> str | None:
    heads = group.placements.filter(status__in=IN_GROUP).count()
    if heads:
        return _("Give the %(count)s learners of this group another group first.") % {
            "count": heads
        }
    return None


def nobody_taught(group: "CourseGroup", at: datetime) -> str | None:
    heads = group.placements.filter(status__in=IN_USE).count()
    if heads:
        return _("%(count)s placements in this group have not ended yet.") % {"count": heads}
    return None


GROUP = Workflow(
    name="course_group",
    states=GroupStatus,
    initial=(GroupStatus.PLANNED,),
    transitions=(
        Transition(
            "start",
            (GroupStatus.PLANNED,),
            GroupStatus.STARTED,
            gettext_lazy("Start"),
            Permission.CAPACITY_MANAGE,
            (group_begun,),
            consequence=gettext_lazy("The group is marked as started."),
        ),
        Transition(
            "end",
            (GroupStatus.STARTED,),
            GroupStatus.ENDED,
            gettext_lazy("End"),
            Permission.CAPACITY_MANAGE,
            (nobody_taught,),
            consequence=gettext_lazy("The group is marked as ended."),
        ),
        Transition(
            "cancel",
            (GroupStatus.PLANNED,),
            GroupStatus.CANCELLED,
            gettext_lazy("Cancel"),
            conditions=(nobody_planned,),
            reason_required=True,
        ),
    ),
    acts={act.value: act.label for act in GroupAct},
)
