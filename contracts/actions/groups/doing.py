"""What every act on groups does once it is agreed: learners seated, costs rebuilt, all kept."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder
from contracts.actions.capacity import lock_seats
from contracts.actions.groups.figures import Plan, found
from contracts.actions.groups.seats import Seating, use_up_authorised
from contracts.ledger import rebuild_costs
from contracts.models import CapacityLine, CourseGroup, GroupDecision, Placement
from contracts.workflows import GROUP

SEATED = (
    "course_group",
    "capacity_line",
    "intake_line",
    "tariff",
    "planned_first_on",
    "planned_last_on",
)


def lock_groups(*groups: CourseGroup) -> list[CourseGroup]:
    """Lock every line that may count the heads of the groups, then the groups, in order of id.

    Returns the groups as they stand now, in the order asked.
    """
    lines = Q()
    for group in groups:
        line = group.line
        lines |= Q(contract=line.contract_id, route=line.route, place=line.place)
    lock_seats(CapacityLine.objects.filter(lines))
    ids = {group.pk for group in groups}
    list(CourseGroup.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)))
    return [found(group) for group in groups]


def lock_learners(rows: Iterable[Placement]) -> None:
    """Lock placements in order of id, so that no delivery changes them meanwhile."""
    ids = [row.pk for row in rows]
    list(Placement.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)))


def check_seen(plan: Plan, seen: str) -> None:
    """Refused when the effect is no longer the one with the digest `seen`; empty asks nothing."""
    if seen and seen != plan.effect.digest:
        raise Refused(
            _("Meanwhile something changed. Look once more at what will happen, and confirm that.")
        )


def reseat(plan: Plan, *, by: User, at: datetime) -> None:
    """Write where every learner sits now, with its history; `keep` brings the costs along."""
    entries = [_seat(seating, by, at) for seating in plan.seatings]
    rows = [seating.row for seating in plan.seatings]
    Placement.objects.bulk_update(rows, SEATED)
    use_up_authorised(plan.uses, amsterdam(at))
    recorder().record(entries)


def _seat(seating: Seating, by: User, at: datetime) -> Entry:
    row = seating.row
    before = {name: getattr(row, name) for name in SEATED}
    row.course_group, row.tariff = seating.group, seating.tariff
    row.capacity_line, row.intake_line = seating.lines
    row.planned_first_on, row.planned_last_on = seating.first_on, seating.last_on
    after = {name: getattr(row, name) for name in SEATED}
    what = _("Group %(group)s") % {"group": seating.group}
    return Entry(row, "updated", by, at, before, after, what)


def keep(
    plan: Plan,
    group: CourseGroup,
    *,
    by: User,
    at: datetime,
    reason: str,
    other: CourseGroup | None = None,
) -> GroupDecision:
    """Keep the decision with its effect, tell it in the history of both groups, and bring the
    costs of the groups and of who was seated along.
    """
    effect = plan.effect
    decision = GroupDecision(
        group=group,
        other=other,
        act=effect.act,
        effect=effect.as_record(),
        reason=reason,
        decided_at=at,
        decided_by=by,
    )
    valid(decision).save(force_insert=True)
    told = [each for each in (group, other) if each is not None]
    seated = [seating.row.pk for seating in plan.seatings]
    rebuild_costs(seated, group_ids=[each.pk for each in told])
    if effect.act not in GROUP.by_name:
        recorder().record([Entry(each, effect.act, by, at, {}, {}, reason) for each in told])
    return decision
