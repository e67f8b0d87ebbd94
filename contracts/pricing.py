"""What a placement costs and when it falls due: the rule, in plain arithmetic.

ledger.py says the same in SQL for many placements at once; tests hold the two equal to the cent.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from contracts.enums import CHARGED, ENDED, ENDED_EARLY, InstalmentMoment, TargetGroup
from contracts.enums import PlacementStatus as Status


class Course(NamedTuple):
    """Of a placement, what decides about its cost."""

    status: str
    target_group: str
    planned_first_on: date
    planned_last_on: date
    actual_first_on: date | None = None
    actual_last_on: date | None = None

    @property
    def first_on(self) -> date:
        """The day it began; before that, the day it is to begin."""
        return self.actual_first_on or self.planned_first_on

    @property
    def end_on(self) -> date:
        """The last day of the schedule by which instalments fall due; never before the first."""
        return max(self.planned_last_on, self.first_on)


class Part(NamedTuple):
    """One instalment of a tariff: euro with two decimals, frozen when the tariff was made."""

    moment: str
    amount: Decimal


class Charge(NamedTuple):
    """One amount that the gemeente owes, on which day, and the days of teaching it pays for."""

    moment: str
    due_on: date
    first_on: date
    last_on: date
    amount: Decimal


def charges(
    course: Course, parts: Iterable[Part], *, charges_other_groups: bool = False
) -> list[Charge]:
    """What falls due for `course` under a tariff per trajectory, in the order of `parts`.

    Nothing before a seat is taken. Family and other migrants pay themselves, unless the tariff
    charges them to the gemeente. Who ends early leaves what was due by the last day; a placement
    that ended before it began leaves nothing. An instalment is a part of the price of the whole
    course, so it pays for all its days: from the first to the last, as planned while it runs.
    """
    if not _is_charged(course, charges_other_groups):
        return []
    last_on = course.actual_last_on if course.status in ENDED else course.end_on
    assert last_on is not None  # noqa: S101 - the database asks a last day of what has ended
    return [
        Charge(part.moment, due_on, course.first_on, last_on, part.amount)
        for part in parts
        if (due_on := due_day(course, part.moment)) is not None
    ]


def due_day(course: Course, moment: str) -> date | None:
    """When an instalment falls due; None when it no longer does.

    By schedule: on the first day, halfway the planned period (half a day down), on the planned
    last day, also when the course runs past it. Completion settles what is left on the actual
    last day.
    """
    scheduled_on = _scheduled_day(course, moment)
    last_on = course.actual_last_on
    if last_on is None or course.status not in ENDED:
        return scheduled_on
    if course.status in ENDED_EARLY:
        return scheduled_on if scheduled_on <= last_on else None
    return last_on if moment == InstalmentMoment.COMPLETION else min(scheduled_on, last_on)


def _is_charged(course: Course, charges_other_groups: bool) -> bool:
    pays = charges_other_groups or course.target_group == TargetGroup.STATUS_HOLDER
    never_began = course.status in ENDED and course.actual_first_on is None
    return pays and Status(course.status) in CHARGED and not never_began


def _scheduled_day(course: Course, moment: str) -> date:
    whole = (course.end_on - course.first_on).days
    days = {InstalmentMoment.START: 0, InstalmentMoment.HALFWAY: whole // 2}.get(
        InstalmentMoment(moment), whole
    )
    return course.first_on + timedelta(days=days)
