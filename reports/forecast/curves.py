"""What one learner costs by month since the start, from the tariff of the contract: whole cents.

A learner is taken to begin on the first day of a month and to stay as long as is usual. No
database and no clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from config.shared.money import cents, share_out
from config.shared.periods import ONE_DAY, Period, month_of, month_start
from contracts.enums import CostKind, InstalmentMoment, TariffUnit
from contracts.indexation import indexed, parts_of

WEEK = 7
HUNDRED = 100
FULL = Fraction(1)

Curve = Mapping[str, Sequence[int]]
"""Cents of one learner by kind of cost (CostKind), by month since the start."""
KINDS = {
    TariffUnit.TRAJECTORY: CostKind.INSTALMENT,
    TariffUnit.HOUR: CostKind.HOURS,
    TariffUnit.MONTH: CostKind.MONTH,
    TariffUnit.GROUP: CostKind.GROUP_SHARE,
    TariffUnit.GROUP_HOUR: CostKind.GROUP_SHARE,
    TariffUnit.FEE: CostKind.FEE,
}
"""Which kind of cost line each unit of a tariff makes."""


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
    """One tariff of a contract with its successive versions, and what is expected after them.

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

    def version_on(self, day: date) -> Version:
        """The version of `day`: the last that began by then, the first one before all of them.

        After the last agreed version its price goes on, with every rise that is expected by `day`.
        """
        begun = [version for version in self.versions if version.first_on <= day]
        version = max(begun or self.versions[:1], key=lambda each: each.first_on)
        price = version.price
        for rise in self.rises:
            if version.first_on < rise.on <= day:
                price = indexed(price, FULL + Fraction(rise.percentage) / HUNDRED)
        return Version(version.first_on, price, version.instalments)

    def curve(self, first_on: date) -> Curve:
        """What who begins on `first_on` costs, month by month."""
        course = Period(first_on, first_on + timedelta(weeks=self.weeks) - ONE_DAY)
        return {KINDS[TariffUnit(self.unit)]: _BY_UNIT[TariffUnit(self.unit)](self, course)}


def together(curves: Iterable[Curve]) -> Curve:
    """The costs of one learner under several tariffs at once: that of the lessons, and fees."""
    found: dict[str, list[int]] = {}
    for curve in curves:
        for kind, amounts in curve.items():
            standing = found.setdefault(kind, [])
            standing.extend([0] * (len(amounts) - len(standing)))
            for month, amount in enumerate(amounts):
                standing[month] += amount
    return found


def _instalments(price: Price, course: Period) -> list[int]:
    """Due on the first day, halfway (half a day down) and on the last, as `contracts.pricing`."""
    version = price.version_on(course.first)
    amounts = parts_of(version.price, [percentage for _moment, percentage in version.instalments])
    due = [_due_on(moment, course) for moment, _percentage in version.instalments]
    return _by_month(course, zip(due, amounts, strict=True))


def _fee(price: Price, course: Period) -> list[int]:
    amount = cents(price.version_on(course.first).price)
    return _by_month(course, [(_due_on(price.charged_at, course), amount)])


def _months(price: Price, course: Period) -> list[int]:
    return [_in_cents(cents(price.version_on(month).price)) for month in course.months()]


def _hours(price: Price, course: Period) -> list[int]:
    """The hours of the days of each month, at the price of the month."""
    return [
        _in_cents(
            cents(Fraction(price.version_on(month).price) * _share_of_hours(price, course, month))
        )
        for month in course.months()
    ]


def _group_hours(price: Price, course: Period) -> list[int]:
    return [
        _in_cents(
            cents(
                Fraction(price.version_on(month).price)
                * _share_of_hours(price, course, month)
                / price.heads
            )
        )
        for month in course.months()
    ]


def _group(price: Price, course: Period) -> list[int]:
    """The price of the group over the heads, divided over the months by their days."""
    amount = cents(Fraction(price.version_on(course.first).price) / price.heads)
    days = [_days_in(course, month) for month in course.months()]
    return [_in_cents(part) for part in share_out(amount, days)]


_BY_UNIT = {
    TariffUnit.TRAJECTORY: _instalments,
    TariffUnit.HOUR: _hours,
    TariffUnit.MONTH: _months,
    TariffUnit.GROUP: _group,
    TariffUnit.GROUP_HOUR: _group_hours,
    TariffUnit.FEE: _fee,
}


def _due_on(moment: str, course: Period) -> date:
    whole = course.days - 1
    days = {InstalmentMoment.START: 0, InstalmentMoment.HALFWAY: whole // 2}
    return course.first + timedelta(days=days.get(InstalmentMoment(moment), whole))


def _by_month(course: Period, due: Iterable[tuple[date, Decimal]]) -> list[int]:
    months = course.months()
    found = [0] * len(months)
    for day, amount in due:
        found[months.index(month_start(day))] += _in_cents(amount)
    return found


def _share_of_hours(price: Price, course: Period, month: date) -> Fraction:
    return price.hours_per_week * _days_in(course, month) / WEEK


def _days_in(course: Period, month: date) -> int:
    part = course.clip(month_of(month))
    return part.days if part else 0


def _in_cents(amount: Decimal) -> int:
    return int(amount.scaleb(2))
