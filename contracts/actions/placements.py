"""What coordinators do with placements; what happens in the classroom comes in by delivery."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from contracts.actions.authorisations import over_target, use_up
from contracts.actions.capacity import lines_of, lock_lines, pair_of, reserved_until
from contracts.actions.records import record_event, record_update, tariff_on
from contracts.enums import IN_GROUP, GroupStatus
from contracts.ledger import rebuild_costs
from contracts.models import CourseGroup, Placement
from contracts.waiting_sync import sync_waitlist
from contracts.workflows import PLACEMENT


def accept_placement(
    *, placement: Placement, by: User, at: datetime, reserved_until_on: date | None = None
) -> Placement:
    """Keep a seat for a registered or waiting learner, until the day given (included)."""
    if reserved_until_on and reserved_until_on < amsterdam(at):
        raise Refused(_("This day has passed."), field="reserved_until_on")
    return _take_seat(
        placement,
        "accept",
        by=by,
        at=at,
        reserved_until_on=reserved_until_on or reserved_until(at),
    )


def refuse_placement(*, placement: Placement, by: User, at: datetime, reason: str) -> Placement:
    """Turn a registered learner down."""
    return _move(placement, "refuse", by=by, at=at, reason=reason)


def put_on_waiting_list(
    *, placement: Placement, by: User | None, at: datetime, reason: str
) -> Placement:
    """Let a learner wait; a seat that was kept becomes free."""
    return _move(
        placement, "put_on_waiting_list", by=by, at=at, reason=reason, reserved_until_on=None
    )


def cancel_placement(
    *, placement: Placement, by: User | None, at: datetime, reason: str
) -> Placement:
    """Take back a placement that has not begun; its seat becomes free."""
    return _move(placement, "cancel", by=by, at=at, reason=reason, reserved_until_on=None)


@transaction.atomic
def schedule_placement(
    *, placement: Placement, group: CourseGroup, by: User, at: datetime
) -> Placement:
    """Give a learner a seat in a group; the placement takes over the days of the group."""
    main, intake = pair_of(group.line, group.first_on)
    lock_lines([*lines_of(placement), main.pk, *([intake.pk] if intake else [])])
    _check_group(placement, group)
    Placement.objects.filter(pk=placement.pk).update(intake_line=intake)
    return _take_seat(
        placement,
        "schedule",
        by=by,
        at=at,
        course_group=group,
        planned_first_on=group.first_on,
        planned_last_on=group.last_on,
        tariff=tariff_on(group.line.contract, placement.route, group.first_on),
        reserved_until_on=None,
    )


@transaction.atomic
def assign_to_group(
    *, placement: Placement, group: CourseGroup, by: User, at: datetime
) -> Placement:
    """Put an accepted, scheduled or running learner in (another) group of the same line."""
    lock_lines(lines_of(placement))
    row = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    if row.status not in IN_GROUP:
        raise Refused(
            _("A placement with the status “%(status)s” has no group.")
            % {"status": row.get_status_display()}
        )
    _check_group(row, group)
    before = {"course_group": row.course_group}
    row.course_group = group
    row.save(update_fields=["course_group"])
    record_update(row, before, by=by, at=at, what=_("Group %(group)s") % {"group": group})
    rebuild_costs([row.pk])
    return row


@transaction.atomic
def _take_seat(
    placement: Placement, name: str, *, by: User, at: datetime, **changes: Any
) -> Placement:
    """Move to a status that takes a seat, with the lines locked while the seats are counted."""
    lock_lines(lines_of(placement))
    row = Placement.objects.get(pk=placement.pk)
    warning, over = over_target(row, at), row.full_lines(amsterdam(at))
    moved = _move(row, name, by=by, at=at, reason=warning, **changes)
    use_up(over, at)
    return moved


@transaction.atomic
def _move(
    placement: Placement, name: str, *, by: User | None, at: datetime, reason: str, **changes: Any
) -> Placement:
    """Make one transition, with its event; the seats of its lines stand still meanwhile."""
    lock_lines(lines_of(placement))
    row = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    moved = PLACEMENT.apply(
        row,
        name,
        by=by,
        at=at,
        reason=reason,
        status_on=amsterdam(at),
        status_reason=reason[:200],
        **changes,
    )
    record_event(moved, row.status, by=by, at=at, reason=reason[:200])
    rebuild_costs([moved.pk])
    sync_waitlist([moved.pk], by=by, at=at)
    return moved


def _check_group(placement: Placement, group: CourseGroup) -> None:
    """Refused when the group is another line's, no longer open, or full; its line is locked."""
    found = CourseGroup.objects.with_heads().get(pk=group.pk)
    if found.line_id not in lines_of(placement):
        raise Refused(_("This group belongs to another capacity line."), field="group")
    if found.status not in (GroupStatus.PLANNED, GroupStatus.STARTED):
        raise Refused(_("This group is not open any more."), field="group")
    if found.level != placement.level:
        raise Refused(
            _("The group works towards %(level)s, the learner towards %(wanted)s.")
            % {"level": found.level, "wanted": placement.level},
            field="group",
        )
    already = placement.course_group_id == found.pk and placement.status in IN_GROUP
    if found.free_seats < 1 and not already:
        raise Refused(
            _("The group is full: %(heads)s of at most %(maximum)s, from %(day)s.")
            % {"heads": found.heads, "maximum": found.maximum, "day": day(found.first_on)},
            field="group",
        )
