"""Prices per month and per hour: by the version of the tariff that holds in the month."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from config.shared.money import cents
from config.shared.periods import Period, month_of
from contracts.pricing.courses import Course, Due, Version, version_on


def months_due(course: Course, versions: Sequence[Version], base: Version) -> list[Due]:
    """One price for each calendar month with lessons, due on the last day of lessons in it."""
    return [
        _due(days, Fraction(1), version_on(days.first, versions, base))
        for month in course.taught.months()
        if (days := course.taught.clip(month_of(month))) is not None
    ]


def hours_due(
    course: Course, month: date, hours: Decimal, versions: Sequence[Version], base: Version
) -> Due | None:
    """The hours of one month (its first day), due on the last day of lessons in it; None without
    hours.

    Hours that came in for a month outside the course are of that whole month.
    """
    if not hours:
        return None
    days = course.taught.clip(month_of(month)) or month_of(month)
    return _due(days, Fraction(hours), version_on(days.first, versions, base))


def _due(days: Period, units: Fraction, version: Version) -> Due:
    amount = cents(units * Fraction(version.price))
    return Due(days.last, days.first, days.last, units, amount, version.pk)
