"""Groups: made, changed and cancelled on a capacity line."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.errors import Refused
from config.shared.validity import valid
from contracts.actions.capacity import check_begins_within, lock_lines
from contracts.actions.groups.figures import members
from contracts.actions.records import record_update
from contracts.enums import OPEN_GROUPS, GroupStatus
from contracts.ledger import rebuild_costs
from contracts.models import CapacityLine, CourseGroup
from contracts.workflows import GROUP

DAYS = ("first_on", "last_on")


@transaction.atomic
def create_group(*, line: CapacityLine, by: User, at: datetime, **facts: Any) -> CourseGroup:
    """Plan a group on `line`; `facts` are the fields of CourseGroup that a person fills in."""
    [locked] = lock_lines([line.pk])
    group = CourseGroup(line=locked, **facts)
    check_begins_within(locked, group.first_on, field="first_on")
    valid(group).save()
    GROUP.record_created(group, by=by, at=at)
    return group


@transaction.atomic
def change_group(*, group: CourseGroup, by: User, at: datetime, **facts: Any) -> CourseGroup:
    """Change a planned or running group; its days only while nobody is planned in it.

    `postpone_group` gives a group with learners other days, so that theirs follow.
    """
    lock_lines([group.line_id])
    row = CourseGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if row.status not in OPEN_GROUPS:
        raise Refused(_("This group is not open any more."))
    before = {name: getattr(row, name) for name in facts}
    _check_days_stand(row, facts)
    for name, value in facts.items():
        setattr(row, name, value)
    check_begins_within(row.line, row.first_on, field="first_on")
    valid(row).save(update_fields=list(facts))
    record_update(row, before, by=by, at=at, what="")
    rebuild_costs(row.placements.values_list("pk", flat=True), group_ids=[row.pk])
    return row


def _check_days_stand(group: CourseGroup, facts: dict[str, Any]) -> None:
    """Refused when other days would leave the learners of a planned group behind."""
    changed = [
        name for name in DAYS if facts.get(name, getattr(group, name)) != getattr(group, name)
    ]
    if changed and group.status == GroupStatus.PLANNED and members(group).exists():
        raise Refused(
            _("Learners are planned in it: choose “another first day”, so that they follow."),
            field=changed[0],
        )
