"""Who sits where: merge and split groups, move learners, fill a group from the waiting list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.errors import Refused
from contracts.actions.groups.doing import check_seen, keep, lock_groups, lock_learners, reseat
from contracts.actions.groups.figures import candidates, members
from contracts.actions.groups.planning import create_group
from contracts.actions.groups.plans import inherited, plan_fill, plan_merge, plan_move, plan_split
from contracts.actions.placements import schedule_placement
from contracts.enums import GroupStatus
from contracts.models import CourseGroup, Placement
from contracts.workflows import GROUP


@transaction.atomic
def merge_groups(
    *,
    group: CourseGroup,
    into: CourseGroup,
    by: User,
    at: datetime,
    reason: str = "",
    seen: str = "",
) -> CourseGroup:
    """Bring everyone of `group` into `into`, and return that.

    The emptied group is cancelled when it was still planned, and ends when it was running.
    """
    if group.pk == into.pk:
        raise Refused(_("Choose another group."), field="into")
    emptied, filled = lock_groups(group, into)
    lock_learners(members(emptied))
    plan = plan_merge(emptied, filled, at=at)
    check_seen(plan, seen)
    reseat(plan, by=by, at=at)
    name = "cancel" if emptied.status == GroupStatus.PLANNED else "end"
    why = reason or _("Merged into %(group)s") % {"group": filled}
    GROUP.apply(emptied, name, by=by, at=at, reason=why, merged_into=filled)
    keep(plan, emptied, by=by, at=at, reason=reason, other=filled)
    return filled


@transaction.atomic
def split_group(
    *,
    group: CourseGroup,
    learners: Sequence[Placement],
    by: User,
    at: datetime,
    reason: str = "",
    seen: str = "",
    **facts: Any,
) -> CourseGroup:
    """Bring `learners` into a new group on the same line, and return that; at least one stays.

    `facts` are the fields of CourseGroup that a person fills in; level and hours are kept.
    """
    [row] = lock_groups(group)
    leaving = _locked(members(row), learners)
    plan = plan_split(row, leaving, facts, at=at)
    check_seen(plan, seen)
    made = create_group(line=row.line, by=by, at=at, **inherited(row), **facts)
    seatings = tuple(replace(each, group=made) for each in plan.seatings)
    reseat(replace(plan, seatings=seatings), by=by, at=at)
    keep(plan, row, by=by, at=at, reason=reason, other=made)
    return made


@transaction.atomic
def move_learners(
    *,
    group: CourseGroup,
    learners: Sequence[Placement],
    into: CourseGroup,
    by: User,
    at: datetime,
    reason: str = "",
    seen: str = "",
) -> CourseGroup:
    """Bring some heads of `group` into another group of the contract, and return that."""
    if group.pk == into.pk:
        raise Refused(_("Choose another group."), field="into")
    left, joined = lock_groups(group, into)
    leaving = _locked(members(left), learners)
    plan = plan_move(left, leaving, joined, at=at)
    check_seen(plan, seen)
    reseat(plan, by=by, at=at)
    keep(plan, left, by=by, at=at, reason=reason, other=joined)
    return joined


@transaction.atomic
def fill_group(
    *,
    group: CourseGroup,
    learners: Sequence[Placement],
    by: User,
    at: datetime,
    reason: str = "",
    seen: str = "",
) -> CourseGroup:
    """Schedule learners who ask a seat of the group's line into it: all of them, or nobody."""
    [row] = lock_groups(group)
    coming = _locked(candidates(row), learners)
    plan = plan_fill(row, coming, at=at)
    check_seen(plan, seen)
    for placement in coming:
        schedule_placement(placement=placement, group=row, by=by, at=at)
    keep(plan, row, by=by, at=at, reason=reason)
    return row


def _locked(rows: "QuerySet[Placement]", learners: Sequence[Placement]) -> list[Placement]:
    """Of `rows` the learners asked, locked; Refused when one of them is not there any more."""
    lock_learners(learners)
    found = list(rows.filter(pk__in=[each.pk for each in learners]))
    if len(found) != len(learners):
        raise Refused(
            _("Somebody you chose is not in this list any more. Choose again."), field="learners"
        )
    return found
