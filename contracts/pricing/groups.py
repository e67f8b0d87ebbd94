"""Prices of groups: month by month, shared over the heads by the days that each sat in it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from config.shared.money import cents, share_out
from config.shared.periods import Period, month_of
from contracts.enums import TariffUnit
from contracts.pricing.courses import Course, Due, Version, version_on

WEEK = 7


class GroupMonth(NamedTuple):
    """What a group costs in one calendar month: its days in it, units and euro."""

    days: Period
    units: Fraction
    amount: Decimal
    version: int


class Sitting(NamedTuple):
    """A head of a group: the placement and its course."""

    placement: int
    course: Course


def group_months(
    *,
    unit: str,
    period: Period,
    versions: Sequence[Version],
    base: Version,
    hours_per_week: Decimal | None,
) -> list[GroupMonth]:
    """What a group costs in each month of its course.

    The price of a whole course, that of its first day, is divided over the months by their days,
    to the cent; a price per hour is that of the month. Nothing where the hours are not known.
    """
    months = [period.clip(month_of(month)) for month in period.months()]
    days = [month for month in months if month is not None]
    if unit == TariffUnit.GROUP:
        amounts = share_out(cents(base.price), [month.days for month in days])
        return [
            GroupMonth(month, Fraction(month.days, period.days), amount, base.pk)
            for month, amount in zip(days, amounts, strict=True)
        ]
    if hours_per_week is None:
        return []
    return [
        _hours(month, hours_per_week, version_on(month.first, versions, base)) for month in days
    ]


def _hours(days: Period, hours_per_week: Decimal, version: Version) -> GroupMonth:
    hours = Fraction(hours_per_week) * days.days / WEEK
    return GroupMonth(days, hours, cents(hours * Fraction(version.price)), version.pk)


def group_shares(month: GroupMonth, sittings: Sequence[Sitting]) -> dict[int, Due]:
    """By placement, in the order of their ids, each head's part by the days it sat in the month.

    Every head takes a share; whether a gemeente is charged for it is for the caller. Empty when
    nobody sat in it.
    """
    days = {
        sitting.placement: clipped
        for sitting in sorted(sittings)
        if sitting.course.stands and (clipped := sitting.course.taught.clip(month.days))
    }
    if not days:
        return {}
    amounts = share_out(month.amount, [clipped.days for clipped in days.values()])
    total = sum(clipped.days for clipped in days.values())
    return {
        placement: Due(
            month.days.last,
            clipped.first,
            clipped.last,
            month.units * clipped.days / total,
            amount,
            month.version,
        )
        for (placement, clipped), amount in zip(days.items(), amounts, strict=True)
    }


def seat_shares(month: GroupMonth, seats: Mapping[int, int]) -> dict[int, Due]:
    """What each gemeente (by id) pays for a group in which nobody sat, by its contracted seats."""
    shares = {gemeente: number for gemeente, number in sorted(seats.items()) if number}
    if not shares:
        return {}
    amounts = share_out(month.amount, list(shares.values()))
    total = sum(shares.values())
    return {
        gemeente: Due(
            month.days.last,
            month.days.first,
            month.days.last,
            month.units * number / total,
            amount,
            month.version,
        )
        for (gemeente, number), amount in zip(shares.items(), amounts, strict=True)
    }
