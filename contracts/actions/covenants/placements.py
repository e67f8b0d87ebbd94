"""Learners under a covenant, kept up to date by their school: no seat, no tariff, no cost.

Who pays the course, the learner or a gemeente, makes no difference here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import day
from config.shared.errors import Refused, refuse_if
from config.shared.periods import amsterdam, month_start
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from contracts.enums import ENDED, PlacementStatus
from contracts.models import (
    CovenantParty,
    Placement,
    PlacementEvent,
    PlacementHours,
    ProgressConversation,
)
from contracts.workflows import PLACEMENT
from contracts.workflows.placements import SEATED
from procurement.actions.common import assign, locked

FACTS = (
    "reference",
    "gemeente",
    "target_group",
    "route",
    "level",
    "mode",
    "literacy",
    "cohort",
    "covenant_group",
    "planned_first_on",
    "planned_last_on",
    "pip_on",
    "term_ends_on",
)
"""What a school tells of a learner and may correct."""
ENDING = ("complete", "drop_out", "switch", "move")
STEPS = ("start", "interrupt", "resume", *ENDING)


@dataclass(frozen=True, slots=True)
class LearnerStep:
    """What happened to a learner: a transition, the day it began, and why or with what result."""

    name: str
    on: date
    reason: str = ""
    outcome: str = ""
    diploma_on: date | None = None


@transaction.atomic
def register_learner(*, party: CovenantParty, by: User, at: datetime, **facts: Any) -> Placement:
    """Bring a learner of a party's school under the covenant; `facts` are those of FACTS.

    Refused while the covenant does not bind the school, the region bars it, or it lacks the
    recognition of the route.
    """
    require(by, Permission.PLACEMENT_DELIVER, party)
    placement = Placement(covenant_party=party, status_on=amsterdam(at), **facts)
    refuse_if(condition(placement, at) for condition in SEATED)
    _check_gemeente(placement, party, at)
    valid(placement).save(force_insert=True)
    record_made(placement, by=by, at=at)
    _record_event(placement, "", on=amsterdam(at), by=by, at=at)
    return placement


def _check_gemeente(placement: Placement, party: CovenantParty, at: datetime) -> None:
    gemeenten = party.covenant.region.gemeenten_on(amsterdam(at))
    if not gemeenten.filter(pk=placement.gemeente_id).exists():
        raise Refused(_("This gemeente does not belong to the region."), field="gemeente")


@transaction.atomic
def change_learner(*, placement: Placement, by: User, at: datetime, **facts: Any) -> Placement:
    """Correct what is known of a learner under a covenant whose course has not ended."""
    row = own_learner(placement, by=by)
    if row.status in ENDED:
        raise Refused(_("This course has ended."))
    before, after = assign(row, facts)
    if "gemeente" in after:
        _check_gemeente(row, party_of(row), at)
    valid(row).save(update_fields=list(facts))
    record_update(row, before, by=by, at=at, what="")
    return row


def own_learner(placement: Placement, *, by: User) -> Placement:
    """The placement, locked, of a school for which `by` delivers; else Refused."""
    row: Placement = locked(placement)
    require(by, Permission.PLACEMENT_DELIVER, party_of(row))
    return row


def party_of(placement: Placement) -> CovenantParty:
    """The party under which the learner stands; Refused for a placement under a contract."""
    if placement.covenant_party is None:
        raise Refused(_("This placement stands under a contract; it changes by delivery."))
    return placement.covenant_party


@transaction.atomic
def move_learner(*, placement: Placement, step: LearnerStep, by: User, at: datetime) -> Placement:
    """Record what happened to a learner, from the day on which it did."""
    row = own_learner(placement, by=by)
    if step.name not in STEPS:
        raise Refused(_("This step is not the school's to make."))
    _check_day(row, step, at)
    if step.name == "start":
        refuse_if(condition(row, at) for condition in SEATED)
    source = row.status
    moved = PLACEMENT.apply(
        row,
        step.name,
        by=by,
        at=at,
        reason=step.reason,
        status_on=step.on,
        status_reason=step.reason[:200],
        **_changes(step),
    )
    _record_event(moved, source, on=step.on, by=by, at=at, reason=step.reason[:200])
    return moved


def _check_day(placement: Placement, step: LearnerStep, at: datetime) -> None:
    if step.on > amsterdam(at):
        raise Refused(_("This day lies ahead."), field="on")
    begun_on = placement.actual_first_on
    if begun_on and step.on < begun_on:
        begun = {"day": day(begun_on)}
        raise Refused(_("The course began on %(day)s.") % begun, field="on")


def _changes(step: LearnerStep) -> dict[str, Any]:
    if step.name == "start":
        return {"actual_first_on": step.on}
    if step.name in ENDING:
        return {
            "actual_last_on": step.on,
            "outcome": step.outcome,
            "diploma_on": step.diploma_on if step.outcome == "diploma" else None,
        }
    return {}


def _record_event(
    placement: Placement, source: str, *, on: date, by: User, at: datetime, reason: str = ""
) -> None:
    PlacementEvent.objects.create(
        placement=placement,
        source=source,
        target=placement.status,
        on=on,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )


@transaction.atomic
def record_hours(
    *,
    placement: Placement,
    month: date,
    offered: Decimal,
    attended: Decimal,
    by: User,
    at: datetime,
) -> Placement:
    """Set the hours of one month; typed again, they replace what stood. Totals follow."""
    row = own_learner(placement, by=by)
    if row.status == PlacementStatus.REGISTERED:
        raise Refused(_("The course has not begun yet."))
    if month > amsterdam(at):
        raise Refused(_("This month lies ahead."), field="month")
    first = month_start(month)
    hours = row.hours.filter(month=first).first() or PlacementHours(placement=row, month=first)
    before = {"offered_hours": row.offered_hours, "attended_hours": row.attended_hours}
    hours.offered, hours.attended = offered, attended
    hours.recorded_at, hours.recorded_by = at, by
    valid(hours).save()
    totals = row.hours.aggregate(offered=Sum("offered"), attended=Sum("attended"))
    row.offered_hours, row.attended_hours = totals["offered"], totals["attended"]
    row.save(update_fields=["offered_hours", "attended_hours"])
    record_update(row, before, by=by, at=at, what="")
    return row


@transaction.atomic
def add_conversation(
    *, placement: Placement, due_on: date, by: User, at: datetime
) -> ProgressConversation:
    """Plan a progress conversation with a learner."""
    row = own_learner(placement, by=by)
    conversation = ProgressConversation(placement=row, due_on=due_on)
    valid(conversation).save(force_insert=True)
    what = _("Progress conversation due on %(day)s") % {"day": day(due_on)}
    record_update(row, {}, by=by, at=at, what=what)
    return conversation


@transaction.atomic
def hold_conversation(
    *, conversation: ProgressConversation, held_on: date, outcome: str, by: User, at: datetime
) -> ProgressConversation:
    """Record that a conversation was held, and what it came to as a code: no notes."""
    placement = own_learner(conversation.placement, by=by)
    row: ProgressConversation = locked(conversation)
    if row.held_on:
        raise Refused(_("This conversation is recorded already."))
    if held_on > amsterdam(at):
        raise Refused(_("This day lies ahead."), field="held_on")
    row.held_on, row.outcome = held_on, outcome
    valid(row).save()
    what = _("Progress conversation held on %(day)s") % {"day": day(held_on)}
    record_update(placement, {}, by=by, at=at, what=what)
    return row
