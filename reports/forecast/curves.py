"""What one learner costs by month since the start, from the tariff of the contract: whole cents.

A learner is taken to begin on the first day of a month and to stay as long as is usual. No
database and no clock.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from config.shared.money import cents, share_out
from config.shared.periods import ONE_DAY, Period, month_of, month_start
from contracts.enums import CostKind, InstalmentMoment, TariffUnit
from contracts.indexation import indexed, parts_of

WEEK = 7
HUNDRED = 100
FULL = Fraction(1)

MILLIONTHS = 1_000_000

KINDS = {
    TariffUnit.TRAJECTORY: CostKind.INSTALMENT,
    TariffUnit.HOUR: CostKind.HOURS,
    TariffUnit.MONTH: CostKind.MONTH,
    TariffUnit.GROUP: CostKind.GROUP_SHARE,
    TariffUnit.GROUP_HOUR: CostKind.GROUP_SHARE,
    TariffUnit.FEE: CostKind.FEE,
}
"""Which kind of cost line each unit of a tariff makes."""


class Curve(NamedTuple):
    """By month since the start: cents, and units of the tariff in millionths."""

    cents: list[int]
    units: list[int]


@dataclass(frozen=True, slots=True)
class Version:
    """A price of a tariff from a day on, in euro excl. VAT a unit, with the instalments of a
    trajectory: moment and percentage.
    """

    first_on: date
    price: Decimal
    instalments: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Rise:
    """By how much prices are expected to go up on a day, in per cents."""

    on: date
    percentage: Decimal


@dataclass(frozen=True, kw_only=True)
class Price:
    """One tariff of a contract: its versions in the order of their days, and what is expected
    after them.

    `weeks` is how long a course takes, `hours_per_week` how many hours of lessons it has, `heads`
    over how many learners the price of a group is shared. A fee falls due at `charged_at`.
    """

    unit: str
    versions: tuple[Version, ...]
    weeks: int
    hours_per_week: Fraction = Fraction(0)
    heads: Fraction = FULL
    charged_at: str = InstalmentMoment.START
    rises: tuple[Rise, ...] = ()
    by_service: bool = False
    """Whether a trajectory counts evenly over its days, and not when instalments fall due."""

    def version_on(self, day: date) -> Version:
        """The version of `day`: the last that began by then, the first one before all of them.

        After the last agreed version its price goes on, with every rise that is expected by `day`.
        """
        begun = [version for version in self.versions if version.first_on <= day]
        version = begun[-1] if begun else self.versions[0]
        price = version.price
        for rise in self.rises:
            if version.first_on < rise.on <= day:
                price = indexed(price, FULL + Fraction(rise.percentage) / HUNDRED)
        return Version(version.first_on, price, version.instalments)

    @property
    def kind(self) -> CostKind:
        """The kind of cost that the tariff makes."""
        return KINDS[TariffUnit(self.unit)]

    @property
    def is_spread(self) -> bool:
        """Whether the price of a trajectory counts over its days."""
        return self.by_service and self.unit == TariffUnit.TRAJECTORY

    def curve(self, first_on: date) -> Curve:
        """What who begins on `first_on` costs, month by month."""
        return self._over(Period(first_on, first_on + timedelta(weeks=self.weeks) - ONE_DAY))

    def month_of_hours(self, month: date) -> Curve:
        """What who is there the whole month costs, at a price per hour."""
        return self._over(month_of(month))

    def _over(self, course: Period) -> Curve:
        units = self._units(course)
        amounts = self._amounts(course, units)
        return Curve(
            [int(amount.scaleb(2)) for amount in amounts],
            [round(MILLIONTHS * unit) for unit in units],
        )

    def _units(self, course: Period) -> list[Fraction]:
        """How much of the unit falls in each month."""
        if self.unit == TariffUnit.MONTH:
            return [FULL for _month in course.months()]
        days = [_days_in(course, month) for month in course.months()]
        if self.is_spread:
            return [Fraction(number, course.days) for number in days]
        if self.unit in (TariffUnit.TRAJECTORY, TariffUnit.FEE):
            return self._units_by_moment(course)
        if self.unit == TariffUnit.GROUP:
            return [Fraction(number, course.days) / self.heads for number in days]
        shared = self.heads if self.unit == TariffUnit.GROUP_HOUR else FULL
        return [self.hours_per_week * number / WEEK / shared for number in days]

    def _units_by_moment(self, course: Period) -> list[Fraction]:
        """Instalments by their part of the price, a fee at once."""
        found = [Fraction(0)] * len(course.months())
        for place, percentage in self._moments(course):
            found[place] += Fraction(percentage) / HUNDRED
        return found

    def _moments(self, course: Period) -> list[tuple[int, Decimal]]:
        """In which month each part falls due, and how many per cents of the price it is."""
        parts = self.version_on(course.first).instalments
        if self.unit == TariffUnit.FEE:
            parts = ((self.charged_at, Decimal(HUNDRED)),)
        months = course.months()
        return [
            (months.index(month_start(_due_on(moment, course))), percentage)
            for moment, percentage in parts
        ]

    def _amounts(self, course: Period, units: list[Fraction]) -> list[Decimal]:
        """Euro by month. One price for the whole course is divided without a rest, over its
        instalments or its days; a fee has the price of its day, other units that of the month.
        """
        price = self.version_on(course.first).price
        if self.is_spread:
            return share_out(cents(Fraction(price)), units)
        if self.unit == TariffUnit.TRAJECTORY:
            return self._instalments(course, price)
        if self.unit == TariffUnit.GROUP:
            return share_out(cents(Fraction(price) / self.heads), units)
        if self.unit == TariffUnit.FEE:
            price = self.version_on(_due_on(self.charged_at, course)).price
            return [cents(price * unit.numerator) for unit in units]
        return [
            cents(Fraction(self.version_on(month).price) * unit)
            for month, unit in zip(course.months(), units, strict=True)
        ]

    def _instalments(self, course: Period, price: Decimal) -> list[Decimal]:
        found = [Decimal(0)] * len(course.months())
        moments = self._moments(course)
        parts = parts_of(price, [percentage for _place, percentage in moments])
        for (place, _percentage), part in zip(moments, parts, strict=True):
            found[place] += part
        return found


def _due_on(moment: str, course: Period) -> date:
    """The first day, halfway (half a day down), or the last."""
    whole = course.days - 1
    days = {InstalmentMoment.START: 0, InstalmentMoment.HALFWAY: whole // 2}
    return course.first + timedelta(days=days.get(InstalmentMoment(moment), whole))


def _days_in(course: Period, month: date) -> int:
    part = course.clip(month_of(month))
    return part.days if part else 0
