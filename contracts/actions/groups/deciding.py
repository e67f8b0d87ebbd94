"""Go or no go: start a group, wait, give it other days, or cancel it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.validity import valid
from contracts.actions.groups.doing import check_seen, keep, lock_groups, lock_learners, reseat
from contracts.actions.groups.figures import members
from contracts.actions.groups.plans import plan_cancel, plan_postpone, plan_start, plan_wait
from contracts.actions.placements import put_on_waiting_list
from contracts.models import CourseGroup, Placement
from contracts.workflows import GROUP


@transaction.atomic
def start_group(
    *, group: CourseGroup, by: User, at: datetime, reason: str = "", seen: str = ""
) -> CourseGroup:
    """Start a planned group; below its minimum only with a reason.

    `seen` is the digest of the effect that was shown, here and in every act on groups.
    """
    [row] = lock_groups(group)
    plan = plan_start(row, at=at)
    check_seen(plan, seen)
    if row.lacking and not reason.strip():
        raise Refused(_("Say why the group starts below its minimum."), field="reason")
    started = GROUP.apply(row, "start", by=by, at=at, reason=reason)
    keep(plan, row, by=by, at=at, reason=reason)
    return started


@transaction.atomic
def wait_with_group(
    *, group: CourseGroup, decide_on: date, by: User, at: datetime, reason: str, seen: str = ""
) -> CourseGroup:
    """Decide about a planned group on a later day, at the latest on its first day."""
    [row] = lock_groups(group)
    plan = plan_wait(row)
    check_seen(plan, seen)
    if not amsterdam(at) <= decide_on <= row.first_on:
        raise Refused(_("Choose a day from today up to the first day."), field="decide_on")
    row.decide_on = decide_on
    row.save(update_fields=["decide_on"])
    keep(plan, row, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def postpone_group(
    *,
    group: CourseGroup,
    first_on: date,
    last_on: date,
    by: User,
    at: datetime,
    decide_on: date | None = None,
    reason: str = "",
    seen: str = "",
) -> CourseGroup:
    """Give a planned group other days; who has not begun follows, at the tariff of that day."""
    [row] = lock_groups(group)
    lock_learners(members(row))
    plan = plan_postpone(row, first_on=first_on, last_on=last_on, at=at)
    check_seen(plan, seen)
    row.first_on, row.last_on, row.decide_on = first_on, last_on, decide_on
    valid(row).save(update_fields=["first_on", "last_on", "decide_on"])
    reseat(plan, by=by, at=at)
    keep(plan, row, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def cancel_group(
    *, group: CourseGroup, by: User, at: datetime, reason: str, seen: str = ""
) -> CourseGroup:
    """Cancel a planned group; its learners go back to the waiting list."""
    [row] = lock_groups(group)
    lock_learners(members(row))
    plan = plan_cancel(row, at=at)
    check_seen(plan, seen)
    for seating in plan.seatings:
        put_on_waiting_list(placement=seating.row, by=by, at=at, reason=reason)
    ids = [seating.row.pk for seating in plan.seatings]
    Placement.objects.filter(pk__in=ids).update(course_group=None)
    cancelled = GROUP.apply(row, "cancel", by=by, at=at, reason=reason)
    keep(plan, row, by=by, at=at, reason=reason)
    return cancelled
