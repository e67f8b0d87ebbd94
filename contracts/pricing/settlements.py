"""Settlements: what a course that did not run as planned costs in all, less what was due anyway.

The rules are the contract's own (domain.md 5: no-show, dropout, absence, switch of route).
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from config.shared.money import cents
from config.shared.periods import Period
from contracts.enums import PlacementStatus as Status
from contracts.enums import SettlementBasis, SettlementEvent, TariffUnit
from contracts.pricing.courses import Course

WEEK = 7
WHOLE = 100


class Attendance(NamedTuple):
    """Hours of a course so far."""

    offered: Decimal
    attended: Decimal

    @property
    def missed_percentage(self) -> Fraction:
        """Of the hours offered, those that were missed."""
        missed = Fraction(self.offered) - Fraction(self.attended)
        return missed / Fraction(self.offered) * WHOLE if self.offered else Fraction(0)


class Rule(NamedTuple):
    """What a contract pays after one event: a part of the tariff, or an amount."""

    basis: str
    percentage: Decimal | None = None
    amount: Decimal | None = None
    threshold_percentage: Decimal | None = None
    within_weeks: int | None = None


def event_of(course: Course, attendance: Attendance, rules: Mapping[str, Rule]) -> str | None:
    """The event (SettlementEvent) by which the course settles; None where no rule fits.

    Who dropped out without having come to one hour did not show up; without a rule for that it
    is a dropout, if the course had begun.
    """
    return next(
        (event for event in _events(course, attendance) if _fits(event, course, rules, attendance)),
        None,
    )


def _events(course: Course, attendance: Attendance) -> list[str]:
    began = course.actual_first_on is not None
    if course.status == Status.DROPPED_OUT:
        came = began and not (attendance.offered and not attendance.attended)
        no_show = [] if came else [SettlementEvent.NO_SHOW]
        return [*no_show, *([SettlementEvent.DROPOUT] if began else [])]
    if course.status == Status.SWITCHED and began:
        return [SettlementEvent.ROUTE_SWITCH]
    if course.status == Status.COMPLETED and attendance.missed_percentage:
        return [SettlementEvent.ABSENCE]
    return []


def _fits(event: str, course: Course, rules: Mapping[str, Rule], attendance: Attendance) -> bool:
    rule = rules.get(event)
    if rule is None:
        return False
    if event == SettlementEvent.ABSENCE:
        return attendance.missed_percentage >= (rule.threshold_percentage or 0)
    if rule.within_weeks is None or course.actual_last_on is None:
        return True
    return course.actual_last_on < course.first_on + timedelta(days=WEEK * rule.within_weeks)


def whole_price(
    *, unit: str, price: Decimal, course: Course, hours_per_week: Decimal | None
) -> Fraction | None:
    """Euro of the planned course by a tariff of `price` a `unit`; None where it cannot be said.

    That of a group is paid however the course of one learner goes, so that it does not settle.
    """
    planned = Period(course.first_on, course.end_on)
    if unit == TariffUnit.TRAJECTORY:
        return Fraction(cents(price))
    if unit == TariffUnit.MONTH:
        return Fraction(cents(price)) * len(planned.months())
    if unit == TariffUnit.HOUR and hours_per_week is not None:
        return Fraction(price) * Fraction(hours_per_week) * planned.days / WEEK
    return None


def settlement(rule: Rule, *, whole: Fraction | None, due: Decimal) -> Decimal | None:
    """The amount that makes `due` (euro owed without it) into what the rule pays; None for nought.

    Below zero where more fell due than the rule pays.
    """
    paid: Fraction | None = None
    if rule.basis == SettlementBasis.AMOUNT and rule.amount is not None:
        paid = Fraction(rule.amount)
    elif (
        rule.basis == SettlementBasis.PERCENTAGE
        and rule.percentage is not None
        and whole is not None
    ):
        paid = whole * Fraction(rule.percentage) / WHOLE
    if paid is None:
        return None
    return cents(paid) - due or None
