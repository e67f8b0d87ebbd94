"""Prices per trajectory: instalments, by the band in which the trajectory was begun."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from config.shared.money import cents, share_out
from contracts.enums import ENDED, ENDED_EARLY, InstalmentMoment
from contracts.pricing.courses import Course


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

    Who ends early leaves what was due by the last day; a placement that ended before it began
    leaves nothing. An instalment is a part of the price of the whole course, so it pays for all
    its days: from the first to the last, as planned while it runs.
    """
    if not course.is_charged(charges_other_groups=charges_other_groups):
        return []
    return [
        Charge(part.moment, due_on, course.first_on, course.taught.last, part.amount)
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


def band_of(number: int, bands: Mapping[int, Decimal]) -> int:
    """From which number the band of the `number`-th trajectory begins; 1 for the tariff itself.

    Trajectories that are charged under a tariff are counted by first day, then by id.
    """
    return max((begins for begins in bands if begins <= number), default=1)


def parts_of_band(price: Decimal, percentages: Sequence[tuple[str, Decimal]]) -> list[Part]:
    """The instalments of the price of a band, in the order of the tariff's own."""
    amounts = share_out(cents(price), [percentage for _moment, percentage in percentages])
    return [
        Part(moment, amount)
        for (moment, _percentage), amount in zip(percentages, amounts, strict=True)
    ]


def _scheduled_day(course: Course, moment: str) -> date:
    whole = (course.end_on - course.first_on).days
    days = {InstalmentMoment.START: 0, InstalmentMoment.HALFWAY: whole // 2}.get(
        InstalmentMoment(moment), whole
    )
    return course.first_on + timedelta(days=days)
