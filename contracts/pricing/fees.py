"""Fees: the day on which one falls due."""

from datetime import date

from contracts.enums import ENDED_EARLY, FeeMoment
from contracts.enums import PlacementStatus as Status
from contracts.pricing.courses import Course


def fee_day(course: Course, moment: str) -> date | None:
    """The day of a fee at the start or at completion; None when it does not fall due.

    While a course runs, its completion is the planned one. A fee that is recorded falls due on
    the day recorded, whatever became of the course.
    """
    if not course.stands:
        return None
    if moment == FeeMoment.START:
        return course.first_on
    if moment != FeeMoment.COMPLETION or course.status in ENDED_EARLY:
        return None
    return course.actual_last_on if course.status == Status.COMPLETED else course.end_on
